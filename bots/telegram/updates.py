"""Updates: from what lies in the inbox to whoever answers it, and to words where that fails."""

from __future__ import annotations

import secrets

import structlog
from telegram import Message, Update

from bots.chat.actions import Press
from bots.telegram.asks import Ask, ask_of, is_anonymous, is_group_itself, is_own
from bots.telegram.commands import is_for_another, read_command, without_mention
from bots.telegram.deeplinks import question_in
from bots.telegram.drawing import Drawing
from bots.telegram.forms import Forms
from bots.telegram.inline import Inline
from bots.telegram.kit import Kit
from bots.telegram.message_text import text_of
from bots.telegram.person_commands import PersonCommands
from bots.telegram.presses import Presses
from bots.telegram.questions import QUESTIONS
from bots.telegram.service_messages import is_service
from bots.telegram.unparsed import answer_unparsed
from core.errors import ComicAIError
from core.models import InboxUpdate, Platform
from core.persist import write_until_kept
from core.ports import Unit
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)


class Updates:
    """Answers updates. Bears to be given one twice: a request key makes it one request."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._drawing = Drawing(kit)
        self._makers = {"comic": self._drawing.command, "options": self._drawing.options}
        self._forms = Forms(kit, self._drawing)
        self._inline = Inline(kit)
        self._presses = Presses(kit, self._drawing, self._forms, self._inline)
        self._persons = PersonCommands(kit, self._presses, self._forms)

    async def handle(self, waiting: InboxUpdate) -> None:
        """Answer one update."""
        try:
            update = Update.de_json(dict(waiting.payload), self._kit.rest.parser)
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("update_unparsed", error_id=error_id)
            await answer_unparsed(self._kit, waiting.payload, error_id)
            return
        if update.message is not None and update.message.migrate_to_chat_id:
            await self._move(update.message)
            return
        ask = ask_of(update, self._kit.rest.bot_id)
        if ask is None:
            return
        if update.callback_query is not None:
            await self._presses.answer(ask, update.callback_query)
        elif update.message is not None:
            await self._in_words(ask, update.message)
        elif update.inline_query is not None:
            await self._inline.offer(ask, update.inline_query)
        elif update.chosen_inline_result is not None:
            await self._inline.chosen(ask, update.chosen_inline_result)

    async def _in_words(self, ask: Ask, message: Message) -> None:
        """Answer a message; whatever goes wrong becomes a sentence."""
        try:
            await self._answer(ask, message)
        except ComicAIError as error:
            log.info("request_refused", code=error.code)
            await self._kit.answers.say(ask, explain(error, ask.locale))
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("update_crashed", error_id=error_id)
            await self._kit.answers.say(ask, sentence("crashed", ask.locale, reference=error_id))

    async def _answer(self, ask: Ask, message: Message) -> None:
        if is_own(message, self._kit.rest.bot_id):  # forwarded
            if ask.is_private:
                await self._kit.answers.say(ask, sentence("only_text", ask.locale))
            return
        name = await self._kit.name()
        command = read_command(message, name)
        if is_for_another(message, name):
            return
        said = without_mention(message, name) if command is None and not ask.is_private else None
        question = self._question(message, name) if command is None else None
        if not (command or question or ask.is_private or said is not None):
            return  # people talk with one another
        if is_anonymous(message) and not (
            command and command.name == "comicadmin" and is_group_itself(message)
        ):
            await self._kit.answers.say(ask, sentence("anonymous", ask.locale))
        elif question is not None:
            await self._forms.answer(ask, question, message)
        elif command is not None and command.name in self._makers:
            await self._makers[command.name](ask, message, command.rest)
        elif command is not None:
            await self._persons.answer(ask, message, command)
        elif said is not None:
            await self._drawing.mention(ask, message, said)
        else:
            await self._without_command(ask, message)

    async def _without_command(self, ask: Ask, message: Message) -> None:
        """Answer what somebody sends in private."""
        said = text_of(message)
        if said and said == message.caption:
            await self._drawing.caption(ask, message, said)
        elif said:
            await self._drawing.plain_text(ask, message, said)
        elif not is_service(message.to_dict()):
            await self._kit.answers.say(ask, sentence("only_text", ask.locale))

    def _question(self, message: Message, bot_name: str) -> Press | None:
        """Return what a message replies to, where that is a question of ours."""
        asked = message.reply_to_message
        if asked is None or asked.from_user is None:
            return None
        if str(asked.from_user.id) != self._kit.rest.bot_id:
            return None
        press = question_in(asked, bot_name)
        return press if press is not None and press.action in QUESTIONS else None

    async def _move(self, message: Message) -> None:
        """A group became a supergroup: what was set there moves along."""
        old, new = str(message.chat.id), str(message.migrate_to_chat_id)

        async def work(unit: Unit) -> None:
            await unit.community.rename_chat(Platform.TELEGRAM, old, new)

        await write_until_kept(self._kit.services.database, work)
