"""Buttons and commands about a person: all of it for their eyes only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from bots.chat.actions import Action
from bots.chat.cards import Card
from bots.chat.person import (
    code_card,
    forget_card,
    linked_card,
    preview_card,
    privacy_card,
    queue_card,
    setting_of,
    settings_card,
)
from bots.telegram.asks import Ask
from bots.telegram.kit import Kit
from bots.telegram.pressed import Handler, Pressed
from bots.telegram.screens import Look, screen_of
from core.errors import NotFoundError
from core.sentences import explain_end, sentence

ALONE = Look(others_see=False)


class Persons:
    """Shows people what concerns them alone, in their private chat. Raises CallError."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._services = kit.services
        self.commands: Mapping[str, Callable[[Ask], Awaitable[None]]] = {
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

    async def link(self, ask: Ask, code: str) -> None:
        """Answer `/link`: with a code, or with what a code would put together."""
        if code:
            preview = await self._services.links.preview(ask.requester, code)
            card = preview_card(preview, code, ask.locale)
        else:
            made, expires_at = await self._services.links.make_code(ask.requester)
            card = code_card(made, expires_at, datetime.now(UTC), ask.locale)
        await self._send(ask, card)

    async def queue(self, ask: Ask) -> None:
        """Answer `/queue`."""
        jobs = await self._services.comics.open_jobs(ask.requester)
        await self._send(ask, queue_card(jobs, ask.locale))

    async def cancel(self, ask: Ask) -> None:
        """Answer `/cancel`: cancel what is under way, or ask which of it."""
        jobs = await self._services.comics.open_jobs(ask.requester)
        if len(jobs) != 1:
            await self._send(ask, queue_card(jobs, ask.locale))
            return
        cancellation = await self._services.comics.cancel(jobs[0].job.id, ask.requester)
        await self._send(ask, Card(text=explain_end(cancellation.status.job, ask.locale)))

    async def settings(self, ask: Ask) -> None:
        """Answer `/settings`."""
        settings = await self._services.profiles.settings(ask.requester)
        await self._send(ask, settings_card(settings, ask.locale))

    async def privacy(self, ask: Ask) -> None:
        """Answer `/privacy`."""
        try:
            person = await self._services.profiles.me(ask.requester)
        except NotFoundError:
            person = None
        comics = await self._services.gallery.count(ask.requester)
        await self._send(ask, privacy_card(person, comics, ask.locale, beside="privacy_inline"))

    # --- Buttons ----------------------------------------------------------------------------------

    async def _link(self, pressed: Pressed) -> None:
        person = await self._services.links.claim(pressed.ask.requester, pressed.press.extra)
        await self._show(pressed, linked_card(person, pressed.locale))

    async def _set(self, pressed: Pressed) -> None:
        name, on = setting_of(pressed.press.extra)
        requester = pressed.ask.requester
        await self._services.profiles.set(requester, {name: on})
        settings = await self._services.profiles.settings(requester)
        await self._show(pressed, settings_card(settings, pressed.locale))

    async def _cancel(self, pressed: Pressed) -> None:
        requester = pressed.ask.requester
        await self._services.comics.cancel(pressed.press.id, requester)
        jobs = await self._services.comics.open_jobs(requester)
        await self._show(pressed, queue_card(jobs, pressed.locale))

    async def _ask_to_forget(self, pressed: Pressed) -> None:
        await self._show(pressed, forget_card(pressed.locale))

    async def _forget(self, pressed: Pressed) -> None:
        await self._services.profiles.forget(pressed.ask.requester)
        await self._show(pressed, Card(text=sentence("forgotten", pressed.locale)))

    # --- Below ------------------------------------------------------------------------------------

    async def _send(self, ask: Ask, card: Card) -> None:
        await self._kit.rest.send(ask.in_private().place, screen_of(card, ALONE))

    async def _show(self, pressed: Pressed, card: Card) -> None:
        await self._kit.rest.edit_text(pressed.spot.address, screen_of(card, ALONE))
