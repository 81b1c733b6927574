"""Feelings: by the words of the narration, by what is said and how, and by acts."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.reading.beats import beats_of
from pipeline.comic.planner.reading.passages import Kind
from pipeline.comic.planner.staging.feelings import LAUGHING, feeling_of_speech, told_feelings
from tests.pipeline.comic.drawing_orders import order
from tests.pipeline.comic.planner.reading.readings import reading_of

LANGUAGES = ("en", "pt", "es", "fr", "de", "it", "ru", "ja", "zh", "ar", "he")


def _feelings(prompt: str, panel: int = 0, **fields: object) -> dict[str, str]:
    story = plan(order(prompt, **{"panel_count": 1, **fields}))
    return {part.actor.name or part.actor.label: part.emotion for part in story.panels[panel].parts}


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("Hahaha!", LAUGHING),
        ("Jajaja, qué gracioso", LAUGHING),
        ("kkkkkk", LAUGHING),
        ("面白いwww", LAUGHING),
        ("（笑）", LAUGHING),
        ("哈哈哈！", LAUGHING),
        ("Ха-ха-ха!", LAUGHING),
        ("Oh noooo!", "scared"),
        ("Help!", "scared"),
        ("Socorro!", "scared"),
        ("¡Auxilio!", "scared"),
        ("Au secours !", "scared"),
        ("Hilfe!", "scared"),
        ("Aiuto!", "scared"),
        ("Помогите!", "scared"),
        ("助けて！", "scared"),
        ("救命！", "scared"),
        ("Yay!", "happy"),
        ("Merci beaucoup", "happy"),
        ("Спасибо!", "happy"),
        ("ありがとうございます", "happy"),
        ("I love you, Anna", "love"),
        ("Ti amo", "love"),
        ("我爱你", "love"),
        ("Ugh...", "disgusted"),
        ("Igitt!", "disgusted"),
        ("How dare you!", "angry"),
        ("GET OUT OF HERE", "angry"),
        ("You are late AGAIN!", "angry"),
        ("Is that a dragon?!", "surprised"),
        ("It is alive!!!", "surprised"),
        ("I wonder...", "thinking"),
        ("…", "thinking"),
        ("See you 😂", LAUGHING),
        ("My cake 😭", "sad"),
        ("What time is it?", ""),
        ("The NASA is far away.", ""),
        ("I help my mother", ""),
    ],
)
def test_how_it_is_said_tells_the_feeling(text: str, feeling: str) -> None:
    assert feeling_of_speech(text, Kind.SPEECH, LANGUAGES) == feeling


@pytest.mark.parametrize("language", LANGUAGES)
def test_exclamations_are_of_known_feelings(language: str) -> None:
    known = lexicon.meanings(lexicon.INTERJECTIONS, language)

    assert known.keys() <= {LAUGHING, *lexicon.meanings(lexicon.EMOTIONS, "en")}
    assert {LAUGHING, "happy", "scared", "surprised", "angry", "love", "sad"} <= known.keys()


@pytest.mark.parametrize("language", LANGUAGES[:9])
def test_each_language_has_words_for_each_feeling(language: str) -> None:
    known = lexicon.meanings(lexicon.EMOTIONS, language)

    assert known.keys() == lexicon.meanings(lexicon.EMOTIONS, "en").keys()


def test_a_feeling_is_that_of_its_phrase_or_of_the_subject() -> None:
    assert _feelings("A proud king meets a tired clown") == {"king": "proud", "clown": "tired"}
    assert _feelings("Der König ist stolz. Der Clown lacht.") == {
        "König": "proud",
        "Clown": "happy",
    }


def test_the_one_who_is_robbed_is_angry() -> None:
    assert _feelings("A mouse steals a cake from a chef")["chef"] == "angry"


def test_a_neutral_scene_is_calm() -> None:
    assert _feelings("A nurse walks to the bakery with a baker") == {
        "nurse": "calm",
        "baker": "calm",
    }


def test_who_laughs_in_speech_laughs() -> None:
    story = plan(order('A clown says: "Haha, got you!"', panel_count=1))
    part = story.panels[0].parts[0]

    assert (part.pose, part.emotion) == ("laugh", "happy")


def test_the_feeling_of_speech_is_that_of_the_speaker() -> None:
    feelings = _feelings('A pirate and a nun sail. The nun screams: "Help!"')

    assert feelings["nun"] == "scared"
    assert feelings["pirate"] != "scared"


@pytest.mark.parametrize(
    ("prompt", "feeling"),
    [
        ("A boy naps. The nurse finds him asleep.", "asleep"),
        ("The nurse finds the boy asleep.", "asleep"),
        ("A girl waits. The dog sees her crying.", "sad"),
        ("A girl waits. The dog leaves her alone.", "sad"),
        ("Die Eule findet den Igel schlafend.", "asleep"),
    ],
)
def test_what_is_said_of_an_object_is_not_felt_by_the_subject(prompt: str, feeling: str) -> None:
    reading = reading_of(prompt, "de" if prompt.startswith("Die") else "en")
    (beat,) = beats_of(reading, 1)
    (found,) = told_feelings(beat).by_character.items()

    told = reading.characters[found[0]]
    assert (told.noun in {"boy", "girl", "Igel"}, found[1]) == (True, feeling)


@pytest.mark.parametrize(
    ("language", "prompt"),
    [
        ("en", "A nurse hears footsteps behind her and sees a shadow"),
        ("en", "A clerk hears a strange noise"),
        ("de", "Ein Mann hört Schritte und sieht einen Schatten"),
        ("fr", "Une fille entend un bruit étrange et voit une ombre"),
        ("ru", "Девочка слышит шаги и видит тень"),
        ("ja", "女の子が足音を聞く"),
        ("zh", "女孩听到脚步声"),
    ],
)
def test_what_is_heard_in_the_dark_scares_and_is_no_thing(language: str, prompt: str) -> None:
    (panel,) = plan(order(prompt, panel_count=1, language=language)).panels

    assert [part.emotion for part in panel.parts] == ["scared"]
    assert panel.things == ()


@pytest.mark.parametrize("prompt", ["A dog lifts its paw", "Una niña oye pasos y ve una sombra"])
def test_limbs_and_shadows_are_no_things(prompt: str) -> None:
    (panel,) = plan(order(prompt, panel_count=1)).panels

    assert panel.things == ()
