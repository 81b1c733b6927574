from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ErrorCode, RefusedError
from pipeline.models import ASPECTS, LAYOUTS, STYLES, CastMember, ScriptPanelText, SpeechLine
from pipeline.service.params import INPUT_KEYS, PARAMS_LIMIT, OrderRules, to_order

FULL: dict[str, Any] = {
    "prompt": "A cat opens a bakery on the moon",
    "style": "franco_belgian",
    "colorMode": "grayscale",
    "panelCount": 1,
    "layout": "grid",
    "aspect": "16:9",
    "panelSize": 512,
    "quality": "draft",
    "steps": 30,
    "guidance": 7,
    "seed": 4242,
    "negativePrompt": "rain",
    "characters": [
        {
            "name": "Mimi",
            "description": "small grey cat",
            "refImageUrl": "https://images.example/mimi.png",
            "consistency": 0.6,
        }
    ],
    "script": [
        {
            "scene": "the moon",
            "caption": "One day",
            "dialogue": [{"speaker": "Mimi", "text": "Bread!", "kind": "shout"}],
        }
    ],
    "lettering": "bubbles",
    "language": "pt-BR",
    "readingDirection": "rtl",
    "safety": "strict",
    "output": {"format": "webp", "panels": True, "scale": 2},
    "continuation": {"version": 1, "cast": []},
}


def param_of(params: object) -> str | None:
    """Return the key named in the error for *params*."""
    with pytest.raises(RefusedError) as caught:
        to_order(params)
    assert caught.value.fault.code is ErrorCode.INVALID_REQUEST
    return caught.value.fault.param


def test_every_key_of_the_contract_is_accepted() -> None:
    order = to_order(FULL)

    assert order.prompt == "A cat opens a bakery on the moon"
    assert (order.style, order.color_mode, order.layout) == ("franco_belgian", "grayscale", "grid")
    assert (order.panel_count, order.aspect, order.panel_size) == (1, "16:9", 512)
    assert (order.quality, order.seed, order.lettering) == ("draft", 4242, "bubbles")
    assert order.characters == (CastMember("Mimi", "small grey cat"),)
    assert order.script == (
        ScriptPanelText("the moon", "One day", (SpeechLine("Bread!", "Mimi", "shout"),)),
    )
    assert (order.language, order.reading_direction) == ("pt-BR", "rtl")
    assert (order.format, order.panels, order.scale) == ("webp", True, 2)
    assert order.continuation == {"version": 1, "cast": []}


def test_a_prompt_alone_is_enough() -> None:
    order = to_order({"prompt": "A cat"})

    assert (order.style, order.color_mode, order.panel_count) == ("american_modern", "", 4)
    assert (order.layout, order.aspect, order.panel_size) == ("auto", "1:1", 1024)
    assert 0 <= order.seed < 2**32


def test_what_only_models_need_reaches_the_order() -> None:
    order = to_order(FULL)

    assert (order.steps, order.guidance, order.negative_prompt) == (30, 7, "rain")
    assert (order.safety, order.characters[0].consistency) == ("strict", 0.6)
    plain = to_order({"prompt": "A cat"})
    assert (plain.steps, plain.guidance, plain.negative_prompt) == (None, None, "")
    assert plain.safety == "standard"


def test_an_order_that_chooses_no_format_gets_that_of_the_painter() -> None:
    rules = OrderRules(image_format="webp")
    outputs: list[dict[str, object]] = [{}, {"panels": True}, {"format": None}, {"format": "png"}]

    formats = [to_order({"prompt": "A cat", "output": one}, rules).format for one in outputs]

    assert formats == ["webp", "webp", "webp", "png"]
    assert to_order({"prompt": "A cat"}).format == "png"


def test_a_float_without_a_fraction_is_accepted_as_an_integer() -> None:
    order = to_order({"prompt": "A cat", "panelCount": 3.0, "seed": 7.0, "output": {"scale": 2.0}})

    assert (order.panel_count, order.seed, order.scale) == (3, 7, 2)


def test_without_a_seed_each_order_gets_a_random_one() -> None:
    seeds = {to_order({"prompt": "A cat", "seed": None}).seed for _ in range(8)}

    assert len(seeds) > 1


