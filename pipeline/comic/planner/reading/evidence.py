"""Evidence that a phrase means somebody: a person, an animal, or anything else that acts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import UNSPACED, fold, never_names
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE, Tag
from pipeline.comic.planner.language.usage import is_abstract, usage_of
from pipeline.comic.planner.language.word_kinds import (
    EDIBLE,
    GIVING,
    HEAVENLY,
    OF_ABSENCE,
    OF_BODIES,
    OF_EATING,
    OF_MINDS,
    OF_MOTION,
    OF_THINGS,
    TELLING,
    WITH_SOMEBODY,
    words_of,
)
from pipeline.comic.planner.reading.phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_MOVABLE = (lexicon.THINGS, lexicon.OBJECTS, lexicon.GARMENTS)
_TRADES = ("屋", "屋さん")
# In these languages a countable noun without an article is not one of its kind.
_WITH_ARTICLES = frozenset(("en", "de", "es", "pt", "fr", "it"))
_WITH_GENDERED_ARTICLES = frozenset(("es", "pt", "fr", "it"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence says about whether its phrases mean somebody."""

    sentence: Sentence
    speaking: Collection[int] = ()  # ids of phrases that speak

    def is_being(self, phrase: Phrase) -> bool:
        """Return whether *phrase* means somebody."""
        if id(phrase) in self.speaking:
            return True
        if self._is_wished_for(phrase):
            return False
        if self._is_abstract(phrase):
            shines = bool(self.sentence.of(phrase, *_MOVABLE)) and self._acts_like_a_mind(phrase)
            return shines or (bool(phrase.names) and self._is_person(phrase))
        if self.sentence.of(phrase, *lexicon.BEINGS):
            return not self._is_mere_thing(phrase) and not self._disagrees(phrase)
        return self._is_unknown_being(phrase)

    def _is_unknown_being(self, phrase: Phrase) -> bool:
        """Return whether a name, or a noun that is no word for a being, means one here."""
        if self.sentence.language in UNSPACED and self.sentence.of(phrase, lexicon.TIMES):
            return False
        if not phrase.nouns:
            return self._is_person(phrase)
        if phrase.names and (self.has_title(phrase) or self._head_takes_name(phrase)):
            return True
        if self.sentence.of(phrase, *lexicon.LIFELESS):
            return self._acts_like_a_mind(phrase)
        return self._acts(phrase) or self._is_met(phrase)

    def is_human_noun(self, word: str, language: str) -> bool:
        """Return whether the unknown noun *word* means a human, by its ending."""
        return fold(word).endswith(tuple(usage_of(language).human_endings)) and len(word) > 2

    # --- Names --------------------------------------------------------------------------------

    def _is_person(self, phrase: Phrase) -> bool:
        """Return whether a phrase of names only is somebody."""
        name = self.sentence.written(phrase.names)
        if self.is_no_name(name):
            return False
        if self.has_title(phrase) or self._is_called(phrase):
            return True
        if self.sentence.of(phrase, lexicon.PLACES, lexicon.SITES, lexicon.TIMES):
            return False
        return self._is_named_person(phrase, is_given=is_given_name(name.split()[0]))

    def _is_called(self, phrase: Phrase) -> bool:
        """Return whether a word that stands between a name and its noun follows: ポチという犬."""
        after = self.sentence.words[phrase.last + 1 : phrase.last + 2]
        named = grammar_of(self.sentence.language).named
        return bool(after) and after[0].tag is Tag.PARTICLE and after[0].lemma in named

    def _is_named_person(self, phrase: Phrase, *, is_given: bool) -> bool:
        """Return whether a name is a person's, by its part in the clause."""
        if phrase.role is ClauseRole.ADVERBIAL:
            is_of_place = phrase.preposition in usage_of(self.sentence.language).place
            if self._is_personal_object(phrase):
                return is_given or self.does(phrase, WITH_SOMEBODY)
            return is_given and (not is_of_place or self.does(phrase, GIVING))
        if phrase.is_subject:
            is_given = is_given or self._is_joined_to_name(phrase)
            return is_given or len(phrase.names) > 1 or not self._is_copula(phrase)
        return is_given or (phrase.role is ClauseRole.OBJECT and self.does(phrase, WITH_SOMEBODY))

    def _is_joined_to_name(self, phrase: Phrase) -> bool:
        """Return whether an unknown name is joined to a given one: "Zuri and Anna are friends"."""
        beside = [p for p in self.sentence.phrases if p.joined is phrase or p is phrase.joined]
        return any(
            p.names and not p.nouns and is_given_name(self.sentence.words[p.names[0]].text)
            for p in beside
        )

    def _is_personal_object(self, phrase: Phrase) -> bool:
        """Return whether a preposition marks an object that is somebody: "abraza a Ana"."""
        is_marked = phrase.preposition in usage_of(self.sentence.language).personal
        return is_marked and phrase.verb is not None and not self.does(phrase, OF_MOTION)

    @staticmethod
    def is_no_name(name: str) -> bool:
        """Return whether *name* is that of a day, a month, a brand or a planet."""
        folded = fold(name)
        known = never_names()
        return folded in known or all(word in known for word in folded.split())

    def has_title(self, phrase: Phrase) -> bool:
        return bool(self.title_gender(phrase)) or self._title(phrase) is not None

    def _title(self, phrase: Phrase) -> str | None:
        titles = grammar_of(self.sentence.language).titles
        for index in (*phrase.nouns, *phrase.names, phrase.first - 1):
            if 0 <= index < len(self.sentence.words):
                word = self.sentence.words[index].text.lower().rstrip(".")
                found = next((form for form in (word, fold(word)) if form in titles), None)
                if found is not None:
                    return found
        return None

    def title_gender(self, phrase: Phrase) -> str:
        """Return the gender that a title before the name says: Mrs."""
        title = self._title(phrase)
        return grammar_of(self.sentence.language).titles.get(title, "") if title else ""

    # --- Nouns --------------------------------------------------------------------------------

    def _is_abstract(self, phrase: Phrase) -> bool:
        """Return whether *phrase* is nothing to draw: time, an idea, the weather."""
        if not phrase.nouns or self.sentence.of(phrase, *lexicon.BEINGS):
            return False
        if self.sentence.of(phrase, lexicon.ABSTRACTS):
            return True
        return is_abstract(self.sentence.words[phrase.head], self.sentence.language)

    def _is_mere_thing(self, phrase: Phrase) -> bool:
        """Return whether beings are spoken of in general: "afraid of spiders"."""
        word = self.sentence.words[phrase.head]
        bare = bool(phrase.nouns) and phrase.first == phrase.nouns[0]
        bare = bare and not self._has_contracted_article(phrase)
        if self.collective(phrase) is not None:
            return False
        is_eaten = self._is_last_object(phrase) and self.does(phrase, OF_EATING)
        if is_eaten or (word.plural and self._is_of_feeling(phrase)):
            return True
        if not bare or phrase.is_subject:
            return False
        spoken_of = phrase.preposition in usage_of(self.sentence.language).topic
        if word.plural:
            return phrase.role is ClauseRole.ADVERBIAL and spoken_of
        names = {sense.name for sense in self.sentence.of(phrase, *lexicon.BEINGS)}
        if names & words_of(EDIBLE) and not self.does(phrase, WITH_SOMEBODY):
            return True
        # "hates fish", "trabaja de payaso": without an article, there is none; "Mom" is somebody
        is_animal = self.sentence.of(phrase, lexicon.SPECIES, lexicon.ANIMALS)
        as_somebody = spoken_of and self.sentence.language in _WITH_GENDERED_ARTICLES
        return (bool(is_animal) or as_somebody) and self.sentence.language in _WITH_ARTICLES

    def _is_of_feeling(self, phrase: Phrase) -> bool:
        """Return whether *phrase* says what a feeling is about: "peur des souris"."""
        before = next((p for p in self.sentence.phrases if p.last == phrase.first - 2), None)
        spoken_of = phrase.preposition in usage_of(self.sentence.language).topic
        feels = before is not None and self.sentence.names_of(before.head, lexicon.EMOTIONS)
        return bool(feels) and spoken_of

    def _disagrees(self, phrase: Phrase) -> bool:
        """Return whether the article is that of another noun: "a cara" is the face, no man."""
        word, first = self.sentence.words[phrase.head], self.sentence.words[phrase.first]
        is_article = first.tag is Tag.DETERMINER and phrase.first < phrase.head
        is_article = is_article and self.sentence.language in _WITH_GENDERED_ARTICLES
        return is_article and word.gender == MALE and first.gender == FEMALE

    def _has_contracted_article(self, phrase: Phrase) -> bool:
        """Return whether the preposition before *phrase* holds its article: "del", "na", "au"."""
        if not phrase.preposition:
            return False
        word = self.sentence.words[phrase.first - 1].text.lower()
        readings = grammar_of(self.sentence.language).readings.get(word, ())
        return any(reading.gender or reading.plural for reading in readings)

    def _is_last_object(self, phrase: Phrase) -> bool:
        """Return whether *phrase* is what is given, not to whom: "serves the whale a herring"."""
        objects = (p for p in self.sentence.phrases if p.role is ClauseRole.OBJECT)
        of_verb = [p for p in objects if p.verb == phrase.verb]
        return bool(of_verb) and of_verb[-1] is phrase

    def _is_wished_for(self, phrase: Phrase) -> bool:
        """Return whether *phrase* is what somebody wants to be: "will Astronaut werden"."""
        if not phrase.nouns:
            return False
        # "die Qualle, die Sängerin werden will": there it is taken for the subject
        beside = (phrase.last + 1,) if phrase.is_subject else (phrase.first - 1, phrase.last + 1)
        return any(
            0 <= index < len(self.sentence.words)
            and self.sentence.words[index].tag in {Tag.INFINITIVE, Tag.PARTICIPLE}
            and bool(self._names_of_verb(index) & {"be", "become"})
            for index in beside
        )

    def collective(self, phrase: Phrase) -> Phrase | None:
        """Return the phrase that counts this one: "a couple" of "a couple of pigeons"."""
        if not phrase.preposition:
            return None
        before = next((p for p in self.sentence.phrases if p.last == phrase.first - 2), None)
        if before is None or before.pronoun is not None:
            return None
        word = self.sentence.words[before.head]
        known = usage_of(self.sentence.language).collectives
        return before if {fold(word.text), fold(word.lemma)} & known else None

    def _head_takes_name(self, phrase: Phrase) -> bool:
        """Return whether noun and name are one person: "her brother Paul", "Captain Vega"."""
        name = self.sentence.written(phrase.names)
        return not self.sentence.of(phrase, *lexicon.LIFELESS) and (
            is_given_name(name.split()[0]) or phrase.is_subject
        )

    def _acts(self, phrase: Phrase) -> bool:
        """Return whether an unknown noun does what only somebody can do."""
        if not phrase.is_subject or phrase.owner is not None:
            return False
        if self._is_passive(phrase) or self._is_of_somebody(phrase):
            return False
        if self._is_copula(phrase):
            return self._feels(phrase)
        return not self._verb_names(phrase) <= words_of(OF_THINGS)

    def _is_passive(self, phrase: Phrase) -> bool:
        """Return whether something is done to it: "the word is written on a wall"."""
        if phrase.verb is None:
            return False
        words = self.sentence.words
        verb, following = words[phrase.verb], words[phrase.verb + 1 : phrase.verb + 2]
        being = grammar_of(self.sentence.language).being
        return (
            (verb.lemma in being or verb.text.lower() in being)
            and bool(following)
            and following[0].tag is Tag.PARTICIPLE
            and not following[0].text.lower().endswith("ing")
        )

    def _is_of_somebody(self, phrase: Phrase) -> bool:
        """Return whether an unknown noun is what somebody has or does: "el canto del gallo"."""
        following = next((p for p in self.sentence.phrases if p.first == phrase.last + 2), None)
        if following is None or following.preposition not in usage_of(self.sentence.language).of:
            return False
        noun = self.sentence.words[phrase.head].text
        owner = bool(self.sentence.of(following, *lexicon.BEINGS))
        return owner and not self.is_human_noun(noun, self.sentence.language)

    def _feels(self, phrase: Phrase) -> bool:
        """Return whether a noun is said to feel something: "the prompter is asleep"."""
        start = phrase.verb if phrase.verb is not None else len(self.sentence.words)
        return any(
            self.sentence.names_of(index, lexicon.EMOTIONS)
            for index in range(start + 1, min(start + 4, len(self.sentence.words)))
        )

    def _acts_like_a_mind(self, phrase: Phrase) -> bool:
        """Return whether a thing does or feels what only somebody can: it falls in love."""
        if not phrase.is_subject or phrase.verb is None or self._is_listed(phrase.verb):
            return False
        if self.is_tradesman(phrase) and not self._verb_names(phrase) <= words_of(OF_THINGS):
            return True
        if self._may_move(phrase) and self._moves_by_itself(phrase.verb):
            return True
        return self.does(phrase, OF_MINDS) or self._falls_into_feeling(phrase.verb)

    def _may_move(self, phrase: Phrase) -> bool:
        """Return whether *phrase* is a thing, or a place like the moon that is seen as one."""
        places = {sense.name for sense in self.sentence.of(phrase, lexicon.PLACES)}
        seen = bool(places & words_of(HEAVENLY))
        return seen or bool(self.sentence.of(phrase, *_MOVABLE))

    def _moves_by_itself(self, verb: int) -> bool:
        """Return whether a verb is one of bodies: "a toaster walks into a bar"."""
        names = {*self.sentence.names_of(verb, lexicon.VERBS), self.sentence.words[verb].lemma}
        return self.sentence.language not in UNSPACED and bool(names & words_of(OF_BODIES))

    def _is_listed(self, verb: int) -> bool:
        """Return whether a participle is one of a list: "a girl, red hair, smiling"."""
        words = self.sentence.words
        is_participle = words[verb].tag is Tag.PARTICIPLE
        return is_participle and verb > 0 and words[verb - 1].tag is Tag.PUNCTUATION

    def is_tradesman(self, phrase: Phrase) -> bool:
        """Return whether a Japanese word for a shop is one for its owner as well: パン屋."""
        word = self.sentence.words[phrase.head].text
        return self.sentence.language == "ja" and word.endswith(_TRADES)

    def _falls_into_feeling(self, verb: int) -> bool:
        words = self.sentence.words[verb + 1 : verb + 3]
        leads = bool(words) and words[0].tag in {Tag.PREPOSITION, Tag.ADVERB}
        index = verb + 2 if leads else verb + 1
        if self.sentence.language == "ja":  # 恋をした
            index = max(0, verb - 2)
        return bool(self.sentence.names_of(index, lexicon.EMOTIONS))

    def _is_met(self, phrase: Phrase) -> bool:
        language = self.sentence.language
        if language in UNSPACED and phrase.first == phrase.head:  # 问密码: without a number
            word = self.sentence.words[phrase.head].text
            if not self.is_human_noun(word, language):
                return False
            if phrase.preposition in usage_of(self.sentence.language).to_somebody:
                return self.does(phrase, GIVING)
        if self._is_personal_object(phrase):
            return self.does(phrase, WITH_SOMEBODY)
        is_told = language in _WITH_GENDERED_ARTICLES and self.does(phrase, TELLING)
        is_object = phrase.role is ClauseRole.OBJECT and not is_told  # "cuenta un cuento"
        return is_object and self.does(phrase, WITH_SOMEBODY)

    def does(self, phrase: Phrase, kind: str) -> bool:
        """Return whether the verb of *phrase* is of a kind."""
        return bool(self._verb_names(phrase) & words_of(kind))

    def is_elsewhere(self, phrase: Phrase) -> bool:
        """Return whether a place is only spoken of, asked for or shown: "draws a castle"."""
        return phrase.role is ClauseRole.OBJECT and self.does(phrase, OF_ABSENCE)

    def _is_copula(self, phrase: Phrase) -> bool:
        return self._verb_names(phrase) <= {"be", "become", "seem", ""}

    def _verb_names(self, phrase: Phrase) -> set[str]:
        return self._names_of_verb(phrase.verb) if phrase.verb is not None else set()

    def _names_of_verb(self, index: int) -> set[str]:
        word = self.sentence.words[index]
        following = self.sentence.words[index + 1] if index + 1 < len(self.sentence.words) else None
        names = set(self.sentence.names_of(index, *lexicon.DOINGS))
        if not names or self.sentence.language == "en":  # the kinds of verbs are in English
            names.add(fold(word.lemma))
        if following is not None and following.tag in {Tag.INFINITIVE, Tag.PARTICIPLE}:
            names |= self.sentence.names_of(index + 1, *lexicon.DOINGS)
        return names
