"""Validation of `inputParams` and their conversion to a drawing order."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from pipeline.comic.planner.panel_script import panels_in
from pipeline.errors import RefusedError, invalid
from pipeline.models import (
    CONTINUATION_LIMIT,
    AspectName,
    CastMember,
    DrawingOrder,
    LayoutName,
    ScriptPanelText,
    SpeechLine,
    StyleName,
)
from pipeline.service.reference_links import is_own_signed_link

PARAMS_LIMIT = 32 * 1024  # bytes of JSON
SEED_LIMIT = 2**32
MAX_PANELS = 12
DEFAULT_PANELS = 4  # of the contract

# Keys that affect this server; the contract's other keys are validated and otherwise ignored.
INPUT_KEYS = (
    "prompt",
    "style",
    "colorMode",
    "panelCount",
    "layout",
    "aspect",
    "panelSize",
    "quality",
    "seed",
    "characters",
    "script",
    "lettering",
    "language",
    "readingDirection",
    "output",
    "continuation",
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def clean(text: object) -> object:
    """Return text in NFC without control characters and lone surrogates; line feeds are kept."""
    if not isinstance(text, str):
        return text
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _language_tag(tag: str) -> str:
    if len(tag) > 35 or not _LANGUAGE.fullmatch(tag):
        raise ValueError("not a BCP 47 language tag")
    return tag


def _https(url: str) -> str:
    if not url.startswith("https://"):
        raise ValueError("not an https URL")
    return url


def _panel_size(pixels: int) -> int:
    if pixels % 64:
        raise ValueError("not a multiple of 64")
    return pixels


def _small(data: dict[str, Any]) -> dict[str, Any]:
    if len(_as_json(data)) > CONTINUATION_LIMIT:
        raise ValueError(f"more than {CONTINUATION_LIMIT} bytes")
    return data


def _as_json(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _whole(value: object) -> object:
    """Accept 4.0 as an integer: JSON has a single number type."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Clean = BeforeValidator(clean)
Whole = Annotated[int, BeforeValidator(_whole)]


class _Params(BaseModel):
    model_config = ConfigDict(
        strict=True, extra="ignore", alias_generator=to_camel, allow_inf_nan=False
    )


class _Speech(_Params):
    speaker: Annotated[str, Clean, Field(max_length=40)] = ""
    text: Annotated[str, Clean, Field(min_length=1, max_length=120)]
    kind: Literal["speech", "thought", "shout"] = "speech"


class _Panel(_Params):
    scene: Annotated[str, Clean, Field(max_length=500)] = ""
    caption: Annotated[str, Clean, Field(max_length=160)] = ""
    dialogue: Annotated[list[_Speech], Field(max_length=4)] = []


class _Character(_Params):
    name: Annotated[str, Clean, Field(min_length=1, max_length=40)]
    description: Annotated[str, Clean, Field(max_length=400)] = ""
    ref_image_url: Annotated[str, Field(max_length=2048), AfterValidator(_https)] | None = None
    consistency: Annotated[float, Field(ge=0, le=1)] = 0.6


class _Output(_Params):
    format: Literal["png", "webp", "jpeg"] | None = None
    panels: bool = False
    scale: Annotated[Literal[1, 2, 4], BeforeValidator(_whole)] = 1


class _InputParams(_Params):
    prompt: Annotated[str, Clean, Field(min_length=1, max_length=2000)]
    style: StyleName = "american_modern"
    color_mode: Literal["color", "grayscale", "monochrome"] | None = None
    panel_count: Annotated[Whole, Field(ge=1, le=MAX_PANELS)] | None = None
    max_panels: Annotated[Whole, Field(ge=1, le=MAX_PANELS)] | None = None
    layout: LayoutName = "auto"
    aspect: AspectName = "1:1"
    panel_size: Annotated[Whole, Field(ge=512, le=1536), AfterValidator(_panel_size)] = 1024
    quality: Literal["draft", "standard", "high"] = "standard"
    steps: Annotated[Whole, Field(ge=1, le=50)] | None = None
    guidance: Annotated[float, Field(ge=0, le=20)] | None = None
    seed: Annotated[Whole, Field(ge=0, lt=SEED_LIMIT)] | None = None
    negative_prompt: Annotated[str, Clean, Field(max_length=500)] = ""
    characters: Annotated[list[_Character], Field(max_length=6)] = []
    script: list[_Panel] = []
    lettering: Literal["none", "captions", "bubbles", "full"] = "full"
    language: Annotated[str, AfterValidator(_language_tag)] = "en"
    reading_direction: Literal["ltr", "rtl"] = "ltr"
    safety: Literal["strict", "standard"] = "standard"
    output: _Output = _Output()
    storyboard: bool = False
    painter: Literal["sketch"] | None = None
    continuation: Annotated[dict[str, Any], AfterValidator(_small)] | None = None


