"""Draft: a validated request, before the checks that need the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from core.content.params import (
    DEFAULT_STYLE,
    ordered_options,
    panel_count,
    style_of,
    without_order,
)
from core.models.deliveries import Destination
from core.models.identity import JobId, Params, Platform, ProfileId, Requester
from core.models.jobs import PAINTER, JobState, NewJob
from core.models.requests import ComicRequest, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Request that has passed every check that does not need the database."""

    job_id: JobId
    request: ComicRequest
    requester: Requester
    destination: Destination | None
    prompt: str  # as written, cleaned; the params have the story in it
    params: Params
    notices: tuple[Notice, ...]
    price: int = 0  # expected, in millionths of a US dollar

    @property
    def request_key(self) -> str:
        return self.request.request_key or f"job:{self.job_id}"

    @property
    def platform(self) -> Platform:
        return self.destination.platform if self.destination else self.requester.identity.platform

    @property
    def chat(self) -> str:
        """Scope of chat limits: the server or group if there is one, else the chat."""
        chat = self.destination.chat if self.destination else ""
        return self.requester.community or chat

    @property
    def age_restricted(self) -> bool:
        """Whether the chat is age-restricted, or the comic that this one follows up was."""
        here = self.destination is not None and self.destination.age_restricted
        return here or self.request.age_restricted

    @property
    def private(self) -> bool:
        """Whether only the owner may see the comic: as requested, else by the default of the place.

        On the web, comics of signed-in users are private by default. Age-restricted ones always
        are, since the web does not know the ages of its users.
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
        """Notices on adjusted options, and on an age-restricted comic outside such a chat."""
        here = self.destination
        if not self.age_restricted or here is None or here.age_restricted:
            return self.notices
        return (*self.notices, Notice(key="notice_age_restricted"))

    def in_styles(self, styles: Collection[str]) -> Draft:
        """Return the draft in one of *styles*, if its prompt ordered another.

        A style that was chosen as an option stays, for the chat to refuse.
        """
        style = style_of(self.params)
        if not styles or style in styles or "style" not in ordered_options(self.notices):
            return self
        others = (self.request.inherited.get("style"), DEFAULT_STYLE, *styles)
        fitting = next(each for each in others if each in styles)
        notice = Notice(key="notice_style_not_offered", facts={"style": style})
        return replace(
            self,
            params={**self.params, "style": fitting},
            notices=(*without_order(self.notices, "style"), notice),
        )

    def for_the_sketch(self) -> Draft:
        """Return the draft for the painter that costs nothing, with a notice about that."""
        return replace(
            self,
            params={**self.params, PAINTER: "sketch"},
            notices=(*self.notices, Notice(key="notice_sketch")),
        )

    def job(self, profile_id: ProfileId, state: JobState) -> NewJob:
        return NewJob(
            id=self.job_id,
            request_key=self.request_key,
            body_hash=self.request.body_hash,
            profile_id=profile_id,
            platform=self.platform,
            chat=self.chat,
            origin=self.requester.origin,
            prompt=self.prompt,
            params=self.params,
            panels=panel_count(self.params),
            private=self.private,
            age_restricted=self.age_restricted,
            parent_id=self.request.parent_id,
            relation=self.request.relation,
            author=self.request.author,
            notices=self.all_notices,
            state=state,
            reserved_micro_usd=self.price,
        )
