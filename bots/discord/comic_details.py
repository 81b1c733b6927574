"""Buttons that show something: details, the story as text, the original, a comic once more."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.callback_data import Action, CallbackData
from bots.chat.cards import Card, comic_card, end_card, status_card
from bots.discord.acknowledgement import acknowledge, answer_of
from bots.discord.api_errors import DiscordApiError, FailureKind
from bots.discord.callback_handler import Handler, is_private
from bots.discord.context import Interaction, reply_of, requester_of
from bots.discord.dependencies import HandlerDeps
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage, RenditionAttachment, described
from bots.discord.uploads import upload_fitting
from core.errors import PrivateOnlyError
from core.models.comics import Comic
from core.models.deliveries import Destination
from core.sentences import details, explain, labelled, read_as_text, sentence


class ComicDetailHandlers:
    """Shows what is there, to who may see it."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
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
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
            await self._put(interaction, card, quote=False)

    async def _put(self, interaction: Interaction, card: Card, *, quote: bool) -> None:
        async def edit(rendered: RenderedMessage) -> None:
            message = answer_of(interaction)
            await self._deps.api.edit_reply(*reply_of(interaction), rendered, message=message)

        await upload_fitting(
            card,
            edit,
            self._deps.services.renditions,
            limit=interaction.filesize_limit,
            quote=quote,
        )

    async def _details(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        comic, job = await self._chat_gallery.visible_comic_with_job(requester, callback.id)
        lines = [
            labelled(each.label, each.value, requester.locale)
            for each in details(comic, job, requester.locale)
        ]
        await self.card(interaction, Card(text="\n".join(lines)))

    async def _read(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        comic = await self._chat_gallery.visible_comic(requester, callback.id)
        await self.card(interaction, Card(text=read_as_text(comic, requester.locale)))

    async def _original(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge(interaction, private=True)
        comic = await self._chat_gallery.visible_comic(requester_of(interaction), callback.id)
        if comic.size_bytes > interaction.filesize_limit:
            text = sentence("original_too_large", interaction.locale.value)
            await self.card(interaction, Card(text=text))
            return
        original = await self._deps.services.renditions.original(comic)
        attached = RenditionAttachment(original, described(comic))
        await self._deps.api.edit_reply(*reply_of(interaction), RenderedMessage("", (), attached))

    async def _share(self, interaction: Interaction, callback: CallbackData) -> None:
        private = self._deps.chats.is_private(str(interaction.guild_id or ""))
        ack = await acknowledge(interaction, private=private)
        requester = requester_of(interaction)

        async def share(destination: Destination) -> Comic:
            return await self._chat_gallery.show_in_chat(requester, callback.id, destination)

        comic, _, why = await self._deps.responses.where_it_may_be(interaction, ack, share)
        await self.comic(interaction, comic)
        await self._say_why(interaction, why)

    async def _restore(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge(interaction, private=True)
        comic = await self._gallery.restore(requester_of(interaction), callback.id)
        await self.comic(interaction, comic)

    async def _fetch(self, interaction: Interaction, callback: CallbackData) -> None:
        """Bring what could not be brought to the message that this answers with."""
        ack = await acknowledge(interaction, private=is_private(interaction, callback))
        requester = requester_of(interaction)
        services = self._deps.services

        async def bring(destination: Destination) -> bool:
            return await services.deliveries.redirect_here(callback.id, requester, destination)

        comes, destination, why = await self._deps.responses.where_it_may_be(
            interaction, ack, bring
        )
        await self._say_why(interaction, why)
        status = await services.requests.status(callback.id, requester)
        owner, ended = requester.identity.external_id, status.job.state.is_terminal
        if ended and not comes:
            # It was brought somewhere: show it here as well.
            end = end_card(status.job, status.comic, requester.locale, owner)
            await self.card(interaction, end)
        elif ended:
            await self._deps.status_messages.wake()
        else:
            card = status_card(status, requester.locale, owner)
            await self.card(interaction, card)
            if comes:
                self._deps.status_messages.follow(interaction, callback.id, destination, card)

    async def _say_why(self, interaction: Interaction, why: PrivateOnlyError | None) -> None:
        """Say why others do not see it."""
        if why is not None:
            said = RenderedMessage(plain(explain(why, interaction.locale.value)))
            await self._deps.api.follow_up(*reply_of(interaction), said, private=True)
