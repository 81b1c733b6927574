"""Comics as text: the script panel by panel, for users who cannot see it, and the details."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.models.comics import Comic
from core.models.jobs import Job
from core.sentences.catalogue import sentence

# Message ids that are built at run time: the names of the styles.
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
SKETCH = "sketch"  # the model name of the built-in artist, possibly followed by a version


@dataclass(frozen=True, slots=True)
class Detail:
    """Detail of a comic: a label and its value."""

    label: str
    value: str


def style_name(style: str, locale: str) -> str:
    """Return the display name of a style; an unknown style is returned unchanged."""
    return sentence(STYLES[style], locale) if style in STYLES else style


def read_as_text(comic: Comic, locale: str) -> str:
    """Return the comic's script panel by panel; without a script, its description or prompt."""
    return read_script(comic.script, locale) or comic.alt_text or comic.prompt


def read_script(script: Iterable[Mapping[str, Any]], locale: str) -> str:
    """Return a script panel by panel: caption, scene and dialogue."""
    panels = [_panel(number, panel, locale) for number, panel in enumerate(script, start=1)]
    return "\n\n".join(filter(None, panels))


def details(comic: Comic, job: Job, locale: str) -> tuple[Detail, ...]:
    """Return the details of a comic, the most interesting first."""
    return tuple(
        Detail(sentence(label, locale), value)
        for label, value in _details(comic, job, locale)
        if value
    )


def drawn_by_sketch(comic: Comic) -> bool:
    """Return whether the built-in artist drew the comic."""
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
    lines += [text for name in ("caption", "scene") if (text := str(panel.get(name) or ""))]
    lines += [
        _speech(speech, locale) for speech in panel.get("dialogue") or () if speech.get("text")
    ]
    return "\n".join(lines) if len(lines) > 1 else ""


def _speech(speech: Mapping[str, Any], locale: str) -> str:
    speaker = str(speech.get("speaker") or "") or sentence("read_somebody", locale)
    speaker = speaker[0].upper() + speaker[1:]
    key = KINDS.get(str(speech.get("kind")), "read_speech")
    return sentence(key, locale, speaker=speaker, text=str(speech["text"]))