@dataclass(frozen=True, slots=True)
class OrderRules:
    """What orders of this server have in common."""

    image_format: str = "png"  # of orders that do not choose one
    store_url: str = ""  # of the own bucket, to which reference pictures must belong; empty: none


def to_order(
    params: object, rules: OrderRules | None = None, *, seed: int | None = None
) -> DrawingOrder:
    """Return the order for *params*, with *seed* or a random one if they have none.

    Unknown keys are ignored. Raises RefusedError (`invalid_request`) with the first invalid key as
    its param.
    """
    if not isinstance(params, dict):
        raise invalid("inputParams must be an object", param="inputParams")
    _check_size(params)
    try:
        validated = _InputParams.model_validate(params)
    except ValidationError as error:
        raise _refusal(error) from error
    panel_count = validated.panel_count or _usual_panel_count(validated.prompt)
    if validated.script and len(validated.script) != panel_count:
        raise invalid(
            f"script has {len(validated.script)} entries for {panel_count} panels",
            param="script",
        )
    if validated.seed is None:
        validated.seed = secrets.randbelow(SEED_LIMIT) if seed is None else seed
    return _order(validated, panel_count, validated.seed, rules or OrderRules())


def _check_size(params: dict[str, Any]) -> None:
    size = len(_as_json(params))
    if size > PARAMS_LIMIT:
        raise invalid(
            f"inputParams has {size} bytes; the limit is {PARAMS_LIMIT}",
            param="inputParams",
            http_status=413,
        )


def _refusal(error: ValidationError) -> RefusedError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return invalid(f"{_path(first['loc'])}: {first['msg']}", param=_path(first["loc"]))


def _path(location: Sequence[int | str]) -> str:
    """Return a pydantic error location as a path such as `characters[0].name`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(steps).removeprefix(".")


def _usual_panel_count(prompt: str) -> int:
    """Return the number of panels of a prompt that is a script, else that of the contract."""
    return min(MAX_PANELS, panels_in(prompt) or DEFAULT_PANELS)


def _order(validated: _InputParams, panel_count: int, seed: int, rules: OrderRules) -> DrawingOrder:
    return DrawingOrder(
        prompt=validated.prompt,
        seed=seed,
        style=validated.style,
        color_mode=validated.color_mode or "",
        panel_count=panel_count,
        max_panels=validated.max_panels or 0,
        layout=validated.layout,
        aspect=validated.aspect,
        panel_size=validated.panel_size,
        quality=validated.quality,
        characters=tuple(_cast_member(one, rules) for one in validated.characters),
        script=tuple(_script_panel(panel) for panel in validated.script),
        lettering=validated.lettering,
        language=validated.language,
        reading_direction=validated.reading_direction,
        format=validated.output.format or rules.image_format,
        panels=validated.output.panels,
        scale=validated.output.scale,
        steps=validated.steps,
        guidance=validated.guidance,
        negative_prompt=validated.negative_prompt,
        safety=validated.safety,
        storyboard=validated.storyboard,
        painter=validated.painter or "",
        continuation=validated.continuation or {},
    )


def _cast_member(character: _Character, rules: OrderRules) -> CastMember:
    """Return a character; a reference picture from elsewhere is left out."""
    url = character.ref_image_url or ""
    own = url if is_own_signed_link(url, rules.store_url) else ""
    return CastMember(character.name, character.description, own, character.consistency)


def _script_panel(panel: _Panel) -> ScriptPanelText:
    dialogue_lines = tuple(
        SpeechLine(text=d.text, speaker=d.speaker, kind=d.kind) for d in panel.dialogue
    )
    return ScriptPanelText(scene=panel.scene, caption=panel.caption, dialogue=dialogue_lines)
