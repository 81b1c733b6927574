"""Input and output of an artist: plain data that can be pickled between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, get_args

StyleName: TypeAlias = Literal[
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
LayoutName: TypeAlias = Literal["auto", "strip", "grid", "page", "vertical"]
AspectName: TypeAlias = Literal["1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16"]

STYLES: tuple[str, ...] = get_args(StyleName)
LAYOUTS: tuple[str, ...] = get_args(LayoutName)
ASPECTS: tuple[str, ...] = get_args(AspectName)
CONTINUATION_LIMIT = 8 * 1024  # bytes of JSON


NoticeArgs: TypeAlias = Mapping[str, str | int | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PageNotice:
    """A remark to the user about the comic, as a code that front ends know, and its arguments."""

    code: str
    args: NoticeArgs = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeechLine:
    """A line of dialogue; *kind* is speech, thought or shout."""

    text: str
    speaker: str = ""
    kind: str = "speech"


@dataclass(frozen=True, slots=True)
class ScriptPanelText:
    """The scene, caption and dialogue of one panel."""

    scene: str = ""
    caption: str = ""
    dialogue: tuple[SpeechLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CastMember:
    """A character, drawn consistently wherever the name and description are the same."""

    name: str
    description: str = ""
    reference_url: str = ""  # a signed link to a picture in the own store
    consistency: float = 0.6  # 0 to 1: how closely a painter follows the reference


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingOrder:
    """Validated `inputParams`: every field within the contract's range, the seed chosen."""

    prompt: str
    seed: int
    style: str = "american_modern"
    color_mode: str = ""  # color, grayscale or monochrome; empty: the default of the style
    panel_count: int = 4
    max_panels: int = 0  # more than panel_count: as many as the text needs, up to these
    layout: str = "auto"
    aspect: str = "1:1"
    panel_size: int = 1024  # pixels, longer side of a panel
    quality: str = "standard"
    characters: tuple[CastMember, ...] = ()
    script: tuple[ScriptPanelText, ...] = ()  # empty, or one entry per panel
    lettering: str = "full"  # none, captions, bubbles or full
    language: str = "en"
    reading_direction: str = "ltr"
    format: str = "png"  # png, webp or jpeg
    panels: bool = False  # also return each panel as its own image, without lettering
    scale: int = 1
    steps: int | None = None  # of a diffusion model; None: its default
    guidance: float | None = None
    negative_prompt: str = ""  # what a model should not paint, besides the style's own words
    safety: str = "standard"  # strict or standard
    storyboard: bool = False  # a page in pencil, marked as a sketch, of the story to be painted
    painter: str = ""  # sketch: the one that costs nothing, whatever paints otherwise
    # What the page before this one returned, as JSON; empty: the comic continues no other.
    continuation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PictureCost:
    """What pictures have cost: their number, and US dollars."""

    images: int = 0
    usd: float = 0.0

    def __add__(self, other: PictureCost) -> PictureCost:
        return PictureCost(self.images + other.images, self.usd + other.usd)

    def __sub__(self, other: PictureCost) -> PictureCost:
        return PictureCost(self.images - other.images, self.usd - other.usd)


NO_COST = PictureCost()


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """One panel without its lettering; *index* counts from 1.

    An empty *content_type* is that of the page.
    """

    index: int
    seed: int
    image: bytes
    content_type: str = ""
    model: str = ""  # that painted it; empty: that of the page


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """A finished comic: the page in the order's format, and its metadata."""

    image: bytes
    content_type: str
    width: int
    height: int
    seed: int
    model: str
    title: str
    alt_text: str
    script: tuple[ScriptPanelText, ...]
    panels: tuple[DrawnPanel, ...] = ()
    notices: tuple[PageNotice, ...] = ()
    cost: PictureCost = NO_COST  # of what was paid in this drawing
    # What a page that continues this one needs, as JSON of at most CONTINUATION_LIMIT bytes.
    continuation: Mapping[str, Any] = field(default_factory=dict)


class ProgressReport(Protocol):
    """Progress callback of an artist. Stages: planning, rendering, lettering, composing."""

    def __call__(self, stage: str, panel: int, /) -> None:
        """Report the start of *stage*; *panel* counts from 1 and is 0 outside rendering."""
        ...
