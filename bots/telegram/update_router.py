"""Update router: dispatches updates from the inbox to their handlers."""

from __future__ import annotations

import secrets

import structlog
from telegram import Message, Update

from bots.chat.callback_data import CallbackData
from bots.telegram.callbacks import CallbackHandlers
from bots.telegram.command_parser import is_for_another, parse_command, without_mention
from bots.telegram.commands.account import AccountCommands
from bots.telegram.commands.comic import ComicCommands
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import question_in
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.handler_failures import explaining_message_failure
from bots.telegram.inline.handlers import InlineHandlers
from bots.telegram.message_author import is_anonymous, is_group_itself, is_own
from bots.telegram.message_text import text_of
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.questions import QUESTIONS
from bots.telegram.service_messages import is_service
from bots.telegram.unparsed_updates import answer_unparsed
from bots.telegram.update_context import context_of
from core.models.chats import InboxUpdate
from core.models.identity import Platform
from core.ports.database import UnitOfWork
from core.runtime.retry import write_until_committed
from core.sentences import sentence

log = structlog.get_logger(__name__)


class UpdateRouter:
    """Dispatches updates. Idempotent: the request key of an update creates one request only."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._comic_commands = ComicCommands(deps)
        self._comic_handlers = {
            "comic": self._comic_commands.command,
            "options": self._comic_commands.options,
        }
        self._question_replies = QuestionReplies(deps, self._comic_commands)
        self._inline = InlineHandlers(deps)
        self._callbacks = CallbackHandlers(
            deps, self._comic_commands, self._question_replies, self._inline
        )
        self._account_commands = AccountCommands(deps, self._callbacks, self._question_replies)

    async def handle(self, inbox_update: InboxUpdate) -> None:
        """Handle one update."""
        try:
            update = Update.de_json(dict(inbox_update.payload), self._deps.api.parser)
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("update_unparsed", error_id=error_id)
            await answer_unparsed(self._deps, inbox_update.payload, error_id)
            return
        if update.message is not None and update.message.migrate_to_chat_id:
            await self._migrate_chat(update.message)
            return
        context = context_of(update, self._deps)
        if context is None:
            return
        if update.callback_query is not None:
            await self._callbacks.handle(context, update.callback_query)
        elif update.message is not None:
            await self._answer_message(context, update.message)
        elif update.inline_query is not None:
            await self._inline.answer_query(context, update.inline_query)
        elif update.chosen_inline_result is not None:
            await self._inline.handle_chosen(context, update.chosen_inline_result)

    async def _answer_message(self, context: TelegramContext, message: Message) -> None:
        """Answer a message; any failure is reported to the user."""
        async with explaining_message_failure(context):
            await self._answer(context, message)

    async def _answer(self, context: TelegramContext, message: Message) -> None:
        if is_own(message, self._deps.api.bot_id):  # forwarded
            if context.is_private:
                await context.reply_text(sentence("only_text", context.locale))
            return
        name = await self._deps.bot_username()
        command = parse_command(message, name)
        if is_for_another(message, name):
            return
        mentioned_text = (
            without_mention(message, name) if command is None and not context.is_private else None
        )
        question = self._question(message, name) if command is None else None
        if not (command or question or context.is_private or mentioned_text is not None):
            return  # a conversation that is not addressed to the bot
        if is_anonymous(message) and not (
            command and command.name == "comicadmin" and is_group_itself(message)
        ):
            await context.reply_text(sentence("anonymous", context.locale))
        elif question is not None:
            await self._question_replies.answer(context, question, message)
        elif command is not None and command.name in self._comic_handlers:
            await self._comic_handlers[command.name](context, message, command.arguments)
        elif command is not None:
            await self._account_commands.answer(context, message, command)
        elif mentioned_text is not None:
            await self._comic_commands.mention(context, message, mentioned_text)
        else:
            await self._without_command(context, message)

    async def _without_command(self, context: TelegramContext, message: Message) -> None:
        """Answer a private message that is not a command."""
        text = text_of(message)
        if text and text == message.caption:
            await self._comic_commands.caption(context, message, text)
        elif text:
            await self._comic_commands.plain_text(context, message, text)
        elif not is_service(message.to_dict()):
            await context.reply_text(sentence("only_text", context.locale))

    def _question(self, message: Message, bot_name: str) -> CallbackData | None:
        """Return the question that a message replies to, if it is one of the bot's."""
        question = message.reply_to_message
        if question is None or question.from_user is None:
            return None
        if str(question.from_user.id) != self._deps.api.bot_id:
            return None
        data = question_in(question, bot_name)
        return data if data is not None and data.action in QUESTIONS else None

    async def _migrate_chat(self, message: Message) -> None:
        """Move the settings of a group that became a supergroup."""
        old, new = str(message.chat.id), str(message.migrate_to_chat_id)

        async def work(unit: UnitOfWork) -> None:
            await unit.moderation.rename_chat(Platform.TELEGRAM, old, new)

        await write_until_committed(self._deps.services.database, work)
