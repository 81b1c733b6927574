"""New characters: what a phrase says about somebody: name, kind, gender, number, description."""

from __future__ import annotations

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import gender_of_name, is_given_name
from pipeline.comic.planner.language.lexicon_search import fold
from pipeline.comic.planner.language.plurals import singular
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.reading.characters import ToldCharacter, keys_of_name
from pipeline.comic.planner.reading.evidence import Evidence
from pipeline.comic.planner.reading.phrases import Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_NEAR = 12  # words before a noun that may count it
MAX_ALIKE = 6  # the most characters that one phrase adds


def character_of(phrase: Phrase, evidence: Evidence) -> ToldCharacter:
    """Return the character that *phrase* tells of for the first time."""
    sentence = evidence.sentence
    character = ToldCharacter(described=_surroundings(phrase, sentence))
    name = sentence.written(phrase.names)
    if phrase.nouns:
        describe(character, phrase, evidence)
    is_name = not evidence.is_no_name(name) or (bool(phrase.nouns) and is_given_name(name))
    if phrase.names and is_name:
        character.gender = told_gender(phrase, evidence) or character.gender
        give_name(character, name)
    character.gender = character.gender or told_gender(phrase, evidence)
    is_told = evidence.title_gender(phrase) or noun_gender(phrase, sentence)
    character.is_gender_guessed = bool(phrase.nouns and phrase.names) and not is_told
    listed = kind_of_listed(phrase, sentence) if not phrase.nouns else None
    if listed is not None:
        describe(character, listed, evidence)
    return character


def give_name(character: ToldCharacter, name: str) -> None:
    """Name a character that has no name; it may be mentioned by each part of *name*."""
    character.name = character.name or name
    character.gender = character.gender or gender_of_name(name.split(maxsplit=1)[0])
    character.keys |= keys_of_name(name)


def describe(character: ToldCharacter, phrase: Phrase, evidence: Evidence) -> None:
    """Give a character the noun of *phrase*, and what that means."""
    sentence = evidence.sentence
    word, noun = sentence.words[phrase.head], _noun_of_one(phrase, sentence)
    character.noun = character.noun or noun
    character.keys |= {fold(word.lemma), fold(word.text), fold(noun)}
    if not _take_meanings(character, phrase, sentence) and not phrase.names and not character.name:
        character.is_known = False
        thing = sentence.of(phrase, *lexicon.LIFELESS)
        if thing and not evidence.is_tradesman(phrase):
            character.species = thing[0].name  # a toaster in love
        elif not evidence.is_human_noun(noun.split()[-1], sentence.language):
            character.species = fold(word.lemma) or fold(noun)
    character.gender = character.gender or told_gender(phrase, evidence)


def _noun_of_one(phrase: Phrase, sentence: Sentence) -> str:
    """Return the nouns of *phrase* as they name one of several: "pizza chef" of "pizza chefs"."""
    words = [sentence.words[index] for index in phrase.nouns]
    rest = _rest_of_compound(phrase, sentence)
    if not any(word.plural for word in words):
        return sentence.written(phrase.nouns) + rest
    return " ".join(singular(word, sentence.language) for word in words) + rest


def _rest_of_compound(phrase: Phrase, sentence: Sentence) -> str:
    """Return what follows the noun of a known compound: " polaire" of "ours polaire"."""
    ends = [
        sense.last for sense in sentence.of(phrase, *lexicon.BEINGS) if sense.last <= phrase.last
    ]
    last = max(ends, default=phrase.head)
    nouns = max(phrase.nouns)
    return (
        sentence.text[sentence.words[nouns].end : sentence.words[last].end] if last > nouns else ""
    )


