"""Acts: what the verbs of a story look like, and who takes part in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.acts import act_of, acts, acts_of, paired_poses
from pipeline.comic.planner.language.lexicon_search import find
from pipeline.comic.planner.language.word_kinds import KINDS, words_of
from pipeline.comic.planner.plan import plan
from pipeline.comic.story import Part
from tests.pipeline.comic.drawing_orders import order

FOLDER = Path(__file__).parent / "acts"
VOCABULARY = Path(__file__).parents[1] / "vocabulary"
LANGUAGES = ("en", "pt", "es", "fr", "de", "it", "ru", "ja", "zh")
LEAST_SENTENCES = 40
SHARE_OF_VERBS = 0.9
POSES = frozenset(
    """
    sit lie fall slip kneel throw push pull swim drive ride write type paint cook cry faint eat
    drink climb crawl hide sneak dig sweep phone bow clap laugh shiver stretch exercise listen
    sing wait search pray jump run walk dance wave sleep think kick read play hug kiss shake_hands
    fight hand_over receive chase flee dance_pair whisper comfort carry_person carried
    """.split()  # noqa: SIM905
)
SENTENCES = [
    (file.stem, *line.split(": ", 1))
    for file in sorted(FOLDER.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def _parts(prompt: str, panel: int = 0, **fields: object) -> dict[str, Part]:
    story = plan(order(prompt, **{"panel_count": 1, **fields}))
    return {part.actor.name or part.actor.label: part for part in story.panels[panel].parts}


@pytest.mark.parametrize(("language", "pose", "prompt"), SENTENCES)
def test_a_verb_is_seen_in_the_pose_of_its_subject(language: str, pose: str, prompt: str) -> None:
    parts = _parts(prompt, language=language)

    assert pose in {part.pose for part in parts.values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_sentences_for_most_poses(language: str) -> None:
    poses = [pose for code, pose, _ in SENTENCES if code == language]

    assert len(poses) >= LEAST_SENTENCES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_verbs_for_every_pose(language: str) -> None:
    known = lexicon.meanings(lexicon.VERBS, language).keys()
    said = {
        pose for act in acts() if not known.isdisjoint(act.verbs) for pose in (act.pose, act.other)
    }

    assert POSES - said == set()


@pytest.mark.parametrize("file", sorted(VOCABULARY.glob("*_verbs.txt")), ids=lambda f: f.stem)
def test_the_verbs_of_everyday_prompts_have_poses(file: Path) -> None:
    language = file.stem.split("_")[0]
    verbs = file.read_text(encoding="utf-8").split("\n")[:-1]

    posed = [
        verb
        for verb in verbs
        if any(
            act.pose
            for found in find(verb, lexicon.VERBS, (language,))
            if (found.start, found.end) == (0, len(verb))
            for act in acts_of(found.name)
        )
    ]

    assert len(posed) >= SHARE_OF_VERBS * len(verbs), set(verbs) - set(posed)


def test_acts_are_made_of_known_verbs_things_and_feelings() -> None:
    verbs = lexicon.meanings(lexicon.VERBS, "en")
    things = {
        *lexicon.meanings(lexicon.THINGS, "en"),
        *lexicon.meanings(lexicon.OBJECTS, "en"),
        *KINDS,
    }
    feelings = {"", *lexicon.meanings(lexicon.EMOTIONS, "en")}

    assert {verb for act in acts() for verb in act.verbs} - verbs.keys() == set()
    assert {thing for act in acts() for thing in act.things} - things == set()
    assert {f for act in acts() for f in (act.feels, act.other_feels, act.seen)} <= feelings
    assert {act.tool for act in acts() if act.tool} <= things


def test_kinds_of_things_are_known_things() -> None:
    tables = (lexicon.THINGS, lexicon.OBJECTS, lexicon.GARMENTS)
    known = {name for table in tables for name in lexicon.meanings(table, "en")}

    assert {thing for kind in KINDS for thing in words_of(kind)} - known == set()


def test_who_begins_an_act_of_two_says_what_the_other_does() -> None:
    assert paired_poses()["hand_over"] == "receive"
    assert paired_poses()["push"] == "fall"
    assert all(paired_poses().values())


def test_an_act_depends_on_the_thing_that_it_is_done_to() -> None:
    def pose(verb: str, *things: str) -> str:
        act = act_of(verb, frozenset(things))
        return act.pose if act else ""

    assert (pose("play", "guitar"), pose("play", "ball"), pose("play", "chess")) == (
        "play",
        "kick",
        "sit",
    )
    assert (pose("ride", "bicycle"), pose("ride", "bus")) == ("ride", "drive")
    assert pose("dance") == "dance"


# --- Who takes part -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "does", "has_it_done"),
    [
        ("A girl hugs her grandmother", "hug", "hug"),
        ("Une fille donne un gâteau à un pirate", "hand_over", "receive"),
        ("Der Wolf jagt das Schaf", "chase", "flee"),
        ("Un bambino spinge un mago", "push", "fall"),
        ("看護師が王様を慰める", "comfort", "cry"),
        ("Собака гонится за кошкой", "chase", "flee"),
    ],
)
def test_acts_of_two_show_both_as_partners(prompt: str, does: str, has_it_done: str) -> None:
    one, two = _parts(prompt).values()

    assert {one.pose, two.pose} == {does, has_it_done}
    assert (one.partner, two.partner) == (1, 0)
    assert (one.looks_at, two.looks_at) == (1, 0)


@pytest.mark.parametrize("prompt", ["Romeo and Juliet kiss", "Romeo und Julia küssen sich"])
def test_two_subjects_do_it_to_each_other(prompt: str) -> None:
    one, two = _parts(prompt).values()

    assert (one.pose, two.pose, one.partner, two.partner) == ("kiss", "kiss", 1, 0)


def test_who_hugs_a_thing_holds_it_alone() -> None:
    part = _parts("A boy hugs a pillow")["boy"]

    assert (part.pose, part.holding, part.partner) == ("carry", "pillow", None)


def test_a_ball_is_run_after() -> None:
    part = _parts("A dog chases a ball")["dog"]

    assert (part.pose, part.partner) == ("run", None)


@pytest.mark.parametrize(
    "prompt",
    [
        "The boy is bitten by a dog",
        "O menino é mordido pelo cachorro",
        "Der Junge wird von einem Hund gebissen",
        "男の子が犬に噛まれた",
        "小男孩被狗咬了",
    ],
)
def test_in_the_passive_the_other_acts(prompt: str) -> None:
    parts = _parts(prompt)
    dog = next(part for part in parts.values() if part.actor.kind == "dog")
    boy = next(part for part in parts.values() if part.actor.kind == "human")

    assert (dog.pose, boy.pose, boy.emotion) == ("reach", "shock", "scared")


def test_a_thing_may_do_it_to_somebody() -> None:
    story = plan(order("The girl gets splashed by a bus", panel_count=1))
    part, placed = story.panels[0].parts[0], story.panels[0].placed

    assert (part.pose, part.emotion) == ("shock", "angry")
    assert [(thing.name, thing.where) for thing in placed] == [("bus", "moving")]


@pytest.mark.parametrize(
    ("prompt", "pose"),
    [
        ("Tom wants to swim", "swim"),
        ("The bear cannot sleep", "sleep"),
        ("Una rana no baila", "dance"),
        ("猫は走らない", "run"),
    ],
)
def test_what_is_not_done_is_not_seen(prompt: str, pose: str) -> None:
    assert pose not in {part.pose for part in _parts(prompt).values()}


def test_bystanders_react_and_look_instead_of_doing_the_same() -> None:
    parts = _parts("A waiter slips while a clown and a nun watch")

    assert parts["waiter"].pose == "slip"
    assert {parts["clown"].pose, parts["nun"].pose}.isdisjoint({"slip", "fall"})
    assert {parts["clown"].emotion, parts["nun"].emotion} == {"surprised"}
    assert [parts[name].looks_at for name in ("clown", "nun")] == [0, 0]


def test_of_several_acts_the_striking_one_is_drawn() -> None:
    assert _parts("A man walks into a bar and falls")["man"].pose == "fall"
    assert _parts("A man opens the door and screams")["man"].pose == "shock"
    assert _parts("A woman sits on a chair and reads a book")["woman"].pose == "sit"


def test_who_listens_looks_at_who_speaks() -> None:
    parts = _parts('A king and a queen eat. The king says: "More soup!"')

    assert parts["queen"].looks_at == list(parts).index("king")


def test_an_act_of_two_is_never_a_close_up_of_one() -> None:
    for seed in range(8):
        story = plan(order("A cat sings. A dog dances. A cat hugs a dog.", seed=seed))
        hugging = [panel for panel in story.panels if "hugs" in panel.caption]

        assert [len(panel.parts) for panel in hugging] == [2]
