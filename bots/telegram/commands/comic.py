"""Comic requests: by command, plain text, reply, or a button below a question."""

from __future__ import annotations

import re
from dataclasses import replace

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from bots.chat.callback_data import NOBODY, Action, CallbackData, encode
from bots.chat.cards import Button, Rows, Tone
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.command_parser import parse_command, without_mention
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_author import author_of, is_own
from bots.telegram.message_text import text_of
from bots.telegram.option_keyboard import (
    DRAW_WITH,
    KEYBOARD_FIELDS,
    MAIN,
    SelectedOptions,
    decode_selection,
    open_button,
    rows_of,
    selection_from,
)
from bots.telegram.option_parser import ParsedCommand, parse_options
from bots.telegram.plain_text import harmless, units
from bots.telegram.questions import send_question
from bots.telegram.rendering import RenderedMessage, RenderOptions, keyboard_of
from bots.telegram.status_messages import CannotWriteError, SubmitRequest
from core.errors import PrivateOnlyError
from core.models.deliveries import Destination, DestinationContext, MessageReference
from core.models.jobs import Receipt
from core.models.requests import ComicRequest
from core.sentences import CATALOGUE, Catalogue, listed, sentence, style_name
from core.sentences.comic_text import STYLES

log = structlog.get_logger(__name__)

FEW_WORDS = 3
FEW_CHARACTERS = 6  # in scripts without spaces between words
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
IDEAS = ("idea_1", "idea_2", "idea_3")


