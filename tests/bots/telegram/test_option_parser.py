"""Options as users type them, and as phones auto-correct them."""

from __future__ import annotations

from typing import Any

import pytest

from bots.telegram.option_parser import parse_options


@pytest.mark.parametrize(
    ("typed", "text", "options"),
    [
        ("a cat opens a bakery", "a cat opens a bakery", {}),
        ("--style manga a cat", "a cat", {"style": "manga"}),
        ("--style=manga a cat", "a cat", {"style": "manga"}),
        ("—style manga a cat", "a cat", {"style": "manga"}),
        ("–style manga a cat", "a cat", {"style": "manga"}),
        ("-style manga a cat", "a cat", {"style": "manga"}),
        ("style:manga a cat", "a cat", {"style": "manga"}),
        ("a cat style=manga panels=2", "a cat", {"style": "manga", "panelCount": 2}),
        ("a cat --style manga", "a cat", {"style": "manga"}),
        ("a cat --panels 6 jumps", "a cat jumps", {"panelCount": 6}),
        ("--panels ６ a cat", "a cat", {"panelCount": 6}),
        ("--panels many a cat", "a cat", {"panelCount": "many"}),
        ("--style franco belgian a dog", "a dog", {"style": "franco_belgian"}),
        ('--style "Modern American" a dog', "a dog", {"style": "american_modern"}),
        ("--aspect 16x9 --layout GRID a dog", "a dog", {"aspect": "16:9", "layout": "grid"}),
        ("--seed 42 a dog", "a dog", {"seed": 42}),
    ],
)
def test_options_are_separated_from_the_story(
    typed: str, text: str, options: dict[str, Any]
) -> None:
    parsed = parse_options(typed, "en")

    assert (parsed.text, parsed.options) == (text, options)
    assert parsed.unknown == []
    assert parsed.styleless is None


@pytest.mark.parametrize(
    "typed",
    [
        "—Hola, dijo el gato.",
        "—¿Qué? —preguntó ella.",
        "a cat — a dog – a bird",
        "-Hola, dijo el gato. -¿Qué?",
        "2+2=4 and e=mc2, said the cat at -5 degrees",
        "Ana: hello! Bob: goodbye!",
        "at 10:30 see https://example.org/x",
        "a well-known half--hearted cat",
    ],
)
def test_speech_names_and_times_are_no_options(typed: str) -> None:
    parsed = parse_options(typed, "en")

    assert parsed.text == typed
    assert parsed.unknown == []


@pytest.mark.parametrize(
    "typed", ["--stile manga a cat", "—stlye manga a cat", "-stile manga a cat", "--foo a cat"]
)
def test_mistyped_options_are_unknown(typed: str) -> None:
    assert len(parse_options(typed, "en").unknown) == 1


@pytest.mark.parametrize(
    ("typed", "locale"),
    [("--estilo mangá um gato", "pt-BR"), ("--style manga um gato", "pt-BR")],
)
def test_options_have_localized_names(typed: str, locale: str) -> None:
    assert parse_options(typed, locale).options == {"style": "manga"}


@pytest.mark.parametrize("typed", ["--disposição grid um gato", "--disposicao grid um gato"])
def test_an_option_may_be_typed_without_its_accents(typed: str) -> None:
    parsed = parse_options(typed, "pt-BR")

    assert (parsed.options, parsed.unknown, parsed.text) == ({"layout": "grid"}, [], "um gato")


def test_a_comic_can_be_private_and_a_style_unknown() -> None:
    assert parse_options("--private a cat", "en").private
    assert parse_options("--style oil a cat", "en").styleless == "oil"
    assert parse_options("--style", "en").styleless == ""


@pytest.mark.parametrize("flag", ["--ar 16:9", "--no cars", "--v 6", "--stylize 50"])
def test_flags_of_image_models_stay_in_the_text_for_the_core(flag: str) -> None:
    parsed = parse_options(f"an owl drives a taxi {flag} --panels 3", "en")

    assert (parsed.unknown, parsed.options) == ([], {"panelCount": 3})
    assert parsed.text == f"an owl drives a taxi {flag}"
