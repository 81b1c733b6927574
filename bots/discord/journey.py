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

from bots.chat.cards import Card, bare, perhaps_there_card
from bots.discord.errors import MISSING_PERMISSIONS, DiscordError, Trouble
from bots.discord.fitting import UPLOAD_LIMIT, put
from bots.discord.rest import PICTURE_SECONDS, Rest
from bots.discord.screens import Screen
from bots.discord.spots import Spot, spot_of
from bots.discord.texts import plain
from core.ports import Parcel
from core.renditions import Renditions
from core.sentences import sentence

log = structlog.get_logger(__name__)

TOKEN_MARGIN = timedelta(seconds=30)  # clocks differ
# What is refused, and will be refused again. Blocked words have ways of their own.
NEXT_WAY = set(Trouble) - {Trouble.LATER, Trouble.BLOCKED}
CALL = timedelta(seconds=PICTURE_SECONDS)


class LeaseTooShortError(DiscordError):
    """Somebody else may carry on any moment: start nothing more."""

    def __init__(self) -> None:
        super().__init__(Trouble.LATER, retry_after=0, said="the lease runs out")


class Journey:
    """Brings one parcel. Raises DiscordError where it has to be tried again later."""

    def __init__(self, rest: Rest, renditions: Renditions, parcel: Parcel, card: Card) -> None:
        self._rest = rest
        self._renditions = renditions
        self._parcel = parcel
        self._card = card
        self._to = parcel.delivery.destination
        self._quote = True  # whether what somebody wrote is shown
        self._is_blocked = False  # so are its words, wherever moderation looks
        self._is_refused = False  # the message that waits for the picture does not take it
        known = spot_of(self._to)
        self._may_be_there = known is not None and known.may_show_it
        self.arrived_at: Spot | None = None

    async def go(self) -> bool:
        """Try all ways; say whether one led there. Raises DiscordError.

        What is brought once more goes where it was, or nowhere: somebody may have removed it.
        """
        if self._parcel.delivery.delivered_at is not None:
            try:
                await self._go(self._into_known_message)
            except DiscordError as error:
                if error.trouble is Trouble.LATER:
                    raise
            return True
        if await self._is_not_for_here():
            return await self._apart("adults_only_here", "age_restricted")
        try:
            arrived = await self._go(
                self._into_known_message, self._into_the_channel, self._into_private_chat
            )
        except DiscordError as error:
            if error.trouble is not Trouble.BLOCKED:
                raise
            log.info("words_refused", code=error.code)
        else:
            await self._leave_words()
            return arrived
        self._is_blocked = True
        if self._card.comic is None or self._to.ephemeral:
            # Nobody else sees it, or there is no picture: the words are all that has to go.
            self._quote = False
            return await self._go(
                self._into_known_message, self._into_the_channel, self._into_private_chat
            )
        return await self._apart("blocked_here", "blocked_reason", looked_through=True)

    async def tell(self) -> None:
        """Notify the person, and nobody else, that it is there; at most once."""
        spot, to = self.arrived_at, self._to
        if spot is None or spot.channel != to.chat or not await self._parcel.record_notice():
            return  # a message in the private chat has notified them already
        drawn = self._parcel.comic is not None
        said = sentence("notice_ready" if drawn else "notice_ended", self._parcel.locale)
        screen = Screen(f"<@{to.user_id}> {plain(said)}")
        try:
            if self._may_be_seen and not spot.follows_up:
                await self._rest.send(
                    to.chat,
                    screen,
                    nonce=self._nonce("n"),
                    mention=to.user_id,
                    reply_to=spot.message,
                )
            elif to.reply_token:
                await self._rest.follow_up(
                    to.application_id,
                    to.reply_token,
                    screen,
                    private=to.ephemeral or spot.follows_up,
                    mention=to.user_id,
                )
        except DiscordError as error:
            log.info("not_told", trouble=error.trouble.value, code=error.code)
            if error.is_closed and to.context != "dm":
                await self._tell_privately(said)

    async def _tell_privately(self, said: str) -> None:
        """Say by a private message what cannot be said where the picture is."""
        try:
            channel = await self._rest.private_channel(self._to.user_id)
            await self._rest.send(channel, Screen(plain(said)), nonce=self._nonce("p"))
        except DiscordError as error:
            log.info("not_told", trouble=error.trouble.value, code=error.code)

    async def _go(self, *ways: Callable[[], Awaitable[Spot | None]]) -> bool:
        for way in ways:
            if await self._leads_there(way):
                return True
        return False

    async def _leads_there(self, way: Callable[[], Awaitable[Spot | None]]) -> bool:
        try:
            self.arrived_at = await way()
        except DiscordError as error:
            if not self._is_next_due(error):
                raise
            log.info("way_closed", way=way.__name__, trouble=error.trouble.value, code=error.code)
            self._is_refused = self._is_refused or _refuses_the_picture(error)
            return False
        return self.arrived_at is not None

    def _is_next_due(self, error: DiscordError) -> bool:
        """Say whether the next way is to be tried, rather than the same one later."""
        return error.trouble in NEXT_WAY or (self._is_blocked and error.trouble is Trouble.BLOCKED)

    async def _leave_words(self) -> None:
        """Say where the comic is in the message that waits for it and does not take the picture."""
        if not self._is_refused or self._card.comic is None or self._may_be_there:
            return
        to, arrived_at = self._to, self.arrived_at
        asked_in = self._parcel.delivery.destination
        waiting = spot_of(asked_in)
        if arrived_at and (waiting is None or waiting.message == arrived_at.message):
            return  # it took the picture another way
        self._to = asked_in
        self._card = Card(text=sentence("kept_in_gallery", self._parcel.locale))
        try:
            await self._into_known_message()
        except DiscordError as error:
            log.info("place_not_told", trouble=error.trouble.value, code=error.code)
        self._to, self.arrived_at = to, arrived_at

    # --- The ways ---------------------------------------------------------------------------------

    async def _into_known_message(self) -> Spot | None:
        spot = spot_of(self._to)
        if self._to.reply_token and (spot is None or spot.answers or spot.follows_up):
            try:
                return await self._by_token(spot)
            except DiscordError as error:
                if not self._is_next_due(error):
                    raise
                self._is_refused = _refuses_the_picture(error)
                log.info("token_useless", trouble=error.trouble.value, code=error.code)
        if spot is None or spot.follows_up or (spot.answers and not self._may_be_seen):
            return None
        await self._put(lambda screen: self._rest.edit(spot.channel, spot.message, screen))
        return spot

    async def _into_the_channel(self) -> Spot | None:
        if not self._may_be_seen:
            return None
        return await self._into_placeholder(self._to.chat, "c")

    async def _into_private_chat(self) -> Spot | None:
        if not self._parcel.job.state.is_terminal or self._to.context == "dm":
            return None
        if self._may_be_there and self._card.comic is not None:
            job_id, locale = self._parcel.job.id, self._parcel.locale
            self._card = perhaps_there_card(self._card, job_id, locale, self._to.user_id)
        self._start()
        channel = await self._rest.private_channel(self._to.user_id)
        return await self._into_placeholder(channel, "d")

    # --- Apart from others ------------------------------------------------------------------------

    async def _is_not_for_here(self) -> bool:
        """Say whether the channel, which was for adults when this was asked for, is no longer.

        Where the bot does not see the channel, it is taken for what it was.
        """
        if self._card.comic is None or not self._parcel.job.age_restricted or self._to.is_for_one:
            return False
        try:
            return not await self._rest.is_age_restricted(self._to.chat)
        except DiscordError as error:
            if error.trouble not in NEXT_WAY:
                raise
            return False

    async def _apart(self, here: str, why: str, *, looked_through: bool = False) -> bool:
        """Bring it where its person alone sees it, and say so *here*, without picture and words.

        *looked_through*: so are the words of what is for one person's eyes.
        """
        card, spot = self._card, spot_of(self._to)
        if spot is None or not spot.follows_up:  # else an earlier try came as far as that
            self._card = Card(text=sentence(here, self._parcel.locale))
            await self._go(self._into_known_message)
        self._card = replace(card, text=sentence(why, self._parcel.locale))
        self._quote = not looked_through
        if await self._go(self._into_follow_up):
            return True
        self._quote = True
        return await self._go(self._into_private_chat)

    async def _into_follow_up(self) -> Spot | None:
        """Add a message that only its person sees, and put the picture into that."""
        token, application = self._to.reply_token, self._to.application_id
        if not token:
            return None
        spot = spot_of(self._to)
        if spot is None or not spot.follows_up:
            self._start()
            waiting = Screen(sentence("one_moment", self._parcel.locale))
            message = await self._rest.follow_up(application, token, waiting, private=True)
            spot = Spot(self._to.chat, message, follows_up=True)
            await self._commit(spot)
        message = spot.message
        await self._put(
            lambda screen: self._rest.edit_reply(application, token, screen, message=message)
        )
        return spot

    # --- How they go ------------------------------------------------------------------------------

    @property
    def _may_be_seen(self) -> bool:
        """Whether a message in the channel, sent by the bot alone, is what its person wants."""
        ours = self._parcel.job.state.is_terminal and self._to.outlives_token
        return ours and not (self._parcel.job.private and self._to.context != "dm")

    async def _by_token(self, spot: Spot | None) -> Spot:
        to = self._to
        if to.expires_at and to.expires_at - datetime.now(UTC) < TOKEN_MARGIN:
            raise DiscordError(Trouble.EXPIRED, said="by the clock")
        token, application = to.reply_token or "", to.application_id
        message = spot.message if spot and spot.follows_up else None
        there = spot or Spot(to.chat, "", answers=True)
        noted = self._card.comic is not None and not self._may_be_seen
        if noted:
            await self._commit(replace(there, may_show_it=True))
        ids: list[str] = []

        async def edit(screen: Screen) -> None:
            ids.append(await self._rest.edit_reply(application, token, screen, message=message))

        try:
            await self._put(edit)
        except DiscordError as error:
            if noted and error.trouble in NEXT_WAY and not self._may_be_there:
                await self._commit(there)  # refused, so nothing has changed
            raise
        spot = replace(there, message=there.message or ids[-1], may_show_it=False)
        if noted:
            await self._commit(spot)
        return spot

    async def _into_placeholder(self, channel: str, kind: str) -> Spot:
        self._start()
        waiting = Screen(sentence("one_moment", self._parcel.locale))
        message = await self._rest.send(channel, waiting, nonce=self._nonce(kind))
        spot = Spot(channel, message)
        await self._commit(spot)
        await self._put(lambda screen: self._rest.edit(channel, message, screen))
        return spot

    async def _commit(self, spot: Spot) -> None:
        if not await self._parcel.keep_message_id(spot.kept):
            raise LeaseTooShortError
        self._to = replace(self._to, message_id=spot.kept)

    async def _put(self, edit: Callable[[Screen], Awaitable[object]]) -> None:
        async def start(screen: Screen) -> None:
            self._start()
            await edit(screen)

        limit = self._to.size_limit or UPLOAD_LIMIT
        try:
            await put(self._card, start, self._renditions, limit=limit, quote=self._quote)
        except DiscordError as error:
            if error.trouble is not Trouble.INVALID:
                raise
            log.error("card_refused", code=error.code)  # noqa: TRY400 - the code says all there is
            await put(bare(self._card), start, self._renditions, limit=limit)

    def _start(self) -> None:
        if not self._parcel.may_start(CALL):
            raise LeaseTooShortError

    def _nonce(self, kind: str) -> str:
        """Return at most 25 characters that are the same for every try."""
        packed = base64.urlsafe_b64encode(self._parcel.job.id.bytes).decode().rstrip("=")
        return f"{kind}{packed}"


def _refuses_the_picture(error: DiscordError) -> bool:
    """Say whether the message may be there, and take words."""
    return error.trouble in {Trouble.REFUSED, Trouble.INVALID} or error.code == MISSING_PERMISSIONS
