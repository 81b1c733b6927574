from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.character_look import Look
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.reading.passages import passages_of
from pipeline.comic.planner.text_portions import portions
from pipeline.comic.story import StagedStory
from pipeline.models import CastMember
from tests.pipeline.comic.drawing_orders import FOX, order


def _story(prompt: str, **fields: object) -> StagedStory:
    return plan(order(prompt, **fields))


def _looks(story: StagedStory) -> dict[str, Look]:
    return {part.actor.name: part.actor.look for panel in story.panels for part in panel.parts}


@pytest.mark.parametrize(
    ("language", "prompt"),
    [
        ("en", "A cat opens a bakery on the moon at night"),
        ("pt-BR", "Um gato abre uma padaria na lua à noite"),
        ("es", "Un gato abre una panadería en la luna por la noche"),
        ("ja", "夜、猫が月でパン屋を開いた"),
    ],
)
def test_characters_place_and_time_are_recognized_in_four_languages(
    language: str, prompt: str
) -> None:
    story = _story(prompt, language=language)

    first = story.panels[0]
    assert first.parts[0].actor.look.kind == "cat"
    assert first.setting.place == "moon"
    assert first.setting.building == "bakery"
    assert first.setting.time == "night"
    assert any(panel.setting.room == "bakery" for panel in story.panels)


@pytest.mark.parametrize(
    "prompt",
    [
        "قطة صغيرة تفتح مخبزا على القمر",
        "חתול קטן פותח מאפייה על הירח",
        "Un petit chat ouvre une boulangerie sur la lune",
        "Eine kleine Katze öffnet eine Bäckerei auf dem Mond",
    ],
)
def test_basic_words_of_other_languages_are_recognized(prompt: str) -> None:
    first = _story(prompt).panels[0]

    assert first.parts[0].actor.look.kind == "cat"
    assert (first.setting.place, first.setting.building) == ("moon", "bakery")


@pytest.mark.parametrize(
    ("prompt", "place", "weather"),
    [
        ("A dog walks through the forest in the rain", "forest", "rain"),
        ("Uma menina corre na praia com muito vento", "beach", "wind"),
        ("Un robot camina por la ciudad bajo la nieve", "city", "snow"),
        ("嵐の海で船が揺れた", "sea", "storm"),
        ("A camel crosses the desert", "desert", "clear"),
        ("Un dragón vive en el castillo con niebla", "castle", "fog"),
    ],
)
def test_place_and_weather_are_read_from_the_text(prompt: str, place: str, weather: str) -> None:
    setting = _story(prompt).panels[0].setting

    assert (setting.place, setting.weather) == (place, weather)


def test_the_given_language_may_be_wrong() -> None:
    story = _story("Uma raposa vermelha encontra um coelho na floresta", language="en")

    assert {look.kind for look in _looks(story).values()} == {"fox", "rabbit"}


def test_colors_and_clothes_are_applied() -> None:
    looks = _looks(_story("A blue cat with a red scarf meets a green robot in the park"))

    assert looks["cat"].skin == (62, 122, 206)
    assert "scarf" in looks["cat"].wears
    assert looks["cat"].accent == (214, 52, 46)
    assert looks["robot"].skin == (86, 164, 78)


def test_a_character_looks_the_same_in_every_comic() -> None:
    mimi = (CastMember("Mimi", "small grey cat, red scarf, flour on whiskers"),)

    here = _looks(_story("Mimi sails to an island", characters=mimi, seed=1))["Mimi"]
    there = _looks(_story("In the city, Mimi finds a key", characters=mimi, seed=999))["Mimi"]

    assert here == there
    assert here.kind == "cat"


def test_another_name_is_another_character() -> None:
    people = (CastMember("Ana", "a woman"), CastMember("Eva", "a woman"))

    looks = _looks(_story("Ana and Eva meet", characters=people))

    assert looks["Ana"] != looks["Eva"]


def test_a_character_looks_the_same_in_all_panels() -> None:
    story = _story("A detective walks. The detective runs. The detective sleeps.", panel_count=6)

    assert len({part.actor.look for panel in story.panels for part in panel.parts}) == 1


def test_two_adjacent_nouns_are_one_character() -> None:
    looks = _looks(_story("La abuela pirata encuentra un gato astronauta"))

    assert set(looks) == {"abuela pirata", "gato astronauta"}
    assert looks["abuela pirata"].hat == "pirate"
    assert looks["gato astronauta"].kind == "cat"
    assert looks["gato astronauta"].outfit == "space"


def test_names_in_the_text_become_characters() -> None:
    story = _story("Yesterday Anna met Pedro in the park. Then Anna laughed.")

    assert set(_looks(story)) == {"Anna", "Pedro"}


def test_speech_is_attributed_to_the_named_character() -> None:
    lines = [line for panel in _story(FOX).panels for line in panel.lines]

    assert [(line.text, line.name, line.kind) for line in lines] == [
        ("Are you lost?", "fox", "speech"),
        ("I AM NOT LOST!", "rabbit", "shout"),
    ]


