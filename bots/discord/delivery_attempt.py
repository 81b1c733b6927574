"""One try at bringing one parcel: all the ways there are, the best first.

1. Edit the answer to the interaction by its reply token.
2. Edit the same message by the bot's token.
3. Put a placeholder into the channel, commit its id, and edit that.
4. The same in a private chat with the person.

What is for its owner's eyes only never goes by 2 and 3. What Discord's own moderation refuses is
brought privately, with the reason, and so is what was made for adults in a channel that is open to
everybody by now.

Whatever Discord refuses, for a reason that we know or not, leads to the next way: the same call
would be refused again. What is refused because of what is in the message goes once more without
what was added to the picture.

Where 1 is the only way to a message, it is noted before the picture goes in. If the process dies
then, and the token expires before another tries, nobody can find out any more whether the picture
is there: 4 brings a button to fetch it instead, since a second one may be one too many.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bots.chat.cards import Card, bare, possibly_delivered_card
from bots.discord.api_client import PICTURE_SECONDS, DiscordApi
from bots.discord.api_errors import MISSING_PERMISSIONS, DiscordApiError, FailureKind
from bots.discord.message_ref import MessageRef, message_ref_of
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage
from bots.discord.uploads import UPLOAD_LIMIT, upload_fitting
from core.gallery.renditions import Renditions
from core.ports.delivery import DeliveryPayload
from core.sentences import sentence

log = structlog.get_logger(__name__)

TOKEN_MARGIN = timedelta(seconds=30)  # clocks differ
# What is refused, and will be refused again. Blocked words have ways of their own.
NEXT_WAY = set(FailureKind) - {FailureKind.LATER, FailureKind.BLOCKED}
CALL = timedelta(seconds=PICTURE_SECONDS)


class LeaseTooShortError(DiscordApiError):
    """Somebody else may carry on any moment: start nothing more."""

    def __init__(self) -> None:
        super().__init__(FailureKind.LATER, retry_after=0, said="the lease runs out")


class DeliveryAttempt:
    """Brings one parcel. Raises DiscordApiError where it has to be tried again later."""

    def __init__(
        self, api: DiscordApi, renditions: Renditions, payload: DeliveryPayload, card: Card
    ) -> None:
        self._api = api
        self._renditions = renditions
        self._payload = payload
        self._card = card
        self._to = payload.delivery.destination
        self._quote = True  # whether what somebody wrote is shown
        self._is_blocked = False  # so are its words, wherever moderation looks
        self._is_refused = False  # the message that waits for the picture does not take it
        known = message_ref_of(self._to)
        self._may_be_there = known is not None and known.may_show_it
        self.delivered_to: MessageRef | None = None

    async def run(self) -> bool:
        """Try all ways; say whether one led there. Raises DiscordApiError.

        What is brought once more goes where it was, or nowhere: somebody may have removed it.
        """
        if self._payload.delivery.delivered_at is not None:
            try:
                await self._try_routes(self._to_known_message)
            except DiscordApiError as error:
                if error.kind is FailureKind.LATER:
                    raise
            return True
        if await self._is_not_for_here():
            return await self._apart("adults_only_here", "age_restricted")
        try:
            arrived = await self._try_routes(
                self._to_known_message, self._to_channel, self._to_private_chat
            )
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
            log.info("words_refused", code=error.code)
        else:
            await self._leave_words()
            return arrived
        self._is_blocked = True
        if self._card.comic is None or self._to.ephemeral:
            # Nobody else sees it, or there is no picture: the words are all that has to go.
            self._quote = False
            return await self._try_routes(
                self._to_known_message, self._to_channel, self._to_private_chat
            )
        return await self._apart("blocked_here", "blocked_reason", looked_through=True)

    async def notify(self) -> None:
        """Notify the person, and nobody else, that it is there; at most once."""
        ref, to = self.delivered_to, self._to
        if ref is None or ref.channel != to.chat or not await self._payload.record_notice():
            return  # a message in the private chat has notified them already
        drawn = self._payload.comic is not None
        said = sentence("notice_ready" if drawn else "notice_ended", self._payload.locale)
        rendered = RenderedMessage(f"<@{to.user_id}> {plain(said)}")
        try:
            if self._may_be_seen and not ref.follows_up:
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
                    private=to.ephemeral or ref.follows_up,
                    mention=to.user_id,
                )
        except DiscordApiError as error:
            log.info("not_told", kind=error.kind.value, code=error.code)
            if error.is_closed and to.context != "dm":
                await self._tell_privately(said)

    async def _tell_privately(self, said: str) -> None:
        """Say by a private message what cannot be said where the picture is."""
        try:
            channel = await self._api.private_channel(self._to.user_id)
            await self._api.send(channel, RenderedMessage(plain(said)), nonce=self._nonce("p"))
        except DiscordApiError as error:
            log.info("not_told", kind=error.kind.value, code=error.code)

    async def _try_routes(self, *ways: Callable[[], Awaitable[MessageRef | None]]) -> bool:
        for way in ways:
            if await self._try_route(way):
                return True
        return False

    async def _try_route(self, way: Callable[[], Awaitable[MessageRef | None]]) -> bool:
        try:
            self.delivered_to = await way()
        except DiscordApiError as error:
            if not self._is_next_due(error):
                raise
            log.info("way_closed", way=way.__name__, kind=error.kind.value, code=error.code)
            self._is_refused = self._is_refused or _refuses_the_picture(error)
            return False
        return self.delivered_to is not None

    def _is_next_due(self, error: DiscordApiError) -> bool:
        """Say whether the next way is to be tried, rather than the same one later."""
        return error.kind in NEXT_WAY or (self._is_blocked and error.kind is FailureKind.BLOCKED)

    async def _leave_words(self) -> None:
        """Say where the comic is in the message that waits for it and does not take the picture."""
        if not self._is_refused or self._card.comic is None or self._may_be_there:
            return
        to, delivered_to = self._to, self.delivered_to
        asked_in = self._payload.delivery.destination
        waiting = message_ref_of(asked_in)
        if delivered_to and (waiting is None or waiting.message == delivered_to.message):
            return  # it took the picture another way
        self._to = asked_in
        self._card = Card(text=sentence("kept_in_gallery", self._payload.locale))
        try:
            await self._to_known_message()
        except DiscordApiError as error:
            log.info("place_not_told", kind=error.kind.value, code=error.code)
        self._to, self.delivered_to = to, delivered_to

    # --- The ways ---------------------------------------------------------------------------------

    async def _to_known_message(self) -> MessageRef | None:
        ref = message_ref_of(self._to)
        if self._to.reply_token and (ref is None or ref.responses or ref.follows_up):
            try:
                return await self._by_token(ref)
            except DiscordApiError as error:
                if not self._is_next_due(error):
                    raise
                self._is_refused = _refuses_the_picture(error)
                log.info("token_useless", kind=error.kind.value, code=error.code)
        if ref is None or ref.follows_up or (ref.responses and not self._may_be_seen):
            return None
        await self._put(lambda rendered: self._api.edit(ref.channel, ref.message, rendered))
        return ref

    async def _to_channel(self) -> MessageRef | None:
        if not self._may_be_seen:
            return None
        return await self._to_placeholder(self._to.chat, "c")

    async def _to_private_chat(self) -> MessageRef | None:
        if not self._payload.job.state.is_terminal or self._to.context == "dm":
            return None
        if self._may_be_there and self._card.comic is not None:
            job_id, locale = self._payload.job.id, self._payload.locale
            self._card = possibly_delivered_card(self._card, job_id, locale, self._to.user_id)
        self._start()
        channel = await self._api.private_channel(self._to.user_id)
        return await self._to_placeholder(channel, "d")

    # --- Apart from others ------------------------------------------------------------------------

    async def _is_not_for_here(self) -> bool:
        """Say whether the channel, which was for adults when this was asked for, is no longer.

        Where the bot does not see the channel, it is taken for what it was.
        """
        if self._card.comic is None or not self._payload.job.age_restricted or self._to.is_for_one:
            return False
        try:
            return not await self._api.is_age_restricted(self._to.chat)
        except DiscordApiError as error:
            if error.kind not in NEXT_WAY:
                raise
            return False

    async def _apart(self, here: str, why: str, *, looked_through: bool = False) -> bool:
        """Bring it where its person alone sees it, and say so *here*, without picture and words.

        *looked_through*: so are the words of what is for one person's eyes.
        """
        card, ref = self._card, message_ref_of(self._to)
        if ref is None or not ref.follows_up:  # else an earlier try came as far as that
            self._card = Card(text=sentence(here, self._payload.locale))
            await self._try_routes(self._to_known_message)
        self._card = replace(card, text=sentence(why, self._payload.locale))
        self._quote = not looked_through
        if await self._try_routes(self._to_follow_up):
            return True
        self._quote = True
        return await self._try_routes(self._to_private_chat)

    async def _to_follow_up(self) -> MessageRef | None:
        """Add a message that only its person sees, and put the picture into that."""
        token, application = self._to.reply_token, self._to.application_id
        if not token:
            return None
        ref = message_ref_of(self._to)
        if ref is None or not ref.follows_up:
            self._start()
            waiting = RenderedMessage(sentence("one_moment", self._payload.locale))
            message = await self._api.follow_up(application, token, waiting, private=True)
            ref = MessageRef(self._to.chat, message, follows_up=True)
            await self._commit(ref)
        message = ref.message
        await self._put(
            lambda rendered: self._api.edit_reply(application, token, rendered, message=message)
        )
        return ref

    # --- How they go ------------------------------------------------------------------------------

    @property
    def _may_be_seen(self) -> bool:
        """Whether a message in the channel, sent by the bot alone, is what its person wants."""
        ours = self._payload.job.state.is_terminal and self._to.outlives_token
        return ours and not (self._payload.job.private and self._to.context != "dm")

    async def _by_token(self, ref: MessageRef | None) -> MessageRef:
        to = self._to
        if to.expires_at and to.expires_at - datetime.now(UTC) < TOKEN_MARGIN:
            raise DiscordApiError(FailureKind.EXPIRED, said="by the clock")
        token, application = to.reply_token or "", to.application_id
        message = ref.message if ref and ref.follows_up else None
        there = ref or MessageRef(to.chat, "", responses=True)
        noted = self._card.comic is not None and not self._may_be_seen
        if noted:
            await self._commit(replace(there, may_show_it=True))
        ids: list[str] = []

        async def edit(rendered: RenderedMessage) -> None:
            ids.append(await self._api.edit_reply(application, token, rendered, message=message))

        try:
            await self._put(edit)
        except DiscordApiError as error:
            if noted and error.kind in NEXT_WAY and not self._may_be_there:
                await self._commit(there)  # refused, so nothing has changed
            raise
        ref = replace(there, message=there.message or ids[-1], may_show_it=False)
        if noted:
            await self._commit(ref)
        return ref

    async def _to_placeholder(self, channel: str, kind: str) -> MessageRef:
        self._start()
        waiting = RenderedMessage(sentence("one_moment", self._payload.locale))
        message = await self._api.send(channel, waiting, nonce=self._nonce(kind))
        ref = MessageRef(channel, message)
        await self._commit(ref)
        await self._put(lambda rendered: self._api.edit(channel, message, rendered))
        return ref

    async def _commit(self, ref: MessageRef) -> None:
        if not await self._payload.save_message_id(ref.to_stored):
            raise LeaseTooShortError
        self._to = replace(self._to, message_id=ref.to_stored)

    async def _put(self, edit: Callable[[RenderedMessage], Awaitable[object]]) -> None:
        async def start(rendered: RenderedMessage) -> None:
            self._start()
            await edit(rendered)

        limit = self._to.size_limit or UPLOAD_LIMIT
        try:
            await upload_fitting(
                self._card, start, self._renditions, limit=limit, quote=self._quote
            )
        except DiscordApiError as error:
            if error.kind is not FailureKind.INVALID:
                raise
            log.error("card_refused", code=error.code)  # noqa: TRY400 - the code says all there is
            await upload_fitting(bare(self._card), start, self._renditions, limit=limit)

    def _start(self) -> None:
        if not self._payload.outlasts(CALL):
            raise LeaseTooShortError

    def _nonce(self, kind: str) -> str:
        """Return at most 25 characters that are the same for every try."""
        packed = base64.urlsafe_b64encode(self._payload.job.id.bytes).decode().rstrip("=")
        return f"{kind}{packed}"


def _refuses_the_picture(error: DiscordApiError) -> bool:
    """Say whether the message may be there, and take words."""
    return (
        error.kind in {FailureKind.REFUSED, FailureKind.INVALID}
        or error.code == MISSING_PERMISSIONS
    )
