"""A comic in words: panel by panel for who cannot see it, and what is worth knowing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.models.comics import Comic
from core.models.jobs import Job
from core.sentences.catalogue import sentence

# Sentences whose ids are put together while running: the names of the styles.
STYLES: Mapping[str, str] = {
    style: f"style_{style}"
    for style in (
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
    )
}
KINDS: Mapping[str, str] = {"thought": "read_thought", "shout": "read_shout"}
SKETCH = "sketch"  # what the built-in artist calls itself, perhaps with a version behind


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is known of a comic."""

    label: str
    value: str


def style_name(style: str, locale: str) -> str:
    """Return what people call a style; one we have no name for is called as it is."""
    return sentence(STYLES[style], locale) if style in STYLES else style


def read_as_text(comic: Comic, locale: str) -> str:
    """Tell the comic panel by panel; one whose artist sent no script is described as a whole."""
    panels = [_panel(number, panel, locale) for number, panel in enumerate(comic.script, start=1)]
    told = "\n\n".join(filter(None, panels))
    return told or comic.alt_text or comic.prompt


def details(comic: Comic, job: Job, locale: str) -> tuple[Detail, ...]:
    """Return what is worth knowing of a comic, in the order in which people ask for it."""
    return tuple(
        Detail(sentence(label, locale), value)
        for label, value in _details(comic, job, locale)
        if value
    )


def drawn_by_sketch(comic: Comic) -> bool:
    """Return whether the built-in artist drew it."""
    return comic.model.partition("-")[0] == SKETCH


def _details(comic: Comic, job: Job, locale: str) -> Iterator[tuple[str, str]]:
    yield "detail_prompt", job.prompt
    yield "detail_style", style_name(comic.style, locale)
    yield "detail_panels", str(job.panels)
    yield "detail_seed", "" if comic.seed is None else str(comic.seed)
    yield "detail_size", f"{comic.width} × {comic.height}"
    yield "detail_time", _seconds(job, locale)
    yield "detail_made", f"{comic.created_at:%Y-%m-%d %H:%M} UTC"
    yield "detail_artist", _artist(comic, locale)


def _seconds(job: Job, locale: str) -> str:
    if job.started_at is None or job.finished_at is None:
        return ""
    seconds = round((job.finished_at - job.started_at).total_seconds())
    return sentence("detail_seconds", locale, seconds=max(seconds, 1))


def _artist(comic: Comic, locale: str) -> str:
    return sentence("sketch_note", locale) if drawn_by_sketch(comic) else comic.model


def _panel(number: int, panel: Mapping[str, Any], locale: str) -> str:
    lines = [sentence("read_panel", locale, number=number)]
    lines += [text for name in ("scene", "caption") if (text := str(panel.get(name) or ""))]
    lines += [_said(said, locale) for said in panel.get("dialogue") or () if said.get("text")]
    return "\n".join(lines) if len(lines) > 1 else ""


def _said(said: Mapping[str, Any], locale: str) -> str:
    speaker = str(said.get("speaker") or "") or sentence("read_somebody", locale)
    key = KINDS.get(str(said.get("kind")), "read_speech")
    return sentence(key, locale, speaker=speaker, text=str(said["text"]))
