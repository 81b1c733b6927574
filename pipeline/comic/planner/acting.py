"""Acting: the pose, the feeling and the held object of every figure in a panel."""

from __future__ import annotations

import random

from pipeline.comic.grips import FOOD, GRIPS
from pipeline.comic.planner import lexicon
from pipeline.comic.planner.characters import Cast
from pipeline.comic.planner.lexicon_search import find, names_in
from pipeline.comic.planner.narration import Beat
from pipeline.comic.planner.stage_business import Business, gags_for
from pipeline.comic.story import Part


class Acting:
    """Director of the actors, panel by panel; *things* are all objects of the story."""

    def __init__(self, cast: Cast, things: list[str], place: str, source: random.Random) -> None:
        self._cast = cast
        self._things = things
        self._source = source
        self._gags = list(gags_for(place))
        source.shuffle(self._gags)
        self._wordless = 0  # panels staged with an invented gag

    def _found_in(self, text: str, table: str) -> list[str]:
        return names_in(text, table, self._cast.languages)

    def parts(
        self,
        beat: Beat,
        shown: list[int],
        emotion: str,
        things: tuple[str, ...],
        *,
        close: bool,
        business: Business | None,
        referent: int | None,
    ) -> tuple[Part, ...]:
        """Return what each actor of *shown* does; *referent* is the actor a pronoun refers to."""
        actions = self._found_in(beat.context, lexicon.ACTIONS)
        told = self._subjects(beat.seen)
        # the actors named by the sentence act; "they" means all actors present
        acting = [actor for actor in told if actor in shown] or shown
        if referent is not None and referent in shown:
            acting = [referent]
        elif acting[0] in told:  # "three cats run": all of them do
            acting = [a for a in shown if a in told or self._alike(a, acting[0])]
        parts = []
        for k, actor in enumerate(shown):
            said = next((said for said in beat.said if said.speaker == actor), None)
            feeling = "calm" if emotion in _OWN and actor not in acting else emotion
            if said and said.kind == "shout" and feeling == "calm":
                sells = bool(things) and things[0] in FOOD
                feeling = "happy" if sells else self._source.choice(_LOUD)
            if actor in acting and actions and not close and feeling != "asleep":
                pose = actions[0]
            else:
                pose = pose_for(feeling, self._source, close=close, speaking=said is not None)
            held = ""
            if business and k == 0:
                pose, held = business.pose, business.thing if business.held else ""
                pose = "relaxed" if close and pose in _IN_THE_AIR else pose
            elif actor in acting and feeling != "asleep":
                held = self._held(beat, things, pose, first=actor == acting[0])
                held = self._tool(actor, held, pose)
                pose = pose_holding(held, pose)
            parts.append(Part(self._cast.actors[actor], pose, feeling, held))
        return tuple(parts)

    def _subjects(self, text: str) -> list[int]:
        """Return the acting subjects of *text*: all before the verb, or else the first."""
        languages = self._cast.languages
        mentions = self._cast.mentions(text)
        verbs = [
            found.start
            for table in (lexicon.ACTIONS, lexicon.EMOTIONS)
            for found in find(text, table, languages)
        ]
        before = [m.actor for m in mentions if verbs and m.start < min(verbs)]
        if "ja" in languages:  # in Japanese the verb comes last, after the objects
            before = [m.actor for m in mentions if text[m.end : m.end + 1] in {"が", "は", "と"}]
        return before or [mention.actor for mention in mentions][:1]

    def shown_things(self, beat: Beat) -> tuple[str, ...]:
        """Return the objects of a panel: those narrated or offered for sale, else the story's."""
        told = self._found_in(beat.seen, lexicon.THINGS)
        cried = " ".join(said.text for said in beat.said if said.kind == "shout")
        wares = [thing for thing in self._found_in(cried, lexicon.THINGS) if thing in FOOD]
        if not told and "hold" in self._found_in(beat.seen, lexicon.ACTIONS):
            told = [thing for thing in self._things if thing in FOOD]  # "They eat"
        return tuple((told or wares or (self._things if beat.silent else []))[:2])

    def _alike(self, a: int, b: int) -> bool:
        actors = self._cast.actors
        return a == b or (bool(actors[a].label) and actors[a].label == actors[b].label)

    def _tool(self, actor: int, thing: str, pose: str) -> str:
        """Return *thing* as *actor* uses it: a katana as a samurai's sword, a broom for a witch."""
        role = self._cast.actors[actor].look.role
        if role == "witch" and pose == "fly":
            return "broom"
        eastern = role in {"samurai", "ninja", "geisha"}
        return "katana" if thing == "sword" and eastern else thing

    def _held(self, beat: Beat, things: tuple[str, ...], pose: str, *, first: bool) -> str:
        """Return the object an acting figure holds: the narrated one, or one used by the way."""
        thing = next((thing for thing in things if thing in GRIPS), "")
        named = not beat.silent
        if not thing or pose == "sleep":
            return ""
        if not first:
            return thing if thing in FOOD and pose == "hold" else ""
        return thing if named or beat.silent or pose in {"hold", "offer"} else ""

    def business(self, beat: Beat, before: str, things: tuple[str, ...]) -> Business | None:
        """Return a gag for a panel without narration, unless the mood forbids it."""
        if not beat.silent or beat.scene or things or before in {"sad", "scared", "angry"}:
            return None
        gag = self._gags[self._wordless // 3 % len(self._gags)]
        found = gag[self._wordless % 3]
        self._wordless += 1
        return found


def pose_for(emotion: str, source: random.Random, *, close: bool, speaking: bool) -> str:
    """Return a pose for a figure of which no action is told."""
    if emotion == "asleep":
        return "sleep"
    options = _POSES.get(emotion, _TALKING if speaking else _RESTING)
    if speaking and emotion == "happy":
        options = _TALKING
    if close:
        options = tuple(pose for pose in options if pose not in _IN_THE_AIR)
    return source.choice(options)


def pose_holding(thing: str, pose: str) -> str:
    """Return the pose in which *thing* is held by a figure that would have *pose*."""
    if thing and not (GRIPS[thing].loose and pose in _LIVELY):
        return GRIPS[thing].pose
    return pose


def on_the_ground(thing: str) -> bool:
    """Return whether *thing* is ridden or kicked, so that the feet must be visible."""
    return thing in GRIPS and GRIPS[thing].where == "ground"


_POSES: dict[str, tuple[str, ...]] = {
    "happy": ("cheer", "wave", "present", "dance", "jump"),
    "sad": ("droop",),
    "angry": ("fists", "hips", "point"),
    "scared": ("cower", "shock"),
    "surprised": ("shock", "reach", "shock"),
    "love": ("offer", "present"),
    "thinking": ("think",),
}
# moods that bystanders need not share
_OWN = frozenset(("asleep", "thinking", "sad", "angry", "scared"))
_LOUD = ("angry", "surprised", "surprised")
_TALKING = ("present", "point", "hips", "wave")
_RESTING = ("stand", "relaxed", "hips", "present")
_LIVELY = frozenset(("run", "jump", "walk", "dance"))
_IN_THE_AIR = frozenset(("fly", "jump", "run"))
