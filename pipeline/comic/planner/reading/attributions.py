"""Attributions: the words beside a quotation that say who speaks, such as "says the bear".

They are found by syntax alone, before the cast is known: whoever speaks is somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import UNSPACED
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.word_kinds import WRITTEN, words_of
from pipeline.comic.planner.reading.japanese_attributions import (
    end_of_tag,
    is_last_verb,
    lacks_subject,
    quoting_particle,
    subject_of_tag,
    topic,
)
from pipeline.comic.planner.reading.phrases import INFLECTED, ClauseRole, Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_NEAR = 4  # words between the start of a tag and its verb
_BETWEEN = frozenset((Tag.ADVERB, Tag.NEGATION, Tag.PARTICLE, Tag.PRONOUN))
_STOPS = frozenset((Tag.CONJUNCTION, Tag.SUBJUNCTION))
_ASIDE = "aside"  # laughing and the like: saying only right beside a quotation
_INVERTING = frozenset(("es", "pt", "fr", "it"))  # "aclara el tiburón"
_UNSEEN = frozenset(("heard", "body", "talk"))  # groups of abstract nouns
_TOPICS = (["は"], ["が"], ["も"])  # after a Japanese speaker


@dataclass(slots=True)
class Attribution:
    """An attribution in a sentence; *kind* is that of the verb of saying: speech, shout, thought.

    *start* and *end* are offsets in the sentence, of the words that need not be printed.
    """

    sentence: Sentence
    phrase: Phrase | None
    kind: str
    start: int
    end: int
    goes_on: bool = False  # a comma ends it: the same character speaks on
    is_unseen: bool = False  # the speaker is a sign, or a voice: nobody who is drawn
    subject: str = ""  # printed before what is told after it

    @property
    def rest_is_act(self) -> bool:
        """Whether what follows is an act of the speaker: "says the bear and leaves"."""
        words = [word for word in self.sentence.words if word.start >= self.end]
        return (
            len(words) > 1
            and words[0].tag is Tag.CONJUNCTION
            and words[1].tag in {Tag.VERB, Tag.ADVERB}
            and any(word.tag is Tag.VERB for word in words[1:3])
        )


def introduction(sentence: Sentence) -> Attribution | None:
    """Return the attribution at the end of *sentence*, right before a quotation."""
    if sentence.is_finished:
        return _finished_introduction(sentence) if sentence.language in UNSPACED else None
    saying = _last_saying_verb(sentence)
    verb = saying or _last_word_as_verb(sentence)
    colon = sentence.text.rstrip().endswith((":", "：", ",", "，", "、"))
    if verb is None:
        return _bare_introduction(sentence) if colon or sentence.language == "ja" else None
    index, kind = verb
    if not _leads_on(sentence, index, colon=colon):
        return None
    phrase = _subject_before(sentence, index) or _subject_after(sentence, index)
    end = len(sentence.text)
    tells_more = saying is None and any(other is not phrase for other in sentence.phrases)
    start = end if tells_more else _start_of_clause(sentence, index, phrase)
    return _attribution(sentence, phrase, kind, start, end)


def _finished_introduction(sentence: Sentence) -> Attribution | None:
    """Return the attribution of 猫は言った。 before what the cat said."""
    verb = _last_saying_verb(sentence)
    if verb is None or quoting_particle(sentence) or not is_last_verb(sentence, verb[0]):
        return None
    phrase = _subject_before(sentence, verb[0])
    if phrase is None or verb[1] == _ASIDE:
        return None
    start = _start_of_clause(sentence, verb[0], phrase)
    return _attribution(sentence, phrase, verb[1], start, len(sentence.text))


def open_introduction(sentence: Sentence) -> Attribution | None:
    """Return the attribution of 母は息子に, whose verb follows the quotation: 「…」と言う."""
    subjects = [p for p in sentence.phrases if p.role is ClauseRole.SUBJECT]
    if sentence.is_finished or not subjects:
        return None
    phrase = subjects[-1]
    if any(index > phrase.last for index in sentence.verbs()):
        return None
    acts = any(index < phrase.first for index in sentence.verbs())
    start = sentence.words[phrase.first].start if acts else 0
    return _attribution(sentence, phrase, "speech", start, len(sentence.text))


def quoting_tag(sentence: Sentence, lead: Attribution | None) -> Attribution:
    """Return the attribution of a Japanese sentence that starts with と, after a quotation.

    *lead* is what introduces the quotation: 犬は「わん」と言った.
    """
    verb = _first_saying_verb(sentence)
    index = verb[0] if verb is not None else None
    phrase = subject_of_tag(sentence, index)
    end = end_of_tag(sentence, index)
    found = _attribution(sentence, phrase, verb[1] if verb else "", 0, end)
    speaker = found if phrase is not None or lead is None else lead
    if speaker.phrase is not None and lacks_subject(sentence, end):
        found.subject = topic(speaker.sentence, speaker.phrase)
    return found


def introduction_after(claimed: Attribution) -> Attribution | None:
    """Return the introduction that follows a Japanese tag in its sentence: と猫が言い、犬が."""
    sentence = claimed.sentence
    if not quoting_particle(sentence):
        return None
    rest = [p for p in sentence.phrases if sentence.words[p.first].start >= claimed.end]
    found = _bare_introduction(sentence) if rest else None
    return found if found is not None and found.phrase in rest else None


def tag(sentence: Sentence, *, open_end: bool, before_quotation: bool) -> Attribution | None:
    """Return the attribution at the start of *sentence*, right after a quotation.

    *open_end*: the quotation ends with a comma, or with nothing. *before_quotation*: another
    quotation follows the sentence.
    """
    verb = _first_saying_verb(sentence) or _verb_before_subject(sentence)
    if verb is None and quoting_particle(sentence):
        verb = next(((index, "speech") for index in sentence.verbs()), None)
    if verb is None:
        return None
    index, kind = verb
    first = next((w for w in sentence.words if w.tag is not Tag.PUNCTUATION), None)
    if first is None or index - sentence.words.index(first) > _NEAR:
        return None
    phrase = _subject_before(sentence, index) or _subject_after(sentence, index)
    is_small = first.text[:1].islower() or not first.text[:1].isalpha()
    if sentence.language in INFLECTED and not is_small:
        return None  # there the verb comes first
    introduces_next = before_quotation and not sentence.is_finished
    if introduces_next and not (is_small or open_end):
        return None
    if introduces_next and sentence.text.rstrip().endswith((":", "：")):
        return None
    end = _end_of_tag(sentence, index, phrase)
    return _attribution(sentence, phrase, kind, 0, end)


def _attribution(
    sentence: Sentence, phrase: Phrase | None, kind: str, start: int, end: int
) -> Attribution:
    is_unseen = phrase is not None and _is_unseen(sentence, phrase)
    goes_on = sentence.text.rstrip().endswith((",", "、", "，"))
    return Attribution(
        sentence, phrase, "speech" if kind == _ASIDE else kind, start, end, goes_on, is_unseen
    )


def _is_unseen(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether what speaks is nobody: a sign, or what is only heard or felt, as a voice."""
    things = sentence.of(phrase, lexicon.THINGS, lexicon.OBJECTS)
    if any(sense.name in words_of(WRITTEN) for sense in things):
        return True
    if phrase.names or sentence.of(phrase, *lexicon.BEINGS):
        return False
    return any(sense.name in _UNSEEN for sense in sentence.of(phrase, lexicon.ABSTRACTS))


