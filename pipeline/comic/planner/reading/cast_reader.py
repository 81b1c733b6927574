"""Cast reader: finds the characters of a story, and which of them each sentence mentions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_search import find, fold
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.language.word_kinds import OF_ARRIVAL
from pipeline.comic.planner.reading import wide_cues
from pipeline.comic.planner.reading.appositions import says_more
from pipeline.comic.planner.reading.characters import Mention, ToldCharacter
from pipeline.comic.planner.reading.crowds import is_crowd
from pipeline.comic.planner.reading.evidence import Evidence
from pipeline.comic.planner.reading.known_characters import KnownCharacters
from pipeline.comic.planner.reading.new_characters import (
    character_of,
    count_of,
    describe,
    give_name,
    told_gender,
)
from pipeline.comic.planner.reading.partitives import is_one_of, subject_of_next_verb
from pipeline.comic.planner.reading.phrases import INFLECTED, ClauseRole, Phrase
from pipeline.comic.planner.reading.pronouns import Recency
from pipeline.comic.planner.reading.sentences import Sentence

MAX_CAST = 12
_THINGS = (lexicon.THINGS, lexicon.OBJECTS)
_NARRATOR = "narrator"  # key of the one who says "I"
_Means = dict[int, tuple[int, ...]]  # first word of a phrase -> characters


@dataclass(slots=True)
class CastReader:
    """Reader of the cast, sentence by sentence in the order of the story."""

    characters: list[ToldCharacter] = field(default_factory=list)
    recency: Recency = field(init=False)
    _known: KnownCharacters = field(init=False)
    _group: tuple[int, ...] = ()  # the latest who were told of together

    def __post_init__(self) -> None:
        self.recency = Recency(self.characters)
        self._known = KnownCharacters(self.characters, self.recency)

    def read(self, sentence: Sentence, speaking: Collection[int] = ()) -> list[Mention]:
        """Return the mentions of characters in *sentence*; new ones join the cast.

        *speaking* are the ids of the phrases that speak, and are somebody for that reason.
        """
        self.recency.begin_sentence()
        evidence = Evidence(sentence, speaking)
        mentions: list[Mention] = []
        means: _Means = {}
        for phrase in sentence.phrases:
            self._hear_owner(phrase)
            found = self._meant(phrase, evidence, means)
            if not found:
                continue
            mention = _mention(found, phrase, sentence)
            if len(found) > 1 and is_one_of(phrase, sentence):
                found = self.recency.one_of(found)
                mention = subject_of_next_verb(found, phrase, sentence)
            means[phrase.first] = found
            mentions.append(mention)
            self.recency.note(found, subject=mention.is_subject or _is_topic(phrase, sentence))
        return mentions

    def named(self, name: str) -> int | None:
        """Return the character that *name*, before a colon or in an attribution, means."""
        return self._known.named(name)

    def speaker(self, name: str, sentence: Sentence | None) -> int | None:
        """Return the character that a cue names; it joins the cast if it is not known.

        *sentence* holds the words of the cue.
        """
        known = self.named(name)
        if known is not None or sentence is None:
            return known
        phrases = [p for p in sentence.phrases if p.pronoun is None]
        owned = [p for p in phrases if p.owner is not None]  # "Kid's mom" is the mom
        phrase = next(iter([*owned, *phrases]), None)
        if phrase is None:
            unread = ToldCharacter()
            give_name(unread, name.strip())
            return self.add(unread)
        mentioned = self._known.mentioned(phrase, sentence) if wide_cues.is_wide(name) else ()
        if mentioned:
            self.characters[mentioned[0]].keys.add(fold(name).strip())
            return mentioned[0]
        evidence = Evidence(sentence, {id(phrase)})
        member = None if wide_cues.is_wide(name) else self._member(phrase, evidence, {})
        if member is not None:
            give_name(self.characters[member], name.strip())
            return member
        character = character_of(phrase, evidence)
        character.keys.add(fold(name).strip())
        is_numbered = any(char.isdigit() for char in name)  # Robot 1, Robot 2
        if is_numbered and (told := self._unnumbered(character)) is not None:
            give_name(self.characters[told], name.strip())
            return told
        if is_numbered or not (character.name or sentence.of(phrase, *lexicon.BEINGS)):
            give_name(character, name.strip())
        if not sentence.of(phrase, *lexicon.BEINGS):
            thing = _thing_called(name, sentence.language)
            character.species, character.is_known = thing or HUMAN, not thing
        alike = self._known.by_key(fold(name.rsplit(maxsplit=1)[-1]))
        if not character.name and (owned or alike or fold(character.noun) == fold(name).strip()):
            character.noun = name.strip()
        return self.add(character)

    def _unnumbered(self, like: ToldCharacter) -> int | None:
        """Return the first character of the same kind that has no name: one of "two robots"."""
        return next(
            (
                i
                for i, character in enumerate(self.characters)
                if not character.name
                and (character.species, character.roles, character.person)
                == (like.species, like.roles, like.person)
            ),
            None,
        )

    def add(self, character: ToldCharacter) -> int | None:
        """Add a character; return its index, or None if the cast is full."""
        if len(self.characters) >= MAX_CAST:
            return None
        self.characters.append(character)
        return len(self.characters) - 1

    # --- Phrases ------------------------------------------------------------------------------

    def _meant(self, phrase: Phrase, evidence: Evidence, means: _Means) -> tuple[int, ...]:
        """Return whom *phrase* means; empty if it means nobody."""
        sentence = evidence.sentence
        if phrase.pronoun is not None:
            return self._pronoun(phrase.pronoun, phrase, sentence, means)
        if phrase.is_figurative or _counts(phrase, evidence) or self._is_crowd(phrase, evidence):
            return ()
        if _follows_without(phrase, sentence):
            return self._known.mentioned(phrase, sentence)
        if _is_negated(phrase, sentence):
            return ()
        return self._described_again(phrase, evidence, means) or self._told(phrase, evidence, means)

    def _told(self, phrase: Phrase, evidence: Evidence, means: _Means) -> tuple[int, ...]:
        known = self._known.mentioned(phrase, evidence.sentence)
        if known:
            self._learn(known, phrase, evidence)
            return known
        if not evidence.is_being(phrase) and not _is_joined(phrase, means):
            return ()
        member = self._member(phrase, evidence, means)
        if member is None and not phrase.nouns and id(phrase) in evidence.speaking:
            member = self._alone_without_name(told_gender(phrase, evidence), means)
        if member is not None:
            give_name(self.characters[member], evidence.sentence.written(phrase.names))
            return (member,)
        count = count_of(phrase, evidence.sentence)
        added = [self.add(character_of(phrase, evidence)) for _ in range(count)]
        group = tuple(index for index in added if index is not None)
        if len(group) > 1:
            self._group = group
        return group

    def _member(self, phrase: Phrase, evidence: Evidence, means: _Means) -> int | None:
        """Return whom of a group without names a new name means: "Two samurai meet ... Kenji".

        Who comes to the group, or does something to it, is none of it.
        """
        is_speaker = id(phrase) in evidence.speaking
        is_new = not phrase.nouns and (phrase.is_subject or is_speaker)
        others = {i for first, found in means.items() if first != phrase.first for i in found}
        if not is_new or others & set(self._group) or evidence.does(phrase, OF_ARRIVAL):
            return None
        gender = told_gender(phrase, evidence)
        fits = (
            index
            for index in self._group
            if not self.characters[index].name
            and self.characters[index].gender in {"", gender}
            and (is_speaker or self.characters[index].is_human)
        )
        is_apart = evidence.has_title(phrase) or self._does_to_group(phrase, evidence.sentence)
        return None if is_apart else next(fits, None)

    def _alone_without_name(self, gender: str, means: _Means) -> int | None:
        """Return the one of the cast if a name that speaks may be theirs.

        "An astronaut lands. Armstrong says": who is told of by work has a name as well.
        """
        if len(self.characters) != 1 or means or self.characters[0].is_given:
            return None
        one = self.characters[0]
        works = one.is_human and (one.role != one.body or bool(one.person))
        return 0 if works and not one.name and one.gender in {"", gender} else None

    def _does_to_group(self, phrase: Phrase, sentence: Sentence) -> bool:
        """Return whether something is done to several who were told of before."""
        nouns = {fold(self.characters[i].noun) for i in self._group}
        after = (p for p in sentence.phrases if p.first > phrase.last and not p.is_subject)
        return any(
            (p.pronoun is not None and p.pronoun.plural)
            or {fold(sentence.words[p.head].text), fold(sentence.words[p.head].lemma)} & nouns
            or "they" in sentence.names_of(p.head, lexicon.PRONOUNS)
            for p in after
        )

    def _described_again(
        self, phrase: Phrase, evidence: Evidence, means: _Means
    ) -> tuple[int, ...]:
        """Return the one whom the phrase before means, if this one tells more about it."""
        before = [p for p in evidence.sentence.phrases if p.last < phrase.first]
        # a relative pronoun stands for the phrase before it
        told = (p for p in reversed(before) if p.pronoun is None or p.first in means)
        previous = next(told, None)
        who = means.get(previous.first, ()) if previous is not None else ()
        if previous is None or len(who) != 1:
            return ()
        return who if says_more(self.characters[who[0]], previous, phrase, evidence) else ()

    def _learn(self, known: tuple[int, ...], phrase: Phrase, evidence: Evidence) -> None:
        """Take what a further mention says about a character."""
        if len(known) != 1:
            return
        character = self.characters[known[0]]
        if phrase.nouns and phrase.names:
            describe(character, phrase, evidence)
        character.gender = character.gender or told_gender(phrase, evidence)

    def _is_crowd(self, phrase: Phrase, evidence: Evidence) -> bool:
        """Return whether *phrase* is people in general, beside somebody whom the story is about."""
        if id(phrase) in evidence.speaking or not is_crowd(phrase, evidence.sentence):
            return False
        return bool(self.characters) or not phrase.is_subject

    # --- Pronouns -----------------------------------------------------------------------------

    def _pronoun(
        self, word: Word, phrase: Phrase, sentence: Sentence, means: _Means
    ) -> tuple[int, ...]:
        if fold(word.text) in usage_of(sentence.language).first_person:
            return self._narrator()
        if (several := self._several(word, sentence)) is not None:
            return several
        kinds = sentence.names_of(phrase.head, lexicon.PRONOUNS)
        found = self.recency.resolve(
            kinds,
            word,
            subject=phrase.role is ClauseRole.SUBJECT,
            without=_subject_of(phrase, sentence, means),
        )
        # "Der Schal ... Er ist lang": where things have a gender, it may be one of them
        is_somebody = sentence.language not in INFLECTED or not self.characters
        subject = phrase.role is ClauseRole.SUBJECT and is_somebody
        if not found and subject and (titled := self._guessed_otherwise(word)) is not None:
            self.characters[titled].gender = word.gender
            return (titled,)
        if not found and word.gender and subject and not word.plural:
            new = self.add(ToldCharacter(gender=word.gender))  # "She opens the fridge."
            return () if new is None else (new,)
        if len(found) == 1:
            character = self.characters[found[0]]
            character.gender = character.gender or word.gender
        return found

    def _guessed_otherwise(self, word: Word) -> int | None:
        """Return the one human told of, whose name alone says another gender: Captain Marvel."""
        humans = [i for i, character in enumerate(self.characters) if character.is_human]
        is_of_one = bool(word.gender) and not word.plural and len(humans) == 1
        return humans[0] if is_of_one and self.characters[humans[0]].is_gender_guessed else None

    def _several(self, word: Word, sentence: Sentence) -> tuple[int, ...] | None:
        """Return whom "the other" or "each" of those told of before means; None for other words."""
        usage, text = usage_of(sentence.language), fold(word.text)
        if text in usage.other:
            return self.recency.other()
        if text in usage.all_of_them:
            return self.recency.resolve(("they",), word, subject=True)
        return None

    def _narrator(self) -> tuple[int, ...]:
        known = self._known.by_key(_NARRATOR)
        if known:
            return tuple(known)
        index = self.add(ToldCharacter(keys={_NARRATOR}))
        return () if index is None else (index,)

    def _hear_owner(self, phrase: Phrase) -> None:
        """Learn the gender of an owner: "a goalkeeper ... with her nose"."""
        if phrase.possessive is None:
            return
        owner = self.recency.resolve((), phrase.possessive, subject=True)
        if len(owner) == 1:
            character = self.characters[owner[0]]
            character.gender = character.gender or phrase.possessive.gender


def _thing_called(name: str, language: str) -> str:
    """Return the thing that speaks by its own word, "Toaster: ..."; empty for a given name."""
    if is_given_name(name.strip()):
        return ""
    found = [sense for table in _THINGS for sense in find(name, table, (language,))]
    whole = (sense for sense in found if name[sense.start : sense.end] == name.strip())
    return next((sense.name for sense in whole), "")


def _subject_of(phrase: Phrase, sentence: Sentence, means: _Means) -> tuple[int, ...]:
    """Return the subject whose object *phrase* is: "a mouse finds him" is not about one mouse."""
    is_other = phrase.role is ClauseRole.OBJECT and not sentence.words[phrase.head].text.endswith(
        ("self", "selves")
    )
    if not is_other or sentence.language != "en":
        return ()
    subjects = (p for p in sentence.phrases if p.is_subject and p.verb == phrase.verb)
    return tuple(index for p in subjects for index in means.get(p.first, ()))


def _mention(found: tuple[int, ...], phrase: Phrase, sentence: Sentence) -> Mention:
    return Mention(
        found,
        phrase.first,
        is_subject=phrase.role is ClauseRole.SUBJECT,
        verb=phrase.verb,
        absent=_follows_without(phrase, sentence),
    )


def _is_topic(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether a sentence is about *phrase*: its subject, or what has no preposition."""
    is_apart = phrase.role is ClauseRole.APART and not phrase.preposition
    return phrase.role is ClauseRole.SUBJECT or (is_apart and not any(sentence.verbs()))


