"""Reports: what is wrong with a comic, asked of who reports it in their private chat.

The reason is one of a few, or the words with which they answer a question.
"""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.actions import Action, Press, encode
from bots.chat.cards import Button
from bots.chat.reasons import OTHER, REASONS, kept_reason
from bots.telegram.asks import Ask
from bots.telegram.deeplinks import payload_of
from bots.telegram.errors import CallError
from bots.telegram.forms import Forms
from bots.telegram.kit import Kit
from bots.telegram.pressed import Handler, Pressed
from bots.telegram.screens import plain
from core.sentences import sentence


class Reports:
    """Asks for the reason, and passes it on."""

    def __init__(self, kit: Kit, forms: Forms) -> None:
        self._kit = kit
        self._forms = forms
        self.buttons: Mapping[Action, Handler] = {
            Action.REPORT: self._begin,
            Action.REASON: self._take,
        }

    async def ask(self, ask: Ask, press: Press) -> None:
        """Ask in this chat. Raises NotFoundError and CallError."""
        await self._kit.services.showcase.seen(ask.requester, press.id)
        rows = tuple(
            (Button("🚩", sentence(key, ask.locale), encode(Action.REASON, press.id, kind)),)
            for kind, key in REASONS.items()
        )
        await self._kit.rest.send(ask.place, plain(sentence("form_reason", ask.locale), rows))

    async def _begin(self, pressed: Pressed) -> None:
        """Ask in private, or lead there who was never there."""
        ask, press = pressed.ask, pressed.press
        try:
            await self.ask(ask if ask.is_private else ask.in_private(), press)
        except CallError as error:
            if not error.is_closed:
                raise
            url = await self._kit.start_url(payload_of(press.action, press.id))
            await pressed.toast.say(url=url)
        else:
            await pressed.toast.say(
                "" if ask.is_private else sentence("answered_in_private", ask.locale)
            )

    async def _take(self, pressed: Pressed) -> None:
        ask, press = pressed.ask, pressed.press
        if press.extra == OTHER:
            await self._forms.ask(ask, Press(Action.REPORT, press.id), pressed.person)
            return
        await self._forms.report(ask, press.id, kept_reason(press.extra, ""))
        await self._kit.rest.edit_text(
            pressed.spot.address, plain(sentence("reported", ask.locale))
        )
