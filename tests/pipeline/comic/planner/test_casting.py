"""Looks of characters: from the order's description, from the prompt, and told apart."""

from __future__ import annotations

import pytest

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.planner.casting import Casting
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.reading.characters import ToldCharacter
from pipeline.comic.story import Actor
from pipeline.models import CastMember
from tests.pipeline.comic.drawing_orders import order


def _member(name: str, description: str, language: str = "en") -> Actor:
    return Casting(language, (), 7).member(CastMember(name, description))


def _actor(character: ToldCharacter, *, alike: int = 0, workplace: str = "") -> Actor:
    return Casting("en", ("en",), 7).actor(character, alike=alike, workplace=workplace)


@pytest.mark.parametrize(
    ("description", "kind", "role"),
    [
        ("a small grey cat", "cat", ""),
        ("a pirate with a hook", HUMAN, "pirate"),
        ("uma raposa vermelha", "fox", ""),
        ("a boy with a dog", HUMAN, "boy"),
        ("猫の海賊", "cat", "pirate"),
    ],
)
def test_a_description_says_kind_and_role(description: str, kind: str, role: str) -> None:
    look = _member("Kim", description).look

    assert (look.kind, look.role) == (kind, role)


def test_a_name_may_say_what_the_description_does_not() -> None:
    assert _member("Captain Cat", "loves soup").look.kind == "cat"


@pytest.mark.parametrize(("name", "female"), [("Nora", True), ("Paul", False)])
def test_a_name_may_say_the_gender(name: str, female: bool) -> None:
    assert _member(name, "wears a red scarf").look.female is female
    gender = Casting("en", (), 7).described(CastMember(name, "wears a red scarf")).gender
    assert gender == ("female" if female else "male")


def test_a_pronoun_never_makes_a_stranger_of_a_character_of_unknown_gender() -> None:
    for pronoun in ("He", "She"):
        asked = order(
            f"Zorb opens the door. {pronoun} waves.",
            characters=(CastMember("Zorb", "wears a hat"),),
        )
        assert [actor.name for actor in plan(asked).cast] == ["Zorb"]


def test_a_described_character_is_known_by_each_of_its_names() -> None:
    character = Casting("en", (), 7).described(CastMember("Mimi Flour", "a small cat"))

    assert {"mimi", "flour", "mimi flour", "=cat"} <= character.keys
    assert character.is_given


def test_colors_belong_to_the_garment_beside_them() -> None:
    hints = Casting("en", ("en",), 7).hints("a blue cat with a red scarf and a hat")

    assert hints.body == "blue"
    assert hints.clothes == {"scarf": "red", "hat": ""}


@pytest.mark.parametrize(
    ("text", "style", "hair"),
    [
        ("a girl with long black hair", "long", "black"),
        ("a long road", "", ""),
        ("a blond boy", "", "blond"),
    ],
)
def test_hair_has_color_and_style(text: str, style: str, hair: str) -> None:
    hints = Casting("en", ("en",), 7).hints(text)

    assert (hints.hair_style, hints.hair) == (style, hair)


def test_an_unnamed_character_is_labelled_by_its_word() -> None:
    actor = _actor(ToldCharacter(noun="pizza chef", roles=["chef"], described="a pizza chef"))

    assert (actor.name, actor.label, actor.look.role) == ("pizza chef", "pizza chef", "chef")


def test_the_look_of_an_unknown_kind_is_its_word() -> None:
    actor = _actor(ToldCharacter(noun="zorple", species="zorple", is_known=False))

    assert (actor.kind, actor.look.has_figure) == ("zorple", False)


def test_those_of_the_same_words_look_different() -> None:
    twins = [_actor(ToldCharacter(noun="cat", species="cat"), alike=alike) for alike in range(3)]

    assert len({(twin.look.skin, twin.look.accent, twin.look.height) for twin in twins}) == 3


def test_gender_shows() -> None:
    for gender in ("female", "male"):
        actor = _actor(ToldCharacter(noun="boss", gender=gender))
        assert actor.look.female is (gender == "female")
        assert actor.gender == gender


def test_casting_is_repeatable() -> None:
    character = ToldCharacter("Zorb", described="a tall man in a green coat")

    assert _actor(character) == _actor(character)
    assert Casting("en", (), 7).protagonist() == Casting("en", (), 7).protagonist()


def _looks(prompt: str) -> list[Look]:
    return [part.actor.look for part in plan(order(prompt, panel_count=1)).panels[0].parts]


@pytest.mark.parametrize(
    "prompt",
    [
        "A husband fixes the sink in the kitchen",
        "A guest eats soup in the restaurant",
        "A man lies in bed in the hospital",
        "A woman dances in the kitchen",
    ],
)
def test_only_who_works_at_a_place_wears_its_clothes(prompt: str) -> None:
    (look,) = _looks(prompt)

    assert (look.hat == "chef", "apron" in look.wears, look.outfit == "coat") == (False,) * 3


@pytest.mark.parametrize("prompt", ["A cat bakes bread in a bakery", "A man cooks in the kitchen"])
def test_who_works_in_a_kitchen_wears_a_hat_and_an_apron(prompt: str) -> None:
    (look,) = _looks(prompt)

    assert (look.hat, "apron" in look.wears) == ("chef", True)


def test_everybody_has_a_suit_on_the_moon() -> None:
    looks = _looks("Vera greets a man on the moon.")

    assert [look.outfit for look in looks] == ["space", "space"]
