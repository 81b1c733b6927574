"""Commands other than `/comic`."""

from __future__ import annotations

import structlog
from telegram import Message

from bots.chat.callback_data import Action
from bots.chat.gallery_view import gallery_filter_from
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callbacks import CallbackHandlers
from bots.telegram.command_parser import TypedCommand
from bots.telegram.commands.admin import AdminCommands
from bots.telegram.commands.comic import say_start_first
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import code_of, press_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.option_parser import parse_options
from bots.telegram.plain_text import harmless
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.welcome import Welcome
from core.models.comics import GalleryFilter
from core.sentences import CATALOGUE, sentence

log = structlog.get_logger(__name__)

SHOWN = {Action.DETAILS, Action.READ, Action.ORIGINAL}
PERSONAL = {"mygallery", "link", "queue", "cancel", "settings", "privacy"}
ASKED = {Action.EDIT, Action.CONTINUE}


class AccountCommands:
    """Answers commands, and what deep links want."""

    def __init__(
        self, deps: HandlerDeps, presses: CallbackHandlers, forms: QuestionReplies
    ) -> None:
        self._deps = deps
        self._presses = presses
        self._forms = forms
        self._welcome = Welcome(deps)
        self._admin = AdminCommands(deps)

    async def answer(
        self, context: TelegramContext, message: Message, command: TypedCommand
    ) -> None:
        """Answer a command. What is private goes to the private chat."""
        try:
            await self._answer(context, message, command)
            if not context.is_private and command.name in PERSONAL:
                await self._deps.responses.say(
                    context, sentence("answered_in_private", context.locale)
                )
        except TelegramApiError as error:
            if context.is_private or not error.is_closed:
                log.warning("command_not_answered", kind=error.kind.value, said=error.said)
                return
            await say_start_first(self._deps, context)

    async def _answer(
        self, context: TelegramContext, message: Message, command: TypedCommand
    ) -> None:
        persons = self._presses.persons
        match command.name:
            case "start":
                await self._start(context, message, command.rest)
            case "mygallery":
                await self._presses.shelves.open(context, _filter_of(command.rest, context.locale))
            case "link":
                await persons.link(context, command.rest)
            case "comicadmin":
                await self._admin.answer(context, message, command.rest)
            case name if name in persons.commands:
                await persons.commands[name](context)
            case "help":
                await self._deps.responses.say(context, sentence("help_telegram", context.locale))
            case name if context.is_private:
                unknown = sentence("unknown_command", context.locale, command=harmless(f"/{name}"))
                said = f"{unknown}\n\n{sentence('help_telegram', context.locale)}"
                await self._deps.responses.say(context, said)

    async def _start(self, context: TelegramContext, message: Message, payload: str) -> None:
        press, code = press_of(payload), code_of(payload)
        if code:
            await self._presses.persons.link(context, code)
        elif press is not None and press.action in SHOWN:
            await self._presses.shows.show(context, press)
        elif press is not None and press.action is Action.REPORT:
            await self._presses.reports.ask(context, press)
        elif press is not None and press.action in ASKED and message.from_user is not None:
            await self._forms.ask(context, press, message.from_user)
        else:
            await self._welcome.show(context)


def _filter_of(typed: str, locale: str) -> GalleryFilter:
    """Return which comics somebody wants to see: by words, `--style`, `--favorites`.

    Favourites are also meant by that word alone.
    """
    wish = parse_options(typed, locale)
    names = CATALOGUE.words("favorites")
    favorites = any(name.casefold() in names for name in wish.unknown)
    if wish.text.casefold() in names:
        favorites, wish.text = True, ""
    style = wish.options.get("style", wish.styleless or "")
    return gallery_filter_from(wish.text, style, favorites=favorites)
