"""Parameters of a comic: from options to the exact JSON that is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from core.content.input_params_schema import OPTION_NAMES, InputParams
from core.content.params import (
    SIZE_LIMIT,
    for_families,
    panel_count,
    read_params,
    style_of,
    unwanted_words_in,
    words_in,
)
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


def test_params_without_options_are_complete() -> None:
    params, notices = read({})

    assert params == {
        "prompt": PROMPT,
        "style": "american_modern",
        "panelCount": 4,
        "maxPanels": 12,
        "language": "en",
        "safety": "standard",
        "seed": 4242,
    }
    assert notices == []


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (PROMPT, {"panelCount": 4}),
        ("A cat bakes, in 3 panels.", {}),
        (PROMPT, {"script": [{"scene": "a bakery"}, {"scene": "the moon"}]}),
    ],
)
def test_a_number_of_panels_that_was_chosen_is_kept(text: str, options: dict[str, Any]) -> None:
    assert "maxPanels" not in read(options, text=text)[0]
    assert read({})[0]["maxPanels"] == 12


def test_only_given_options_are_sent() -> None:
    options = {
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

    params, notices = read(options)

    assert set(options) == OPTION_NAMES
    assert params == {"prompt": PROMPT, **options, "safety": "standard"}
    assert notices == []


def test_reading_params_again_returns_the_same() -> None:
    sent, _ = read({"panelCount": 3, "characters": [{"name": "Mimi"}], "seed": None})

    again, _ = read({name: value for name, value in sent.items() if name != "prompt"})

    assert again == sent


def test_unknown_and_reserved_options_are_dropped() -> None:
    params, _ = read({"safety": "none", "unknown": 1, "output": {"panels": True, "unknown": 1}})

    assert params["safety"] == "standard"
    assert params["output"] == {"panels": True}
    assert "unknown" not in params


@pytest.mark.parametrize("seed", [{}, {"seed": None}])
def test_a_missing_seed_is_chosen(seed: dict[str, Any]) -> None:
    assert read(seed)[0]["seed"] == 4242
    drawn = {read_params({}, text=PROMPT, clamp=False, has_account=False)[0]["seed"]} | {
        read_params({}, text=PROMPT, clamp=False, has_account=False)[0]["seed"] for _ in range(5)
    }
    assert len(drawn) > 1


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("pt-BR", "pt-BR"),
        ("ja", "ja"),
        ("", "en"),
        ("no language", "en"),
        ("zz", "en"),
        ("x" * 99, "en"),
    ],
)
def test_the_language_defaults_to_the_requesters(locale: str, language: str) -> None:
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
    ({"language": "zz-invalid"}, "language"),
    ({"language": "xx"}, "language"),
    ({"readingDirection": "up"}, "readingDirection"),
    ({"output": []}, "output"),
    ({"output": {"scale": 3}}, "output.scale"),
    ({"output": {"panels": "yes"}}, "output.panels"),
    ({"script": [[[[[[[[[[]]]]]]]]]]}, "script.0"),
    ({"prompt": 5}, "prompt"),
]


@pytest.mark.parametrize(("options", "field"), MISTAKES)
def test_a_mistake_is_reported_with_its_path(options: dict[str, Any], field: str) -> None:
    fields = refused(options)

    assert set(fields) == {field}
    assert fields[field].startswith(("must ", "is "))


def test_all_mistakes_are_reported_at_once_including_those_between_options() -> None:
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


def test_a_mistake_says_what_is_allowed() -> None:
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
def test_clamping_adjusts_invalid_options_with_a_notice(
    options: dict[str, Any], expected: dict[str, Any], notice: str
) -> None:
    params, notices = read(options, clamp=True)

    assert {name: params[name] for name in expected} == expected
    assert notice in {each.key for each in notices}
    for locale in CATALOGUE.languages:
        assert len(describe_notice(notices, locale)) == len(notices)


@pytest.mark.parametrize(("options", "field"), MISTAKES[:-1])
def test_clamping_refuses_only_invalid_prompts(options: dict[str, Any], field: str) -> None:
    params, _ = read(options, clamp=True)

    chosen = {name: value for name, value in params.items() if name != "prompt"}
    again, _ = read(chosen)
    assert again == {name: value for name, value in params.items() if name != "maxPanels"}


def test_clamping_ignores_null_options() -> None:
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
def test_any_json_is_refused_with_its_fields_or_adjusted(
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
def test_expensive_options_need_an_account(options: dict[str, Any], field: str) -> None:
    assert read(options, has_account=True)[0].items() >= options.items()
    assert set(refused(options, has_account=False)) == {field}

    params, [notice] = read(options, clamp=True, has_account=False)

    assert notice == Notice(key="notice_account", facts={"option": field})
    assert params == read({})[0]


def test_cheap_options_need_no_account() -> None:
    options = {"steps": None, "guidance": None, "quality": "draft", "output": {"scale": 1}}

    params, _ = read(options, has_account=False)

    assert params["output"] == {"scale": 1}
    assert "steps" not in params


def test_an_unsuitable_layout_is_replaced_even_without_clamping() -> None:
    assert read({"layout": "strip", "panelCount": 4})[0]["layout"] == "strip"

    params, [notice] = read({"layout": "strip", "panelCount": 12})

    assert (params["layout"], notice.key) == ("auto", "notice_layout")


def test_a_script_determines_the_number_of_panels() -> None:
    assert read({"script": [{"scene": "a shop"}] * 3})[0]["panelCount"] == 3


def test_whole_numbers_may_be_written_as_floats() -> None:
    params, _ = read({"panelCount": 4.0, "output": {"scale": 2.0}})

    assert json.dumps([params["panelCount"], params["output"]["scale"]]) == "[4, 2]"


def test_texts_are_tidied_at_every_level() -> None:
    options = {
        "negativePrompt": "ra\0in",
        "characters": [{"name": " Mi\u202emi ", "description": "cafe\u0301"}],
    }

    params, _ = read(options, text=" a \0 cat ")

    assert params["prompt"] == "a cat"
    assert params["negativePrompt"] == "rain"
    assert params["characters"] == [{"name": "Mimi", "description": "café"}]


@pytest.mark.parametrize("clamp", [True, False])
def test_empty_and_overlong_prompts_are_refused(*, clamp: bool) -> None:
    with pytest.raises(EmptyPromptError):
        read({}, clamp=clamp, text=" ")
    with pytest.raises(PromptTooLongError):
        read({}, clamp=clamp, text="x" * 2001)


@pytest.mark.parametrize("clamp", [True, False])
def test_the_size_of_the_params_is_limited(*, clamp: bool) -> None:
    panel = {
        "scene": "猫" * 500,
        "caption": "猫" * 160,
        "dialogue": [{"text": "猫" * 120}] * 4,
    }

    fields = refused({"script": [panel] * 12}, clamp=clamp)

    assert set(fields) == {"inputParams"}


def test_accessors_use_the_same_defaults() -> None:
    assert (panel_count({}), style_of({})) == (4, "american_modern")
    assert (panel_count({"panelCount": 9}), style_of({"style": "noir"})) == (9, "noir")


def test_all_texts_of_the_user_are_moderated() -> None:
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
    params["continuation"] = {"cast": [{"name": "eight", "height": 1.0}], "recap": "nine"}

    assert words_in(params).split("\n") == [
        PROMPT,
        *("two", "three", "four", "five", "six", "seven", "eight", "nine"),
    ]
    assert unwanted_words_in(params) == "one"


def test_family_mode_is_strict_and_without_references() -> None:
    params, _ = read({"characters": [{"name": "Mimi"}]})
    params["characters"][0]["refImageUrl"] = "https://comics.example/mimi.png"

    changed = for_families(params)

    assert changed["safety"] == "strict"
    assert [character["name"] for character in changed["characters"]] == ["Mimi"]
    assert "refImageUrl" not in changed["characters"][0]
    assert params["safety"] == "standard"
