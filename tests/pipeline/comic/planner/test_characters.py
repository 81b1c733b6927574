from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.reading.new_characters import MAX_ALIKE
from pipeline.comic.story import StagedStory
from tests.pipeline.comic.drawing_orders import order

BAKERY = (
    'A cat opens a bakery on the moon. "Fresh bread!" shouts the cat. '
    "An astronaut buys a cake. They eat and watch the Earth rise."
)
CALLINGS = re.findall(
    r"\S+",
    "samurai geisha ninja viking cowboy mermaid vampire zombie angel fairy grandma baby teacher "
    "doctor firefighter police farmer detective scientist princess hero knight",
)


def _story(prompt: str, **fields: object) -> StagedStory:
    return plan(order(prompt, **fields))


def _names(story: StagedStory, panel: int) -> list[str]:
    return [part.actor.name for part in story.panels[panel].parts]


def test_they_refers_to_the_characters_present() -> None:
    story = _story(BAKERY)

    assert _names(story, 3) == ["cat", "astronaut"]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("A fox sleeps. A robot sings. A bear laughs. They dance.", ["fox", "robot", "bear"]),
        ("Uma raposa dorme. Um robô canta. Um urso ri. Eles dançam.", ["raposa", "robô", "urso"]),
        ("Una zorra duerme. Un robot canta. Un oso ríe. Ellas bailan.", ["zorra", "robot", "oso"]),
        ("狐が眠る。ロボットが歌う。熊が笑う。彼らは踊る。", ["狐", "ロボット", "熊"]),
    ],
)
def test_pronouns_of_four_languages_refer_to_the_cast(prompt: str, names: list[str]) -> None:
    assert _names(_story(prompt), 3) == names


@pytest.mark.parametrize(
    ("prompt", "cast"),
    [
        ('Mimi the cat bakes. "Hot!" says Mimi.', [("Mimi", "cat")]),
        ("Bolt, a small red robot, sings. Bolt laughs.", [("Bolt", "robot")]),
        ("Mimi, a gata, abre uma padaria. Mimi dorme.", [("Mimi", "cat")]),
        ("Mimi, la gata, abre una panadería. Mimi duerme.", [("Mimi", "cat")]),
        ("Ada meets the cat. Ada runs.", [("Ada", HUMAN), ("cat", "cat")]),
        ("Ada, the cat is here! Ada runs.", [("Ada", HUMAN), ("cat", "cat")]),
        ("Suddenly the cat sings.", [("cat", "cat")]),
        ("Ada the pirate sings. Ada laughs.", [("Ada", HUMAN)]),
    ],
)
def test_a_name_with_a_noun_is_one_character(prompt: str, cast: list[tuple[str, str]]) -> None:
    assert [(actor.name, actor.look.kind) for actor in _story(prompt).cast] == cast


def test_she_and_it_refer_to_matching_characters() -> None:
    story = _story("A witch meets a robot. She laughs. It runs.", panel_count=3)

    poses = [{part.actor.name: part.pose for part in panel.parts} for panel in story.panels]
    assert set(poses[1]) == {"witch", "robot"}
    assert poses[2]["robot"] == "run"
    assert poses[2]["witch"] != "run"


@pytest.mark.parametrize("word", ["the Earth", "Monday", "Christmas", "in Paris"])
def test_a_capitalized_word_alone_is_no_character(word: str) -> None:
    story = _story(f"A dog dreams about lunch {word}. Anna meets the dog.", panel_count=2)

    assert {name for k in (0, 1) for name in _names(story, k)} == {"dog", "Anna"}


@pytest.mark.parametrize(
    ("prompt", "seen"),
    [
        ("Three cats and two dogs fly a kite", {"cat": 3, "dog": 2}),
        ("The kids laugh", {"kid": 2}),
        ("A princess and a fox", {"princess": 1, "fox": 1}),
        ("The cat's two little brown mice", {"cat": 1, "mouse": 2}),
        ("Os três gatos dormem na casa", {"gato": 3}),
        ("Los dos perros corren en la casa", {"perro": 2}),
        ("二匹の犬が走る", {"犬": 2}),
        ("猫たちが踊る", {"猫": 2}),
        ("三人の忍者が来る", {"忍者": 3}),
        ("猫が三匹いる", {"猫": 3}),
        ("ثلاث قطط تلعب", {"قطط": 3}),
        ("שני כלבים רצים", {"כלבים": 2}),
    ],
)
def test_a_number_of_characters_is_drawn(prompt: str, seen: dict[str, int]) -> None:
    assert Counter(_names(_story(prompt, panel_count=1), 0)) == seen


def test_the_number_of_equal_characters_is_limited() -> None:
    assert len(_story("A hundred robots march", panel_count=1).cast) <= MAX_ALIKE


@pytest.mark.parametrize("kind", ["cats", "foxes", "robots", "boys", "women", "knights"])
def test_characters_of_one_kind_look_different(kind: str) -> None:
    parts = _story(f"Three {kind} meet", panel_count=1).panels[0].parts

    assert len(parts) == 3
    looks = [(p.actor.look.skin, p.actor.look.accent, p.actor.look.height) for p in parts]
    assert len(set(looks)) == 3
    assert len({p.actor.look.kind for p in parts}) == 1


def test_a_scene_counts_characters_of_one_kind() -> None:
    assert "cat × 3" in _story("Three cats sleep", panel_count=1).panels[0].scene


@pytest.mark.parametrize(
    ("prompt", "label"),
    [
        ("A samurai walks", "samurai"),
        ("Um samurai anda", "samurai"),
        ("El samurái camina en la calle", "samurái"),
        ("侍が歩く", "侍"),
        ("ساموراي يمشي", "ساموراي"),
        ("סמוראי הולך", "סמוראי"),
    ],
)
def test_a_samurai_is_no_knight_in_any_language(prompt: str, label: str) -> None:
    actor = _story(prompt, panel_count=1).panels[0].parts[0].actor

    assert (actor.label, actor.look.outfit, actor.look.hat) == (label, "hakama", "topknot")


def test_every_calling_has_its_own_clothes() -> None:
    looks = {role: derive(HUMAN, role, LookHints(), (role, 1)) for role in CALLINGS}

    for a, b in combinations(CALLINGS, 2):
        worn = [(look.outfit, look.hat, look.wears) for look in (looks[a], looks[b])]
        assert worn[0] != worn[1], (a, b)


def test_a_helmet_on_a_samurai_is_a_kabuto() -> None:
    story = _story("A samurai with a helmet waits", panel_count=1)

    assert story.panels[0].parts[0].actor.look.hat == "kabuto"


@pytest.mark.parametrize(
    ("prompt", "female"),
    [
        ("A policeman waits", False),
        ("A policewoman waits", True),
        ("A médica espera na rua com o médico", True),
    ],
)
def test_words_for_women_and_men_determine_the_figure(prompt: str, female: bool) -> None:
    look = _story(prompt, panel_count=1).panels[0].parts[0].actor.look

    assert look.female is female


def test_all_zombies_are_green() -> None:
    parts = _story("Three zombies dance", panel_count=1).panels[0].parts

    assert all(green > max(red, blue) for red, green, blue in (p.actor.look.skin for p in parts))
