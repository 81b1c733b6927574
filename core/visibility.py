"""Visibility of jobs and comics."""

from __future__ import annotations

from hmac import compare_digest

from core.models.comics import Comic, Visibility
from core.models.identity import Platform, ProfileId
from core.models.jobs import Job


def visibility_of(platform: Platform, *, private: bool) -> Visibility:
    """Return the visibility of a comic that was requested on this platform."""
    if private:
        return Visibility.PRIVATE
    return Visibility.CHAT if platform.is_chat else Visibility.LINK


def may_see_job(job: Job, profile_id: ProfileId | None) -> bool:
    """Return whether the profile may see the job; None stands for an anonymous user."""
    visibility = visibility_of(job.platform, private=job.private)
    return _may_see(job.profile_id, visibility, profile_id)


def may_see_comic(
    comic: Comic, profile_id: ProfileId | None, share_token: str | None = None
) -> bool:
    """Return whether the profile, or the holder of the share token, may see the comic."""
    if share_token and comic.share_token and _equal(share_token, comic.share_token):
        return True
    return _may_see(comic.profile_id, comic.visibility, profile_id)


def _may_see(owner: ProfileId | None, visibility: Visibility, profile_id: ProfileId | None) -> bool:
    """Return whether the profile may see it. Comics of a chat cannot be opened by UUID alone."""
    if profile_id is not None and profile_id == owner:
        return True
    return visibility is Visibility.LINK


def _equal(left: str, right: str) -> bool:
    return compare_digest(left.encode("utf-8", "replace"), right.encode("utf-8", "replace"))
