"""Having comics drawn: by command, by plain text, by a reply, or by a button below a question."""

from __future__ import annotations

import re
from dataclasses import replace

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity

from bots.chat.actions import NOBODY, Action, Press, encode
from bots.chat.cards import Button, Rows, Tone
from bots.telegram.asks import Ask, author_of, is_own
from bots.telegram.commands import read_command, without_mention
from bots.telegram.errors import CallError
from bots.telegram.kit import Kit
from bots.telegram.message_text import text_of
from bots.telegram.option_keys import (
    CHOSEN_BY_KEYBOARD,
    MAIN,
    WITH,
    Chosen,
    chosen_in,
    chosen_on,
    open_button,
    rows_of,
)
from bots.telegram.options import Wish, read_wish
from bots.telegram.orders import CannotWriteError, Take
from bots.telegram.questions import put_question
from bots.telegram.screens import Look, Screen, keyboard_of
from bots.telegram.spots import INLINE, Spot
from bots.telegram.texts import harmless, units
from core.errors import PrivateOnlyError
from core.models import ComicRequest, Destination, Receipt
from core.sentences import CATALOGUE, Catalogue, listed, sentence, style_name
from core.sentences.reading import STYLES

log = structlog.get_logger(__name__)

FEW_WORDS = 3
FEW_SIGNS = 6  # in scripts that put no spaces between words
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
IDEAS = ("idea_1", "idea_2", "idea_3")


