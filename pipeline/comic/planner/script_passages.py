"""Passages of a script: the order's own scenes, captions and dialogue, panel by panel."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.comic.planner.reading.passages import Kind, Passage
from pipeline.comic.typesetting.grapheme_clusters import clean
from pipeline.models import DrawingOrder

_PREMISE = -1  # the panel of what is told before the first one


def passages_of_script(order: DrawingOrder) -> list[Passage]:
    """Return the passages of the order's script; its prompt tells of the cast, and is not shown."""
    premise = Passage(Kind.SCENE, order.prompt, line=_PREMISE, panel=_PREMISE)
    found = [premise, *_passages(order)]
    return [passage for passage in found if passage.text]


def _passages(order: DrawingOrder) -> Iterator[Passage]:
    for number, panel in enumerate(order.script):
        yield Passage(Kind.SCENE, panel.scene, line=number, panel=number)
        yield Passage(Kind.CAPTION, clean(panel.caption), line=number, panel=number)
        for speech in panel.dialogue:
            yield Passage(
                Kind(speech.kind),
                clean(speech.text),
                line=number,
                panel=number,
                cue=speech.speaker.strip(),
            )
