"""Words for models that paint: what a shot shows, what it should not show, within a limit.

The order is style, camera, characters, scene, then where nothing should be. Only the scene is cut,
from its end; a character who is described differently in two panels has two faces.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.comic.cast_words import description_of
from pipeline.comic.painter import Shot
from pipeline.comic.story import PanelPlan, Part, Setting
from pipeline.comic.token_counts import estimated_tokens

PORTRAIT = "portrait"
"""The shot of a panel that shows one character alone, as a reference for the others."""

_CAMERA = {
    "wide": "wide shot",
    "medium": "medium shot",
    "close": "close-up",
    "detail": "close-up of a detail",
}
_ANGLES = {
    "low": "seen from below",
    "high": "seen from above",
    "shoulder": "over-the-shoulder shot",
    "silhouette": "silhouettes against a bright sky",
    "hands": "the hands only",
}
_POSES = {
    "cheer": "cheering",
    "cower": "cowering",
    "dance": "dancing",
    "droop": "hanging the head",
    "fists": "raising the fists",
    "fly": "flying",
    "hips": "standing with hands on hips",
    "hold": "holding something",
    "jump": "jumping",
    "offer": "offering something",
    "point": "pointing",
    "present": "showing something",
    "reach": "reaching out",
    "run": "running",
    "shock": "startled",
    "sleep": "sleeping",
    "think": "thinking",
    "walk": "walking",
    "wave": "waving",
    "sit": "sitting",
    "lie": "lying down",
    "fall": "falling",
    "slip": "slipping",
    "kneel": "kneeling",
    "throw": "throwing something",
    "push": "pushing",
    "pull": "pulling",
    "swim": "swimming",
    "drive": "driving",
    "ride": "riding",
    "write": "writing",
    "type": "typing",
    "paint": "painting",
    "cook": "cooking",
    "cry": "crying",
    "faint": "fainting",
    "eat": "eating",
    "drink": "drinking",
    "climb": "climbing",
    "crawl": "crawling",
    "hide": "hiding",
    "sneak": "sneaking",
    "dig": "digging",
    "sweep": "cleaning",
    "phone": "on the phone",
    "bow": "bowing",
    "clap": "clapping",
    "laugh": "laughing",
    "shiver": "shivering",
    "stretch": "stretching",
    "exercise": "exercising",
    "listen": "listening",
    "sing": "singing",
    "wait": "waiting",
    "search": "searching",
    "pray": "praying",
    "hug": "in a hug",
    "kiss": "kissing",
    "shake_hands": "shaking hands",
    "fight": "fighting",
    "hand_over": "handing something over",
    "receive": "taking something",
    "chase": "chasing somebody",
    "flee": "running away",
    "dance_pair": "dancing in a couple",
    "high_five": "giving a high five",
    "whisper": "whispering",
    "comfort": "comforting somebody",
    "carry_person": "carrying somebody",
    "carried": "being carried",
}
_EMOTIONS = {"love": "in love", "asleep": "asleep", "thinking": "thoughtful", "calm": ""}


@dataclass(frozen=True, slots=True)
class ShotWords:
    """The prompt of a shot and its negative prompt; a model without the latter ignores it."""

    words: str
    negative_words: str


def shot_words(shot: Shot, max_tokens: int | None = None) -> ShotWords:
    """Return the words for *shot*, of at most *max_tokens* by estimate.

    More only if the characters alone need more.
    """
    table = _style_words()
    before = [_style(shot, table), _camera(shot, table), *_cast(shot)]
    after = _clear_areas(shot, table)
    scene = _scene(shot) if shot.panel.shot != PORTRAIT else ""
    if max_tokens is not None:
        used = estimated_tokens(_sentences([*before, "", *after]))
        scene = _cut(scene, max_tokens - used - 1)  # and the stop behind it
    return ShotWords(_sentences([*before, scene, *after]), _unwanted(shot, table))


@cache
def _style_words() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "style_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _style(shot: Shot, table: Mapping[str, Any]) -> str:
    style = _style_table(shot, table)
    if shot.mode == shot.style.mode:
        return str(style["words"])
    if shot.mode == "color":
        return str(style["words_in_color"])
    return f"{style['words']}, {table['common'][shot.mode]}"


def _camera(shot: Shot, table: Mapping[str, Any]) -> str:
    if shot.panel.shot == PORTRAIT:
        return str(table["common"]["portrait"])
    angle = _ANGLES.get(shot.panel.angle, "")
    return ", ".join(filter(None, (_CAMERA.get(shot.panel.shot, ""), angle)))


def _style_table(shot: Shot, table: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = table["styles"][shot.style.name]
    return found


def _unwanted(shot: Shot, table: Mapping[str, Any]) -> str:
    common = table["common"]
    found = [str(_style_table(shot, table)["unwanted"]), str(common["unwanted"])]
    if shot.mode != "color":
        found.append(str(common[f"unwanted_{shot.mode}"]))
    if shot.order.safety == "strict":
        found.append(str(common["unwanted_strict"]))
    found.append(shot.order.negative_prompt)
    return ", ".join(words.strip(" ,") for words in found if words.strip(" ,"))


def _cast(shot: Shot) -> list[str]:
    """Return the characters of the panel; equal ones (three cats) once, with their number."""
    descriptions = Counter(description_of(part.actor, shot.order) for part in shot.panel.parts)
    names = ", ".join(reference.name for reference in shot.references)
    shown = f"The given pictures show, in this order: {names}; draw the same characters"
    return [shown] * bool(names) + [
        text if count == 1 else f"{count} × {text}" for text, count in descriptions.items()
    ]


def _scene(shot: Shot) -> str:
    panel = shot.panel
    narration = panel.caption or panel.unlettered
    told = [panel.scene, narration if narration not in panel.scene else ""]
    return _sentences([*_acting(panel), *told, _setting(panel.setting), _things(panel)])


def _acting(panel: PanelPlan) -> list[str]:
    """Return what each character does; the second of two that do the same is not repeated."""
    return list(dict.fromkeys(filter(None, (_act(part) for part in panel.parts))))


def _act(part: Part) -> str:
    who = part.actor.name or f"the {part.actor.look.role or part.actor.kind}"
    feeling = _EMOTIONS.get(part.emotion, part.emotion)
    held = f"holding {part.holding}" if part.holding else ""
    pose = "" if held and part.pose in {"hold", "offer"} else _POSES.get(part.pose, "")
    does = ", ".join(filter(None, (feeling, pose, held)))
    return f"{who} is {does}" if does else ""


def _setting(setting: Setting) -> str:
    time = "" if setting.time == "day" else setting.time
    weather = "" if setting.weather == "clear" else setting.weather
    if setting.name:
        outside = "in front of it" if setting.building and not setting.room else ""
        return ", ".join(filter(None, (f"place: {setting.name}", outside, time, weather)))
    inside = f"inside a {setting.room}" if setting.room else ""
    outside = f"in front of a {setting.building}" if setting.building else ""
    return ", ".join(filter(None, (inside or outside, f"place: {setting.place}", time, weather)))


def _things(panel: PanelPlan) -> str:
    held = {part.holding for part in panel.parts}
    seen = [thing for thing in panel.things if thing not in held]
    return f"with {' and '.join(seen)}" if seen else ""


def _clear_areas(shot: Shot, table: Mapping[str, Any]) -> list[str]:
    common = table["common"]
    top, bottom = shot.clear
    return [
        str(common["without_text"]),
        str(common["clear_top"]) if top > 0 else "",
        str(common["clear_bottom"]) if bottom > 0 else "",
    ]


def _sentences(texts: Sequence[str]) -> str:
    stripped = [text.strip().rstrip(".。 ") for text in texts]
    return " ".join(f"{text}." for text in stripped if text)


def _cut(text: str, max_tokens: int) -> str:
    """Return the beginning of *text* with at most *max_tokens*, cut between words if it has any."""
    if estimated_tokens(text) <= max_tokens:
        return text
    fits, beyond = 0, len(text)
    while beyond - fits > 1:
        middle = (fits + beyond) // 2
        if estimated_tokens(text[:middle]) <= max_tokens:
            fits = middle
        else:
            beyond = middle
    cut = text[:fits]
    blank = cut.rfind(" ")
    return cut if blank < len(cut) * 0.6 or text[fits : fits + 1] == " " else cut[:blank]
