"""Handlers of buttons that show a comic: details, story text, original file, sharing, fetching."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.api_errors import FailureKind
from bots.chat.callback_data import Action, CallbackData
from bots.chat.cards import Card, comic_card, end_card, status_card
from bots.discord.acknowledgement import acknowledge, follow_up_id_of
from bots.discord.api_errors import DiscordApiError
from bots.discord.callback_handler import Handler, is_private
from bots.discord.context import Interaction, reply_of, requester_of
from bots.discord.dependencies import HandlerDeps
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage, RenditionAttachment, alt_text_of
from bots.discord.uploads import upload_fitting
from core.errors import PrivateOnlyError
from core.models.comics import Comic
from core.models.deliveries import Destination
from core.sentences import details, explain, labelled, read_as_text, sentence


class ComicDetailHandlers:
    """Handlers that show comics to those who may see them."""

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
        """Show a comic in the acknowledged response, with its buttons."""
        requester = requester_of(interaction)
        card = comic_card(comic, requester.locale, requester.identity.external_id)
        await self.card(interaction, card)

    async def card(self, interaction: Interaction, card: Card) -> None:
        """Show a card in the acknowledged response, without its quote if Discord blocks that."""
        try:
            await self._edit_response(interaction, card, quote=True)
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
            await self._edit_response(interaction, card, quote=False)

    async def _edit_response(self, interaction: Interaction, card: Card, *, quote: bool) -> None:
        async def edit(rendered: RenderedMessage) -> None:
            message = follow_up_id_of(interaction)
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
        attached = RenditionAttachment(original, alt_text_of(comic))
        await self._deps.api.edit_reply(*reply_of(interaction), RenderedMessage("", (), attached))

    async def _share(self, interaction: Interaction, callback: CallbackData) -> None:
        private = self._deps.chats.is_private(str(interaction.guild_id or ""))
        acknowledgement = await acknowledge(interaction, private=private)
        requester = requester_of(interaction)

        async def share(destination: Destination) -> Comic:
            return await self._chat_gallery.show_in_chat(requester, callback.id, destination)

        comic, _, reason = await self._deps.responses.with_allowed_destination(
            interaction, acknowledgement, share
        )
        await self.comic(interaction, comic)
        await self._explain_move(interaction, reason)

    async def _restore(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge(interaction, private=True)
        comic = await self._gallery.restore(requester_of(interaction), callback.id)
        await self.comic(interaction, comic)

    async def _fetch(self, interaction: Interaction, callback: CallbackData) -> None:
        """Redirect a delivery that failed, or is to outlast its token, to this response."""
        acknowledgement = await acknowledge(interaction, private=is_private(interaction, callback))
        requester = requester_of(interaction)
        services = self._deps.services

        async def redirect(destination: Destination) -> bool:
            return await services.deliveries.redirect_here(callback.id, requester, destination)

        redirected, destination, reason = await self._deps.responses.with_allowed_destination(
            interaction, acknowledgement, redirect
        )
        await self._explain_move(interaction, reason)
        status = await services.requests.status(callback.id, requester)
        owner, ended = requester.identity.external_id, status.job.state.is_terminal
        if ended and not redirected:
            # It was delivered elsewhere: show it here as well.
            end = end_card(status.job, status.comic, requester.locale, owner)
            await self.card(interaction, end)
        elif ended:
            await self._deps.status_messages.wake()
        else:
            card = status_card(status, requester.locale, owner)
            await self.card(interaction, card)
            if redirected:
                self._deps.status_messages.follow(interaction, callback.id, destination, card)

    async def _explain_move(
        self, interaction: Interaction, reason: PrivateOnlyError | None
    ) -> None:
        """Explain why only the user sees the response, if it was moved."""
        if reason is not None:
            rendered = RenderedMessage(plain(explain(reason, interaction.locale.value)))
            await self._deps.api.follow_up(*reply_of(interaction), rendered, private=True)
