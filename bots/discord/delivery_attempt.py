"""Delivery attempt: tries all routes for one payload, the best first.

1. Edit the response to the interaction with its reply token.
2. Edit the same message with the bot's token.
3. Send a placeholder to the channel, commit its id, and edit that.
4. The same in a direct-message channel with the user.

Private comics never use routes 2 and 3. A message that Discord's own moderation blocks is delivered
privately, with the reason, and so is a comic requested in an age-restricted channel that no longer
is one.

Any rejection by Discord, for a known or unknown reason, leads to the next route, since the same
call would be rejected again. A message rejected for its form is first sent again without its quote
and its buttons.

Where 1 is the only route to a message, the attempt is recorded before the image is put in. If the
process dies then, and the token expires before the next attempt, it cannot be determined any more
whether the image is there: 4 then delivers a button to fetch it, to avoid a duplicate.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Card, bare, possibly_delivered_card
from bots.discord.api_client import IMAGE_SECONDS, DiscordApi
from bots.discord.api_errors import MISSING_PERMISSIONS, DiscordApiError
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage
from bots.discord.upload_sizes import UPLOAD_LIMIT, upload_fitting
from core.gallery.renditions import Renditions
from core.models.deliveries import DestinationContext, MessageKind, MessageReference
from core.ports.delivery import DeliveryPayload
from core.sentences import sentence

log = structlog.get_logger(__name__)

TOKEN_MARGIN = timedelta(seconds=30)  # clocks differ
# Failures that a retry would repeat. Blocked messages have routes of their own.
NEXT_ROUTE = set(FailureKind) - {FailureKind.LATER, FailureKind.BLOCKED}
CALL_TIME = timedelta(seconds=IMAGE_SECONDS)


class LeaseTooShortError(DiscordApiError):
    """The lease is about to expire: another worker may claim the delivery, so no call may start."""

    def __init__(self) -> None:
        super().__init__(FailureKind.LATER, retry_after=0, detail="the lease is about to expire")


class DeliveryAttempt:
    """One attempt to deliver a payload. Raises DiscordApiError if it has to be retried later."""

    def __init__(
        self, api: DiscordApi, renditions: Renditions, payload: DeliveryPayload, card: Card
    ) -> None:
        self._api = api
        self._renditions = renditions
        self._payload = payload
        self._card = card
        self._to = payload.delivery.destination
        self._quote = True  # whether the message shows the user's text
        self._is_blocked = False  # by moderation, which may apply on any route
        self._is_image_refused = False  # by the status message, which may still accept text
        known = self._to.message
        self._may_be_delivered = known is not None and known.upload_may_have_happened
        self.delivered_to: MessageReference | None = None

    async def run(self) -> bool:
        """Try all routes; return whether one succeeded. Raises DiscordApiError.

        A repeated delivery only edits the same message: that may have been deleted on purpose.
        """
        if self._payload.delivery.delivered_at is not None:
            try:
                await self._try_routes(self._to_known_message)
            except DiscordApiError as error:
                if error.kind is FailureKind.LATER:
                    raise
            return True
        if await self._is_age_restriction_lifted():
            return await self._deliver_privately("adults_only_here", "age_restricted")
        try:
            delivered = await self._try_routes(
                self._to_known_message, self._to_channel, self._to_private_chat
            )
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
            log.info("message_blocked", code=error.code)
        else:
            await self._explain_in_status_message()
            return delivered
        self._is_blocked = True
        if self._card.comic is None or self._to.ephemeral:
            # Only the user sees it, or it has no image: omitting the quote is enough.
            self._quote = False
            return await self._try_routes(
                self._to_known_message, self._to_channel, self._to_private_chat
            )
        return await self._deliver_privately("blocked_here", "blocked_reason", moderated=True)

    async def notify(self) -> None:
        """Mention the user, and no one else, in a notice of the result; at most once."""
        ref, to = self.delivered_to, self._to
        if ref is None or ref.chat != to.chat or not await self._payload.record_notice():
            return  # a direct message has notified the user already
        is_drawn = self._payload.comic is not None
        text = sentence("notice_ready" if is_drawn else "notice_ended", self._payload.locale)
        rendered = RenderedMessage(f"<@{to.user_id}> {plain(text)}")
        try:
            if self._may_be_public and not ref.is_follow_up:
                await self._api.send(
                    to.chat,
                    rendered,
                    nonce=self._nonce("n"),
                    mention=to.user_id,
                    reply_to=ref.message,
                )
            elif to.reply_token:
                await self._api.follow_up(
                    to.application_id,
                    to.reply_token,
                    rendered,
                    private=to.ephemeral or ref.is_follow_up,
                    mention=to.user_id,
                )
        except DiscordApiError as error:
            log.info("delivery_notice_failed", kind=error.kind.value, code=error.code)
            if error.is_closed and to.context is not DestinationContext.DM:
                await self._notify_by_direct_message(text)

    async def _notify_by_direct_message(self, text: str) -> None:
        """Send the notice as a direct message, since the channel is closed to the bot."""
        try:
            channel = await self._api.create_dm(self._to.user_id)
            await self._api.send(channel, RenderedMessage(plain(text)), nonce=self._nonce("p"))
        except DiscordApiError as error:
            log.info("delivery_notice_failed", kind=error.kind.value, code=error.code)

    async def _try_routes(self, *routes: Callable[[], Awaitable[MessageReference | None]]) -> bool:
        for route in routes:
            if await self._try_route(route):
                return True
        return False

    async def _try_route(self, route: Callable[[], Awaitable[MessageReference | None]]) -> bool:
        try:
            self.delivered_to = await route()
        except DiscordApiError as error:
            if not self._is_next_due(error):
                raise
            log.info(
                "delivery_route_failed",
                route=route.__name__,
                kind=error.kind.value,
                code=error.code,
            )
            self._is_image_refused = self._is_image_refused or _refuses_image(error)
            return False
        return self.delivered_to is not None

    def _is_next_due(self, error: DiscordApiError) -> bool:
        """Return whether to try the next route now, rather than the same one later."""
        return error.kind in NEXT_ROUTE or (self._is_blocked and error.kind is FailureKind.BLOCKED)

    async def _explain_in_status_message(self) -> None:
        """Say in the status message where the comic is, if it did not accept the image."""
        if not self._is_image_refused or self._card.comic is None or self._may_be_delivered:
            return
        to, delivered_to = self._to, self.delivered_to
        requested_in = self._payload.delivery.destination
        status_message = requested_in.message
        if delivered_to and (
            status_message is None or status_message.message == delivered_to.message
        ):
            return  # it accepted the image on another route
        self._to = requested_in
        self._card = Card(text=sentence("kept_in_gallery", self._payload.locale))
        try:
            await self._to_known_message()
        except DiscordApiError as error:
            log.info("status_edit_failed", kind=error.kind.value, code=error.code)
        self._to, self.delivered_to = to, delivered_to

    # --- Routes -----------------------------------------------------------------------------------

    async def _to_known_message(self) -> MessageReference | None:
        ref = self._to.message
        if self._to.reply_token and (ref is None or ref.is_response or ref.is_follow_up):
            try:
                return await self._with_token(ref)
            except DiscordApiError as error:
                if not self._is_next_due(error):
                    raise
                self._is_image_refused = _refuses_image(error)
                log.info("reply_token_failed", kind=error.kind.value, code=error.code)
        if ref is None or ref.is_follow_up or (ref.is_response and not self._may_be_public):
            return None
        await self._show_card(lambda rendered: self._api.edit(ref.chat, ref.message, rendered))
        return ref

    async def _to_channel(self) -> MessageReference | None:
        if not self._may_be_public:
            return None
        return await self._to_placeholder(self._to.chat, "c")

    async def _to_private_chat(self) -> MessageReference | None:
        is_dm = self._to.context is DestinationContext.DM
        if is_dm or not self._payload.job.state.is_terminal:
            return None
        if self._may_be_delivered and self._card.comic is not None:
            job_id, locale = self._payload.job.id, self._payload.locale
            self._card = possibly_delivered_card(self._card, job_id, locale, self._to.user_id)
        self._require_lease()
        channel = await self._api.create_dm(self._to.user_id)
        return await self._to_placeholder(channel, "d")

    # --- Private delivery -------------------------------------------------------------------------

    async def _is_age_restriction_lifted(self) -> bool:
        """Return whether the channel was age-restricted at the request and is no longer.

        If the bot cannot see the channel, its restriction is assumed unchanged.
        """
        if self._card.comic is None or not self._payload.job.age_restricted or self._to.is_for_one:
            return False
        try:
            return not await self._api.is_age_restricted(self._to.chat)
        except DiscordApiError as error:
            if error.kind not in NEXT_ROUTE:
                raise
            return False

    async def _deliver_privately(
        self, notice: str, reason: str, *, moderated: bool = False
    ) -> bool:
        """Deliver where only the user sees it, and leave a notice in the channel.

        *notice* and *reason* are keys of sentences: for the channel, and for the private message.
        *moderated*: leave the user's text out of the follow-up, since moderation applies there too.
        """
        card, ref = self._card, self._to.message
        if ref is None or not ref.is_follow_up:  # else an earlier attempt left the notice
            self._card = Card(text=sentence(notice, self._payload.locale))
            await self._try_routes(self._to_known_message)
        self._card = replace(card, text=sentence(reason, self._payload.locale))
        self._quote = not moderated
        if await self._try_routes(self._to_follow_up):
            return True
        self._quote = True
        return await self._try_routes(self._to_private_chat)

    async def _to_follow_up(self) -> MessageReference | None:
        """Send an ephemeral follow-up, and put the image into that."""
        token, application = self._to.reply_token, self._to.application_id
        if not token:
            return None
        ref = self._to.message
        if ref is None or not ref.is_follow_up:
            self._require_lease()
            placeholder = RenderedMessage(sentence("one_moment", self._payload.locale))
            message = await self._api.follow_up(application, token, placeholder, private=True)
            ref = MessageReference(self._to.chat, message, MessageKind.FOLLOW_UP)
            await self._commit(ref)
        message = ref.message
        await self._show_card(
            lambda rendered: self._api.edit_reply(application, token, rendered, message=message)
        )
        return ref

    # --- Steps of the routes ----------------------------------------------------------------------

    @property
    def _may_be_public(self) -> bool:
        """Whether the bot may post to the channel on its own, visibly to its members."""
        is_reachable = self._payload.job.state.is_terminal and self._to.outlives_token
        is_dm = self._to.context is DestinationContext.DM
        return is_reachable and (is_dm or not self._payload.job.private)

    async def _with_token(self, ref: MessageReference | None) -> MessageReference:
        to = self._to
        if to.expires_at and to.expires_at - datetime.now(UTC) < TOKEN_MARGIN:
            raise DiscordApiError(FailureKind.EXPIRED, detail="expired by the clock")
        token, application = to.reply_token or "", to.application_id
        message = ref.message if ref and ref.is_follow_up else None
        target = ref or MessageReference(to.chat, "", MessageKind.INTERACTION_RESPONSE)
        is_recorded = self._card.comic is not None and not self._may_be_public
        if is_recorded:
            await self._commit(replace(target, upload_may_have_happened=True))
        ids: list[str] = []

        async def edit(rendered: RenderedMessage) -> None:
            ids.append(await self._api.edit_reply(application, token, rendered, message=message))

        try:
            await self._show_card(edit)
        except DiscordApiError as error:
            if is_recorded and error.kind in NEXT_ROUTE and not self._may_be_delivered:
                await self._commit(ref)  # rejected, so nothing has changed
            raise
        ref = replace(target, message=target.message or ids[-1], upload_may_have_happened=False)
        if is_recorded:
            await self._commit(ref)
        return ref

    async def _to_placeholder(self, channel: str, kind: str) -> MessageReference:
        self._require_lease()
        placeholder = RenderedMessage(sentence("one_moment", self._payload.locale))
        message = await self._api.send(channel, placeholder, nonce=self._nonce(kind))
        ref = MessageReference(channel, message)
        await self._commit(ref)
        await self._show_card(lambda rendered: self._api.edit(channel, message, rendered))
        return ref

    async def _commit(self, ref: MessageReference | None) -> None:
        if not await self._payload.save_message(ref):
            raise LeaseTooShortError
        self._to = replace(self._to, message=ref)

    async def _show_card(self, edit: Callable[[RenderedMessage], Awaitable[object]]) -> None:
        async def checked_edit(rendered: RenderedMessage) -> None:
            self._require_lease()
            await edit(rendered)

        limit = self._to.size_limit or UPLOAD_LIMIT
        try:
            await upload_fitting(
                self._card, checked_edit, self._renditions, limit=limit, quote=self._quote
            )
        except DiscordApiError as error:
            if error.kind is not FailureKind.INVALID:
                raise
            log.error("message_refused", code=error.code)  # noqa: TRY400 - the code suffices
            await upload_fitting(bare(self._card), checked_edit, self._renditions, limit=limit)

    def _require_lease(self) -> None:
        if not self._payload.outlasts(CALL_TIME):
            raise LeaseTooShortError

    def _nonce(self, kind: str) -> str:
        """Return a nonce of at most 25 characters that is the same for every attempt."""
        packed = base64.urlsafe_b64encode(self._payload.job.id.bytes).decode().rstrip("=")
        return f"{kind}{packed}"


def _refuses_image(error: DiscordApiError) -> bool:
    """Return whether the message may exist and accept text."""
    return (
        error.kind in {FailureKind.REFUSED, FailureKind.INVALID}
        or error.code == MISSING_PERMISSIONS
    )
