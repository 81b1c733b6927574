"""Having comics drawn: by command, by plain text, by a reply, or by a button below a question."""

from __future__ import annotations

import re
from dataclasses import replace

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from bots.chat.callback_data import NOBODY, Action, CallbackData, encode
from bots.chat.cards import Button, Rows, Tone
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.command_parser import parse_command, without_mention
from bots.telegram.context import TelegramContext, author_of, is_own
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_ref import INLINE, MessageRef
from bots.telegram.message_text import text_of
from bots.telegram.option_keyboard import (
    CHOSEN_BY_KEYBOARD,
    MAIN,
    WITH,
    SelectedOptions,
    chosen_in,
    chosen_on,
    open_button,
    rows_of,
)
from bots.telegram.option_parser import ParsedCommand, parse_options
from bots.telegram.plain_text import harmless, units
from bots.telegram.questions import put_question
from bots.telegram.rendering import RenderedMessage, RenderOptions, keyboard_of
from bots.telegram.status_messages import CannotWriteError, Take
from core.errors import PrivateOnlyError
from core.models.deliveries import Destination
from core.models.jobs import Receipt
from core.models.requests import ComicRequest
from core.sentences import CATALOGUE, Catalogue, listed, sentence, style_name
from core.sentences.reading import STYLES

log = structlog.get_logger(__name__)

FEW_WORDS = 3
FEW_SIGNS = 6  # in scripts that put no spaces between words
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
IDEAS = ("idea_1", "idea_2", "idea_3")


