"""Escaping of user-written text, and its recovery from a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.plain_text import QUOTE_LIMIT, plain, quoted, unquoted
from core.content.prompts import PROMPT_LIMIT, clean_prompt
from core.errors import EmptyPromptError

HARMFUL = (
    "@everyone",
    "<@123456789012345678>",
    "<@&1>",
    "**bold** _it_ ~~gone~~ ||hidden||",
    "```code```",
    "# heading",
    "> quote",
    "[text](https://evil.example)",
    "discord.gg/abcdef",
    "https://discord.gg/abcdef",
    "<:emoji:123456789012345678>",
    "- list",
    "\\ backslash \\*",
)


def is_prompt(text: str) -> bool:
    try:
        return clean_prompt(text) == text
    except EmptyPromptError:
        return False


@given(st.text(max_size=300).filter(is_prompt))
def test_a_quoted_prompt_can_be_read_back(prompt: str) -> None:
    read, whole = unquoted(quoted(prompt))

    assert read == prompt.removesuffix("…")
    assert whole == (not prompt.endswith("…"))


@pytest.mark.parametrize("text", HARMFUL)
def test_markup_is_shown_literally(text: str) -> None:
    shown = plain(text)

    assert unquoted(f"On it\\!\n{quoted(text)}")[0] == text
    for sign in ("<@", "](", "**", "||", "```", "://", "gg/", "<:"):
        assert sign not in shown
    assert not shown.startswith(("#", ">", "-", "@"))


@pytest.mark.parametrize("sign", ["a", "*", "👩‍👩‍👧", "語\n"])
def test_a_long_prompt_is_cut_to_the_quote_limit(sign: str) -> None:
    prompt = (sign * PROMPT_LIMIT)[:PROMPT_LIMIT].rstrip()

    shown = quoted(prompt)

    read, whole = unquoted(shown)
    assert len(shown) <= QUOTE_LIMIT
    assert not whole
    assert prompt.startswith(read)
    assert len(read) > QUOTE_LIMIT // 4
