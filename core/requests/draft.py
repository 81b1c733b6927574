"""Drafts: requests that passed every check which needs no database, and are no jobs yet."""

from __future__ import annotations

from dataclasses import dataclass

from core.content.params import panel_count
from core.models.deliveries import Destination
from core.models.identity import JobId, Params, Platform, ProfileId, Requester
from core.models.jobs import JobState, NewJob
from core.models.requests import ComicRequest, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request that passed every check which needs no database."""

    job_id: JobId
    request: ComicRequest
    requester: Requester
    destination: Destination | None
    params: Params
    notices: tuple[Notice, ...]

    @property
    def request_key(self) -> str:
        return self.request.request_key or f"job:{self.job_id}"

    @property
    def platform(self) -> Platform:
        return self.destination.platform if self.destination else self.requester.identity.platform

    @property
    def chat(self) -> str:
        """What limits count by: the whole server or group, where there is one."""
        chat = self.destination.chat if self.destination else ""
        return self.requester.community or chat

    @property
    def age_restricted(self) -> bool:
        """As the place is where it is asked for, and as what it follows from was."""
        here = self.destination is not None and self.destination.age_restricted
        return here or self.request.age_restricted

    @property
    def private(self) -> bool:
        """As asked for; else as the place is.

        What the signed-in make on the web is theirs alone, and there, nothing says who is of age.
        """
        if self.destination is not None and self.destination.is_for_one:
            return True
        if self.age_restricted and not self.platform.is_chat:
            return True
        if self.request.private is not None:
            return self.request.private
        return self.platform is Platform.WEB and self.requester.signed_in

    @property
    def all_notices(self) -> tuple[Notice, ...]:
        """What was bent, and why it is shown to its person alone where others could see it."""
        here = self.destination
        if not self.age_restricted or here is None or here.age_restricted:
            return self.notices
        return (*self.notices, Notice(key="notice_age_restricted"))

    def job(self, profile_id: ProfileId, state: JobState) -> NewJob:
        return NewJob(
            id=self.job_id,
            request_key=self.request_key,
            body_hash=self.request.body_hash,
            profile_id=profile_id,
            platform=self.platform,
            chat=self.chat,
            origin=self.requester.origin,
            prompt=str(self.params["prompt"]),
            params=self.params,
            panels=panel_count(self.params),
            private=self.private,
            age_restricted=self.age_restricted,
            parent_id=self.request.parent_id,
            relation=self.request.relation,
            author=self.request.author,
            notices=self.all_notices,
            state=state,
        )
