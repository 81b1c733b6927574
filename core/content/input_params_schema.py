"""Schema of `inputParams`, as defined by the generator contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from core.content.language_tags import LANGUAGE_LIMIT, LANGUAGE_TAG, is_language

SEED_LIMIT = 2**32
# Documents the rule in the JSON schema; `is_language` enforces it.
LANGUAGE = Field(
    json_schema_extra={"pattern": f"^{LANGUAGE_TAG.pattern}$", "maxLength": LANGUAGE_LIMIT}
)

Style = Literal[
    "american_modern",
    "american_1950",
    "manga",
    "franco_belgian",
    "newspaper_strip",
    "noir",
    "watercolor",
    "pixel",
    "webtoon",
    "neutral",
]
Aspect = Literal["1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16"]


def _language(tag: str) -> str:
    if not is_language(tag):
        raise ValueError("must be the tag of a language that exists, like en, ja or pt-BR")
    return tag


def _whole(value: Any) -> Any:
    """Convert 4.0 to 4: JSON has one type for all numbers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)


class Schema(BaseModel):
    """Base of the contract's JSON objects. Unknown fields are dropped."""

    model_config = ConfigDict(
        extra="ignore", alias_generator=to_camel, allow_inf_nan=False, frozen=True
    )


class Speech(Schema):
    """Line of dialogue in a panel."""

    speaker: Annotated[str, Field(max_length=40)] = ""
    text: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["speech", "thought", "shout"] = "speech"


class ScriptPanel(Schema):
    """Script of one panel: scene, caption and dialogue."""

    scene: Annotated[str, Field(max_length=500)] = ""
    caption: Annotated[str, Field(max_length=160)] = ""
    dialogue: Annotated[list[Speech], Field(max_length=4)] = []


class Character(Schema):
    """Character that looks the same in every panel."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    description: Annotated[str, Field(max_length=400)] = ""
    consistency: Annotated[float, Field(ge=0, le=1)] = 0.6


class Output(Schema):
    """Format of the file to produce."""

    format: Literal["png", "webp", "jpeg"] = "png"  # default: by painter
    panels: bool = False  # also each panel as a separate picture, without lettering
    scale: Annotated[Literal[1, 2, 4], WHOLE] = 1


class InputParams(Schema):
    """Options of a comic, apart from the prompt itself."""

    style: Style = "american_modern"
    color_mode: Literal["color", "grayscale", "monochrome"] = "color"  # default: by style
    panel_count: Annotated[int, Field(ge=1, le=12), WHOLE] = 4
    layout: Literal["auto", "strip", "grid", "page", "vertical"] = "auto"
    aspect: Aspect = "1:1"
    # Limits are validated before the multiple, so that a value far too large becomes the maximum.
    panel_size: Annotated[
        int,
        Field(ge=512, le=1536),
        WHOLE,
        Field(multiple_of=64, json_schema_extra={"multipleOf": 64}),
    ] = 1024
    quality: Literal["draft", "standard", "high"] = "standard"
    steps: Annotated[int, Field(ge=1, le=50), WHOLE] | None = None
    guidance: Annotated[float, Field(ge=0, le=20)] | None = None
    seed: Annotated[int, Field(ge=0, le=SEED_LIMIT - 1), WHOLE] | None = None
    negative_prompt: Annotated[str, Field(max_length=500)] = ""
    characters: Annotated[list[Character], Field(max_length=6)] = []
    script: Annotated[list[ScriptPanel], Field(max_length=12)] = []
    lettering: Literal["none", "captions", "bubbles", "full"] = "full"
    language: Annotated[str, LANGUAGE, AfterValidator(_language)] = "en"
    reading_direction: Literal["ltr", "rtl"] = "ltr"
    output: Output = Output()


OPTION_NAMES = frozenset(field.alias or name for name, field in InputParams.model_fields.items())
