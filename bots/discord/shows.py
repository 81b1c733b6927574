"""Buttons that show something: details, the story as text, the original, a comic once more."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.actions import Action, Press
from bots.chat.cards import Card, comic_card, end_card, status_card
from bots.discord.acks import acknowledge, answer_of
from bots.discord.convert import Interaction, reply_of, requester_of
from bots.discord.errors import DiscordError, Trouble
from bots.discord.fitting import put
from bots.discord.handlers import Handler, is_private
from bots.discord.kit import Kit
from bots.discord.screens import Attached, Screen, described
from bots.discord.texts import plain
from core.errors import PrivateOnlyError
from core.models import Comic, Destination
from core.sentences import details, explain, labelled, read_as_text, sentence


class Shows:
    """Shows what is there, to who may see it."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._gallery = kit.services.gallery
        self._showcase = kit.services.showcase
        self.buttons: Mapping[Action, Handler] = {
            Action.DETAILS: self._details,
            Action.READ: self._read,
            Action.ORIGINAL: self._original,
            Action.SHARE: self._share,
            Action.RESTORE: self._restore,
            Action.FETCH: self._fetch,
        }

    async def comic(self, interaction: Interaction, comic: Comic) -> None:
        """Put a comic into an acknowledged answer, with its buttons."""
        requester = requester_of(interaction)
        card = comic_card(comic, requester.locale, requester.identity.external_id)
        await self.card(interaction, card)

    async def card(self, interaction: Interaction, card: Card) -> None:
        """Put a card into an acknowledged answer; without words that Discord refuses."""
        try:
            await self._put(interaction, card, quote=True)
        except DiscordError as error:
            if error.trouble is not Trouble.BLOCKED:
                raise
            await self._put(interaction, card, quote=False)

    async def _put(self, interaction: Interaction, card: Card, *, quote: bool) -> None:
        async def edit(screen: Screen) -> None:
            message = answer_of(interaction)
            await self._kit.rest.edit_reply(*reply_of(interaction), screen, message=message)

        await put(
            card,
            edit,
            self._kit.services.renditions,
            limit=interaction.filesize_limit,
            quote=quote,
        )

    async def _details(self, interaction: Interaction, press: Press) -> None:
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        comic, job = await self._showcase.seen_with_job(requester, press.id)
        lines = [
            labelled(each.label, each.value, requester.locale)
            for each in details(comic, job, requester.locale)
        ]
        await self.card(interaction, Card(text="\n".join(lines)))

    async def _read(self, interaction: Interaction, press: Press) -> None:
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        comic = await self._showcase.seen(requester, press.id)
        await self.card(interaction, Card(text=read_as_text(comic, requester.locale)))

    async def _original(self, interaction: Interaction, press: Press) -> None:
        await acknowledge(interaction, private=True)
        comic = await self._showcase.seen(requester_of(interaction), press.id)
        if comic.size_bytes > interaction.filesize_limit:
            text = sentence("original_too_large", interaction.locale.value)
            await self.card(interaction, Card(text=text))
            return
        original = await self._kit.services.renditions.original(comic)
        attached = Attached(original, described(comic))
        await self._kit.rest.edit_reply(*reply_of(interaction), Screen("", (), attached))

    async def _share(self, interaction: Interaction, press: Press) -> None:
        private = self._kit.chats.is_private(str(interaction.guild_id or ""))
        ack = await acknowledge(interaction, private=private)
        requester = requester_of(interaction)

        async def share(destination: Destination) -> Comic:
            return await self._showcase.show_in_chat(requester, press.id, destination)

        comic, _, why = await self._kit.answers.where_it_may_be(interaction, ack, share)
        await self.comic(interaction, comic)
        await self._say_why(interaction, why)

    async def _restore(self, interaction: Interaction, press: Press) -> None:
        await acknowledge(interaction, private=True)
        comic = await self._gallery.restore(requester_of(interaction), press.id)
        await self.comic(interaction, comic)

    async def _fetch(self, interaction: Interaction, press: Press) -> None:
        """Bring what could not be brought to the message that this answers with."""
        ack = await acknowledge(interaction, private=is_private(interaction, press))
        requester = requester_of(interaction)
        services = self._kit.services

        async def bring(destination: Destination) -> bool:
            return await services.deliveries.bring_here(press.id, requester, destination)

        comes, destination, why = await self._kit.answers.where_it_may_be(interaction, ack, bring)
        await self._say_why(interaction, why)
        status = await services.comics.status(press.id, requester)
        owner, ended = requester.identity.external_id, status.job.state.is_terminal
        if ended and not comes:
            # It was brought somewhere: show it here as well.
            end = end_card(status.job, status.comic, requester.locale, owner)
            await self.card(interaction, end)
        elif ended:
            await self._kit.orders.wake()
        else:
            card = status_card(status, requester.locale, owner)
            await self.card(interaction, card)
            if comes:
                self._kit.orders.follow(interaction, press.id, destination, card)

    async def _say_why(self, interaction: Interaction, why: PrivateOnlyError | None) -> None:
        """Say why others do not see it."""
        if why is not None:
            said = Screen(plain(explain(why, interaction.locale.value)))
            await self._kit.rest.follow_up(*reply_of(interaction), said, private=True)
