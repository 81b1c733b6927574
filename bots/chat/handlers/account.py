"""Account handlers: linking, settings and stored data."""

from __future__ import annotations

from datetime import UTC, datetime

from bots.chat.account_cards import (
    code_card,
    forget_card,
    linked_card,
    parse_setting,
    preview_card,
    privacy_card,
    settings_card,
)
from bots.chat.callback_data import Action
from bots.chat.cards import Card
from bots.chat.context import ButtonContext, RequestContext
from bots.chat.handlers.registry import handles
from core.config.recipients import recipients_in
from core.errors import NotFoundError
from core.sentences import sentence
from core.services import Services


class AccountHandlers:
    """Handlers of account commands and buttons; only the user sees the responses."""

    def __init__(self, services: Services, *, privacy_addition: str | None = None) -> None:
        """*privacy_addition* is the key of a sentence about what this platform sends."""
        self._services = services
        self._privacy_addition = privacy_addition

    # --- Commands ---------------------------------------------------------------------------------

    async def link(self, context: RequestContext, code: str) -> None:
        """Handle `/link`: show a new code, or preview the merge that a given code allows."""
        await context.acknowledge(private=True)
        if code:
            preview = await self._services.links.preview(context.requester, code)
            card = preview_card(preview, code, context.locale)
        else:
            new_code, expires_at = await self._services.links.make_code(context.requester)
            card = code_card(new_code, expires_at, datetime.now(UTC), context.locale)
        await context.show(card)

    async def settings(self, context: RequestContext) -> None:
        """Handle `/settings`."""
        await context.acknowledge(private=True)
        await self._show_settings(context)

    async def privacy(self, context: RequestContext) -> None:
        """Handle `/privacy`."""
        await context.acknowledge(private=True)
        try:
            details = await self._services.profiles.me(context.requester)
        except NotFoundError:
            details = None
        comics = await self._services.gallery.count(context.requester)
        await context.show(
            privacy_card(
                details,
                comics,
                context.locale,
                recipients=recipients_in(self._services.config),
                addition=self._privacy_addition,
            )
        )

    # --- Buttons ----------------------------------------------------------------------------------

    @handles(Action.LINK)
    async def _link(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        details = await self._services.links.claim(context.requester, context.data.extra)
        await context.show(linked_card(details, context.locale))

    @handles(Action.SET)
    async def _set(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        name, on = parse_setting(context.data.extra)
        await self._services.profiles.set(context.requester, {name: on})
        await self._show_settings(context)

    @handles(Action.FORGET)
    async def _ask_to_forget(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        await context.show(forget_card(context.locale))

    @handles(Action.FORGET_NOW)
    async def _forget(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        await self._services.profiles.forget(context.requester)
        await context.show(Card(text=sentence("forgotten", context.locale)))

    # --- Internals --------------------------------------------------------------------------------

    async def _show_settings(self, context: RequestContext) -> None:
        settings = await self._services.profiles.settings(context.requester)
        await context.show(settings_card(settings, context.locale))
