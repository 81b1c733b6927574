"""Descriptions of the comic: scenes, title and alternative text, in the comic's language."""

from __future__ import annotations

from collections import Counter

from pipeline.comic.planner import lexicon
from pipeline.comic.planner.lexicon_search import name_in
from pipeline.comic.planner.quotes import sentences
from pipeline.comic.story import PanelPlan, StagedStory
from pipeline.comic.typesetting.grapheme_clusters import clean
from pipeline.models import DrawingOrder

MAX_ALT = 1024
MAX_TITLE = 60
MAX_SCENE = 500
_PANEL = {"en": "Panel", "pt": "Quadro", "es": "Viñeta", "ja": "コマ", "fr": "Case", "de": "Bild"}


def _code(language: str, spoken: tuple[str, ...] = ()) -> str:
    code = language.split("-", maxsplit=1)[0].lower()
    if code == "en" and spoken and ("en" not in spoken or spoken[0] == "ja"):
        code = spoken[0]  # the order kept the default language, but the text is in another
    return code


def scene_words(panel: PanelPlan, language: str, spoken: tuple[str, ...]) -> str:
    """Return the content of a panel as a list of nouns: "cat, bakery, moon, night"."""
    code = _code(language, spoken)
    setting = panel.setting
    seen = Counter(part.actor.name or part.actor.label for part in panel.parts)
    words = [f"{name} × {count}" if count > 1 and name else name for name, count in seen.items()]
    room = setting.room or setting.building
    if room:
        words.append(name_in(lexicon.ROOMS, room, code))
    words.append(name_in(lexicon.PLACES, setting.place, code))
    if setting.time != "day":
        words.append(name_in(lexicon.TIMES, setting.time, code))
    if setting.weather != "clear":
        words.append(name_in(lexicon.WEATHER, setting.weather, code))
    words += [name_in(lexicon.THINGS, thing, code) for thing in panel.things]
    shown = list(dict.fromkeys(word for word in words if word))
    return ("、" if code == "ja" else ", ").join(shown)[:MAX_SCENE]


def title_of(texts: list[str]) -> str:
    """Return the first sentence of narration or dialogue, shortened."""
    first = next(iter(sentences(clean(texts[0]))), texts[0])
    return shorten(first.rstrip(".。 :：,、—–-") or first, MAX_TITLE)


def shorten(text: str, limit: int) -> str:
    """Return *text* cut to *limit* characters, at a space if possible."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    blank = cut.rfind(" ")
    if blank > limit * 0.6:
        cut = cut[:blank]
    return cut.rstrip(" ,;:、") + "…"


def alt_text(story: StagedStory, order: DrawingOrder) -> str:
    """Return the picture and text of every panel; descriptions of long comics are shorter."""
    code = _code(order.language)
    for room in (400, 220, 140, 90, 60, 40, 24):
        told = _tell(story, code, room)
        if len(told) <= MAX_ALT:
            return told
    return shorten(told, MAX_ALT)


def _tell(story: StagedStory, code: str, room: int) -> str:
    word = _PANEL.get(code, "")
    stop = "。" if code == "ja" else ". "
    parts = []
    for number, panel in enumerate(story.panels, 1):
        head = f"{word} {number}: " if word else f"{number}: "
        said = [shorten(panel.scene, room)] if panel.scene else []
        if panel.caption:
            said.append(shorten(panel.caption, room))
        for line in panel.lines:
            who = f"{line.name}: " if line.name else ""
            said.append(f"{who}“{shorten(line.text, room)}”")
        told = stop.join(text.rstrip(".。 ") if text[-1:] in ".。" else text for text in said)
        parts.append(head + told)
    ending = "。" if code == "ja" else ". "
    return ending.join(parts) + ending.strip()
