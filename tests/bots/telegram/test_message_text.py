"""Text extraction from plain, captioned and rich messages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Message
from telegram.constants import MessageType
from telegram.ext import filters

from bots.telegram.command_parser import is_for_another, parse_command, without_mention
from bots.telegram.message_text import text_in, text_of
from bots.telegram.service_messages import is_service

BASE = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}


def parsed(**content: Any) -> Message:
    return Message.de_json({**BASE, **content})


def rich(*blocks: Any, **content: Any) -> Message:
    return parsed(rich_message={"blocks": [*blocks]}, **content)


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def item(label: str, *texts: str) -> dict[str, Any]:
    return {"label": label, "blocks": [paragraph(text) for text in texts]}


def cell(text: Any) -> dict[str, Any]:
    return {"text": text, "align": "left", "valign": "top"}


BOLD = {"type": "bold", "text": {"type": "italic", "text": ["cat", " and ", "dog"]}}
PHOTO = [{"file_id": "AgAC", "file_unique_id": "x", "width": 1, "height": 1}]
BLOCKS = {
    "a string": (paragraph("a cat"), "a cat"),
    "an array": (paragraph(["a ", BOLD, " wait"]), "a cat and dog wait"),
    "a link": (paragraph([{"type": "url", "text": "a cat", "url": "https://x.org"}]), "a cat"),
    "an emoji": (
        paragraph(
            ["a ", {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🐈"}]
        ),
        "a 🐈",
    ),
    "a heading": ({"type": "heading", "size": 2, "text": "Moon"}, "Moon"),
    "code": ({"type": "pre", "text": "cat = 1", "language": "python"}, "cat = 1"),
    "bullets": ({"type": "list", "items": [item("•", "a", "b"), item("•", "c")]}, "a\nb\nc"),
    "numbers": (
        {"type": "list", "items": [item("1.", "wake", "up"), item("2.", "eat")]},
        "1. wake\nup\n2. eat",
    ),
    "a list in a list": (
        {
            "type": "list",
            "items": [{"label": "1.", "blocks": [{"type": "list", "items": [item("a.", "x")]}]}],
        },
        "1. a. x",
    ),
    "a quotation": (
        {"type": "blockquote", "credit": "Ada", "blocks": [paragraph("I fly"), paragraph("high")]},
        "I fly\nhigh\nAda",
    ),
    "a folded quotation": (
        {"type": "expandable_blockquote", "credit": "Ada", "text": ["I ", "fly"]},
        "I fly\nAda",
    ),
    "details": (
        {"type": "details", "blocks": [paragraph("a fox")], "summary": "Who", "is_open": True},
        "Who\na fox",
    ),
    "a table": (
        {
            "type": "table",
            "caption": {"type": "bold", "text": "Cast"},
            "cells": [[cell("Ada"), cell(BOLD)], [cell(""), {"align": "left"}], [cell("Bob")]],
        },
        "Ada | cat and dog\nBob\nCast",
    ),
    "a photo": (
        {"type": "photo", "photo": PHOTO, "caption": {"credit": "Bob", "text": "a moon"}},
        "a moon\nBob",
    ),
    "pictures": (
        {
            "type": "collage",
            "caption": {"text": "both"},
            "blocks": [
                {"type": "photo", "photo": PHOTO, "caption": {"text": "one"}},
                {"type": "audio", "audio": {"title": "no", "performer": "no", "file_id": "no"}},
            ],
        },
        "one\nboth",
    ),
    "a formula": ({"type": "mathematical_expression", "expression": "E=mc^2"}, "E=mc^2"),
    "a divider": ({"type": "divider"}, ""),
    "an anchor": ({"type": "anchor", "name": "top"}, ""),
    "buttons": ({"type": "buttons", "buttons": [{"text": "Press", "callback_data": "x"}]}, ""),
    "an unknown block": (
        {
            "type": "hologram",
            "id": "no",
            "layers": [{"depth": 1, "text": ["a ", {"type": "glowing", "text": "ghost"}]}],
            "legend": {"type": "bold", "text": "boo"},
        },
        "a ghost\nboo",
    ),
    "unknown rich text": (paragraph(["a ", {"type": "glow", "inner": {"text": "cat"}}]), "a cat"),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_kind_of_block_yields_its_text(kind: str) -> None:
    block, words = BLOCKS[kind]

    assert text_of(rich(block)) == words
    assert text_in({**BASE, "rich_message": {"blocks": [block]}}) == words


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_order_of_the_fields_does_not_matter(kind: str) -> None:
    block, words = BLOCKS[kind]

    assert text_of(rich(json.loads(json.dumps(block, sort_keys=True)))) == words


def test_blocks_are_lines_and_take_precedence_over_the_fallback_text() -> None:
    message = rich({"type": "heading", "size": 1, "text": "Moon"}, paragraph("a cat"), text="Moon…")

    assert text_of(message) == "Moon\na cat"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "a cat"}, "a cat"),
        ({"caption": "a dog", "photo": PHOTO}, "a dog"),
        ({"text": "a cat", "rich_message": {"blocks": [{"type": "divider"}]}}, "a cat"),
        ({"photo": PHOTO}, ""),
        ({"rich_message": {"blocks": []}}, ""),
        ({"hologram": {"text": "a ghost"}}, ""),
    ],
)
def test_text_and_captions_are_extracted(content: dict[str, Any], words: str) -> None:
    assert text_of(parsed(**content)) == words


NO_TABLES: list[Any] = [None, 7, "x", [7], [[None]]]
NO_TEXTS: list[Any] = [None, 7, {}, {"type": "bold"}, [None, {}, []]]
BROKEN: list[Any] = [
    *(None, 7, "blocks", [], {"blocks": None}, {"blocks": 7}, {"blocks": "x"}),
    *({"blocks": [{"type": "table", "cells": cells}]} for cells in NO_TABLES),
    *({"blocks": [paragraph(text)]} for text in NO_TEXTS),
    {"blocks": [None, 7, {"label": 7, "blocks": 7}, {"type": "list", "items": {"label": "1."}}]},
]


@pytest.mark.parametrize(
    "broken",
    BROKEN,
)
def test_malformed_messages_yield_no_text(broken: Any) -> None:
    assert text_of(parsed(rich_message=broken)) == ""


@pytest.mark.parametrize("levels", [10, 60, 900])
def test_too_deeply_nested_blocks_are_cut(levels: int) -> None:
    text: Any = "deep"
    block: Any = paragraph("deep")
    for _ in range(levels):
        text = {"type": "bold", "text": [text]}
        block = {"type": "blockquote", "blocks": [block]}

    expected = text_of(rich(paragraph(["a cat", text]), block))

    assert expected == ("a catdeep\ndeep" if levels == 10 else "a cat")


@pytest.mark.parametrize(
    ("content", "rest"),
    [
        (paragraph("/comic a cat"), "a cat"),
        (
            paragraph(
                [
                    {"type": "bot_command", "text": "/comic@ComicBot", "bot_command": "/comic"},
                    " a ",
                    {"type": "bold", "text": "cat"},
                ]
            ),
            "a cat",
        ),
        ({"type": "heading", "size": 1, "text": "/comic a cat"}, "a cat"),
    ],
)
def test_commands_in_blocks_are_parsed(content: Any, rest: str) -> None:
    command = parse_command(rich(content), "comicbot")

    assert command is not None
    assert (command.name, command.arguments) == ("comic", rest)


def test_commands_for_another_bot_are_detected_in_blocks_and_captions() -> None:
    typed = "/comic@OtherBot a cat"

    assert is_for_another(rich(paragraph(typed)), "comicbot")
    assert is_for_another(parsed(caption=typed, photo=PHOTO), "comicbot")
    assert parse_command(rich(paragraph(typed)), "comicbot") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ComicBot a cat", "a cat"),
        ("🐈🐈 @comicbot, please", "🐈🐈 , please"),
        ("a cat\n@comicbot", "a cat"),
        ("@comicbot", ""),
        ("@comicbots a cat", None),
        ("me@comicbot a cat", None),
        ("https://t.me/@comicbot", None),
        ("a cat", None),
    ],
)
def test_mentions_are_detected_in_text_captions_and_blocks(text: str, expected: str | None) -> None:
    assert without_mention(parsed(text=text), "comicbot") == expected
    assert without_mention(parsed(caption=text, photo=PHOTO), "comicbot") == expected
    assert without_mention(rich(*map(paragraph, text.split("\n"))), "comicbot") == expected


# --- Service messages -----------------------------------------------------------------------------

# Users' messages, and fields that only describe them.
CONTENT = {
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "giveaway"),
    *("giveaway_winners", "invoice", "live_photo", "location", "paid_media", "photo", "poll"),
    *("sticker", "story", "text", "venue", "video", "video_note", "voice", "hologram"),
    *("business_connection_id", "effect_id", "reply_to_story", "sender_boost_count"),
    *("sender_business_bot", "suggested_post_info"),
}
SERVICE = {kind.value for kind in MessageType} - CONTENT


@pytest.mark.parametrize("name", sorted({*SERVICE, "community_chat_joined", "chat_haunted"}))
def test_events_in_a_chat_are_service_messages(name: str) -> None:
    assert is_service({**BASE, name: {}})
    assert is_service({**BASE, name: True})


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_users_messages_are_no_service_messages(name: str) -> None:
    assert not is_service({**BASE, name: {"id": "1"}})


def test_the_library_agrees_on_service_messages() -> None:
    known = {name.lower() for name in vars(filters.StatusUpdate) if name.isupper()}
    several = {"all", "chat_created", "migrate"}  # filters that cover more than one field

    assert known - several <= SERVICE
    assert not is_service(parsed(poll=None).to_dict())
    assert is_service(parsed(group_chat_created=True).to_dict())
    assert is_service(parsed(write_access_allowed={}).to_dict())
    assert is_service(parsed(general_forum_topic_hidden={}).to_dict())
