"""Descriptions of comics: whole sentences in the languages of the product."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from typing import Any

import pytest

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.grips import ALIKE, GRIPS
from pipeline.comic.planner.descriptions import DESCRIBED, MAX_ALT, alt_text, scenes_of, title_of
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import OVERHEAD, name_in
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.words_about.phrases import phrases
from pipeline.comic.story import Actor, DialogueLine, PanelPlan, Part, Setting, StagedStory
from pipeline.models import ScriptPanelText
from tests.pipeline.comic.drawing_orders import LONG, order

KITCHEN = Setting("city", "kitchen", "kitchen", "night")


def being(kind: str, code: str, name: str = "", *, role: str = "", **fields: Any) -> Actor:
    """Return an actor of a known kind, or a person with *role*."""
    table, key = (lexicon.ROLES, role) if kind == HUMAN else (lexicon.SPECIES, kind)
    label = name_in(table, key, code)
    hints = LookHints(female=fields.pop("female", None))
    look = derive(kind, role, hints, (kind, role))
    return Actor(name or label, fields.pop("label", label), look, **fields)


def told(code: str, *panels: PanelPlan) -> str:
    """Return the alternative text of *panels*."""
    cast = tuple(dict.fromkeys(part.actor for panel in panels for part in panel.parts))
    return alt_text(StagedStory("", panels, cast), order(language=code))


def shown(*parts: Part, setting: Setting = KITCHEN, **fields: Any) -> PanelPlan:
    return PanelPlan(setting, "medium", parts, **fields)


GUILTY = {
    "en": "Panel 1: In the kitchen at night, the cat holds a cake and looks guilty. "
    "Nora: “Who ate it?”",
    "es": "Viñeta 1: En la cocina, de noche, el gato sostiene un pastel y parece culpable. "
    "Nora: «¿Quién lo comió?».",
    "pt": "Quadro 1: Na cozinha, à noite, o gato segura um bolo e parece culpado. "
    "Nora: “Quem comeu?”",
    "ja": "1コマ目：夜の台所で、猫が気まずそうにケーキを持っている。ノラ「誰が食べたの？」",
}
WORDS = {
    "en": ("Nora", "Who ate it?"),
    "es": ("Nora", "¿Quién lo comió?"),
    "pt": ("Nora", "Quem comeu?"),
    "ja": ("ノラ", "誰が食べたの？"),
}


@pytest.mark.parametrize("code", DESCRIBED)
def test_a_panel_is_described_in_a_sentence_and_then_read(code: str) -> None:
    name, words = WORDS[code]
    cat = Part(being("cat", code), "carry", "calm", "cake", feeling="guilty")
    nora = being(HUMAN, code, name, role="girl")
    panel = shown(cat, Part(nora), lines=(DialogueLine(words, "speech", 1, name),))

    assert told(code, panel) == GUILTY[code]


TOGETHER = {
    "en": "Panel 1: In the forest on a rainy night, two cats run while the princess is startled. "
    "The bear is there too.",
    "es": "Viñeta 1: En el bosque, en una noche de lluvia, dos gatos corren mientras la princesa "
    "se sobresalta. También está el oso.",
    "pt": "Quadro 1: Na floresta, numa noite de chuva, dois gatos correm enquanto a princesa "
    "leva um susto. O urso também está ali.",
    "ja": "1コマ目：雨の降る夜の森で、二匹の猫が走っていて、姫がびっくりしている。熊もいる。",
}


@pytest.mark.parametrize("code", DESCRIBED)
def test_several_people_share_a_sentence(code: str) -> None:
    cats = [Part(being("cat", code), "run") for _ in range(2)]
    others = [
        Part(being(HUMAN, code, role="princess"), "shock", "surprised"),
        Part(being("bear", code), "relaxed"),
    ]
    panel = shown(*cats, *others, setting=Setting("forest", "", "", "night", "rain"))

    assert told(code, panel) == TOGETHER[code]


ONE_BY_ONE = {
    "en": "Panel 1: At sea, Mimi the cat holds a gift. Panel 2: Mimi holds the gift and looks "
    "happy. Panel 3: Day breaks and the wind is blowing. There are some gears nearby.",
    "es": "Viñeta 1: En el mar, la gata Mimi sostiene un regalo. Viñeta 2: Mimi sostiene el "
    "regalo y parece feliz. Viñeta 3: Amanece y sopla el viento. Cerca hay unos engranajes.",
    "pt": "Quadro 1: No mar, a gata Mimi segura um presente. Quadro 2: Mimi segura o presente e "
    "parece feliz. Quadro 3: Amanhece e venta. Por perto há umas engrenagens.",
    "ja": "1コマ目：海で、猫のミミがプレゼントを抱えている。2コマ目：ミミがうれしそうに"
    "プレゼントを抱えている。3コマ目：夜明けだ。強い風が吹いている。近くに歯車がある。",
}


@pytest.mark.parametrize("code", DESCRIBED)
def test_what_stays_is_not_said_again(code: str) -> None:
    label = {"es": "una gata", "pt": "uma gata", "en": "a cat", "ja": "猫"}[code]
    mimi = being("cat", code, "ミミ" if code == "ja" else "Mimi", label=label)
    sea = Setting("sea", time="day")
    text = told(
        code,
        shown(Part(mimi, "carry", "calm", "gift"), setting=sea, things=("gift",)),
        shown(Part(mimi, "carry", "happy", "gift"), setting=sea, things=("gift",)),
        shown(setting=Setting("sea", time="dawn", weather="wind"), things=("gears",)),
    )

    assert text == ONE_BY_ONE[code]


@pytest.mark.parametrize(
    ("code", "caption", "text"),
    [
        ("en", "The cat runs in the forest at night.", ""),
        ("en", "The cat runs.", " In the forest at night, the cat looks scared."),
        ("es", "El gato corre por el bosque de noche.", ""),
        ("es", "El gato corre.", " En el bosque, de noche, el gato parece asustado."),
        ("pt", "O gato corre na floresta à noite.", ""),
        ("pt", "O gato corre.", " Na floresta, à noite, o gato parece assustado."),
        ("ja", "夜、猫が森を走る。", ""),
        ("ja", "猫が走る。", "夜の森で、猫がおびえている。"),
    ],
)
def test_what_the_narration_says_is_not_described(code: str, caption: str, text: str) -> None:
    feeling = "scared" if text else "calm"
    part = Part(being("cat", code), "run", feeling)
    panel = shown(part, setting=Setting("forest", time="night"), caption=caption)

    head = {"en": "Panel 1: ", "es": "Viñeta 1: ", "pt": "Quadro 1: ", "ja": "1コマ目："}[code]
    assert told(code, panel) == f"{head}{caption}{text}"


@pytest.mark.parametrize(
    ("code", "label", "thing", "site", "text"),
    [
        ("en", "squirrels", "suitcase", "airport", "the squirrel holds a suitcase"),
        ("en", "an owl", "tongs", "Mars", "the owl holds some tongs"),
        ("es", "una ardilla", "maleta", "aeropuerto", "la ardilla sostiene una maleta"),
        ("es", "hada", "avión", "la estación", "el hada sostiene un avión"),
        ("pt", "esquilo", "mala", "aeroporto", "o esquilo segura uma mala"),
        ("pt", "uma lesma", "o coração", "Marte", "a lesma segura o coração"),
        ("ja", "リス", "スーツケース", "空港", "リスがスーツケースを持っている"),
    ],
)
def test_words_of_the_story_fit_into_sentences(
    code: str, label: str, thing: str, site: str, text: str
) -> None:
    look = derive("squirrel", "", LookHints(), ("squirrel",))
    actor = Actor(label, label, look, species="squirrel")
    part = Part(actor, "carry", "calm", thing)
    panel = shown(part, setting=Setting("city", name=site), labels={thing: thing})

    at = {
        "airport": "At the airport",
        "Mars": "On Mars",
        "aeropuerto": "En el aeropuerto",
        "la estación": "En la estación",
        "aeroporto": "No aeroporto",
        "Marte": "Em Marte",
        "空港": "空港で",
    }[site]
    assert f"{at}, {text}.".replace("で, ", "で、").replace("る.", "る。") in told(code, panel)


@pytest.mark.parametrize("code", DESCRIBED)
def test_everything_that_is_drawn_has_a_phrase(code: str) -> None:
    words = phrases(code)
    for table, section, without in (
        (lexicon.PLACES, "places", {OVERHEAD}),
        (lexicon.ROOMS, "rooms", set()),
        (lexicon.ROOMS, "fronts", set()),
        (lexicon.TIMES, "times", {"day"}),
        (lexicon.WEATHER, "weather", {"clear"}),
        (lexicon.WEATHER, "outside", {"clear"}),
        (lexicon.EMOTIONS, "emotions", set()),
        (lexicon.ACTIONS, "poses", {"present"}),
    ):
        missing = {key for key in lexicon.meanings(table, "en") if not words.has(section, key)}
        assert missing <= without, (section, missing)
    if code != "en":
        tables = (lexicon.THINGS, lexicon.GARMENTS)
        named = {name for table in tables for name in lexicon.meanings(table, code)}
        things = {*lexicon.meanings(lexicon.THINGS, "en"), *(GRIPS.keys() - ALIKE.keys())}
        assert not {thing for thing in things - named if not words.has("things", thing)}
    if code in {"es", "pt"}:
        beings = {
            **lexicon.meanings(lexicon.SPECIES, "en"),
            **lexicon.meanings(lexicon.ROLES, "en"),
        }
        assert not {key for key in beings if not words.has("beings", key)}


@pytest.mark.parametrize("code", DESCRIBED)
def test_any_panel_is_told_in_clean_sentences(code: str) -> None:
    species = list(lexicon.meanings(lexicon.SPECIES, "en"))
    poses = [*lexicon.meanings(lexicon.ACTIONS, "en"), "cheer", "cower", "shock", "stand", "xyz"]
    emotions = [*lexicon.meanings(lexicon.EMOTIONS, "en"), "calm", "guilty"]
    places = [key for key in lexicon.meanings(lexicon.PLACES, "en") if key != OVERHEAD]
    rooms = [*lexicon.meanings(lexicon.ROOMS, "en"), "", ""]
    times = list(lexicon.meanings(lexicon.TIMES, "en"))
    weather = list(lexicon.meanings(lexicon.WEATHER, "en"))
    for seed in range(60):
        pick = random.Random(seed).choice
        panels = []
        for _ in range(3):
            room = pick(rooms)
            setting = Setting(pick(places), room, room or pick(rooms), pick(times), pick(weather))
            parts = [
                Part(being(pick(species), code), pick(poses), pick(emotions), pick(["", *GRIPS]))
                for _ in range(pick((0, 1, 2, 3)))
            ]
            panels.append(shown(*parts, setting=setting, things=(pick(list(GRIPS)),)))
        text = told(code, *panels)
        assert not re.search(r"[{}|]|  | [,.;]|\.\.|。。|、。|\b(\w+) \1\b|^\s|\s$", text), text
        assert text[-1] in ".。”"
        assert len(text) <= MAX_ALT


def test_a_name_is_introduced_once_and_the_speaker_of_a_line_is_named() -> None:
    fox, voice = being("fox", "en"), DialogueLine("Hello!", "shout", None)
    lines = (
        DialogueLine("Hi", "speech", 0, "fox"),
        DialogueLine("Hm.", "thought", 0, "fox"),
        voice,
    )

    text = told("en", shown(Part(fox), lines=lines))

    assert text == (
        "Panel 1: The fox is in the kitchen at night. The fox: “Hi”. The fox thinks: “Hm.” "
        "A voice shouts: “Hello!”"
    )


def test_the_text_of_a_panel_keeps_its_braces() -> None:
    lines = (DialogueLine("{text} {who}", "speech", 0, "x{0}"),)
    actor = being("cat", "en", "x{0}")

    assert "x0: “{text} {who}”" in told("en", shown(Part(actor), lines=lines, caption="A {} b."))


def test_a_language_without_descriptions_has_its_captions_and_lines() -> None:
    lines = (DialogueLine("Hallo!", "speech", 0, "Mia"),)
    mia = being(HUMAN, "de", "Mia", role="girl")
    panel = shown(Part(mia, "run", "happy"), caption="Die Katze schläft auf dem Dach", lines=lines)
    silent = shown(Part(mia))

    assert told("de", panel, silent) == "Bild 1: Die Katze schläft auf dem Dach. Mia: “Hallo!”"
    assert scenes_of(StagedStory("", (panel, silent)), order(language="de")) == ("", "")


def test_a_long_comic_is_described_within_the_limit() -> None:
    given = order(LONG[:2000], panel_count=12)
    text = alt_text(plan(given), given)

    assert text.startswith("Panel 1: ")
    assert len(text) <= MAX_ALT


def test_a_script_keeps_its_own_scenes() -> None:
    script = (ScriptPanelText("a cat, a moon"), ScriptPanelText("", "The cat sleeps."))
    given = order("x", panel_count=2, script=script)

    first, second = scenes_of(plan(given), given)

    assert first == "a cat, a moon"
    assert second != "a cat, a moon"


@pytest.mark.parametrize(
    ("texts", "language", "title"),
    [
        (["Mr. Fox opens a shop. It rains."], "en", "Mr. Fox opens a shop"),
        (["and then the cat sleeps,"], "en", "Then the cat sleeps"),
        (["Who ate it? Nora asks."], "en", "Who ate it?"),
        (["El gato duerme, y"], "es", "El gato duerme"),
        (["猫が眠る。犬が走る。"], "ja", "猫が眠る"),
        (["..."], "en", "..."),
    ],
)
def test_a_title_is_the_first_sentence(texts: list[str], language: str, title: str) -> None:
    assert title_of(texts, language) == title


def test_phrases_load_when_a_comic_is_described() -> None:
    code = (
        "import sys, pipeline.comic.planner.plan\n"
        "print([m for m in sys.modules if m.startswith('pipeline.comic.planner.words_about')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"
