"""Handlers of account commands and buttons; all replies are private."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from bots.chat.account_cards import (
    code_card,
    forget_card,
    linked_card,
    parse_setting,
    preview_card,
    privacy_card,
    queue_card,
    settings_card,
)
from bots.chat.callback_data import Action
from bots.chat.cards import Card
from bots.telegram.callback_context import CallbackContext, Handler
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.rendering import RenderOptions, render_card
from core.errors import NotFoundError
from core.sentences import explain_end, sentence

PRIVATE_CHAT = RenderOptions(others_see=False)


class AccountHandlers:
    """Account handlers; they reply in the user's private chat. Raises TelegramApiError."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._services = deps.services
        self.commands: Mapping[str, Callable[[TelegramContext], Awaitable[None]]] = {
            "queue": self.queue,
            "cancel": self.cancel,
            "settings": self.settings,
            "privacy": self.privacy,
        }
        self.buttons: Mapping[Action, Handler] = {
            Action.LINK: self._link,
            Action.SET: self._set,
            Action.QUEUE_CANCEL: self._cancel,
            Action.FORGET: self._ask_to_forget,
            Action.FORGET_NOW: self._forget,
        }

    # --- Commands ---------------------------------------------------------------------------------

    async def link(self, context: TelegramContext, code: str) -> None:
        """Answer `/link`: create a code, or preview the accounts that a code would link."""
        if code:
            preview = await self._services.links.preview(context.requester, code)
            card = preview_card(preview, code, context.locale)
        else:
            made, expires_at = await self._services.links.make_code(context.requester)
            card = code_card(made, expires_at, datetime.now(UTC), context.locale)
        await self._send(context, card)

    async def queue(self, context: TelegramContext) -> None:
        """Answer `/queue`."""
        jobs = await self._services.requests.open_jobs(context.requester)
        await self._send(context, queue_card(jobs, context.locale))

    async def cancel(self, context: TelegramContext) -> None:
        """Answer `/cancel`: cancel the only open job, or show the queue to choose from."""
        jobs = await self._services.requests.open_jobs(context.requester)
        if len(jobs) != 1:
            await self._send(context, queue_card(jobs, context.locale))
            return
        cancellation = await self._services.requests.cancel(jobs[0].job.id, context.requester)
        await self._send(context, Card(text=explain_end(cancellation.status.job, context.locale)))

    async def settings(self, context: TelegramContext) -> None:
        """Answer `/settings`."""
        settings = await self._services.profiles.settings(context.requester)
        await self._send(context, settings_card(settings, context.locale))

    async def privacy(self, context: TelegramContext) -> None:
        """Answer `/privacy`."""
        try:
            profile = await self._services.profiles.me(context.requester)
        except NotFoundError:
            profile = None
        comics = await self._services.gallery.count(context.requester)
        await self._send(
            context, privacy_card(profile, comics, context.locale, addition="privacy_inline")
        )

    # --- Buttons ----------------------------------------------------------------------------------

    async def _link(self, callback: CallbackContext) -> None:
        profile = await self._services.links.claim(callback.context.requester, callback.data.extra)
        await self._show(callback, linked_card(profile, callback.locale))

    async def _set(self, callback: CallbackContext) -> None:
        name, on = parse_setting(callback.data.extra)
        requester = callback.context.requester
        await self._services.profiles.set(requester, {name: on})
        settings = await self._services.profiles.settings(requester)
        await self._show(callback, settings_card(settings, callback.locale))

    async def _cancel(self, callback: CallbackContext) -> None:
        requester = callback.context.requester
        await self._services.requests.cancel(callback.data.id, requester)
        jobs = await self._services.requests.open_jobs(requester)
        await self._show(callback, queue_card(jobs, callback.locale))

    async def _ask_to_forget(self, callback: CallbackContext) -> None:
        await self._show(callback, forget_card(callback.locale))

    async def _forget(self, callback: CallbackContext) -> None:
        await self._services.profiles.forget(callback.context.requester)
        await self._show(callback, Card(text=sentence("forgotten", callback.locale)))

    # --- Output -----------------------------------------------------------------------------------

    async def _send(self, context: TelegramContext, card: Card) -> None:
        await self._deps.api.send(context.in_private_chat().target, render_card(card, PRIVATE_CHAT))

    async def _show(self, callback: CallbackContext, card: Card) -> None:
        await self._deps.api.edit_text(callback.ref, render_card(card, PRIVATE_CHAT))
