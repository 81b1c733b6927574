"""Portraits of the cast: painted before the panels, kept, and given to each panel as references.

A character with a picture of its own needs none.

A model that sees the same picture of a character in every panel paints the same face.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import structlog
from PIL import Image

from pipeline.comic.cast_words import description_of, member_of
from pipeline.comic.painter import Painter, Reference, Shot
from pipeline.comic.painting import NO_HOOKS, PaintingHooks, paint_panels
from pipeline.comic.reference_pictures import encoded_reference, fetched_references
from pipeline.comic.shot_words import PORTRAIT
from pipeline.comic.story import Actor, PanelPlan, Part, Setting
from pipeline.errors import DrawingError, ErrorCode
from pipeline.files import write_atomically
from pipeline.models import CastMember, ProgressReport

log = structlog.get_logger(__name__)

PORTRAIT_SIZE = (768, 1024)
MOST_PORTRAITS = 6  # of one comic, as many as the contract has characters

_WORTH_PANELS = 2  # a character of one panel has no other face to be like


class PortraitStore:
    """Portraits by the hash of what determines them; in a folder if there is one.

    Several artist processes may use the folder, from which the server removes old files. A full
    disk or a lost file costs a portrait, never a comic. *salt* names what the keys cannot know: the
    painter's settings.
    """

    def __init__(self, folder: Path | None = None, *, salt: str = "") -> None:
        self._folder = folder
        self.salt = salt
        self._found: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        if self._folder is None:
            return self._found.get(key)
        path = self._folder / f"{key}.png"
        try:
            content = path.read_bytes()
            os.utime(path)  # those that were not used for long are removed
        except OSError:
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        if self._folder is None:
            self._found[key] = content
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / f"{key}.png", content)
        except OSError as error:
            log.warning("portrait_store_failed", error=error.strerror)


def with_references(
    shots: Sequence[Shot],
    painter: Painter,
    report: ProgressReport,
    store: PortraitStore,
    hooks: PaintingHooks = NO_HOOKS,
) -> list[Shot]:
    """Return *shots* with references to their characters, painting the portraits that are missing.

    Unchanged if the painter takes no references. Raises DrawingError.
    """
    if painter.max_references <= 0:
        return list(shots)
    report("planning", 0)
    given = _given(shots, hooks)
    portraits = {**_portraits(shots, painter, report, store, hooks, given=given), **given}
    return [
        replace(shot, references=_references(shot, portraits, painter.max_references))
        for shot in shots
    ]


def _given(shots: Sequence[Shot], hooks: PaintingHooks) -> dict[str, bytes]:
    """Return the pictures that the order has of its characters, by description.

    Strict comics use none, and nobody sees those that fail the check.
    """
    links: dict[str, str] = {}
    for shot in shots:
        for part in shot.panel.parts:
            member = member_of(part.actor, shot.order)
            if member is not None and member.reference_url and shot.order.safety != "strict":
                links[description_of(part.actor, shot.order)] = member.reference_url
    images = fetched_references(list(links.values()))
    return {
        description: encoded_reference(image)
        for description, image in zip(links, images, strict=True)
        if image is not None and _is_accepted(image, hooks)
    }


def _is_accepted(image: Image.Image, hooks: PaintingHooks) -> bool:
    """Return whether a picture of the order passes the check. Raises DrawingError."""
    if hooks.check is None:
        return True
    try:
        hooks.check(image, "standard")
    except DrawingError as error:
        if error.fault.code is not ErrorCode.OUTPUT_REJECTED:
            raise
        log.info("reference_rejected")
        return False
    return True


def _portraits(
    shots: Sequence[Shot],
    painter: Painter,
    report: ProgressReport,
    store: PortraitStore,
    hooks: PaintingHooks,
    *,
    given: Collection[str],
) -> Mapping[str, bytes]:
    """Return portraits by description: of those who are not *given*, and recur or have one."""

    def still_planning(stage: str, panel: int) -> None:  # noqa: ARG001 - no panel of the page
        report("planning", 0)

    def key(description: str, shot: Shot) -> str:
        told = [store.salt, hooks.check is not None, painter.model, description]
        told += [shot.style.name, shot.mode, shot.panel_seed, shot.order.safety]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    found: dict[str, bytes] = {}
    missing: dict[str, Shot] = {}
    for description, (actor, panels) in _most_seen(shots).items():
        if description in given:
            continue
        shot = _portrait_shot(shots[0], actor, len(missing))
        kept = store.get(key(description, shot))
        if kept is not None:  # of this page, or of the one that it continues
            found[description] = kept
        elif panels >= _WORTH_PANELS:
            missing[description] = shot
    hooks = replace(hooks, on_painted=None)  # portraits are no panels
    pictures = paint_panels(list(missing.values()), painter, still_planning, hooks)
    for (description, shot), picture in zip(missing.items(), pictures, strict=True):
        found[description] = encoded_reference(picture.image)
        store.put(key(description, shot), found[description])
    return found


def _most_seen(shots: Sequence[Shot]) -> dict[str, tuple[Actor, int]]:
    """Return the characters by description, those of most panels first, with their number."""
    panels: Counter[str] = Counter()
    actors: dict[str, Actor] = {}
    for shot in shots:
        seen = {description_of(part.actor, shot.order): part.actor for part in shot.panel.parts}
        panels.update(seen.keys())
        actors = {**seen, **actors}
    return {text: (actors[text], count) for text, count in panels.most_common(MOST_PORTRAITS)}


def _portrait_shot(shot: Shot, actor: Actor, index: int) -> Shot:
    """Return the shot of a portrait in the style of *shot*.

    Its seed is the comic's, whatever its place among the portraits.
    """
    width, height = PORTRAIT_SIZE
    return replace(
        shot,
        index=index,
        panel=PanelPlan(Setting(), PORTRAIT, (Part(actor),)),
        width=width,
        height=height,
        seed=(shot.order.seed - index) % 2**32,
        clear=(0.0, 0.0),
        seats=(width / 2,),
        coarse=1,
        references=(),
    )


def _references(shot: Shot, portraits: Mapping[str, bytes], most: int) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for part in shot.panel.parts:
        description = description_of(part.actor, shot.order)
        if description in portraits:
            name = part.actor.name or part.actor.label or part.actor.kind
            member = member_of(part.actor, shot.order)
            consistency = (member or CastMember("")).consistency
            found[description] = Reference(name, portraits[description], consistency)
    return tuple(found.values())[:most]
