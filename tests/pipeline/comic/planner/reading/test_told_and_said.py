"""Who speaks and what is told: labels of the whole, roles as speakers, and lines with both."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.comic.story import StagedStory
from tests.pipeline.comic.drawing_orders import order


def story(prompt: str, panels: int = 3) -> StagedStory:
    return plan(order(prompt, panel_count=panels))


def roles(staged: StagedStory) -> list[str]:
    return [actor.look.role or actor.look.kind for actor in staged.cast]


def said(staged: StagedStory) -> list[tuple[str, str]]:
    return [
        (panel.parts[line.speaker].actor.label if line.speaker is not None else "", line.text)
        for panel in staged.panels
        for line in panel.lines
    ]


def captions(staged: StagedStory) -> list[str]:
    return [panel.caption for panel in staged.panels if panel.caption]


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("Horror: a man walks into a bar.", "A man walks into a bar."),
        ("Joke: a man walks into a bar.", "A man walks into a bar."),
        ("A short comic: a man walks into a bar.", "A man walks into a bar."),
        ("Style: watercolor. A man walks into a bar.", "A man walks into a bar."),
        ("Genre: comedy\nA man walks into a bar.", "A man walks into a bar."),
        ("Witz: Ein Mann geht in eine Bar.", "Ein Mann geht in eine Bar."),
        ("Chiste: Un hombre entra en un bar.", "Un hombre entra en un bar."),
        ("Piada: Um homem entra num bar.", "Um homem entra num bar."),
        ("Blague : Un homme entre dans un bar.", "Un homme entre dans un bar."),
        ("Barzelletta: Un uomo entra in un bar.", "Un uomo entra in un bar."),
        ("Анекдот: Мужчина заходит в бар.", "Мужчина заходит в бар."),
        ("笑い話：男がバーに入る。", "男がバーに入る。"),
        ("笑话：一个男人走进酒吧。", "一个男人走进酒吧。"),
    ],
)
def test_a_label_of_the_whole_is_nobody(prompt: str, told: str) -> None:
    staged = story(prompt)

    assert captions(staged) == [told]
    assert roles(staged) == ["man"]


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        (
            "Gym on January 1st: packed. Gym on February 1st: one guy and a spider.",
            ["Gym on January 1st: packed.", "Gym on February 1st: one guy and a spider."],
        ),
        (
            "Office at 9am: everybody yawns. Office at 5pm: everybody dances.",
            ["Office at 9am: everybody yawns.", "Office at 5pm: everybody dances."],
        ),
        (
            "Expectation: a quiet beach. Reality: a crab steals a hat.",
            ["Expectation: a quiet beach.", "Reality: a crab steals a hat."],
        ),
        ("dog POV: The mailman comes.", ["The mailman comes."]),
        ("Full zombie apocalypse story: a nurse steals a bus.", ["A nurse steals a bus."]),
        (
            "The last cookie ever: a mouse eats it.",
            ["The last cookie ever: a mouse eats it."],
        ),
        ("Realidad: llueve.", ["Realidad: llueve."]),
    ],
)
def test_what_heads_a_story_is_told_and_speaks_nothing(prompt: str, told: list[str]) -> None:
    staged = story(prompt)

    assert captions(staged) == told
    assert not [line for panel in staged.panels for line in panel.lines]


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("Me at 3am: one more episode.", "one more episode."),
        ("Captain Beard: a ship!", "a ship!"),
        ("Zorblax: the ship is broken.", "the ship is broken."),
        ('Gym at 6am: "Why am I here?"', "Why am I here?"),
    ],
)
def test_a_speaker_may_have_an_hour_or_an_invented_name(prompt: str, said: str) -> None:
    staged = story(prompt)

    assert [line.text for panel in staged.panels for line in panel.lines] == [said]


def test_a_label_of_the_next_panel_is_not_printed() -> None:
    staged = story("Kid: A pet?\nNext panel: an elephant in the bathtub. Mom faints.")

    assert captions(staged) == ["An elephant in the bathtub.", "Mom faints."]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Boss: Late again?\nTim: Traffic.", ["boss", "man"]),
        ("Doctor: Sit down.\nPatient: It hurts.", ["doctor", "patient"]),
        ("Mom: Dinner!\nSon: Coming.", ["woman", "boy"]),
        ("Chef: Zu spät!\nKellner: Entschuldigung.", ["boss", "waiter"]),
        ("Jefe: ¿Por qué llegas tarde?\nEmpleado: Había tráfico.", ["boss", "employee"]),
        ("医生：坐下。\n病人：疼。", ["doctor", "patient"]),
    ],
)
def test_a_role_that_speaks_is_no_given_name(prompt: str, expected: list[str]) -> None:
    assert roles(story(prompt)) == expected


def test_speakers_with_more_in_their_name_are_others() -> None:
    zombies = story("Zombie: Brains.\nFather zombie: We raised him badly.\nZombie: Oh.")
    family = story("Kid: A dog?\nKid's mom: No.")
    men = story("Old man: Hello.\nYoung man: Hi.\nThe old man: Ah.")
    bears = story("Mama bear: Who ate it?\nBaby bear: Not me.")

    assert [who for who, _ in said(zombies)] == ["Zombie", "Father zombie", "Zombie"]
    assert roles(family) == ["child", "woman"]
    assert roles(men) == ["grandpa", "man"]
    assert [actor.species for actor in bears.cast] == ["bear", "bear"]


@pytest.mark.parametrize(
    ("prompt", "names", "role"),
    [
        ("Pirates Long Tom and Pegleg Bill find a map.", ["Long Tom", "Pegleg Bill"], "pirate"),
        ("The brothers Max and Moritz steal a pie.", ["Max", "Moritz"], "boy"),
        ("Zwei Piraten Tom und Bill lachen.", ["Tom", "Bill"], "pirate"),
        ("Los piratas Tomás y Luis encuentran un mapa.", ["Tomás", "Luis"], "pirate"),
        ("Les sœurs Anne et Marie chantent.", ["Anne", "Marie"], "girl"),
        ("I pirati Marco e Luca trovano una mappa.", ["Marco", "Luca"], "pirate"),
        ("Пираты Вася и Петя нашли карту.", ["Вася", "Петя"], "pirate"),
        ("robots A1 and B2 play chess", ["A1", "B2"], "robot"),
    ],
)
def test_a_kind_with_names_is_one_for_each_name(prompt: str, names: list[str], role: str) -> None:
    staged = story(prompt, 2)

    assert [actor.name for actor in staged.cast] == names
    assert roles(staged) == [role] * len(names)


def test_what_follows_a_speech_on_its_line_is_told() -> None:
    bear = story('Parrot: "Hello." The burglar laughs and jumps out of the window.')
    both = story('Papagei: "Ich bin Moses." Der Einbrecher lacht: "Wirklich?"')
    tag = story('Cat: "Hello," she says, "come in." The dog runs.')

    assert captions(bear) == ["The burglar laughs.", "And jumps out of the window."]
    assert said(both) == [("Papagei", "Ich bin Moses."), ("Einbrecher", "Wirklich?")]
    assert captions(both) == []
    assert [text for _, text in said(tag)] == ["Hello.", "come in."]


def test_a_sound_ends_where_the_story_goes_on() -> None:
    mouse = story('SFX: KABOOM! "Run," whispers the mouse. The cat hides.')
    knight = story('SFX: BOOM! The knight thinks: "Not again."')

    assert said(mouse) == [("", "KABOOM!"), ("mouse", "Run.")]
    assert captions(mouse) == ["The cat hides."]
    assert said(knight) == [("", "BOOM!"), ("knight", "Not again.")]
    assert captions(knight) == []


def test_what_stands_written_on_a_thing_is_not_said() -> None:
    staged = story('Jonathan gets a cup with the word "Giraffe" on it. He is angry.')

    assert captions(staged) == [
        'Jonathan gets a cup with the word "Giraffe" on it.',
        "He is angry.",
    ]
    assert said(staged) == []
    assert "giraffe" not in staged.panels[0].things


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        (
            "A knight fights, but the princess and the dragon are playing chess and laugh.",
            "But the princess and the dragon are playing chess",
        ),
        (
            "El caballero pelea, pero la princesa y el dragón juegan al ajedrez.",
            "Pero la princesa y el dragón juegan al ajedrez.",
        ),
    ],
)
def test_a_caption_keeps_both_of_its_subjects(prompt: str, told: str) -> None:
    assert any(told in caption for caption in captions(story(prompt)))


@pytest.mark.parametrize(
    "prompt",
    [
        "A hedgehog can't sleep. The moon is too bright.",
        "Der Mond ist zu hell. Ein Igel wacht auf.",
        "La luna brilla demasiado. El erizo despierta.",
    ],
)
def test_a_bright_moon_is_no_place(prompt: str) -> None:
    assert "moon" not in {panel.setting.place for panel in story(prompt).panels}


@pytest.mark.parametrize(
    "prompt", ["A burglar climbs through the window.", "Un gato trepa al árbol."]
)
def test_who_climbs_is_not_in_the_mountains(prompt: str) -> None:
    assert "mountains" not in {panel.setting.place for panel in story(prompt).panels}
    assert story("A goat stands on the moon.").panels[0].setting.place == "moon"


@pytest.mark.parametrize(
    ("prompt", "gender"),
    [
        ("A milkman smiles.", "male"),
        ("A housewife smiles.", "female"),
        ("Der Milchmann lächelt.", "male"),
        ("Das Schulmädchen lächelt.", "female"),
        ("La colegiala sonríe.", "female"),
        ("O leiteiro sorri.", "male"),
        ("La ménagère sourit.", "female"),
        ("Il lattaio sorride.", "male"),
        ("Молочник улыбается.", "male"),
        ("主婦が笑う。", "female"),
        ("大妈笑了。", "female"),
    ],
)
def test_a_word_for_a_person_tells_the_sex(prompt: str, gender: str) -> None:
    assert [actor.gender for actor in story(prompt, 1).cast] == [gender]
