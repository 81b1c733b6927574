"""Commands other than `/comic`."""

from __future__ import annotations

import structlog
from telegram import Message

from bots.chat.actions import Action
from bots.chat.shelves import wanted_from
from bots.telegram.admin import Admin
from bots.telegram.asks import Ask
from bots.telegram.commands import Command
from bots.telegram.deeplinks import code_of, press_of
from bots.telegram.drawing import say_start_first
from bots.telegram.errors import CallError
from bots.telegram.forms import Forms
from bots.telegram.kit import Kit
from bots.telegram.options import read_wish
from bots.telegram.presses import Presses
from bots.telegram.texts import harmless
from bots.telegram.welcome import Welcome
from core.models import GalleryFilter
from core.sentences import CATALOGUE, sentence

log = structlog.get_logger(__name__)

SHOWN = {Action.DETAILS, Action.READ, Action.ORIGINAL}
PERSONAL = {"mygallery", "link", "queue", "cancel", "settings", "privacy"}
ASKED = {Action.EDIT, Action.CONTINUE}


class PersonCommands:
    """Answers commands, and what deep links want."""

    def __init__(self, kit: Kit, presses: Presses, forms: Forms) -> None:
        self._kit = kit
        self._presses = presses
        self._forms = forms
        self._welcome = Welcome(kit)
        self._admin = Admin(kit)

    async def answer(self, ask: Ask, message: Message, command: Command) -> None:
        """Answer a command. What is private goes to the private chat."""
        try:
            await self._answer(ask, message, command)
            if not ask.is_private and command.name in PERSONAL:
                await self._kit.answers.say(ask, sentence("answered_in_private", ask.locale))
        except CallError as error:
            if ask.is_private or not error.is_closed:
                log.warning("command_not_answered", trouble=error.trouble.value, said=error.said)
                return
            await say_start_first(self._kit, ask)

    async def _answer(self, ask: Ask, message: Message, command: Command) -> None:
        persons = self._presses.persons
        match command.name:
            case "start":
                await self._start(ask, message, command.rest)
            case "mygallery":
                await self._presses.shelves.open(ask, _filter_of(command.rest, ask.locale))
            case "link":
                await persons.link(ask, command.rest)
            case "comicadmin":
                await self._admin.answer(ask, message, command.rest)
            case name if name in persons.commands:
                await persons.commands[name](ask)
            case "help":
                await self._kit.answers.say(ask, sentence("help_telegram", ask.locale))
            case name if ask.is_private:
                unknown = sentence("unknown_command", ask.locale, command=harmless(f"/{name}"))
                said = f"{unknown}\n\n{sentence('help_telegram', ask.locale)}"
                await self._kit.answers.say(ask, said)

    async def _start(self, ask: Ask, message: Message, payload: str) -> None:
        press, code = press_of(payload), code_of(payload)
        if code:
            await self._presses.persons.link(ask, code)
        elif press is not None and press.action in SHOWN:
            await self._presses.shows.show(ask, press)
        elif press is not None and press.action is Action.REPORT:
            await self._presses.reports.ask(ask, press)
        elif press is not None and press.action in ASKED and message.from_user is not None:
            await self._forms.ask(ask, press, message.from_user)
        else:
            await self._welcome.show(ask)


def _filter_of(typed: str, locale: str) -> GalleryFilter:
    """Return which comics somebody wants to see: by words, `--style`, `--favorites`.

    Favourites are also meant by that word alone.
    """
    wish = read_wish(typed, locale)
    names = CATALOGUE.words("favorites")
    favorites = any(name.casefold() in names for name in wish.unknown)
    if wish.text.casefold() in names:
        favorites, wish.text = True, ""
    style = wish.options.get("style", wish.styleless or "")
    return wanted_from(wish.text, style, favorites=favorites)