class ComicCommands:
    """Turns what people typed into requests, or asks them what they mean."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps

    # --- What was typed ---------------------------------------------------------------------------

    async def command(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer `/comic`: with its own words, or with those of the message it replies to."""
        wish = parse_options(typed, context.locale)
        source = _completed(wish, message, context.bot_id)
        if not wish.text:
            await self._ask_story(context, Action.DRAW, message, typed)
            return
        await self._judge(context, wish, message, source)

    async def options(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer `/options`: with a keyboard to choose by, before it is drawn."""
        wish = parse_options(typed, context.locale)
        source = _completed(wish, message, context.bot_id)
        if not wish.text:
            await self._ask_story(context, Action.OPTIONS, message, typed)
            return
        rows = rows_of(
            f"{MAIN}{_chosen(wish).wire}", context.locale, private_chat=context.is_private
        )
        await self._question(
            context, message, source, sentence("options_ask", context.locale), rows
        )

    async def mention(self, context: TelegramContext, message: Message, said: str) -> None:
        """Answer what is said to us in a group."""
        if is_greeting(said):
            await self._deps.responses.say(context, sentence("help_telegram", context.locale))
        else:
            await self.command(context, message, said)

    async def plain_text(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer what is no command, in a private chat."""
        wish = parse_options(typed, context.locale)
        if is_greeting(wish.text):
            await self._deps.responses.say(context, sentence("help_telegram", context.locale))
        elif is_short(wish.text) and not wish.options:
            rows = _draw_rows("button_draw", wish, context.locale)
            text = sentence("draw_this", context.locale)
            await self._question(context, message, message, text, rows)
        else:
            await self._judge(context, wish, message, message)

    async def caption(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Ask whether what stands below a picture shall be drawn, without the picture."""
        rows = _draw_rows("button_draw", parse_options(typed, context.locale), context.locale)
        text = sentence("draw_caption", context.locale)
        await self._question(context, message, message, text, rows)

    async def chosen(
        self, context: TelegramContext, asked: Message | None, choice: str, question: MessageRef
    ) -> None:
        """Draw what a question was about, as it was answered by a button.

        The question becomes the comic. One question is one request, however often it is answered.
        Raises KeyError where the question is about a message that is no longer there.
        """
        name, _, value = choice.partition("=")
        if name == "idea" and value.isdecimal() and int(value) < len(IDEAS):
            await self.draw(
                context, ParsedCommand(text=sentence(IDEAS[int(value)], context.locale))
            )
            return
        if asked is None or is_own(asked, context.bot_id):
            raise KeyError(choice)
        author = author_of(asked, context.user_id)
        bot_name = await self._deps.name()
        command = parse_command(asked, bot_name)
        # Options are only what one has typed oneself.
        said = command.rest if command else without_mention(asked, bot_name) or text_of(asked)
        wish = ParsedCommand(text=said) if author else parse_options(said, context.locale)
        if name == WITH:
            chosen = chosen_on(value)
            for each in CHOSEN_BY_KEYBOARD:
                wish.options.pop(each, None)
            wish.options.update(chosen.options)
            wish.private = bool(chosen.private) or None
        key = f"telegram:{context.bot_id}:question:{question.chat}:{question.message}"
        await self.draw(replace(context, key=key), wish, author=author, question=question)

    async def _ask_story(
        self, context: TelegramContext, action: Action, message: Message, typed: str
    ) -> None:
        """Ask what the comic is about; *typed* are the options that hold for it."""
        if message.from_user is None:
            return
        try:
            await put_question(
                self._deps, context, CallbackData(action, NOBODY), message.from_user, quote=typed
            )
        except TelegramApiError as error:
            log.info("story_not_asked", kind=error.kind.value, said=error.said)
            await self._deps.responses.say(context, sentence("empty_prompt", context.locale))

    async def _judge(
        self, context: TelegramContext, wish: ParsedCommand, message: Message, source: Message
    ) -> None:
        locale = context.locale
        if wish.unknown:
            names = listed((f"--{name}" for name in wish.unknown), locale)
            text = sentence("option_unknown", locale, option=harmless(names))
            rows = _draw_rows("button_draw_without", wish, locale)
            await self._question(context, message, source, text, rows)
        elif wish.styleless is not None:
            text = sentence("style_unknown", locale)
            await self._question(context, message, source, text, style_rows(_chosen(wish), locale))
        else:
            await self.draw(context, wish, author=author_of(source, context.user_id))

    async def _question(
        self, context: TelegramContext, message: Message, source: Message, text: str, rows: Rows
    ) -> None:
        """Ask below the message with the story: that is where the answer finds it.

        Below somebody else's, whoever is asked is named, for nobody else may answer.
        """
        below = replace(context, place=replace(context.place, reply_to=str(source.message_id)))
        person = message.from_user
        if source is message or context.is_private or person is None:
            await self._deps.responses.say(below, text, rows)
            return
        name = harmless(person.full_name)
        mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=person)
        rendered = RenderedMessage(
            f"{name}\n{text}", (mention,), keyboard_of(rows, RenderOptions())
        )
        await self._deps.responses.show(below, rendered)

    # --- Drawing ----------------------------------------------------------------------------------

    async def draw(
        self,
        context: TelegramContext,
        wish: ParsedCommand,
        *,
        author: str = "",
        question: MessageRef | None = None,
    ) -> None:
        """Have it drawn; in the place of a *question*, if it was one that led to it."""
        private = (
            context.is_private
            or wish.private
            or self._deps.chats.is_private(context.requester.community)
        )
        request = ComicRequest(
            text=wish.text,
            options=wish.options,
            private=True if private else None,
            clamp=True,
            request_key=context.key,
            author=author,
        )

        async def take(destination: Destination) -> Receipt:
            return await self._deps.services.requests.request(
                request, context.requester, destination
            )

        await self.place(
            context, take, prompt=wish.text, author=author, private=bool(private), ref=question
        )

    async def place(
        self,
        context: TelegramContext,
        take: Take,
        *,
        prompt: str,
        author: str = "",
        private: bool = False,
        ref: MessageRef | None = None,
    ) -> None:
        """Have it taken on, and answered where that is wanted, or in private if it has to be.

        Where it is answered in *spot*, that message of ours becomes the comic.
        """
        # Where we are no member, there is no other place either.
        private = private or self._deps.chats.is_private(context.requester.community)
        apart = (private or context.context == INLINE) and not context.is_private
        where = context.in_private_chat() if apart else context
        try:
            await self._deps.status_messages.submit(
                where, take, prompt=prompt, author=author, ref=None if apart else ref
            )
        except PrivateOnlyError:
            await self.place(context, take, prompt=prompt, author=author, private=True)
        except CannotWriteError:
            if apart:
                await say_start_first(self._deps, context)
            elif not context.is_private:
                await self._place_in_private(context, take, prompt=prompt, author=author)
        else:
            if apart:
                await self._deps.responses.say(
                    context, sentence("answered_in_private", context.locale)
                )

    async def _place_in_private(
        self, context: TelegramContext, take: Take, *, prompt: str, author: str
    ) -> None:
        """The group does not let us write: answer who asked, if they have started us."""
        private = context.in_private_chat()
        try:
            await self._deps.status_messages.submit(private, take, prompt=prompt, author=author)
        except CannotWriteError:
            log.info("request_without_answer")
        else:
            await self._deps.responses.say(private, sentence("group_closed", context.locale))


async def say_start_first(deps: HandlerDeps, context: TelegramContext, payload: str = "") -> None:
    """Say that we may not write to somebody before they have written to us."""
    url = await deps.start_url(payload)
    button = InlineKeyboardButton(sentence("button_start", context.locale), url=url)
    text = sentence("start_first", context.locale)
    await deps.responses.show(context, RenderedMessage(text, (), InlineKeyboardMarkup([[button]])))


def style_rows(chosen: SelectedOptions, locale: str) -> Rows:
    """Return a button for each style, all else as it was chosen."""
    return tuple(
        (Button("🎨", style_name(style, locale), _drawn_with(replace(chosen, style=style))),)
        for style in STYLES
    )


def _draw_rows(label: str, wish: ParsedCommand, locale: str) -> Rows:
    draw = Button("🎨", sentence(label, locale), _drawn_with(_chosen(wish)), Tone.MAIN)
    return ((draw, open_button(_chosen(wish), locale)),)


def _drawn_with(chosen: SelectedOptions) -> str:
    return encode(Action.DRAW, NOBODY, f"{WITH}={chosen.wire}")


def _chosen(wish: ParsedCommand) -> SelectedOptions:
    return chosen_in(wish.options, private=bool(wish.private))


def _completed(wish: ParsedCommand, message: Message, bot_id: str) -> Message:
    """Give the wish the words of what the message replies to, if it has none; return whose.

    The bot's own words are not a story: without others, the person is asked for one.
    """
    quoted = message.reply_to_message
    if wish.text or quoted is None or is_own(quoted, bot_id):
        return message
    wish.text = message.quote.text if message.quote else text_of(quoted)
    return quoted


def idea_rows(locale: str) -> Rows:
    """Return a button for each of some ideas."""
    return tuple(
        (Button("🎨", sentence(key, locale), encode(Action.DRAW, NOBODY, f"idea={number}")),)
        for number, key in enumerate(IDEAS)
    )


def is_greeting(text: str, catalogue: Catalogue = CATALOGUE) -> bool:
    """Say whether somebody only says hello, or wants to know what this is."""
    words = re.findall(r"\w+", text.casefold())
    return bool(words) and len(words) < FEW_WORDS and words[0] in catalogue.words("greetings")


def is_short(text: str) -> bool:
    """Say whether this may not be meant to be drawn."""
    if len(SPACELESS.findall(text)) >= FEW_SIGNS:
        return False
    return len(text.split()) < FEW_WORDS
