"""Cast of the story: characters from the order, names in the text, and nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.comic.character_look import (
    BODILY,
    HUMAN,
    PLAIN,
    Look,
    LookHints,
    as_person,
    at_work,
    derive,
    sibling,
)
from pipeline.comic.planner import lexicon
from pipeline.comic.planner.counting import how_many
from pipeline.comic.planner.lexicon_search import OVERHEAD, Found, find, fold, languages_of, name_in
from pipeline.comic.planner.name_recognition import (
    ARTICLES,
    FIRST_PERSON,
    NAMED,
    is_female,
    may_be_name,
)
from pipeline.comic.planner.quotes import pieces_of
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import Actor
from pipeline.models import CastMember

MAX_CAST = 12
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# "Mimi the cat", "Mimi, a small cat", "Mimi, o gato", "Mimi, la gata"
_APPOSITION = re.compile(r"\s+the\s+|,\s+(?:the|an?|o|a|um|uma|el|la|una?)\s+")
_ADJECTIVES = 2  # between the article and the noun


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an actor (by index in the cast) in a text."""

    actor: int
    start: int
    end: int


class Cast:
    """The actors of a comic and the words that refer to them."""

    def __init__(self, text: str, given: tuple[CastMember, ...], language: str, seed: int) -> None:
        self.languages = languages_of(text, language)
        self._language = language
        self._seed = seed
        self.actors: list[Actor] = []
        self._names: dict[str, int] = {}  # folded name -> actor
        self._nouns: dict[str, list[int]] = {}  # species or role -> actors
        self._text = text
        for character in given:
            self.add_member(character)
        self._read(text)

    # --- Building -----------------------------------------------------------------------

    def _kind_of(self, text: str) -> tuple[str, str]:
        """Return the species and the role that *text* names; human by default."""
        species = find(text, lexicon.SPECIES, self._all_languages(text))
        roles = find(text, lexicon.ROLES, self._all_languages(text))
        kind = species[0].name if species else HUMAN
        role = roles[0].name if roles else ""
        if species and roles and roles[0].name in {"man", "woman", "boy", "girl", "child"}:
            # "a boy with a dog" describes a boy
            if roles[0].start < species[0].start:
                kind = HUMAN
            else:
                role = ""
        return kind, role

    def _all_languages(self, text: str) -> tuple[str, ...]:
        own = languages_of(text, self._language)
        return tuple(dict.fromkeys((*own, *self.languages)))

    def add_member(self, character: CastMember, *, female: bool | None = None) -> int:
        """Add a described character; return its index. *female* None: by role or at random."""
        about = character.description
        kind, role = self._kind_of(about)
        if kind == HUMAN and not role:
            kind, role = self._kind_of(character.name)
        if kind == HUMAN and not role:
            roles = ("man", "woman") if female is None else ("woman",) if female else ("man",)
            role = chance("role", character.name, about).choice(roles)
        hints = replace(self.hints(about), female=female)
        look = derive(kind, role, hints, (fold(character.name), about))
        index = self._add(Actor(character.name, self._label(kind, role), look), character.name)
        for noun in (kind if kind != HUMAN else "", role):
            if noun:
                self._nouns.setdefault(noun, [index])
        return index

    def _label(self, kind: str, role: str) -> str:
        """Return the display name of an unnamed actor, in the language of the text."""
        told = self._language.split("-")[0].lower()
        known = self.languages
        # a Japanese text may contain English words but is still Japanese
        spoken = told if told in known and known[0] != "ja" else known[0]
        if kind != HUMAN:
            return name_in(lexicon.SPECIES, kind, spoken)
        return name_in(lexicon.ROLES, role, spoken) if role else ""

    def _add(self, actor: Actor, name: str) -> int:
        self.actors.append(actor)
        index = len(self.actors) - 1
        if name:
            self._names[fold(name)] = index
            first = fold(name).split()[0] if name.split() else ""
            if len(first) > 2:
                self._names.setdefault(first, index)
        return index

    def _read(self, text: str) -> None:
        species = find(text, lexicon.SPECIES, self.languages)
        roles = find(text, lexicon.ROLES, self.languages)
        beings = sorted(
            [(f, True) for f in species] + [(f, False) for f in roles], key=lambda b: b[0].start
        )
        i = 0
        while i < len(beings) and len(self.actors) < MAX_CAST:
            group = [beings[i]]
            # "robot chef", "abuela pirata", "パン屋の猫": two words for one character
            if i + 1 < len(beings):
                gap = text[beings[i][0].end : beings[i + 1][0].start]
                if len(gap) <= 1 and gap.strip() in {"", "の"}:
                    group.append(beings[i + 1])
            i += len(group)
            self._add_noun(group)
        self._read_names(text)
        if not self.actors:
            self._add_default(text)

    def _add_noun(self, group: list[tuple[Found, bool]]) -> None:
        """Add the actor named by one or two adjacent nouns (each with "is a species")."""
        kind = next((found.name for found, species in group if species), HUMAN)
        roles = [found.name for found, species in group if not species]
        # in "grandma pirate" the pirate determines the clothes, the grandma the body
        role = next((name for name in roles if name not in BODILY), roles[0] if roles else "")
        if (kind if kind != HUMAN else role) in self._nouns:
            return
        start, end = group[0][0].start, group[-1][0].end
        hints = self.hints(self._surroundings(start, end))
        person = next((name for name in roles if name in BODILY and name != role), "")
        if person:
            hints = as_person(hints, person)
        elif hints.female is None:
            hints = replace(hints, female=is_female(self._text[start:end]))
        names = (
            NAMED.search(self._text, end, min(len(self._text), end + 40)),
            NAMED.search(self._text, max(0, start - 24), start),
        )
        name = next((m.group(1) or m.group(2) for m in names if m), "")
        label = self._label(kind, person or role)
        look = derive(kind, role, hints, (fold(name) if name else (kind, role), self._seed))
        if not self.actors and (not role or role in PLAIN):  # the hero is dressed for work
            look = self._for_work(look)
        found = [self._add(Actor(name or label, label, look), name)]
        told = how_many(self._text, start, end, self.languages)
        for k in range(1, min(told, MAX_CAST - len(self.actors) + 1)):
            other = sibling(look, k, (kind, role, self._seed))
            found.append(self._add(Actor(label, label, other), ""))
        for noun in (kind, *roles):
            if noun != HUMAN:
                self._nouns.setdefault(noun, found)

    def _for_work(self, look: Look) -> Look:
        """Dress the hero for the first workplace that the story names."""
        for table in (lexicon.ROOMS, lexicon.PLACES):
            for item in find(self._text, table, self.languages):
                if item.name == OVERHEAD:
                    continue
                return at_work(look, item.name)
        return look

    def _surroundings(self, start: int, end: int) -> str:
        """Return the words around a noun that may describe it: from its article to the end of the
        clause, but not past another character.
        """
        before = self._describing(self._text[max(0, start - 40) : start])
        after = re.split(r"[.;:!?。！？]", self._text[end : end + 60])[0]
        for other in (
            *find(after, lexicon.SPECIES, self.languages),
            *find(after, lexicon.ROLES, self.languages),
        ):
            after = after[: other.start]
        if "ja" in self.languages:
            return before[-10:] + after[:4]
        return " ".join([before, self._text[start:end], after])

    def _describing(self, before: str) -> str:
        """Return the end of *before* that belongs to the following noun: adjectives and colors."""
        if "ja" in self.languages:
            return re.split(r"[、。！？]", before)[-1]
        words = re.split(r"[,.;:!?]", before)[-1].split()[-4:]
        for k in range(len(words) - 1, -1, -1):
            if fold(words[k]) in ARTICLES:
                return " ".join(words[k + 1 :])
        return ""

    def _read_names(self, text: str) -> None:
        """Add capitalized unknown words inside sentences as names of people."""
        if "ja" in self.languages:
            return
        seen: dict[str, int] = {}
        told = " ".join(piece.text for piece in pieces_of(text) if not piece.spoken)
        for match in _WORD.finditer(told):
            word = match.group()
            plain = fold(word.removesuffix("'s").removesuffix("’s"))
            if not word[0].isupper() or word.isupper() or plain in self._names:
                continue
            if not may_be_name(plain, told[: match.start()]):
                continue
            opening = told[: match.start()].rstrip().endswith(
                (".", "!", "?", "…", '"', "“", "«", "—", ":", "'", "‘", "(")
            ) or (not told[: match.start()].strip())
            seen[plain] = seen.get(plain, 0) + (1 if opening else 2)
        for plain, weight in seen.items():
            if len(self.actors) >= MAX_CAST:
                return
            if (weight < 2 or self.languages[0] == "de") and not self._says(plain):
                continue  # German capitalizes every noun
            if self._known(plain):
                continue
            original = next(
                m.group() for m in _WORD.finditer(text) if fold(m.group()).startswith(plain)
            )
            female = plain.endswith("a")
            role = "woman" if female else chance("role", plain).choice(("man", "woman", "man"))
            look = derive(HUMAN, role, LookHints(), (plain, self._seed))
            name = original.removesuffix("'s").removesuffix("’s")
            if self._is_noun_with(name):
                continue
            self._add(Actor(name, self._label(HUMAN, role), look), name)

    def _is_noun_with(self, name: str) -> bool:
        """Return whether *name* and a noun are one actor, as in "Mimi the cat", and name that one.

        Names are read after nouns, so the actor is there, without a name.
        """
        for mention in re.finditer(rf"\b{re.escape(name)}\b", self._text):
            beside = self._text[mention.end() :][:40]
            article = _APPOSITION.match(beside)
            if article is None:
                continue
            noun = beside[article.end() :]
            for found in (
                *find(noun, lexicon.SPECIES, self.languages),
                *find(noun, lexicon.ROLES, self.languages),
            ):
                same = self._nouns.get(found.name, [])
                is_next = len(noun[: found.start].split()) <= _ADJECTIVES
                if is_next and beside[0] == ",":  # not "Ada, the cat is here!"
                    is_next = noun[found.end :].startswith(",")
                if is_next and len(same) == 1 and same[0] not in self._names.values():
                    self.actors[same[0]] = replace(self.actors[same[0]], name=name)
                    self._names[fold(name)] = same[0]
                    return True
        return False

    def _known(self, word: str) -> bool:
        tables = (
            lexicon.PLACES,
            lexicon.ROOMS,
            lexicon.TIMES,
            lexicon.WEATHER,
            lexicon.THINGS,
            lexicon.COLORS,
            lexicon.GARMENTS,
            lexicon.SPECIES,
            lexicon.ROLES,
            lexicon.EMOTIONS,
            lexicon.ACTIONS,
            lexicon.SAYING,
            lexicon.TRAITS,
        )
        return any(find(word, table, self.languages) for table in tables)

    def _says(self, name: str) -> bool:
        """Return whether *name* starts a sentence or is next to a verb of saying."""
        folded = fold(self._text)
        at = folded.find(name)
        following = _WORD.search(self._text, at + len(name))
        after = following.group() if following else ""
        before = self._text[max(0, at - 14) : at]
        return bool(
            find(before, lexicon.SAYING, self.languages)
            or find(after, lexicon.SAYING, self.languages)
            or find(after, lexicon.ACTIONS, self.languages)
        )

    def _add_default(self, text: str) -> None:
        source = chance("protagonist", self._seed)
        first = any(word in FIRST_PERSON for word in fold(text).split())
        role = source.choice(("woman", "man") if first else ("girl", "boy", "woman", "man"))
        look = derive(HUMAN, role, LookHints(), ("protagonist", self._seed))
        self._add(Actor("", self._label(HUMAN, role), look), "")

    def add_speaker(self, name: str) -> int:
        """Return the actor called *name* in a script; add a new one if there is no match."""
        known = self.find_one(name)
        if known is not None:
            return known
        kind, role = self._kind_of(name)
        if kind == HUMAN and not role:
            role = chance("role", fold(name)).choice(("man", "woman"))
        look = derive(kind, role, LookHints(), (fold(name), self._seed))
        return self._add(Actor(name, self._label(kind, role), look), name)

    # --- Queries -------------------------------------------------------------------------

    def hints(self, text: str) -> LookHints:
        """Return the colors, clothes and traits that *text* mentions."""
        languages = self._all_languages(text)
        garments = find(text, lexicon.GARMENTS, languages)
        colors = find(text, lexicon.COLORS, languages)
        traits = {found.name for found in find(text, lexicon.TRAITS, languages)}
        clothes: dict[str, str] = {}
        used: set[int] = set()
        hair = ""
        for garment in garments:
            near = [
                (min(abs(color.end - garment.start), abs(color.start - garment.end)), i)
                for i, color in enumerate(colors)
                if i not in used
            ]
            distance, i = min(near, default=(99, -1))
            word = ""
            if distance <= 6:
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
        return LookHints(
            body=free[0] if free else "",
            hair=hair,
            hair_style=style
            if hair or style != "long" or "hair" in {g.name for g in garments}
            else "",
            clothes=clothes,
            small="small" in traits,
            big="big" in traits,
            old="old" in traits,
            fat="fat" in traits,
        )

    def mentions(self, text: str) -> list[Mention]:
        """Return the actors mentioned in *text*, in order, each once."""
        folded = fold(text)
        found: list[Mention] = []
        for name, actor in self._names.items():
            for match in re.finditer(
                rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), folded
            ):
                found.append(Mention(actor, match.start(), match.end()))  # noqa: PERF401
        for source in (lexicon.SPECIES, lexicon.ROLES):
            for item in find(text, source, self.languages):
                found += [
                    Mention(known, item.start, item.end) for known in self._nouns.get(item.name, ())
                ]
        found.sort(key=lambda mention: mention.start)
        once: dict[int, Mention] = {}
        for mention in found:
            once.setdefault(mention.actor, mention)
        return list(once.values())

    def find_one(self, name: str) -> int | None:
        folded = fold(name)
        if folded in self._names:
            return self._names[folded]
        mentions = self.mentions(name)
        return mentions[0].actor if mentions else None
