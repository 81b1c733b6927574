"""Updates: from what lies in the inbox to whoever answers it, and to words where that fails."""

from __future__ import annotations

import secrets

import structlog
from telegram import Message, Update

from bots.chat.callback_data import CallbackData
from bots.telegram.callbacks import CallbackHandlers
from bots.telegram.command_parser import is_for_another, parse_command, without_mention
from bots.telegram.commands.account import AccountCommands
from bots.telegram.commands.comic import ComicCommands
from bots.telegram.context import TelegramContext, context_of, is_anonymous, is_group_itself, is_own
from bots.telegram.deeplinks import question_in
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.inline.handlers import InlineHandlers
from bots.telegram.message_text import text_of
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.questions import QUESTIONS
from bots.telegram.service_messages import is_service
from bots.telegram.unparsed import answer_unparsed
from core.errors import ComicAIError
from core.models.chats import InboxUpdate
from core.models.identity import Platform
from core.ports.database import UnitOfWork
from core.runtime.retry import write_until_committed
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)


class UpdateRouter:
    """Answers updates. Bears to be given one twice: a request key makes it one request."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._drawing = ComicCommands(deps)
        self._makers = {"comic": self._drawing.command, "options": self._drawing.options}
        self._forms = QuestionReplies(deps, self._drawing)
        self._inline = InlineHandlers(deps)
        self._presses = CallbackHandlers(deps, self._drawing, self._forms, self._inline)
        self._persons = AccountCommands(deps, self._presses, self._forms)

    async def handle(self, waiting: InboxUpdate) -> None:
        """Answer one update."""
        try:
            update = Update.de_json(dict(waiting.payload), self._deps.api.parser)
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("update_unparsed", error_id=error_id)
            await answer_unparsed(self._deps, waiting.payload, error_id)
            return
        if update.message is not None and update.message.migrate_to_chat_id:
            await self._move(update.message)
            return
        context = context_of(update, self._deps.api.bot_id)
        if context is None:
            return
        if update.callback_query is not None:
            await self._presses.answer(context, update.callback_query)
        elif update.message is not None:
            await self._in_words(context, update.message)
        elif update.inline_query is not None:
            await self._inline.offer(context, update.inline_query)
        elif update.chosen_inline_result is not None:
            await self._inline.chosen(context, update.chosen_inline_result)

    async def _in_words(self, context: TelegramContext, message: Message) -> None:
        """Answer a message; whatever goes wrong becomes a sentence."""
        try:
            await self._answer(context, message)
        except ComicAIError as error:
            log.info("request_refused", code=error.code)
            await self._deps.responses.say(context, explain(error, context.locale))
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("update_crashed", error_id=error_id)
            await self._deps.responses.say(
                context, sentence("crashed", context.locale, reference=error_id)
            )

    async def _answer(self, context: TelegramContext, message: Message) -> None:
        if is_own(message, self._deps.api.bot_id):  # forwarded
            if context.is_private:
                await self._deps.responses.say(context, sentence("only_text", context.locale))
            return
        name = await self._deps.name()
        command = parse_command(message, name)
        if is_for_another(message, name):
            return
        said = (
            without_mention(message, name) if command is None and not context.is_private else None
        )
        question = self._question(message, name) if command is None else None
        if not (command or question or context.is_private or said is not None):
            return  # people talk with one another
        if is_anonymous(message) and not (
            command and command.name == "comicadmin" and is_group_itself(message)
        ):
            await self._deps.responses.say(context, sentence("anonymous", context.locale))
        elif question is not None:
            await self._forms.answer(context, question, message)
        elif command is not None and command.name in self._makers:
            await self._makers[command.name](context, message, command.rest)
        elif command is not None:
            await self._persons.answer(context, message, command)
        elif said is not None:
            await self._drawing.mention(context, message, said)
        else:
            await self._without_command(context, message)

    async def _without_command(self, context: TelegramContext, message: Message) -> None:
        """Answer what somebody sends in private."""
        said = text_of(message)
        if said and said == message.caption:
            await self._drawing.caption(context, message, said)
        elif said:
            await self._drawing.plain_text(context, message, said)
        elif not is_service(message.to_dict()):
            await self._deps.responses.say(context, sentence("only_text", context.locale))

    def _question(self, message: Message, bot_name: str) -> CallbackData | None:
        """Return what a message replies to, where that is a question of ours."""
        asked = message.reply_to_message
        if asked is None or asked.from_user is None:
            return None
        if str(asked.from_user.id) != self._deps.api.bot_id:
            return None
        press = question_in(asked, bot_name)
        return press if press is not None and press.action in QUESTIONS else None

    async def _move(self, message: Message) -> None:
        """A group became a supergroup: what was set there moves along."""
        old, new = str(message.chat.id), str(message.migrate_to_chat_id)

        async def work(unit: UnitOfWork) -> None:
            await unit.moderation.rename_chat(Platform.TELEGRAM, old, new)

        await write_until_committed(self._deps.services.database, work)
