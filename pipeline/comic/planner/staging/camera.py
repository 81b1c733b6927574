"""Camera: how far from the actors a panel is seen, and from which angle."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from pipeline.comic.grips import FOOD, GRIPS
from pipeline.comic.planner.reading.beats import Beat, Phase
from pipeline.comic.planner.staging.acting import needs_room, on_the_ground
from pipeline.comic.story import PanelPlan

CROWD = 3  # actors from which on a close-up would leave out too many
_FROM_BELOW = frozenset(
    (
        "fly",
        "jump",
        "fists",
        "brandish",
        "cheer",
        "lift",
        "fight",
        "climb",
        "push",
        "throw",
        "kick",
    )
)
_FROM_ABOVE = frozenset(
    (
        "fall",
        "cower",
        "faint",
        "lie",
        "sleep",
        "droop",
        "cry",
        "dig",
        "sneak",
        "crawl",
        "swim",
        "search",
    )
)
_LOW_MOODS = frozenset(("angry",))
_HIGH_MOODS = frozenset(("sad", "scared"))
_BRIGHT = frozenset(("sunset", "dawn"))
_QUIET = frozenset(("stand", "relaxed", "walk", "sit", "hips", "wait", "hug", "kiss", "present"))
_CALM = frozenset(("calm", "love", "tired", "happy"))
_NO_SKY = frozenset(("cave", "underwater", "moon", "space", "forest"))  # behind anybody
_CHANCE = 0.25  # that the camera looks up or down for no other reason than variety
_ANGLES = ("low", "high", "eye")  # those that any panel may have


class Camera:
    """Decides distance and angle, so that no picture is framed like the one before it."""

    def __init__(self, source: random.Random) -> None:
        self._source = source

    # --- Distance ---------------------------------------------------------------------------------

    def shot(
        self, beat: Beat, before: Sequence[str], things: Sequence[str], *, last: bool, crowd: int
    ) -> str:
        """Return the distance: wide first, then if possible never the same twice."""
        if beat.phase not in {Phase.DETAIL, Phase.REACTION} and any(
            on_the_ground(thing) for thing in things
        ):
            return "wide"  # riders are visible down to the wheels
        shot = self._usual(beat, before, things, last=last, crowd=crowd)
        acts = beat.phase not in {Phase.DETAIL, Phase.REACTION}
        if acts and shot == "close" and needs_room(beat):
            return "medium" if before[-1] != "medium" else "wide"
        if beat.said and shot == "close" and things and things[0] in FOOD:
            return "medium"
        return shot

    def _usual(
        self, beat: Beat, before: Sequence[str], things: Sequence[str], *, last: bool, crowd: int
    ) -> str:
        if len(beat.lines) > 1 and len(beat.said) > 1:
            return "medium"
        if not before:
            return "wide"
        if beat.phase is Phase.DETAIL and things and before[-1] != "detail":
            return "detail"
        if beat.phase in {Phase.REACTION, Phase.PAUSE}:
            return _nearer(beat, before, things, crowd)
        if last:
            return "medium" if before[-1] != "medium" else "wide"
        return self._fresh(beat, before, crowd)

    def _fresh(self, beat: Beat, before: Sequence[str], crowd: int) -> str:
        options = ["close", "medium"] if beat.silent or beat.said else ["medium", "close", "wide"]
        if crowd >= CROWD:
            options = ["medium", "wide"]
        fresh = [shot for shot in options if shot != before[-1]]
        return fresh[0] if before[-1] == "wide" else self._source.choice(fresh)

    # --- Angle ------------------------------------------------------------------------------------

    def seen(
        self, panel: PanelPlan, before: Sequence[PanelPlan], *, silent: bool, last: bool
    ) -> PanelPlan:
        """Return *panel* with the angle it is seen from.

        A *silent* panel shows an act once more, and may look quite different.
        """
        if not before:
            return panel
        wishes = [*self._wished(panel, silent=silent, last=last), "eye", *_ANGLES]
        if any(plan.angle == "silhouette" for plan in before):
            wishes = [angle for angle in wishes if angle != "silhouette"]
        fresh = [angle for angle in wishes if _may_be(panel, angle)]
        used = {(plan.shot, plan.angle) for plan in before[-1:]}
        special = {plan.angle for plan in before[-1:]} - {"eye"}
        best = [a for a in fresh if (panel.shot, a) not in used and a not in special]
        return replace(panel, angle=(best or fresh)[0])

    def _wished(self, panel: PanelPlan, *, silent: bool, last: bool) -> list[str]:
        """Return the angles that suit the panel, the best first."""
        poses = {part.pose for part in panel.parts}
        moods = {part.emotion for part in panel.parts}
        found = []
        if silent and panel.shot == "detail":
            found.append("hands")
        is_quiet = last and _is_quiet(panel)
        if is_quiet and panel.setting.time in _BRIGHT:
            found.append("silhouette")
        if panel.shot == "medium" and self._source.random() < 0.75:
            found.append("shoulder")
        if poses & _FROM_BELOW or moods & _LOW_MOODS:
            found.append("low")
        if poses & _FROM_ABOVE or moods & _HIGH_MOODS:
            found.append("high")
        others = ["low", "high"]
        if silent and panel.shot != "close":
            found += self._source.sample(others, 2)
            found.insert(self._source.randrange(3), "silhouette" if is_quiet else "eye")
        elif self._source.random() < _CHANCE:
            found.append(self._source.choice(others))
        return found


def _nearer(beat: Beat, before: Sequence[str], things: Sequence[str], crowd: int) -> str:
    """Return the distance of a panel beyond what is told: nearer than the act, on what counts."""
    if beat.phase is Phase.PAUSE and things and not {"detail", "close"} & set(before[-3:]):
        return "detail"
    of_same = crowd == 1 or beat.phase is Phase.PAUSE  # actor as in the one before
    return "medium" if of_same and "close" in before[-2:] else "close"


def _is_quiet(panel: PanelPlan) -> bool:
    """Return whether nothing happens whose faces and things matter, so that outlines tell it."""
    return (
        not panel.lines
        and not panel.things
        and len(panel.parts) < CROWD
        and all(
            part.pose in _QUIET and part.emotion in _CALM and not part.holding
            for part in panel.parts
        )
    )


def _may_be(panel: PanelPlan, angle: str) -> bool:
    """Return whether *panel* can be seen from *angle* without losing what it tells."""
    setting = panel.setting
    if angle == "hands":
        held = [part.holding for part in panel.parts if _in_hands(part.holding)]
        return panel.shot == "detail" and set(panel.things) == set(held) and len(held) == 1
    if angle == "shoulder":
        return panel.shot == "medium" and panel.listener is not None
    if angle == "silhouette":
        dark = setting.time == "night" or setting.place in _NO_SKY
        return panel.shot in {"wide", "medium"} and not (dark or setting.room or panel.lines)
    if angle == "high":
        afloat = setting.place in {"sea", "sky", "space", "underwater"}
        return panel.shot != "detail" and len(panel.parts) < CROWD and not afloat
    if angle == "low":
        return panel.shot != "detail" and setting.place != "underwater"
    return True


def _in_hands(thing: str) -> bool:
    """Return whether *thing* is small enough for a close-up of hands."""
    return bool(thing) and (thing not in GRIPS or GRIPS[thing].where != "ground")
