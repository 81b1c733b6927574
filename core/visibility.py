"""Who may see what."""

from __future__ import annotations

from hmac import compare_digest

from core.models.comics import Comic, Visibility
from core.models.identity import Platform, ProfileId
from core.models.jobs import Job


def visibility_of(platform: Platform, *, private: bool) -> Visibility:
    """Return how a comic made there may be seen by others than its owner."""
    if private:
        return Visibility.PRIVATE
    return Visibility.CHAT if platform.is_chat else Visibility.LINK


def may_see_job(job: Job, profile_id: ProfileId | None) -> bool:
    """Return whether the person with this profile, or nobody in particular, may see the job."""
    visibility = visibility_of(job.platform, private=job.private)
    return _may_see(job.profile_id, visibility, profile_id)


def may_see_comic(
    comic: Comic, profile_id: ProfileId | None, share_token: str | None = None
) -> bool:
    """Return whether the person with this profile, or whoever has this token, may see the comic."""
    if share_token and comic.share_token and _same(share_token, comic.share_token):
        return True
    return _may_see(comic.profile_id, comic.visibility, profile_id)


def _may_see(owner: ProfileId | None, visibility: Visibility, profile_id: ProfileId | None) -> bool:
    """A comic of a chat is seen in the chat: its UUID alone opens nothing."""
    if profile_id is not None and profile_id == owner:
        return True
    return visibility is Visibility.LINK


def _same(left: str, right: str) -> bool:
    return compare_digest(left.encode("utf-8", "replace"), right.encode("utf-8", "replace"))
