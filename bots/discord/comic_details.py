"""Handlers of buttons that show a comic: details, story text, original file, sharing, fetching."""

from __future__ import annotations

from functools import partial

from bots.chat.callback_data import Action
from bots.chat.cards import Card, comic_card, end_card, status_card
from bots.chat.handlers.registry import handles
from bots.discord.context import DiscordContext
from bots.discord.dependencies import HandlerDeps
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage, RenditionAttachment, alt_text_of
from core.errors import PrivateOnlyError
from core.sentences import details, explain, labelled, read_as_text, sentence


class ComicDetailHandlers:
    """Handlers that show comics to those who may see them."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._chat_gallery = deps.services.chat_gallery

    @handles(Action.DETAILS)
    async def _details(self, context: DiscordContext) -> None:
        await context.acknowledge(private=True)
        comic, job = await self._chat_gallery.visible_comic_with_job(
            context.requester, context.data.id
        )
        lines = [
            labelled(each.label, each.value, context.locale)
            for each in details(comic, job, context.locale)
        ]
        await context.show(Card(text="\n".join(lines)))

    @handles(Action.READ)
    async def _read(self, context: DiscordContext) -> None:
        await context.acknowledge(private=True)
        comic = await self._chat_gallery.visible_comic(context.requester, context.data.id)
        await context.show(Card(text=read_as_text(comic, context.locale)))

    @handles(Action.ORIGINAL)
    async def _original(self, context: DiscordContext) -> None:
        await context.acknowledge(private=True)
        comic = await self._chat_gallery.visible_comic(context.requester, context.data.id)
        if comic.size_bytes > context.interaction.filesize_limit:
            await context.show(Card(text=sentence("original_too_large", context.locale)))
            return
        original = await self._deps.services.renditions.original(comic)
        attached = RenditionAttachment(original, alt_text_of(comic))
        await context.edit(RenderedMessage("", (), attached))

    @handles(Action.SHARE)
    async def _share(self, context: DiscordContext) -> None:
        requester = context.requester
        await context.acknowledge(private=self._deps.chats.is_private(requester.community))
        comic, reason = await context.with_allowed_destination(
            partial(self._chat_gallery.show_in_chat, requester, context.data.id)
        )
        await context.show(comic_card(comic, context.locale, requester.identity.external_id))
        await _explain_move(context, reason)

    @handles(Action.FETCH)
    async def _fetch(self, context: DiscordContext) -> None:
        """Redirect a delivery that failed, or is to outlast its token, to this response."""
        await context.acknowledge(private=context.stays_ephemeral)
        requester, job_id = context.requester, context.data.id
        services = self._deps.services
        redirected, reason = await context.with_allowed_destination(
            partial(services.deliveries.redirect_here, job_id, requester)
        )
        await _explain_move(context, reason)
        status = await services.job_statuses.get(job_id, requester)
        owner, ended = requester.identity.external_id, status.job.state.is_terminal
        if ended and not redirected:
            # It was delivered elsewhere: show it here as well.
            await context.show(end_card(status.job, status.comic, context.locale, owner))
        elif ended:
            await self._deps.status_messages.notify_workers()
        else:
            card = status_card(status, context.locale, owner)
            await context.show(card)
            if redirected:
                destination = context.destination()
                self._deps.status_messages.follow(context, job_id, destination, card)


async def _explain_move(context: DiscordContext, reason: PrivateOnlyError | None) -> None:
    """Explain why only the user sees the response, if it was moved."""
    if reason is not None:
        await context.follow_up(RenderedMessage(plain(explain(reason, context.locale))))
