"""Speech without marks of its own: words that only a verb of saying tells from narration.

"Help! shouts a sheep", "the snail said no you are not", and what an attribution in the middle of a
line of speech divides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import find
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.reading import cues

_MOST_TRIED = 20  # places of a line where speech without marks may be
_REACH = 120  # characters before a colon that may hold a verb of saying
_EXCLAIMED = re.compile(r"(?:^|(?<=[.!?…]\s))([^.!?…\n]{1,80}[!?]+)\s+(?=[^\W\d_])")
# "You are in Ohio, says the cow."
_SAID = re.compile(
    r"(?:^|(?<=[.!?…]\s))([^.!?…\n]{1,200},)\s+([^\W\d_A-Z]+)\s(?=\w[^,;]{0,40}[.!]?$|\w[^,;.!?]{0,40}[.!?]\s)"
)
_INVERTING = ("fr", "it")
# What follows such a verb: its subject in small letters, a name, or a pronoun after a hyphen.
_INVERTED = re.compile(
    r"(?<=[,!?…])\s+([^\W\d_A-Z]+)"
    r"(?:-(?:t-)?(?:il|elle|on)s?\b|\s+(?:(?:il|lo|la|l|i|gli|le|les|un|une|una|uno|mon|ma|son|sa|mio"
    r"|mia|suo|sua|notre|lui|lei)\b['’]?|[A-ZÀ-Ý]\w))"
    r"(?:[^,.!?…:;]|(?<=\bM)\.)*(?:[,.:;]|$)"
)
_END_OF_DIRECT = re.compile(r"(?<=[.!?…])(?=\s)|\n|\"")
# "... we have food at home and it's a carrot"
_TOLD_AGAIN = re.compile(r",?\s+(?:and|but)\s+(?=(?:it['’]?s|there['’]?s|there are|then)\b)")
_SHORT = re.compile(
    r"\w+(?=,\s+(?:or|and|but|so|then)\s)|(?!you\b|we\b|i\b)\w+(?=\s+(?:and|but|then)\s)",
    re.IGNORECASE,
)  # "says yes, and leaves"
_JOINT = re.compile(r",?\s+(?:and|but|so|then)\s")
# «Тсс, — говорит мышь. — Кошка спит»
_BETWEEN_DASHES = re.compile(r"(?<=[,.!?…])\s+[—–]\s+([а-яё][^—–\n]{2,80}[,.])\s+[—–](?=\s)")
_INTRODUCED = re.compile(r"[:：]\s*(?=\S)")


def inner_attribution(text: str) -> tuple[int, int] | None:
    """Return start and end of an attribution that only a mark divides from the speech before.

    French and Italian write one so: "— Merci, dit l'enfant, mais qui est le plat ?"; Russian writes
    it between dashes: «Тсс, — говорит мышь. — Кошка спит».
    """
    for found in islice(_BETWEEN_DASHES.finditer(text), _MOST_TRIED):
        if cues.is_attribution(found.group(1)):
            return found.span()
    for found in islice(_INVERTED.finditer(text), _MOST_TRIED):
        if _says_in_third_person(found.group(1)):
            return found.span()
    return None


@lru_cache(maxsize=4096)
def _says_in_third_person(word: str) -> bool:
    return any(find(word, lexicon.SAYING, (language,)) for language in _INVERTING)


def unmarked_speech(text: str) -> tuple[int, int] | None:
    """Return start and end of the first speech that no mark encloses, if *text* has some.

    Either after a verb of saying and a colon, or before a verb of saying: "Help! shouts a sheep",
    "You are in Ohio, says the cow".
    """
    found = [*_introduced(text), *_said(text), *_exclaimed(text), *_direct(text)]
    return min(found, default=None)


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    for colon in islice(_INTRODUCED.finditer(text), _MOST_TRIED):
        lead = text[max(0, colon.start() - _REACH) : colon.start()]
        if cues.says_something(cues.last_words(lead)) and not _is_task(lead):
            yield colon.end(), len(text)


def _is_task(lead: str) -> bool:
    """Return whether words before a colon tell the reader what to do: "Explain gravity: ..."."""
    first = lead.split(maxsplit=1)[0].lower() if lead.strip() else ""
    return f"{first}s" in _english_sayings() and first in _english_sayings()


@cache
def _english_sayings() -> frozenset[str]:
    saying = lexicon.meanings(lexicon.SAYING, "en")
    return frozenset(word for words in saying.values() for word in words)


def _said(text: str) -> Iterator[tuple[int, int]]:
    for said in islice(_SAID.finditer(text), _MOST_TRIED):
        if cues.says_something(said.group(2)) and _may_name_speaker(text[said.end() :]):
            yield said.span(1)


def _may_name_speaker(text: str) -> bool:
    """Return whether *text* may begin with a speaker: "thinking about bread" tells of none."""
    return not cues.joins(text.split(maxsplit=1)[0])


def _direct(text: str) -> Iterator[tuple[int, int]]:
    """Yield what is said word for word after its verb: "the snail said no you are not"."""
    told_by_one = _by_narrator()
    for verb in islice(_direct_verbs().finditer(text), _MOST_TRIED):
        quotes = verb["quotative"] is not None
        if not quotes and verb["first"] and told_by_one.search(text, 0, verb.start()):
            continue  # "my mom says I should sleep" says it in other words
        end = _END_OF_DIRECT.search(text, verb.end())
        start, stop = verb.end(), end.start() if end else len(text)
        again = _TOLD_AGAIN.search(text, start, stop) or _SHORT.match(text, start, stop)
        if again and again.re is _SHORT:
            yield start, again.end()
            continue
        stop = again.start() if again else stop
        following = _direct_verbs().search(text, start)
        if following is not None and following.start() < stop:
            joints = [joint.start() for joint in _JOINT.finditer(text, start, following.start())]
            stop = joints[-1] if joints else stop
        if any(char.isalnum() for char in text[start:stop]):
            yield start, len(text[:stop].rstrip())


@cache
def _direct_verbs() -> re.Pattern[str]:
    """Return the pattern of an English verb of saying before words that somebody says."""
    usage = usage_of("en")
    saying = lexicon.meanings(lexicon.SAYING, "en")
    verbs = "|".join(
        sorted(word for kind in ("speech", "shout", "whisper") for word in saying[kind])
    )
    quotatives = "|".join(sorted(usage.quotatives))
    openers = "|".join(sorted(map(re.escape, usage.speech_openers), key=len, reverse=True))
    first = "|".join(sorted(map(re.escape, usage.first_person_openers), key=len, reverse=True))
    return re.compile(
        r"\b(?:(?<!to )(?<!ld )(?<!ll )(?<!an )(?<!ot )(?<!st )(?<!ay )be like\s+(?=\w)"
        rf"|(?:(?P<quotative>{quotatives})|{verbs})\s+"
        rf"(?=(?:(?P<first>{first})|{openers})\b(?!['’]?\s+(?:to|as|if|at)\b)))",
        re.IGNORECASE,
    )


def with_saying(lead: str) -> str:
    """Return *lead* with "says" for a quotative at its end: "the cop is like"."""
    stripped = lead.rstrip()
    quotatives = sorted(usage_of("en").quotatives, key=len, reverse=True)
    ending = next((q for q in quotatives if stripped.lower().endswith(f" {q}")), "")
    return f"{stripped.removesuffix(stripped[-len(ending) :])}says" if ending else lead


@cache
def _by_narrator() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(usage_of('en').first_person)})\b", re.IGNORECASE)


def _exclaimed(text: str) -> Iterator[tuple[int, int]]:
    for exclaimed in islice(_EXCLAIMED.finditer(text), _MOST_TRIED):
        following = text[exclaimed.end() :]
        if following[0].islower() and cues.says_something(" ".join(following.split()[:2])):
            yield exclaimed.span(1)
