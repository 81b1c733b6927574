"""Tests of notices as text."""

from __future__ import annotations

import pytest

from core.models.requests import Notice
from core.sentences import CATALOGUE, describe_notice, notices_line
from core.sentences.notice_text import GENERATOR_NOTICES, ORDERS


@pytest.mark.parametrize("code", GENERATOR_NOTICES)
def test_the_notices_of_generators_are_sentences_in_every_language(code: str) -> None:
    texts = [
        describe_notice([Notice(key=f"generator.{code}")], locale) for locale in CATALOGUE.languages
    ]

    assert all(len(text) == 1 and text[0] for text in texts)
    assert len({text[0] for text in texts}) == len(texts)


def test_codes_of_a_later_release_are_not_shown() -> None:
    later = Notice(key="generator.of_a_later_release", facts={"what": ("a", "b")})
    known = Notice(key="notice_age_restricted")

    assert len(describe_notice([later, known], "en")) == 1


def test_a_generator_cannot_use_the_sentences_of_the_catalogue() -> None:
    assert describe_notice([Notice(key="generator.notice_account")], "en") == []


def test_lists_are_enumerated_as_in_the_language() -> None:
    notice = Notice(key="notice_unsupported", facts={"option": ("a", "b")})

    assert "a, b" in describe_notice([notice], "en")[0]
    assert "a、b" in describe_notice([notice], "ja")[0]


UNDERSTOOD = Notice(
    key="understood",
    facts={"what": ("style=noir", "panelCount=3", "lettering=none", "aspect=16:9", "language=es")},
)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Understood: Noir, 3 panels, no text, 16:9, text in Spanish."),
        (
            "pt-BR",
            "Entendido: Noir (preto e branco), 3 quadros, sem texto, 16:9, texto em espanhol.",
        ),
        ("es", "Entendido: Cine negro, 3 viñetas, sin texto, 16:9, texto en español."),
        ("ja", "指定：ノワール、3コマ、文字なし、16:9、文字はスペイン語"),
    ],
)
def test_orders_are_named_in_words(locale: str, text: str) -> None:
    assert describe_notice([UNDERSTOOD], locale) == [text]


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize("order", ORDERS)
def test_each_order_has_words(order: str, locale: str) -> None:
    entry = order if "=" in order else f"{order}={'strip' if order == 'layout' else '7'}"
    notice = Notice(key="understood", facts={"what": (entry,)})

    [text] = describe_notice([notice], locale)
    assert "=" not in text


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_added_panels_are_told_with_both_numbers(locale: str) -> None:
    notice = Notice(key="generator.panels_added", facts={"asked": 4, "panels": 7})

    [text] = describe_notice([notice], locale)
    assert "4" in text
    assert "7" in text


def test_several_notices_are_one_line() -> None:
    left_out = Notice(key="left_out", facts={"what": ("--v 6",)})

    line = notices_line([UNDERSTOOD, left_out, left_out], "en")

    assert line.count("Left out: --v 6.") == 1
    assert line.startswith("Understood: Noir")
    assert "\n" not in line
    assert notices_line([], "en") == ""


def test_a_long_list_is_cut() -> None:
    words = tuple(f"thing{number}" for number in range(9))
    notice = Notice(key="generator.drawn_as_label", facts={"words": words})

    [text] = describe_notice([notice], "en")
    assert "thing5…" in text
    assert "thing6" not in text


def test_a_language_is_named_in_the_language_of_the_reader() -> None:
    notice = Notice(key="generator.language_not_known", facts={"language": "vi"})

    assert "Vietnamese" in describe_notice([notice], "en")[0]
    assert "ベトナム語" in describe_notice([notice], "ja")[0]