def test_unknown_keys_are_ignored_at_every_level() -> None:
    order = to_order(
        {
            "prompt": "A cat",
            "mood": "wild",
            "output": {"format": "jpeg", "dpi": 300},
            "characters": [{"name": "Mimi", "age": 3}],
        }
    )

    assert order.format == "jpeg"
    assert order.characters == (CastMember("Mimi"),)


@pytest.mark.parametrize(
    ("key", "choices"), [("style", STYLES), ("layout", LAYOUTS), ("aspect", ASPECTS)]
)
def test_every_choice_is_accepted(key: str, choices: tuple[str, ...]) -> None:
    taken = [getattr(to_order({"prompt": "A cat", key: choice}), key) for choice in choices]

    assert taken == list(choices)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("prompt", ""),
        ("prompt", " \t\n\u0000 "),
        ("prompt", "x" * 2001),
        ("prompt", 5),
        ("prompt", None),
        ("style", "rembrandt"),
        ("style", 3),
        ("colorMode", "sepia"),
        ("panelCount", 0),
        ("panelCount", 13),
        ("panelCount", "4"),
        ("panelCount", True),
        ("panelCount", 4.5),
        ("panelCount", 10**400),
        ("layout", "spiral"),
        ("aspect", "5:4"),
        ("panelSize", 448),
        ("panelSize", 1600),
        ("panelSize", 1000),
        ("quality", "best"),
        ("steps", 0),
        ("steps", 51),
        ("guidance", -1),
        ("guidance", 20.5),
        ("seed", -1),
        ("seed", 2**32),
        ("seed", "abc"),
        ("negativePrompt", "x" * 501),
        ("characters", {"name": "Mimi"}),
        ("characters", [{"name": "Mimi"}] * 7),
        ("script", "once"),
        ("lettering", "comic sans"),
        ("language", "not a tag"),
        ("language", ""),
        ("readingDirection", "up"),
        ("safety", "off"),
        ("output", "png"),
        ("continuation", "page 1"),
        ("continuation", {"recap": "ä" * 4096}),
    ],
)
def test_a_value_out_of_range_is_rejected_with_its_key(key: str, value: object) -> None:
    assert param_of({"prompt": "A cat", key: value}) == key


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"characters": [{"name": "A"}, {"name": ""}]}, "characters[1].name"),
        ({"characters": [{"description": "no name"}]}, "characters[0].name"),
        ({"characters": [{"name": "A", "consistency": 2}]}, "characters[0].consistency"),
        (
            {"characters": [{"name": "A", "refImageUrl": "http://x.example"}]},
            "characters[0].refImageUrl",
        ),
        ({"output": {"format": "gif"}}, "output.format"),
        ({"output": {"scale": 3}}, "output.scale"),
        (
            {"panelCount": 1, "script": [{"dialogue": [{"text": "x" * 121}]}]},
            "script[0].dialogue[0].text",
        ),
        ({"panelCount": 1, "script": [{"dialogue": [{"text": "a"}] * 5}]}, "script[0].dialogue"),
        ({"panelCount": 3, "script": [{}, {}]}, "script"),
    ],
)
def test_a_nested_error_is_rejected_with_its_path(params: dict[str, Any], path: str) -> None:
    assert param_of({"prompt": "A cat", **params}) == path


@pytest.mark.parametrize("params", [None, [], "A cat", 5])
def test_params_must_be_an_object(params: object) -> None:
    assert param_of(params) == "inputParams"


def test_params_have_a_size_limit() -> None:
    with pytest.raises(RefusedError) as caught:
        to_order({"prompt": "A cat", "unknown": "x" * PARAMS_LIMIT})

    assert caught.value.http_status == 413


def test_control_characters_and_lone_surrogates_are_removed() -> None:
    order = to_order({"prompt": "A\u0000 c\ud83dat\u0007\nand e\u0301"})

    assert order.prompt == "A cat\nand \u00e9"


def test_joiners_and_direction_marks_are_kept() -> None:
    text = "\u200f\u05e9\u05dc\u05d5\u05dd \U0001f468\u200d\U0001f469\u200d\U0001f467"

    assert to_order({"prompt": text}).prompt == text


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)


@given(st.dictionaries(st.sampled_from(INPUT_KEYS), VALUES))
def test_any_input_yields_an_order_or_a_refusal(params: dict[str, Any]) -> None:
    try:
        order = to_order({"prompt": "A cat", **params})
    except RefusedError as refused:
        order, param = None, refused.fault.param

    assert (1 <= order.panel_count <= 12) if order else param