class ComicCommands:
    """Turns typed text into requests, or asks the user for what is missing."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps

    # --- Typed text -------------------------------------------------------------------------------

    async def command(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer `/comic`: draw its own text, or that of the replied-to message."""
        parsed = parse_options(typed, context.locale)
        source = _take_quoted_text(parsed, message, context.bot_id)
        if not parsed.text:
            await self._ask_story(context, Action.DRAW, message, typed)
            return
        await self._submit_or_clarify(context, parsed, message, source)

    async def options(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer `/options` with the option keyboard."""
        self._deps.services.wake_hints.send()
        parsed = parse_options(typed, context.locale)
        source = _take_quoted_text(parsed, message, context.bot_id)
        if not parsed.text:
            await self._ask_story(context, Action.OPTIONS, message, typed)
            return
        rows = rows_of(
            f"{MAIN}{_selected(parsed).encoded}", context.locale, private_chat=context.is_private
        )
        await self._ask(context, message, source, sentence("options_ask", context.locale), rows)

    async def mention(self, context: TelegramContext, message: Message, text: str) -> None:
        """Answer a mention of the bot in a group."""
        if is_greeting(text):
            await context.reply_text(sentence("help_telegram", context.locale))
        else:
            await self.command(context, message, text)

    async def plain_text(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer plain text in a private chat."""
        parsed = parse_options(typed, context.locale)
        if is_greeting(parsed.text):
            await context.reply_text(sentence("help_telegram", context.locale))
        elif is_short(parsed.text) and not parsed.options:
            rows = _draw_rows("button_draw", parsed, context.locale)
            text = sentence("draw_this", context.locale)
            await self._ask(context, message, message, text, rows)
        else:
            await self._submit_or_clarify(context, parsed, message, message)

    async def caption(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Ask whether to draw a picture's caption, without the picture."""
        rows = _draw_rows("button_draw", parse_options(typed, context.locale), context.locale)
        text = sentence("draw_caption", context.locale)
        await self._ask(context, message, message, text, rows)

    async def chosen(
        self,
        context: TelegramContext,
        subject: Message | None,
        choice: str,
        question: MessageReference,
    ) -> None:
        """Draw the subject of a question that was answered by a button.

        The question becomes the status message. However often it is answered, it creates one
        request. Raises KeyError if the message that the question is about no longer exists.
        """
        name, _, value = choice.partition("=")
        if name == "idea" and value.isdecimal() and int(value) < len(IDEAS):
            await self.draw(
                context, ParsedCommand(text=sentence(IDEAS[int(value)], context.locale))
            )
            return
        if subject is None or is_own(subject, context.bot_id):
            raise KeyError(choice)
        author = author_of(subject, context.user_id)
        bot_name = await self._deps.bot_username()
        command = parse_command(subject, bot_name)
        # Options count only in the user's own text, not in another author's.
        text = (
            command.arguments if command else without_mention(subject, bot_name) or text_of(subject)
        )
        parsed = ParsedCommand(text=text) if author else parse_options(text, context.locale)
        if name == DRAW_WITH:
            selected = decode_selection(value)
            for each in KEYBOARD_FIELDS:
                parsed.options.pop(each, None)
            parsed.options.update(selected.options)
            parsed.private = bool(selected.private) or None
        key = f"telegram:{context.bot_id}:question:{question.chat}:{question.message}"
        await self.draw(replace(context, key=key), parsed, author=author, question=question)

    async def _ask_story(
        self, context: TelegramContext, action: Action, message: Message, typed: str
    ) -> None:
        """Ask what the comic is about; *typed* holds the options that were given already."""
        if message.from_user is None:
            return
        self._deps.services.wake_hints.send()
        try:
            await send_question(
                self._deps, context, CallbackData(action, NOBODY), message.from_user, quote=typed
            )
        except TelegramApiError as error:
            log.info("question_send_failed", kind=error.kind.value, detail=error.detail)
            await context.reply_text(sentence("empty_prompt", context.locale))

    async def _submit_or_clarify(
        self, context: TelegramContext, parsed: ParsedCommand, message: Message, source: Message
    ) -> None:
        locale = context.locale
        if parsed.unknown:
            names = listed((f"--{name}" for name in parsed.unknown), locale)
            text = sentence("option_unknown", locale, option=harmless(names))
            rows = _draw_rows("button_draw_without", parsed, locale)
            await self._ask(context, message, source, text, rows)
        elif parsed.styleless is not None:
            text = sentence("style_unknown", locale)
            await self._ask(context, message, source, text, style_rows(_selected(parsed), locale))
        else:
            await self.draw(context, parsed, author=author_of(source, context.user_id))

    async def _ask(
        self, context: TelegramContext, message: Message, source: Message, text: str, rows: Rows
    ) -> None:
        """Ask in a reply to the message with the story, where the callback handler finds it.

        If another user wrote that message, mention the requester: only they may answer.
        """
        below = replace(context, target=replace(context.target, reply_to=str(source.message_id)))
        user = message.from_user
        if source is message or context.is_private or user is None:
            await below.reply_text(text, rows)
            return
        name = harmless(user.full_name)
        mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=user)
        rendered = RenderedMessage(
            f"{name}\n{text}", (mention,), keyboard_of(rows, RenderOptions())
        )
        await below.reply(rendered)

    # --- Requests ---------------------------------------------------------------------------------

    async def draw(
        self,
        context: TelegramContext,
        parsed: ParsedCommand,
        *,
        author: str = "",
        question: MessageReference | None = None,
    ) -> None:
        """Submit a request; the *question* that led to it becomes the status message."""
        private = (
            context.is_private
            or parsed.private
            or self._deps.chats.is_private(context.requester.community)
        )
        request = ComicRequest(
            text=parsed.text,
            options=parsed.options,
            private=True if private else None,
            clamp=True,
            request_key=context.key,
            author=author,
        )

        async def submit(destination: Destination) -> Receipt:
            return await self._deps.services.requests.request(
                request, context.requester, destination
            )

        await self.submit(
            context, submit, prompt=parsed.text, author=author, private=bool(private), ref=question
        )

    async def submit(
        self,
        context: TelegramContext,
        submit_request: SubmitRequest,
        *,
        prompt: str,
        author: str = "",
        private: bool = False,
        ref: MessageReference | None = None,
    ) -> None:
        """Submit a request with its status message in this chat, or privately if required.

        The message *ref* of the bot, if given, becomes the status message.
        """
        # Inline requests are answered privately: the bot may not be a member of the chat.
        private = private or self._deps.chats.is_private(context.requester.community)
        in_private = (
            private or context.scope is DestinationContext.INLINE
        ) and not context.is_private
        reply_context = context.in_private_chat() if in_private else context
        try:
            await self._deps.status_messages.submit(
                reply_context,
                submit_request,
                prompt=prompt,
                author=author,
                ref=None if in_private else ref,
            )
        except PrivateOnlyError:
            await self.submit(context, submit_request, prompt=prompt, author=author, private=True)
        except CannotWriteError:
            if in_private:
                await say_start_first(self._deps, context)
            elif not context.is_private:
                await self._submit_in_private(context, submit_request, prompt=prompt, author=author)
        else:
            if in_private:
                await context.reply_text(sentence("answered_in_private", context.locale))

    async def _submit_in_private(
        self, context: TelegramContext, submit_request: SubmitRequest, *, prompt: str, author: str
    ) -> None:
        """Answer privately, because the bot may not write to the group."""
        private = context.in_private_chat()
        try:
            await self._deps.status_messages.submit(
                private, submit_request, prompt=prompt, author=author
            )
        except CannotWriteError:
            log.info("request_dropped")
        else:
            await private.reply_text(sentence("group_closed", context.locale))


async def say_start_first(deps: HandlerDeps, context: TelegramContext, payload: str = "") -> None:
    """Explain that the user has to start the bot before it may write to them."""
    url = await deps.start_url(payload)
    button = InlineKeyboardButton(sentence("button_start", context.locale), url=url)
    text = sentence("start_first", context.locale)
    await context.reply(RenderedMessage(text, (), InlineKeyboardMarkup([[button]])))


def style_rows(selected: SelectedOptions, locale: str) -> Rows:
    """Return a button for each style, with the other options as selected."""
    return tuple(
        (Button("🎨", style_name(style, locale), _draw_code(replace(selected, style=style))),)
        for style in STYLES
    )


def _draw_rows(label: str, parsed: ParsedCommand, locale: str) -> Rows:
    draw = Button("🎨", sentence(label, locale), _draw_code(_selected(parsed)), Tone.MAIN)
    return ((draw, open_button(_selected(parsed), locale)),)


def _draw_code(selected: SelectedOptions) -> str:
    return encode(Action.DRAW, NOBODY, f"{DRAW_WITH}={selected.encoded}")


def _selected(parsed: ParsedCommand) -> SelectedOptions:
    return selection_from(parsed.options, private=bool(parsed.private))


def _take_quoted_text(parsed: ParsedCommand, message: Message, bot_id: str) -> Message:
    """Fill an empty story from the replied-to message; return the message with the story.

    The bot's own text is not a story, so the user is asked for one.
    """
    quoted = message.reply_to_message
    if parsed.text or quoted is None or is_own(quoted, bot_id):
        return message
    parsed.text = message.quote.text if message.quote else text_of(quoted)
    return quoted


def idea_rows(locale: str) -> Rows:
    """Return a button for each story idea."""
    return tuple(
        (Button("🎨", sentence(key, locale), encode(Action.DRAW, NOBODY, f"idea={number}")),)
        for number, key in enumerate(IDEAS)
    )


def is_greeting(text: str, catalogue: Catalogue = CATALOGUE) -> bool:
    """Return whether a text is only a greeting or a request for help."""
    words = re.findall(r"\w+", text.casefold())
    return bool(words) and len(words) < FEW_WORDS and words[0] in catalogue.words("greetings")


def is_short(text: str) -> bool:
    """Return whether a text is so short that it may not be a story."""
    if len(SPACELESS.findall(text)) >= FEW_CHARACTERS:
        return False
    return len(text.split()) < FEW_WORDS
