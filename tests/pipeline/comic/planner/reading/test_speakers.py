"""Who says a line: by what introduces it, what follows it, or in turn."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.passages import Kind
from tests.pipeline.comic.planner.reading.readings import lines_of, reading_of


@pytest.mark.parametrize(
    ("language", "prompt", "lines"),
    [
        ("en", 'The fox says "A" and the owl says "B".', ["fox: A", "owl: B"]),
        ("en", '"A," says the fox. "B," says the owl.', ["fox: A.", "owl: B."]),
        ("en", 'The fox asks "A?" "B," says the owl.', ["fox: A?", "owl: B."]),
        (
            "en",
            '"Tea," said the dragon, "is all I have."',
            ["dragon: Tea.", "dragon: is all I have."],
        ),
        ("en", 'Nora meets Paul. "Hi," she says. "Hello," he says.', ["Nora: Hi.", "Paul: Hello."]),
        ("en", 'A pelican sees a boy. It says "Fish!"', ["pelican: Fish!"]),
        ("en", "NORA: Hi.\nPAUL: Hello.", ["Nora: Hi.", "Paul: Hello."]),
        ("es", 'El zorro dice "A" y el búho dice "B".', ["zorro: A", "búho: B"]),
        ("es", "— Hola — dice la abuela. — Adiós — responde el niño.", ["abuela: Hola"]),
        ("pt", '"Oi", diz a raposa. "Tchau", diz a coruja.', ["raposa: Oi", "coruja: Tchau"]),
        ("de", "„Halt!“, ruft der Bär. „Nein“, sagt der Fuchs.", ["Bär: Halt!", "Fuchs: Nein"]),
        (
            "fr",
            "« Bonjour », dit le chat. « Salut », répond le chien.",
            ["chat: Bonjour", "chien: Salut"],
        ),
        ("ja", "猫が「はい」と言う。犬は「いいえ」と言う。", ["猫: はい", "犬: いいえ"]),
    ],
)
def test_every_line_has_its_speaker(language: str, prompt: str, lines: list[str]) -> None:
    assert lines_of(prompt, language)[: len(lines)] == lines


def test_lines_that_nothing_attributes_alternate() -> None:
    prompt = 'A king and a dragon meet. "Hello." \n"Good day."\n"Tea?"'

    assert lines_of(prompt) == ["king: Hello.", "dragon: Good day.", "king: Tea?"]


def test_the_one_who_acts_right_before_a_line_says_it() -> None:
    assert lines_of('A king sleeps. A dragon knocks at the door. "Tea?"') == ["dragon: Tea?"]


def test_a_sign_is_no_character() -> None:
    assert lines_of('A cat reads a sign. The sign says "Closed".') == ["-: Closed"]


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ('The cat shouts "stop"', Kind.SHOUT),
        ('The cat says "STOP IT"', Kind.SHOUT),
        ('The cat says "Stop!!"', Kind.SHOUT),
        ('The cat says "OK"', Kind.SPEECH),
        ('The cat thinks "WHAT A DAY"', Kind.THOUGHT),
        ('Nora (whispering): "stop"', Kind.WHISPER),
    ],
)
def test_the_verb_and_the_letters_say_how_a_line_is_spoken(prompt: str, kind: Kind) -> None:
    (line,) = (item for item in reading_of(prompt).told if item.passage.is_spoken)

    assert line.kind is kind


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ('A janitor sweeps. A voice says: "Out."', "en"),
        ('A janitor sweeps. "Out," says the shadow.', "en"),
        ('Ein Koch fegt. Eine Stimme sagt: "Raus."', "de"),
        ('Un cocinero barre. Una voz dice: "Fuera."', "es"),
    ],
)
def test_what_is_only_heard_or_seen_speaks_as_nobody(prompt: str, language: str) -> None:
    reading = reading_of(prompt, language)

    assert len(reading.characters) == 1
    assert [item.speaker for item in reading.told if item.passage.is_spoken] == [None]
