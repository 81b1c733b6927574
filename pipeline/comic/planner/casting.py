"""Casting: gives characters their looks, from the order's descriptions and the prompt's words."""

from __future__ import annotations

from dataclasses import replace

from pipeline.comic.character_look import (
    AIRLESS,
    HUMAN,
    PLAIN,
    LookHints,
    as_person,
    at_work,
    derive,
    sibling,
)
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import gender_of_name
from pipeline.comic.planner.language.lexicon_search import find, fold, languages_of, name_in
from pipeline.comic.planner.reading.characters import ToldCharacter, keys_of_name
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import Actor, Gender
from pipeline.models import CastMember

_NEAR = 6  # characters between a color and its garment


class Casting:
    """Casting of one comic in *language*; *languages* are those of its text."""

    def __init__(self, language: str, languages: tuple[str, ...], seed: int) -> None:
        self._language = language
        self._languages = languages
        self._seed = seed

    # --- Characters of the order --------------------------------------------------------------

    def member(self, character: CastMember, *, female: bool | None = None) -> Actor:
        """Return a character that the order describes. *female* None: by role or name."""
        about = character.description
        kind, role = self._kind_and_role(character)
        gender: Gender = "" if female is None else "female" if female else "male"
        if female is None and kind == HUMAN and not role:
            female = _is_woman(character.name)
        if kind == HUMAN and not role:
            roles = ("man", "woman") if female is None else ("woman",) if female else ("man",)
            role = chance("role", character.name, about).choice(roles)
        hints = replace(self.hints(about), female=female)
        look = derive(kind, role, hints, (fold(character.name), about))
        return Actor(character.name, self.label(kind, role), look, gender=gender)

    def described(self, character: CastMember) -> ToldCharacter:
        """Return what a reader of the prompt has to know about a character of the order."""
        kind, role = self._kind_and_role(character)
        name = character.name
        keys = keys_of_name(name)
        keys |= {f"={meaning}" for meaning in (kind, role) if meaning and meaning != HUMAN}
        is_told = bool(role) or _is_woman(name) is not None
        gender = ""
        if kind == HUMAN and is_told:
            gender = "female" if self.member(character).look.female else "male"
        return ToldCharacter(
            name,
            species=kind,
            roles=[role] if role else [],
            gender=gender,
            keys=keys,
            is_given=True,
        )

    def _kind_and_role(self, character: CastMember) -> tuple[str, str]:
        kind, role = self._kind_of(character.description)
        if kind == HUMAN and not role:
            kind, role = self._kind_of(character.name)
        return kind, role

    def _kind_of(self, text: str) -> tuple[str, str]:
        """Return the species and the role that *text* names; human by default."""
        languages = self._all_languages(text)
        species = [
            found
            for table in (lexicon.SPECIES, lexicon.ANIMALS)
            for found in find(text, table, languages)
        ]
        roles = find(text, lexicon.ROLES, languages)
        kind = species[0].name if species else HUMAN
        role = roles[0].name if roles else ""
        if species and roles and roles[0].name in PLAIN:
            # "a boy with a dog" describes a boy
            if roles[0].start < species[0].start:
                kind = HUMAN
            else:
                role = ""
        return kind, role

    def _all_languages(self, text: str) -> tuple[str, ...]:
        own = languages_of(text, self._language)
        return tuple(dict.fromkeys((*own, *self._languages)))

    def label(self, kind: str, role: str) -> str:
        """Return the display name of an unnamed actor, in the language of the text."""
        told = self._language.split("-")[0].lower()
        known = self._languages or (told,)
        # a Japanese text may contain English words but is still Japanese
        spoken = told if told in known and known[0] != "ja" else known[0]
        if kind != HUMAN:
            return name_in(lexicon.SPECIES, kind, spoken)
        return name_in(lexicon.ROLES, role, spoken) if role else ""

    # --- Characters of the prompt -------------------------------------------------------------

    def actor(self, character: ToldCharacter, *, alike: int, workplace: str = "") -> Actor:
        """Return a character that the prompt tells of.

        *alike* counts those of the same words before it; *workplace* dresses somebody without a
        costume for where the story takes place.
        """
        hints = self.hints(character.described)
        if character.body and character.body != character.role:
            hints = as_person(hints, character.body)
        if character.is_human and character.gender:
            hints = replace(hints, female=character.gender == "female")
        identity = fold(character.name) or (character.species, character.role or character.noun)
        role = character.role
        if character.is_human and not role:
            role = character.person or self._plain_role(character, identity)
        look = derive(character.species, role, hints, (identity, self._seed))
        is_plain = not role or role in PLAIN
        if is_plain and (workplace in AIRLESS or self._may_work(character)):
            look = at_work(look, workplace)
        if alike:
            look = sibling(look, alike, (character.species, role, self._seed))
        label = character.noun or self.label(character.species, character.role)
        return Actor(
            character.name or label,
            label,
            look,
            species=character.species,
            gender=_as_told(character.gender),
        )

    def _may_work(self, character: ToldCharacter) -> bool:
        """Return whether nothing else is told of somebody: husbands and guests do not work."""
        known = self.label(HUMAN, character.role)
        return not (character.is_human and character.noun) or fold(known) == fold(character.noun)

    def protagonist(self) -> Actor:
        """Return somebody, for a story that tells of nobody."""
        role = chance("protagonist", self._seed).choice(("girl", "boy", "woman", "man"))
        look = derive(HUMAN, role, LookHints(), ("protagonist", self._seed))
        return Actor("", self.label(HUMAN, role), look, species=HUMAN)

    @staticmethod
    def _plain_role(character: ToldCharacter, identity: object) -> str:
        if character.gender:
            return "woman" if character.gender == "female" else "man"
        return chance("role", identity).choice(("man", "woman"))

    # --- Hints --------------------------------------------------------------------------------

    def hints(self, text: str) -> LookHints:
        """Return the colors, clothes and traits that *text* mentions."""
        languages = self._all_languages(text)
        colors = find(text, lexicon.COLORS, languages)
        traits = {found.name for found in find(text, lexicon.TRAITS, languages)}
        clothes: dict[str, str] = {}
        used: set[int] = set()
        hair = ""
        garments = find(text, lexicon.GARMENTS, languages)
        for garment in garments:
            near = [
                (min(abs(color.end - garment.start), abs(color.start - garment.end)), i)
                for i, color in enumerate(colors)
                if i not in used
            ]
            distance, i = min(near, default=(99, -1))
            word = ""
            if distance <= _NEAR:
                word = colors[i].name
                used.add(i)
            if garment.name == "hair":
                hair = word
            else:
                clothes[garment.name] = word
        free = [color.name for i, color in enumerate(colors) if i not in used]
        if "blond" in free:
            hair = hair or "blond"
            free.remove("blond")
        style = next((name for name in ("long", "curly", "spiky", "bald") if name in traits), "")
        has_hair = any(garment.name == "hair" for garment in garments)
        return LookHints(
            body=free[0] if free else "",
            hair=hair,
            hair_style=style if hair or style != "long" or has_hair else "",
            clothes=clothes,
            small="small" in traits,
            big="big" in traits,
            giant="giant" in traits,
            tiny="tiny" in traits,
            old="old" in traits,
            fat="fat" in traits,
        )


def _is_woman(name: str) -> bool | None:
    """Return whether a name is a woman's; None if it does not say."""
    gender = gender_of_name(name.split(maxsplit=1)[0]) if name.strip() else ""
    return gender == "female" if gender else None


def _as_told(gender: str) -> Gender:
    return "female" if gender == "female" else "male" if gender == "male" else ""