# --- Verbs ----------------------------------------------------------------------------------------


def _saying_verbs(sentence: Sentence) -> list[tuple[int, str]]:
    return [
        (sense.last, sense.name)
        for sense in sentence.senses
        if sense.table == lexicon.SAYING
        and sentence.words[sense.last].tag not in {Tag.NAME, Tag.DETERMINER, Tag.PREPOSITION}
    ]


def _last_saying_verb(sentence: Sentence) -> tuple[int, str] | None:
    found = [verb for verb in _saying_verbs(sentence) if verb[1] != _ASIDE]
    found = found or _saying_verbs(sentence)
    return found[-1] if found else None


def _last_word_as_verb(sentence: Sentence) -> tuple[int, str] | None:
    """Return the verb right before a quotation: any is one of saying there."""
    last = len(sentence.words) - 1
    is_verb = last >= 0 and sentence.words[last].tag is Tag.VERB
    being = grammar_of(sentence.language).being
    return (last, "speech") if is_verb and sentence.words[last].lemma not in being else None


def _first_saying_verb(sentence: Sentence) -> tuple[int, str] | None:
    return next(iter(_saying_verbs(sentence)), None)


def _verb_before_subject(sentence: Sentence) -> tuple[int, str] | None:
    """Return the verb that opens a tag before its subject: any is one of saying there."""
    if sentence.language not in _INVERTING | INFLECTED:
        return None
    words = sentence.words
    index = next((i for i, word in enumerate(words) if word.tag is not Tag.PUNCTUATION), None)
    if index is None or words[index].tag is not Tag.VERB or not words[index].text[0].islower():
        return None
    subjects = (phrase for phrase in sentence.phrases if phrase.is_subject)
    follows = any(phrase.verb == index < phrase.first for phrase in subjects)
    return (index, "speech") if follows else None


