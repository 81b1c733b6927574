"""Commands about the account and the gallery, `/start` and `/help`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

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
from bots.telegram.deeplinks import parse_link_code, parse_payload
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.option_parser import parse_options
from bots.telegram.plain_text import harmless
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.welcome import Welcome
from core.models.comics import GalleryFilter
from core.sentences import CATALOGUE, sentence

log = structlog.get_logger(__name__)

SHOWN_ACTIONS = {Action.DETAILS, Action.READ, Action.ORIGINAL}
PRIVATE_COMMANDS = {"mygallery", "link", "queue", "cancel", "settings", "privacy"}
QUESTION_ACTIONS = {Action.EDIT, Action.CONTINUE}


class AccountCommands:
    """Answers commands, and the deep links of `/start`."""

    def __init__(
        self, deps: HandlerDeps, callbacks: CallbackHandlers, question_replies: QuestionReplies
    ) -> None:
        self._deps = deps
        self._callbacks = callbacks
        self._question_replies = question_replies
        self._account = callbacks.account
        self._account_commands: Mapping[str, Callable[[TelegramContext], Awaitable[None]]] = {
            "queue": callbacks.queue.queue,
            "cancel": callbacks.queue.cancel,
            "settings": self._account.settings,
            "privacy": self._account.privacy,
        }
        self._welcome = Welcome(deps)
        self._admin = AdminCommands(deps)

    async def answer(
        self, context: TelegramContext, message: Message, command: TypedCommand
    ) -> None:
        """Answer a command. Private replies go to the private chat."""
        try:
            await self._answer(context, message, command)
            if not context.is_private and command.name in PRIVATE_COMMANDS:
                await context.reply_text(sentence("answered_in_private", context.locale))
        except TelegramApiError as error:
            if context.is_private or not error.is_closed:
                log.warning("command_reply_failed", kind=error.kind.value, detail=error.detail)
                return
            await say_start_first(self._deps, context)

    async def _answer(
        self, context: TelegramContext, message: Message, command: TypedCommand
    ) -> None:
        match command.name:
            case "start":
                await self._start(context, message, command.arguments)
            case "mygallery":
                await self._callbacks.gallery.open(
                    context, _filter_of(command.arguments, context.locale)
                )
            case "link":
                await self._account.link(context, command.arguments)
            case "comicadmin":
                await self._admin.answer(context, message, command.arguments)
            case name if name in self._account_commands:
                await self._account_commands[name](context)
            case "help":
                await context.reply_text(sentence("help_telegram", context.locale))
            case name if context.is_private:
                unknown = sentence("unknown_command", context.locale, command=harmless(f"/{name}"))
                text = f"{unknown}\n\n{sentence('help_telegram', context.locale)}"
                await context.reply_text(text)

    async def _start(self, context: TelegramContext, message: Message, payload: str) -> None:
        data, code = parse_payload(payload), parse_link_code(payload)
        if code:
            await self._account.link(context, code)
        elif data is not None and data.action in SHOWN_ACTIONS:
            await self._callbacks.comic_details.show(context, data)
        elif data is not None and data.action is Action.REPORT:
            await self._callbacks.reports.ask(context, data)
        elif data is not None and data.action in QUESTION_ACTIONS and message.from_user is not None:
            await self._question_replies.ask(context, data, message.from_user)
        else:
            await self._welcome.show(context)


def _filter_of(typed: str, locale: str) -> GalleryFilter:
    """Return the gallery filter of typed text: words, `--style`, `--favorites`.

    The word for favorites alone has the same effect as `--favorites`.
    """
    parsed = parse_options(typed, locale)
    names = CATALOGUE.words("favorites")
    favorites = any(name.casefold() in names for name in parsed.unknown)
    if parsed.text.casefold() in names:
        favorites, parsed.text = True, ""
    style = parsed.options.get("style", parsed.styleless or "")
    return gallery_filter_from(parsed.text, style, favorites=favorites)
