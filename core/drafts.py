"""Drafts: requests that passed every check which needs no database, and are no jobs yet."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import (
    ComicRequest,
    Destination,
    JobId,
    JobState,
    NewJob,
    Notice,
    Params,
    Platform,
    ProfileId,
    Requester,
)
from core.params import panel_count


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
    def private(self) -> bool:
        """As asked for; else what the signed-in make on the web is theirs alone."""
        if self.request.private is not None:
            return self.request.private
        return self.platform is Platform.WEB and self.requester.signed_in

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
            parent_id=self.request.parent_id,
            relation=self.request.relation,
            author=self.request.author,
            state=state,
        )
