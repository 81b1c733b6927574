"""From what somebody said about their comic to the exact JSON that is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from core.content.input_params import OPTION_NAMES, InputParams
from core.content.params import SIZE_LIMIT, panel_count, read_params, style_of, words_in
from core.errors import EmptyPromptError, InvalidOptionsError, PromptTooLongError
from core.models.requests import Notice
from core.sentences import CATALOGUE, describe_notice

PROMPT = "a cat opens a bakery on the moon"


def read(
    options: dict[str, Any],
    *,
    clamp: bool = False,
    has_account: bool = True,
    text: str = PROMPT,
    locale: str = "en",
) -> tuple[dict[str, Any], list[Notice]]:
    return read_params(
        options,
        text=text,
        clamp=clamp,
        has_account=has_account,
        locale=locale,
        new_seed=lambda: 4242,
    )


def refused(options: dict[str, Any], **how: Any) -> dict[str, str]:
    with pytest.raises(InvalidOptionsError) as caught:
        read(options, **how)
    return caught.value.fields


def test_without_options_a_comic_is_still_described_whole() -> None:
    params, notices = read({})

    assert params == {
        "prompt": PROMPT,
        "style": "american_modern",
        "panelCount": 4,
        "language": "en",
        "safety": "standard",
        "seed": 4242,
    }
    assert notices == []


def test_what_was_asked_for_is_sent_and_nothing_else() -> None:
    asked = {
        "style": "franco_belgian",
        "colorMode": "grayscale",
        "panelCount": 2,
        "layout": "grid",
        "aspect": "16:9",
        "panelSize": 1536,
        "quality": "high",
        "steps": 30,
        "guidance": 7.5,
        "seed": 0,
        "negativePrompt": "rain",
        "characters": [{"name": "Mimi", "description": "grey cat", "consistency": 0.6}],
        "script": [
            {"scene": "a shop", "dialogue": [{"speaker": "Mimi", "text": "Bread!"}]},
            {"caption": "Later", "dialogue": [{"text": "Oh", "kind": "thought"}]},
        ],
        "lettering": "bubbles",
        "language": "fr",
        "readingDirection": "rtl",
        "output": {"format": "webp", "panels": True, "scale": 2},
    }

    params, notices = read(asked)

    assert set(asked) == OPTION_NAMES
    assert params == {"prompt": PROMPT, **asked, "safety": "standard"}
    assert notices == []


def test_reading_what_was_sent_gives_the_same_again() -> None:
    sent, _ = read({"panelCount": 3, "characters": [{"name": "Mimi"}], "seed": None})

    again, _ = read({name: value for name, value in sent.items() if name != "prompt"})

    assert again == sent


def test_what_is_not_ours_or_not_theirs_to_say_is_dropped() -> None:
    params, _ = read({"safety": "none", "unknown": 1, "output": {"panels": True, "unknown": 1}})

    assert params["safety"] == "standard"
    assert params["output"] == {"panels": True}
    assert "unknown" not in params


@pytest.mark.parametrize("seed", [{}, {"seed": None}])
def test_a_seed_is_decided_where_none_is_given(seed: dict[str, Any]) -> None:
    assert read(seed)[0]["seed"] == 4242
    drawn = {read_params({}, text=PROMPT, clamp=False, has_account=False)[0]["seed"]} | {
        read_params({}, text=PROMPT, clamp=False, has_account=False)[0]["seed"] for _ in range(5)
    }
    assert len(drawn) > 1


@pytest.mark.parametrize(
    ("locale", "language"),
    [("pt-BR", "pt-BR"), ("ja", "ja"), ("", "en"), ("no language", "en"), ("x" * 99, "en")],
)
def test_the_language_is_the_persons_unless_they_name_one(locale: str, language: str) -> None:
    assert read({}, locale=locale)[0]["language"] == language
    assert read({"language": "fr"}, locale=locale)[0]["language"] == "fr"


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"style": "picasso"}, "style"),
    ({"style": None}, "style"),
    ({"style": ["manga"]}, "style"),
    ({"panelCount": 0}, "panelCount"),
    ({"panelCount": 99}, "panelCount"),
    ({"panelCount": "4"}, "panelCount"),
    ({"panelCount": 4.5}, "panelCount"),
    ({"panelCount": True}, "panelCount"),
    ({"panelCount": float("nan")}, "panelCount"),
    ({"panelCount": 10**400}, "panelCount"),
    ({"panelSize": 1000}, "panelSize"),
    ({"panelSize": 448}, "panelSize"),
    ({"panelSize": 1536}, "panelSize"),  # square: more than two megapixels
    ({"aspect": "5:4"}, "aspect"),
    ({"steps": 51}, "steps"),
    ({"guidance": -0.1}, "guidance"),
    ({"guidance": float("inf")}, "guidance"),
    ({"seed": -1}, "seed"),
    ({"seed": 2**32}, "seed"),
    ({"negativePrompt": "x" * 501}, "negativePrompt"),
    ({"characters": "Mimi"}, "characters"),
    ({"characters": [{}]}, "characters.0.name"),
    ({"characters": [{"name": " \u200b "}]}, "characters.0.name"),
    ({"characters": [{"name": "x" * 41}]}, "characters.0.name"),
    ({"characters": [{"name": "Mimi"}] * 7}, "characters"),
    ({"characters": [{"name": "Mimi", "consistency": 2}]}, "characters.0.consistency"),
    (
        {"characters": [{"name": "Mimi", "refImageUrl": "https://a.example/1.png"}]},
        "characters.0.refImageUrl",
    ),
    ({"script": [{}, {}], "panelCount": 3}, "script"),
    ({"script": [{}] * 13}, "script"),
    ({"script": [{"dialogue": [{}]}]}, "script.0.dialogue.0.text"),
    ({"script": [{"dialogue": [{"text": "x"}] * 5}]}, "script.0.dialogue"),
    ({"lettering": "none at all"}, "lettering"),
    ({"language": "no language"}, "language"),
    ({"readingDirection": "up"}, "readingDirection"),
    ({"output": []}, "output"),
    ({"output": {"scale": 3}}, "output.scale"),
    ({"output": {"panels": "yes"}}, "output.panels"),
    ({"script": [[[[[[[[[[]]]]]]]]]]}, "script.0"),
    ({"prompt": 5}, "prompt"),
]


@pytest.mark.parametrize(("options", "field"), MISTAKES)
def test_a_mistake_is_named_by_its_place(options: dict[str, Any], field: str) -> None:
    fields = refused(options)

    assert set(fields) == {field}
    assert fields[field].startswith(("must ", "is "))


def test_all_mistakes_are_named_at_once_those_between_options_too() -> None:
    options = {
        "style": "picasso",
        "panelCount": 99,
        "panelSize": 1536,
        "characters": [{"name": "Mimi", "refImageUrl": "x"}, 5],
        "steps": 30,
    }

    fields = refused(options, has_account=False, text="")

    assert set(fields) == {
        *("style", "panelCount", "panelSize", "characters.0.refImageUrl", "characters.1"),
        *("steps", "prompt"),
    }


def test_what_is_allowed_is_said() -> None:
    fields = refused({"style": "x", "panelCount": 99, "seed": 2**32, "panelSize": 1000})

    assert "manga, franco_belgian" in fields["style"]
    assert fields["panelCount"] == "must be at most 12"
    assert fields["seed"] == "must be at most 4294967295"
    assert fields["panelSize"] == "must be a multiple of 64"


@pytest.mark.parametrize(
    ("options", "expected", "notice"),
    [
        ({"panelCount": 99}, {"panelCount": 12}, "notice_clamped"),
        ({"panelCount": "0"}, {"panelCount": 1}, "notice_clamped"),
        ({"panelCount": 4.4}, {"panelCount": 4}, "notice_clamped"),
        ({"panelCount": "many"}, {"panelCount": 4}, "notice_default"),
        ({"style": "picasso"}, {"style": "american_modern"}, "notice_default"),
        ({"panelSize": 1000}, {"panelSize": 1024}, "notice_clamped"),
        ({"panelSize": 9999}, {"panelSize": 1408}, "notice_clamped"),
        ({"seed": 2**32}, {"seed": 2**32 - 1}, "notice_clamped"),
        ({"seed": "lucky"}, {"seed": 4242}, "notice_default"),
        ({"negativePrompt": "x" * 501}, {"negativePrompt": "x" * 500}, "notice_cut"),
        (
            {"characters": [{}, {"name": "Mimi"}]},
            {"characters": [{"name": "Mimi"}]},
            "notice_default",
        ),
        (
            {"characters": [{"name": "Mimi", "consistency": 9}]},
            {"characters": [{"name": "Mimi", "consistency": 1}]},
            "notice_clamped",
        ),
        (
            {"characters": [{"name": "Mimi", "refImageUrl": "x"}]},
            {"characters": [{"name": "Mimi"}]},
            "notice_unsupported",
        ),
        ({"script": [{}, {}], "panelCount": 3}, {"panelCount": 3}, "notice_default"),
        ({"layout": "strip", "panelCount": 7}, {"layout": "auto"}, "notice_layout"),
    ],
)
def test_in_chats_what_does_not_fit_is_bent_and_said(
    options: dict[str, Any], expected: dict[str, Any], notice: str
) -> None:
    params, notices = read(options, clamp=True)

    assert {name: params[name] for name in expected} == expected
    assert notice in {each.key for each in notices}
    for locale in CATALOGUE.languages:
        assert len(describe_notice(notices, locale)) == len(notices)


@pytest.mark.parametrize(("options", "field"), MISTAKES[:-1])
def test_in_chats_nothing_but_a_bad_prompt_is_refused(options: dict[str, Any], field: str) -> None:
    params, _ = read(options, clamp=True)

    assert read({name: value for name, value in params.items() if name != "prompt"})[0] == params


def test_in_chats_what_is_left_open_is_left_open() -> None:
    assert read({"style": None, "panelCount": None}, clamp=True) == read({})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
nested = st.fixed_dictionaries(
    {},
    optional={
        name: json_values | st.lists(st.fixed_dictionaries({}, optional=fields), max_size=3)
        for name, fields in {
            "characters": dict.fromkeys(["name", "description", "consistency"], json_values),
            "script": {
                "scene": json_values,
                "dialogue": st.lists(
                    st.fixed_dictionaries({}, optional={"text": json_values, "kind": json_values})
                ),
            },
        }.items()
    },
)


@given(st.dictionaries(st.sampled_from(sorted(OPTION_NAMES)), json_values) | nested, st.booleans())
def test_any_json_is_refused_with_its_fields_or_bent_until_it_fits(
    options: dict[str, Any], has_account: bool
) -> None:
    bent, _ = read(options, clamp=True, has_account=has_account)
    assert InputParams.model_validate_json(json.dumps(bent), strict=True)
    assert len(json.dumps(bent).encode()) <= 2 * SIZE_LIMIT

    try:
        params, _ = read(options, has_account=has_account)
    except InvalidOptionsError as error:
        event(f"refused: {len(error.fields)}")
    else:
        assert InputParams.model_validate_json(json.dumps(params), strict=True)


COSTLY: list[tuple[dict[str, Any], str]] = [
    ({"steps": 30}, "steps"),
    ({"guidance": 7.0}, "guidance"),
    ({"quality": "high"}, "quality"),
    ({"output": {"scale": 2}}, "output.scale"),
]


@pytest.mark.parametrize(("options", "field"), COSTLY)
def test_what_is_costly_needs_an_account(options: dict[str, Any], field: str) -> None:
    assert read(options, has_account=True)[0].items() >= options.items()
    assert set(refused(options, has_account=False)) == {field}

    params, [notice] = read(options, clamp=True, has_account=False)

    assert notice == Notice(key="notice_account", facts={"option": field})
    assert params == read({})[0]


def test_what_costs_nothing_needs_no_account() -> None:
    options = {"steps": None, "guidance": None, "quality": "draft", "output": {"scale": 1}}

    params, _ = read(options, has_account=False)

    assert params["output"] == {"scale": 1}
    assert "steps" not in params


def test_a_layout_that_suits_is_kept_and_another_is_chosen_for_them_even_over_the_api() -> None:
    assert read({"layout": "strip", "panelCount": 4})[0]["layout"] == "strip"

    params, [notice] = read({"layout": "strip", "panelCount": 12})

    assert (params["layout"], notice.key) == ("auto", "notice_layout")


def test_a_script_decides_how_many_panels_there_are() -> None:
    assert read({"script": [{"scene": "a shop"}] * 3})[0]["panelCount"] == 3


def test_numbers_that_are_whole_may_be_written_with_a_point() -> None:
    params, _ = read({"panelCount": 4.0, "output": {"scale": 2.0}})

    assert json.dumps([params["panelCount"], params["output"]["scale"]]) == "[4, 2]"


def test_texts_are_tidied_wherever_they_stand() -> None:
    options = {
        "negativePrompt": "ra\0in",
        "characters": [{"name": " Mi\u202emi ", "description": "cafe\u0301"}],
    }

    params, _ = read(options, text=" a \0 cat ")

    assert params["prompt"] == "a cat"
    assert params["negativePrompt"] == "rain"
    assert params["characters"] == [{"name": "Mimi", "description": "café"}]


@pytest.mark.parametrize("clamp", [True, False])
def test_a_prompt_has_to_be_there_and_to_end(*, clamp: bool) -> None:
    with pytest.raises(EmptyPromptError):
        read({}, clamp=clamp, text=" ")
    with pytest.raises(PromptTooLongError):
        read({}, clamp=clamp, text="x" * 2001)


@pytest.mark.parametrize("clamp", [True, False])
def test_the_whole_has_a_limit(*, clamp: bool) -> None:
    panel = {"scene": "猫" * 500, "caption": "猫" * 160, "dialogue": [{"text": "猫" * 120}] * 4}

    fields = refused({"script": [panel] * 12}, clamp=clamp)

    assert set(fields) == {"inputParams"}


def test_what_others_ask_of_params_is_read_with_the_same_defaults() -> None:
    assert (panel_count({}), style_of({})) == (4, "american_modern")
    assert (panel_count({"panelCount": 9}), style_of({"style": "noir"})) == (9, "noir")


def test_every_word_that_somebody_wrote_is_there_to_be_moderated() -> None:
    params, _ = read(
        {
            "negativePrompt": "one",
            "characters": [{"name": "two", "description": "three"}],
            "script": [
                {
                    "scene": "four",
                    "caption": "five",
                    "dialogue": [{"speaker": "six", "text": "seven"}],
                }
            ],
        }
    )

    assert words_in(params).split("\n") == [
        PROMPT,
        *("one", "two", "three", "four", "five", "six", "seven"),
    ]