def _leads_on(sentence: Sentence, verb: int, *, colon: bool) -> bool:
    """Return whether what follows the verb in an introduction only says to whom or how."""
    after = sentence.words[verb + 1 :]
    if colon:
        return True
    return (
        all(
            word.tag is not Tag.VERB or word.lemma in grammar_of(sentence.language).auxiliaries
            for word in after
        )
        and len(after) <= _NEAR + 2
    )


def _bare_introduction(sentence: Sentence) -> Attribution | None:
    """Return the attribution of "The teacher:", and of 犬は before its speech."""
    phrases = [phrase for phrase in sentence.phrases if not phrase.negated]
    if not phrases:
        return None
    end = len(sentence.text)
    after = [word.text for word in sentence.words[phrases[-1].last + 1 :]]
    has_colon = sentence.text.rstrip().endswith((":", "："))
    if sentence.language != "ja" and any(sentence.verbs()):
        subject = next((phrase for phrase in phrases if phrase.is_subject), None)
        if not has_colon or subject is None:
            return None
        return _attribution(sentence, subject, "speech", end, end)
    is_topic = sentence.language == "ja" and [t for t in after if t != "、"] in _TOPICS
    is_name = after in ([":"], ["："]) and (sentence.language == "ja" or len(phrases) == 1)
    if not is_topic and not is_name:
        return None
    return _attribution(
        sentence, phrases[-1], "speech", sentence.words[phrases[-1].first].start, end
    )


# --- Who ------------------------------------------------------------------------------------------


def _subject_before(sentence: Sentence, verb: int) -> Phrase | None:
    """Return the nearest phrase before the verb that is no object and follows no preposition."""
    before = [phrase for phrase in sentence.phrases if phrase.last < verb]
    subjects = [phrase for phrase in before if phrase.is_subject or not phrase.preposition]
    for phrase in reversed(subjects):
        if phrase.is_subject:
            return phrase
        if phrase.verb is None and phrase.role is not ClauseRole.OBJECT:
            return phrase
    return None


def _subject_after(sentence: Sentence, verb: int) -> Phrase | None:
    ends = (i for i in range(verb + 1, len(sentence.words)) if _begins_clause(sentence, i))
    end = next(ends, len(sentence.words))
    after = [phrase for phrase in sentence.phrases if verb < phrase.first < end]
    subject = next((phrase for phrase in after if not phrase.preposition), None)
    if subject is not None or not after or after[0].first != verb + 2:
        return subject
    # "responde a Nina": an article that may be a preposition as well
    tags = grammar_of(sentence.language).tags_of(sentence.words[verb + 1].text)
    return after[0] if Tag.DETERMINER in tags else None


def _begins_clause(sentence: Sentence, index: int) -> bool:
    """Return whether a conjunction at *index* joins a verb: "says, and leaves"."""
    following = sentence.words[index + 1].tag if index + 1 < len(sentence.words) else Tag.OTHER
    return sentence.words[index].tag is Tag.CONJUNCTION and following is Tag.VERB


# --- What need not be printed ---------------------------------------------------------------------


def _start_of_clause(sentence: Sentence, verb: int, phrase: Phrase | None) -> int:
    """Return the offset where an introduction starts; what is told before it stays."""
    first = phrase.first if phrase is not None and phrase.first < verb else verb
    between = sentence.words[phrase.last + 1 : verb] if phrase and phrase.last < verb else []
    for index in range(verb - 1, first, -1):
        if sentence.words[index].tag is Tag.CONJUNCTION and len(between) > 2:
            return sentence.words[index].start  # "opens the door and says"
    opening = [w for w in sentence.words[:first] if w.tag not in _BETWEEN | _STOPS]
    said = [w for w in opening if w.tag is not Tag.PUNCTUATION]
    if len(said) < 2:
        return 0
    while first and sentence.words[first - 1].tag in _STOPS:
        first -= 1
    return sentence.words[first].start


def _end_of_tag(sentence: Sentence, verb: int, phrase: Phrase | None) -> int:
    """Return the offset after a tag: the speaker, the verb, and to whom or how it is said."""
    index = max(verb, phrase.last if phrase is not None and phrase.last < verb + _NEAR + 4 else 0)
    words = sentence.words
    while index + 1 < len(words):
        following = words[index + 1]
        is_break = following.text in {",", ";", ".", "!", "?", "，", "、", "。", "—", "–", "…"}
        if is_break or following.tag in _STOPS or following.tag is Tag.VERB:
            break
        if following.tag is Tag.PARTICIPLE and following.text not in {":", "："}:
            break
        index += 1
    end = words[index].end
    if index + 1 < len(words) and words[index + 1].tag is Tag.PUNCTUATION:
        end = words[index + 1].end
    return end


def phrases_of_speakers(attributions: Sequence[Attribution]) -> set[int]:
    """Return the ids of the phrases that speak."""
    return {id(a.phrase) for a in attributions if a.phrase is not None and not a.is_unseen}