def test_a_colon_introduces_the_speaker() -> None:
    story = _story('A cat shouts: "Dance!" The dog thinks: "Why me?"', panel_count=2)

    lines = [line for panel in story.panels for line in panel.lines]
    assert [(line.text, line.name, line.kind) for line in lines] == [
        ("Dance!", "cat", "shout"),
        ("Why me?", "dog", "thought"),
    ]


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ('A cat says "hi" and a dog replies "hello"', ["cat: hi", "dog: hello"]),
        ('A cat meets a dog. The cat says "hi", the dog says "yo"', ["cat: hi", "dog: yo"]),
        ('"Hi" the cat says "bye" the dog says', ["cat: Hi", "dog: bye"]),
        (
            '"Tea," said the dragon, "is all." The king shouted "No!"',
            ["dragon: Tea.", "dragon: is all.", "king: No!"],
        ),
        ('Un gato dice "hola" y un perro responde "adiós"', ["gato: hola", "perro: adiós"]),
        ("猫は「どうぞ」と言う。犬は「パンを」と言う。", ["猫: どうぞ", "犬: パンを"]),
        ("「どうぞ」と猫が言う。犬が「パンを」と言う。", ["猫: どうぞ", "犬: パンを"]),
    ],
)
def test_every_speaker_of_a_sentence_has_their_own_words(prompt: str, said: list[str]) -> None:
    story = _story(prompt, panel_count=4)

    lines = [line for panel in story.panels for line in panel.lines]
    assert [f"{line.name}: {line.text}" for line in lines] == said
    assert "".join(panel.caption for panel in story.panels).strip() in {"", "A cat meets a dog."}


def test_the_speaker_is_not_repeated_in_a_caption() -> None:
    captions = " ".join(panel.caption for panel in _story(FOX).panels)

    assert "asked the fox" not in captions
    assert "They walk home" in captions


def test_speech_without_a_name_takes_turns() -> None:
    story = _story('A king and a dragon meet. "Hello." \n"Good day."\n"Tea?"', panel_count=4)

    assert [line.name for panel in story.panels for line in panel.lines] == [
        "king",
        "dragon",
        "king",
    ]


@pytest.mark.parametrize(
    "quoted",
    ["“Hello”", "„Hello“", "«Hello»", "「Hello」", '"Hello"', "»Hello«"],
)
def test_speech_is_found_between_marks_of_many_languages(quoted: str) -> None:
    passages = passages_of(f"The cat said {quoted} and left.")

    spoken = [passage.text for passage in passages if passage.is_spoken]

    assert spoken == ["Hello"]


def test_a_dialogue_dash_is_speech() -> None:
    passages = passages_of("— Bom dia! — disse o gato.\n— Olá — respondeu a menina.")

    assert [(p.text, p.is_spoken) for p in passages] == [
        ("Bom dia!", True),
        ("disse o gato.", False),
        ("Olá", True),
        ("respondeu a menina.", False),
    ]


def test_a_single_quotation_mark_is_not_speech() -> None:
    assert [p.is_spoken for p in passages_of('A 5" ruler.')] == [False]


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ('A cat thinks: "What a day"', "thought"),
        ('A cat shouts: "What a day"', "shout"),
        ('O gato pensou: "Que dia"', "thought"),
        ('El gato gritó: "Qué día"', "shout"),
        ("猫は「いい日だ」と思った。", "thought"),
    ],
)
def test_thoughts_and_shouts_are_recognized_by_the_verb(prompt: str, kind: str) -> None:
    lines = [line for panel in _story(prompt).panels for line in panel.lines]

    assert [line.kind for line in lines] == [kind]


def test_a_short_sentence_is_cut_into_the_phases_of_its_act() -> None:
    story = _story("A cat opens a bakery on the moon", panel_count=6)

    assert [panel.caption for panel in story.panels] == [
        "",
        "A cat opens a bakery on the moon.",
        *[""] * 4,
    ]
    shots = [panel.shot for panel in story.panels]
    assert shots[0] == "wide"
    assert all(a != b for a, b in pairwise(shots))


@given(st.text(min_size=1, max_size=300), st.integers(1, 12))
def test_any_text_yields_exactly_the_requested_number_of_panels(prompt: str, count: int) -> None:
    story = _story(prompt, panel_count=count)

    assert len(story.panels) == count
    assert all(panel.parts for panel in story.panels)


@given(st.text(min_size=1, max_size=400), st.integers(20, 100))
def test_portions_omit_only_whitespace(text: str, limit: int) -> None:
    parts = portions(text, limit)

    assert "".join("".join(parts).split()) == "".join(text.split())


def test_scenes_are_named_in_the_language_of_the_comic() -> None:
    scene = _story("猫が月でパン屋を開いた", language="ja").panels[0].scene

    assert "猫" in scene
    assert "月" in scene


def test_laughing_words_are_spoken_by_the_laughing_character() -> None:
    story = _story(
        'A king runs. "Stop!" yells the king. "Never!" laughs the witch. The witch laughs.'
    )

    lines = [(line.text, line.name) for panel in story.panels for line in panel.lines]
    assert lines == [("Stop!", "king"), ("Never!", "witch")]
    captions = " ".join(panel.caption for panel in story.panels)
    assert "laughs the witch" not in captions
    assert "The witch laughs" in captions


def test_words_that_only_introduce_speech_are_omitted() -> None:
    story = _story('A cat naps. A snake says "Hello!" They run.', panel_count=3)

    assert [panel.caption for panel in story.panels] == ["A cat naps.", "", "They run."]
