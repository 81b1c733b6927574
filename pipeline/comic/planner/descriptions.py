"""Descriptions of the comic: scenes, title and alternative text, in the comic's language."""

from __future__ import annotations

from collections import Counter

from pipeline.comic.planner.captions import tidy_caption
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.detection import UNDETERMINED, language_of
from pipeline.comic.planner.language.lexicon_search import name_in
from pipeline.comic.planner.language.sentence_breaks import STOPS, sentences_of
from pipeline.comic.story import DialogueLine, PanelPlan, Setting, StagedStory
from pipeline.comic.typesetting.grapheme_clusters import clean
from pipeline.models import DrawingOrder

MAX_ALT = 1024
MAX_TITLE = 60
MAX_SCENE = 500
DESCRIBED = ("en", "pt", "es", "ja")  # languages of words_about/
_PANEL = {"fr": "Case", "de": "Bild"}
_PAUSES = ".。…"


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
    words += _place_words(setting, code)
    if setting.time != "day":
        words.append(name_in(lexicon.TIMES, setting.time, code))
    if setting.weather != "clear":
        words.append(name_in(lexicon.WEATHER, setting.weather, code))
    words += [
        panel.labels.get(thing) or name_in(lexicon.THINGS, thing, code) for thing in panel.things
    ]
    shown = list(dict.fromkeys(word for word in words if word))
    return ("、" if code == "ja" else ", ").join(shown)[:MAX_SCENE]


def _place_words(setting: Setting, code: str) -> list[str]:
    if setting.word:
        return [setting.word]
    room = setting.room or setting.building
    return [
        *([name_in(lexicon.ROOMS, room, code)] if room else []),
        name_in(lexicon.PLACES, setting.place, code),
    ]


def title_of(texts: list[str], language: str = "") -> str:
    """Return the first sentence of narration or dialogue, whole at both ends and shortened."""
    first = next(iter(sentences_of(clean(texts[0]), language)), texts[0])
    return shorten(tidy_caption(first, language).rstrip(_PAUSES) or first, MAX_TITLE)


def shorten(text: str, limit: int) -> str:
    """Return *text* cut to *limit* characters, at a space if possible."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    blank = cut.rfind(" ")
    if blank > limit * 0.6:
        cut = cut[:blank]
    return cut.rstrip(" ,;:、") + "…"


def scenes_of(story: StagedStory, order: DrawingOrder) -> tuple[str, ...]:
    """Return each panel in sentences, or what the order's own script says about it.

    Empty where the language has no descriptions, or the narration says everything.
    """
    told = [" ".join(sentences) for sentences in _described(story, _language(story, order))]
    given = [panel.scene for panel in order.script] or [""] * len(told)
    return tuple(
        given_scene or shorten(scene, MAX_SCENE)
        for given_scene, scene in zip(given, told, strict=False)
    )


def alt_text(story: StagedStory, order: DrawingOrder) -> str:
    """Return the picture and text of every panel; descriptions of long comics are shorter."""
    code = _language(story, order)
    described = _described(story, code)
    for room in (400, 220, 140, 90, 60, 40, 24):
        told = _told(story, described, code, room)
        if len(told) <= MAX_ALT:
            return told
    return shorten(told, MAX_ALT)


def _language(story: StagedStory, order: DrawingOrder) -> str:
    """Return the language of the story's own words, which the order may not say."""
    narration = [text for p in story.panels for text in (*p.captions, p.unlettered) if text]
    dialogue = [line.text for panel in story.panels for line in panel.lines]
    told = " ".join(narration or dialogue)
    found = language_of(told, order.language)
    return _code(order.language) if found == UNDETERMINED else found


def _described(story: StagedStory, code: str) -> list[list[str]]:
    """Return the sentences about each panel; none in a language without descriptions."""
    if code not in DESCRIBED:
        return [[] for _ in story.panels]
    from pipeline.comic.planner.words_about.describing import descriptions

    return descriptions(story, code)


def _told(story: StagedStory, described: list[list[str]], code: str, room: int) -> str:
    blank = "" if code == "ja" else " "
    panels = []
    for number, (panel, sentences) in enumerate(zip(story.panels, described, strict=True), 1):
        read = [_read(line, panel, story, code, room) for line in panel.lines]
        caption = [_ended(shorten(panel.caption, room), code)] if panel.caption else []
        told = blank.join([*caption, *_fitting(sentences, room), *read])
        panels.append(f"{_head(number, code)}{told}" if told else "")
    return blank.join(filter(None, panels)) or story.title


def _fitting(sentences: list[str], room: int) -> list[str]:
    """Return as many whole sentences as fit in *room* characters."""
    fitting: list[str] = []
    for sentence in sentences:
        room -= len(sentence)
        if room < 0:
            break
        fitting.append(sentence)
    return fitting


def _ended(text: str, code: str) -> str:
    ended = text.rstrip("\"'”’»)」』）").endswith(tuple(STOPS))
    return text if ended else text + ("。" if code in {"ja", "zh"} else ".")


def _head(number: int, code: str) -> str:
    if code in DESCRIBED:
        from pipeline.comic.planner.words_about.describing import panel_head

        return panel_head(number, code)
    word = _PANEL.get(code, "")
    return f"{word} {number}: " if word else f"{number}: "


def _read(line: DialogueLine, panel: PanelPlan, story: StagedStory, code: str, room: int) -> str:
    """Return a line of dialogue with its speaker, or a caption."""
    if line.kind == "caption":
        return _ended(shorten(line.text, room), code)
    if code in DESCRIBED:
        from pipeline.comic.planner.words_about.describing import spoken

        phrase = spoken(line, panel, story, code)
    else:
        who = line.name.replace("{", "").replace("}", "")
        phrase = f"{who}: “{{text}}”" if who else "“{text}”"
    words = shorten(line.text, room)
    if code == "es":  # the full stop stands behind the marks
        plain = words if words.endswith("..") else words.removesuffix(".")
        return phrase.replace("{text}", plain) + "."
    told = phrase.replace("{text}", words)
    return told if code == "ja" else _ended(told, code)