class Drawing:
    """Turns what people typed into requests, or asks them what they mean."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    # --- What was typed ---------------------------------------------------------------------------

    async def command(self, ask: Ask, message: Message, typed: str) -> None:
        """Answer `/comic`: with its own words, or with those of the message it replies to."""
        wish = read_wish(typed, ask.locale)
        source = _completed(wish, message, ask.bot_id)
        if not wish.text:
            await self._ask_story(ask, Action.DRAW, message, typed)
            return
        await self._judge(ask, wish, message, source)

    async def options(self, ask: Ask, message: Message, typed: str) -> None:
        """Answer `/options`: with a keyboard to choose by, before it is drawn."""
        wish = read_wish(typed, ask.locale)
        source = _completed(wish, message, ask.bot_id)
        if not wish.text:
            await self._ask_story(ask, Action.OPTIONS, message, typed)
            return
        rows = rows_of(f"{MAIN}{_chosen(wish).wire}", ask.locale, private_chat=ask.is_private)
        await self._question(ask, message, source, sentence("options_ask", ask.locale), rows)

    async def mention(self, ask: Ask, message: Message, said: str) -> None:
        """Answer what is said to us in a group."""
        if is_greeting(said):
            await self._kit.answers.say(ask, sentence("help_telegram", ask.locale))
        else:
            await self.command(ask, message, said)

    async def plain_text(self, ask: Ask, message: Message, typed: str) -> None:
        """Answer what is no command, in a private chat."""
        wish = read_wish(typed, ask.locale)
        if is_greeting(wish.text):
            await self._kit.answers.say(ask, sentence("help_telegram", ask.locale))
        elif is_short(wish.text) and not wish.options:
            rows = _draw_rows("button_draw", wish, ask.locale)
            text = sentence("draw_this", ask.locale)
            await self._question(ask, message, message, text, rows)
        else:
            await self._judge(ask, wish, message, message)

    async def caption(self, ask: Ask, message: Message, typed: str) -> None:
        """Ask whether what stands below a picture shall be drawn, without the picture."""
        rows = _draw_rows("button_draw", read_wish(typed, ask.locale), ask.locale)
        text = sentence("draw_caption", ask.locale)
        await self._question(ask, message, message, text, rows)

    async def chosen(self, ask: Ask, asked: Message | None, choice: str, question: Spot) -> None:
        """Draw what a question was about, as it was answered by a button.

        The question becomes the comic. One question is one request, however often it is answered.
        Raises KeyError where the question is about a message that is no longer there.
        """
        name, _, value = choice.partition("=")
        if name == "idea" and value.isdecimal() and int(value) < len(IDEAS):
            await self.draw(ask, Wish(text=sentence(IDEAS[int(value)], ask.locale)))
            return
        if asked is None or is_own(asked, ask.bot_id):
            raise KeyError(choice)
        author = author_of(asked, ask.user_id)
        bot_name = await self._kit.name()
        command = read_command(asked, bot_name)
        # Options are only what one has typed oneself.
        said = command.rest if command else without_mention(asked, bot_name) or text_of(asked)
        wish = Wish(text=said) if author else read_wish(said, ask.locale)
        if name == WITH:
            chosen = chosen_on(value)
            for each in CHOSEN_BY_KEYBOARD:
                wish.options.pop(each, None)
            wish.options.update(chosen.options)
            wish.private = bool(chosen.private) or None
        key = f"telegram:{ask.bot_id}:question:{question.chat}:{question.message}"
        await self.draw(replace(ask, key=key), wish, author=author, question=question)

    async def _ask_story(self, ask: Ask, action: Action, message: Message, typed: str) -> None:
        """Ask what the comic is about; *typed* are the options that hold for it."""
        if message.from_user is None:
            return
        try:
            await put_question(
                self._kit, ask, Press(action, NOBODY), message.from_user, quote=typed
            )
        except CallError as error:
            log.info("story_not_asked", trouble=error.trouble.value, said=error.said)
            await self._kit.answers.say(ask, sentence("empty_prompt", ask.locale))

    async def _judge(self, ask: Ask, wish: Wish, message: Message, source: Message) -> None:
        locale = ask.locale
        if wish.unknown:
            names = listed((f"--{name}" for name in wish.unknown), locale)
            text = sentence("option_unknown", locale, option=harmless(names))
            rows = _draw_rows("button_draw_without", wish, locale)
            await self._question(ask, message, source, text, rows)
        elif wish.styleless is not None:
            text = sentence("style_unknown", locale)
            await self._question(ask, message, source, text, style_rows(_chosen(wish), locale))
        else:
            await self.draw(ask, wish, author=author_of(source, ask.user_id))

    async def _question(
        self, ask: Ask, message: Message, source: Message, text: str, rows: Rows
    ) -> None:
        """Ask below the message with the story: that is where the answer finds it.

        Below somebody else's, whoever is asked is named, for nobody else may answer.
        """
        below = replace(ask, place=replace(ask.place, reply_to=str(source.message_id)))
        person = message.from_user
        if source is message or ask.is_private or person is None:
            await self._kit.answers.say(below, text, rows)
            return
        name = harmless(person.full_name)
        mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=person)
        screen = Screen(f"{name}\n{text}", (mention,), keyboard_of(rows, Look()))
        await self._kit.answers.show(below, screen)

    # --- Drawing ----------------------------------------------------------------------------------

    async def draw(
        self, ask: Ask, wish: Wish, *, author: str = "", question: Spot | None = None
    ) -> None:
        """Have it drawn; in the place of a *question*, if it was one that led to it."""
        private = (
            ask.is_private or wish.private or self._kit.chats.is_private(ask.requester.community)
        )
        request = ComicRequest(
            text=wish.text,
            options=wish.options,
            private=True if private else None,
            clamp=True,
            request_key=ask.key,
            author=author,
        )

        async def take(destination: Destination) -> Receipt:
            return await self._kit.services.comics.request(request, ask.requester, destination)

        await self.place(
            ask, take, prompt=wish.text, author=author, private=bool(private), spot=question
        )

    async def place(
        self,
        ask: Ask,
        take: Take,
        *,
        prompt: str,
        author: str = "",
        private: bool = False,
        spot: Spot | None = None,
    ) -> None:
        """Have it taken on, and answered where that is wanted, or in private if it has to be.

        Where it is answered in *spot*, that message of ours becomes the comic.
        """
        # Where we are no member, there is no other place either.
        private = private or self._kit.chats.is_private(ask.requester.community)
        apart = (private or ask.context == INLINE) and not ask.is_private
        where = ask.in_private() if apart else ask
        try:
            await self._kit.orders.place(
                where, take, prompt=prompt, author=author, spot=None if apart else spot
            )
        except PrivateOnlyError:
            await self.place(ask, take, prompt=prompt, author=author, private=True)
        except CannotWriteError:
            if apart:
                await say_start_first(self._kit, ask)
            elif not ask.is_private:
                await self._place_in_private(ask, take, prompt=prompt, author=author)
        else:
            if apart:
                await self._kit.answers.say(ask, sentence("answered_in_private", ask.locale))

    async def _place_in_private(self, ask: Ask, take: Take, *, prompt: str, author: str) -> None:
        """The group does not let us write: answer who asked, if they have started us."""
        private = ask.in_private()
        try:
            await self._kit.orders.place(private, take, prompt=prompt, author=author)
        except CannotWriteError:
            log.info("request_without_answer")
        else:
            await self._kit.answers.say(private, sentence("group_closed", ask.locale))


async def say_start_first(kit: Kit, ask: Ask, payload: str = "") -> None:
    """Say that we may not write to somebody before they have written to us."""
    url = await kit.start_url(payload)
    button = InlineKeyboardButton(sentence("button_start", ask.locale), url=url)
    text = sentence("start_first", ask.locale)
    await kit.answers.show(ask, Screen(text, (), InlineKeyboardMarkup([[button]])))


def style_rows(chosen: Chosen, locale: str) -> Rows:
    """Return a button for each style, all else as it was chosen."""
    return tuple(
        (Button("🎨", style_name(style, locale), _drawn_with(replace(chosen, style=style))),)
        for style in STYLES
    )


def _draw_rows(label: str, wish: Wish, locale: str) -> Rows:
    draw = Button("🎨", sentence(label, locale), _drawn_with(_chosen(wish)), Tone.MAIN)
    return ((draw, open_button(_chosen(wish), locale)),)


def _drawn_with(chosen: Chosen) -> str:
    return encode(Action.DRAW, NOBODY, f"{WITH}={chosen.wire}")


def _chosen(wish: Wish) -> Chosen:
    return chosen_in(wish.options, private=bool(wish.private))


def _completed(wish: Wish, message: Message, bot_id: str) -> Message:
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