def _counts(phrase: Phrase, evidence: Evidence) -> bool:
    """Return whether *phrase* only counts the next one: "a couple of pigeons"."""
    following = next((p for p in evidence.sentence.phrases if p.first == phrase.last + 2), None)
    return following is not None and evidence.collective(following) is phrase


def _is_negated(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether there is none of it: "no cat", "neither pirates nor parrots"."""
    if sentence.language == "ja":  # negations follow
        return phrase.negated
    grammar = grammar_of(sentence.language)
    negations = grammar.negations - grammar.negations_of_verbs
    indexes = range(max(0, phrase.first - 1), phrase.head)
    near = [sentence.words[i].text.lower() for i in indexes]
    return (
        phrase.negated
        or any(word in negations for word in near)
        or _is_lacked(phrase, sentence)
        or _is_none_of(phrase, sentence)
        or _is_absent(phrase, sentence)
    )


def _is_none_of(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether a negation before a preposition says that there is none: "pas de loup"."""
    first = phrase.first
    before = [word.text.lower() for word in sentence.words[max(0, first - 2) : first]]
    negations = grammar_of(sentence.language).negations_of_verbs
    return len(before) == 2 and before[0] in negations and before[1] in {"de", "d'", "d’"}


def _is_lacked(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether *phrase* is what somebody does not have: "non ha un cane"."""
    verb = phrase.verb
    if verb is None or phrase.role is not ClauseRole.OBJECT or phrase.first < verb:
        return False
    if "have" not in sentence.names_of(verb, lexicon.VERBS):
        return False
    between = sentence.words[verb : phrase.first]
    if any(word.tag in {Tag.PUNCTUATION, Tag.CONJUNCTION} for word in between):
        return False  # "has no dog, only a turtle"
    clitics = grammar_of(sentence.language).clitics
    before = [w for w in sentence.words[:verb] if w.text.lower() not in clitics]
    return bool(before) and before[-1].tag is Tag.NEGATION


def _is_absent(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether a verb after *phrase* says that it is not there: "Дракона больше нет"."""
    absent = grammar_of(sentence.language).absent
    if not absent or phrase.preposition:
        return False
    rest = [word for word in sentence.words[phrase.last + 1 :] if word.tag is not Tag.ADVERB]
    said = " ".join(word.text.lower() for word in rest[:2])
    return said.startswith(tuple(absent))


def _is_joined(phrase: Phrase, means: _Means) -> bool:
    """Return whether a name is joined to somebody: "the king and Zorb"."""
    return (
        not phrase.nouns
        and phrase.joined is not None
        and phrase.joined.first in means
        and phrase.role is not ClauseRole.ADVERBIAL
    )


def _follows_without(phrase: Phrase, sentence: Sentence) -> bool:
    before = sentence.words[phrase.first - 1] if phrase.first else None
    without = grammar_of(sentence.language).without if sentence.language != "ja" else ()
    return before is not None and before.text.lower() in without