def _take_meanings(character: ToldCharacter, phrase: Phrase, sentence: Sentence) -> bool:
    """Take species and roles from the nouns of *phrase*; return whether any is known."""
    senses = sentence.within(phrase, *lexicon.BEINGS)
    # the head first: of a "cat burglar", the burglar
    senses.sort(key=lambda sense: not sense.first <= phrase.head <= sense.last)
    species = [sense.name for sense in senses if sense.table == lexicon.SPECIES]
    species += [sense.name for sense in senses if sense.table == lexicon.ANIMALS]
    if species and character.species == HUMAN:
        character.species = species[0]
    for sense in senses:
        if sense.table == lexicon.ROLES and sense.name not in character.roles:
            character.roles.append(sense.name)
        elif sense.table == lexicon.PEOPLE:
            character.person = character.person or sense.name
        character.keys.add(f"={sense.name}")
    return bool(senses)


def told_gender(phrase: Phrase, evidence: Evidence) -> str:
    """Return the gender that title, noun or name say; empty if none does."""
    name = evidence.sentence.written(phrase.names)
    return (
        evidence.title_gender(phrase)
        or noun_gender(phrase, evidence.sentence)
        or next((g for i in phrase.names if (g := evidence.sentence.words[i].gender)), "")
        or (gender_of_name(name.split(maxsplit=1)[0]) if name else "")
    )


def noun_gender(phrase: Phrase, sentence: Sentence) -> str:
    """Return the gender that the noun itself says: grandpa, abuela."""
    if not phrase.nouns:
        return ""
    genders = (sentence.words[index].gender for index in (phrase.head, *phrase.nouns))
    return next((gender for gender in genders if gender), "")


def count_of(phrase: Phrase, sentence: Sentence) -> int:
    """Return how many *phrase* means, 1 to MAX_ALIKE."""
    if phrase.names and (not phrase.nouns or _is_listed(phrase, sentence)):
        return 1
    counting = Evidence(sentence).collective(phrase)  # "a group of kids"
    words = [
        *range(max(phrase.first, phrase.head - _NEAR), phrase.head),
        *([counting.head] if counting else []),
    ]
    words += _counted_after(phrase, sentence)
    for index in words:
        numbers = sentence.names_of(index, lexicon.NUMBERS)
        if numbers:
            return min(MAX_ALIKE, max(map(int, numbers)))
    return 2 if sentence.words[phrase.head].plural else 1


def _is_listed(phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether *phrase* is the first of a list of names: "pirates Tom and Bill"."""
    following = next((p for p in sentence.phrases if p.first > phrase.last), None)
    return following is not None and kind_of_listed(following, sentence) is phrase


def kind_of_listed(phrase: Phrase, sentence: Sentence) -> Phrase | None:
    """Return the phrase whose noun in the plural holds for the name *phrase* in its list."""
    while phrase.names and not phrase.nouns:
        before = [p for p in sentence.phrases if p.last < phrase.first]
        between = sentence.words[before[-1].last + 1 : phrase.first] if before else []
        if len(between) != 1 or not (between[0].tag is Tag.CONJUNCTION or between[0].text in ",、"):
            return None
        phrase = before[-1]
    return phrase if phrase.names and sentence.words[phrase.head].plural else None


def _counted_after(phrase: Phrase, sentence: Sentence) -> list[int]:
    """Return the numbers behind a Japanese noun: 猫が三匹いる."""
    if sentence.language != "ja":
        return []
    near = range(phrase.head + 1, min(phrase.last + 3, len(sentence.words)))
    after = [i for i in near if sentence.words[i].tag is Tag.NUMBER]
    return [i for i in after if not sentence.words[i].text.endswith("の")]


def _surroundings(phrase: Phrase, sentence: Sentence) -> str:
    """Return the words that may describe a character: adjectives, and what follows at once."""
    start, end = sentence.words[phrase.first].start, sentence.words[phrase.last].end
    following = next((p for p in sentence.phrases if p.first > phrase.last), None)
    if following is not None:
        between = sentence.words[phrase.last + 1 : following.first]
        if len(between) == 1 and between[0].tag in {Tag.PREPOSITION, Tag.PARTICIPLE}:
            end = sentence.words[following.last].end
    return sentence.text[start:end]
