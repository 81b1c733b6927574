"""Texts and captions: length limits, markup and cleaning."""

from __future__ import annotations

import pytest
from telegram import Bot, MessageEntity
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.helpers import escape_markdown

from tests.fakes.telegram import Chat, FakeTelegram, User
from tests.pictures import make_picture


async def test_markup_becomes_entities(bot: Bot, ada: User, chat: Chat) -> None:
    html = '😀 <b>bold <i>both</i></b> <a href="https://example.org">a link</a> 1 &lt; 2'
    await bot.send_message(ada.id, html, parse_mode=ParseMode.HTML)

    assert chat.last.text == "😀 bold both a link 1 < 2"
    assert [(e["type"], chat.last.part(e)) for e in chat.last.entities] == [
        ("bold", "bold both"),
        ("italic", "both"),
        ("text_link", "a link"),
    ]
    marked = r"*bold _both_* [a link](https://example.org) `a*b` 1 \< 2\!"
    await bot.send_message(ada.id, marked, parse_mode=ParseMode.MARKDOWN_V2)

    assert chat.last.text == "bold both a link a*b 1 < 2!"
    assert [(e["type"], chat.last.part(e)) for e in chat.last.entities] == [
        ("bold", "bold both"),
        ("italic", "both"),
        ("text_link", "a link"),
        ("code", "a*b"),
    ]


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("a <comic>", ParseMode.HTML, 'Unsupported start tag "comic" at byte offset 2'),
        ("<b>a", ParseMode.HTML, 'Can\'t find end tag corresponding to start tag "b"'),
        ("é <b>a</i>", ParseMode.HTML, "Unmatched end tag at byte offset 7"),
        ("a</b>", ParseMode.HTML, "Unexpected end tag at byte offset 1"),
        ("1 < 2", ParseMode.HTML, "Unclosed start tag at byte offset 2"),
        ("a cat.", ParseMode.MARKDOWN_V2, "Character '.' is reserved and must be escaped"),
        ("a *cat", ParseMode.MARKDOWN_V2, "Can't find end of Bold entity at byte offset 2"),
        ("[cat](https", ParseMode.MARKDOWN_V2, "Can't find end of a URL at byte offset 5"),
    ],
)
async def test_invalid_markup_is_refused(
    fake: FakeTelegram, bot: Bot, text: str, mode: str, why: str
) -> None:
    chat = (await fake.start(fake.user())).chat

    with pytest.raises(BadRequest):
        await bot.send_message(chat.id, text, parse_mode=mode)
    with pytest.raises(BadRequest):
        await bot.send_photo(chat.id, make_picture(), caption=text, parse_mode=mode)

    for call in fake.call_log.refused():  # python-telegram-bot changes capitalization
        assert call.description.startswith(f"Bad Request: can't parse entities: {why}")
    assert chat.from_bot() == []


async def test_escaped_text_is_shown_unchanged(bot: Bot, ada: User, chat: Chat) -> None:
    everything = "".join(map(chr, range(33, 127)))

    escaped = escape_markdown(everything, version=2)
    await bot.send_message(ada.id, escaped, parse_mode=ParseMode.MARKDOWN_V2)

    assert chat.last.text == everything


async def test_lengths_are_counted_in_utf16_after_parsing(bot: Bot, ada: User, chat: Chat) -> None:
    await bot.send_message(ada.id, f"<b>{'😀' * 2048}</b>", parse_mode=ParseMode.HTML)
    await bot.send_photo(ada.id, make_picture(), caption=f"<i>{'a' * 1024}</i>", parse_mode="HTML")

    assert len(chat.last.caption) == 1024
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(ada.id, "😀" * 2048 + "a")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(ada.id, make_picture(), caption="😀" * 512 + "a")


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "Message text is empty"), (" \n ", "Text must be non-empty"), ("\u200b\u2060", "Text")],
)
async def test_an_invisible_text_is_refused(
    bot: Bot, ada: User, chat: Chat, text: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.send_message(ada.id, text)


async def test_surrounding_whitespace_is_stripped_and_entities_are_shifted(
    bot: Bot, ada: User, chat: Chat
) -> None:
    entities = [MessageEntity(MessageEntity.BOLD, 3, 5)]

    await bot.send_message(ada.id, " \u202e\ncat\x00!  ", entities=entities)

    assert chat.last.text == "cat !"
    assert [chat.last.part(entity) for entity in chat.last.entities] == ["cat !"]


async def test_a_mention_in_a_group_notifies_the_user(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    grace = fake.user("Grace", username="grace")
    group = await fake.group(ada, grace)

    await bot.send_message(group.id, "<code>@ada</code> and @grace", parse_mode=ParseMode.HTML)

    assert fake.notifications(grace) == [group.last]
    assert fake.notifications(ada) == []
