"""Captions: narration as it is lettered, whole at both ends, whatever it was cut from."""

from __future__ import annotations

import re
import unicodedata

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import find
from pipeline.comic.planner.language.sentence_breaks import STOPS, sentence_spans
from pipeline.comic.planner.language.sentence_words import sentence_words

_DANGLING = ",;:、，；：،؛·|/\\-–—―"
_GREEK_QUESTION = "\u037e"  # is written as a semicolon, and does not dangle
_AHEAD = re.compile(r"(?:[\s,;:、，：；،؛·|/\\\-–—―.。…!?！？](?!\d))+")
_CLOSERS = "\"'”’»›)]」』）】"
_OPENERS = "\"'“‘«‹([„「『（【¿¡"
_FULL_STOPS = {
    **dict.fromkeys(("ja", "zh", "yue"), "。"),
    **dict.fromkeys(("hi", "bn", "ne", "pa", "or", "as", "sa", "mai"), "।"),
    "am": "።",
    "ti": "።",
    "hy": "։",
    "km": "។",
    "my": "။",
    "ur": "۔",
    **dict.fromkeys(("th", "lo"), ""),  # sentences end with a space
}
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆]")
_SENTENCE = 4  # words; shorter ones without a known verb are slogans: "Midnight", "Later that day"
_JAPANESE_SENTENCE = re.compile(r"[うくぐすつぬぶむるいただんか]\Z")
_SPACE_BEFORE = re.compile(r"(?<=\S) +(?=[,.;:!?…、。，！？](?![.\w])|,[^\W\d])")
_FRENCH_SPACE_BEFORE = re.compile(r"(?<=\S) +(?=[,.…、。](?![.\w])|,[^\W\d])")
_SPACE_AFTER = re.compile(r"(?<=[^\W\d_])([,;])(?=[^\W\d_])|([!?])(?=[A-ZÀ-Þ])")
_STOP_BETWEEN = re.compile(r"(?<=[a-zß-ÿ][a-zß-ÿ])\.(?=[A-ZÀ-Þ][a-zß-ÿ])")
_WIDE_SPACE = re.compile(r"(?<=[、。，！？「『」』]) +| +(?=[、。，！？」』])")
_REPEATED = re.compile(r"([,;:、，])(?:\s*[,;:、，])+")
_MARK_BEFORE_STOP = re.compile(r"[,;:]\s*(?=[.!?](?:\s|\Z))")
_QUOTES = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "(": ")", "（": "）", "[": "]"}
_DUTCH_ARTICLE = re.compile(r"['’](?:s|t|n|k) ")
_OF_ADDRESSES = ("/", "@", "www.")
_ADDRESS = re.compile(r"(?:https?://|www\.|[@#]|\S+@|\S+\.[a-z]{2,4}\b)")


def tidy_caption(text: str, language: str) -> str:
    """Return *text* without punctuation and conjunctions that dangle at its ends, with a large
    first letter, and with a full stop if it is a sentence. Its words stay.
    """
    told = " ".join(text.split())
    if _code(language) == "el":
        told = told.replace(";", _GREEK_QUESTION)
    tidied, cut = _trimmed(_balanced(_spaced(told, language)), language)
    if not any(map(str.isalnum, tidied)):
        return " ".join(text.split())
    tidied = _stopped(_capitalized(tidied, language), language, certain=cut)
    tidied = tidied.replace(_GREEK_QUESTION, ";")
    return _opened(tidied) if _code(language) == "es" else tidied


def _code(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


def _spaced(text: str, language: str) -> str:
    before = _FRENCH_SPACE_BEFORE if _code(language) == "fr" else _SPACE_BEFORE
    text = before.sub("", text)
    text = _SPACE_AFTER.sub(lambda match: f"{match.group()} ", text)
    text = (
        _STOP_BETWEEN.sub(". ", text) if not any(mark in text for mark in _OF_ADDRESSES) else text
    )
    text = _WIDE_SPACE.sub("", text)
    text = _REPEATED.sub(r"\1", text)
    return _MARK_BEFORE_STOP.sub("", text)


def _balanced(text: str) -> str:
    """Return *text* without quotation marks and brackets that have no counterpart."""
    lonely: set[int] = set()
    waiting: list[int] = []
    straight: list[int] = []
    for i, char in enumerate(text):
        if char == '"' and not text[max(0, i - 1) : i].isdigit():
            straight.append(i)
        elif waiting and char in _QUOTES[text[waiting[-1]]]:
            waiting.pop()
        elif char in _QUOTES:
            waiting.append(i)
        elif char in "”»」』)）]" and not (i and text[i - 1] in "0123456789:;-=") and not waiting:
            lonely.add(i)
    lonely.update(waiting)
    if len(straight) % 2:
        lonely.add(straight[0] if straight[0] == 0 else straight[-1])
    return " ".join("".join(c for i, c in enumerate(text) if i not in lonely).split())


def _trimmed(text: str, language: str) -> tuple[str, bool]:
    """Return *text* without what dangles, and whether something dangled at its end."""
    words = sentence_words(language)
    text = _AHEAD.sub("", text, count=1) if _AHEAD.match(text) else text
    for conjunction in words.leading:
        if text.startswith(f"{conjunction} "):
            text = text[len(conjunction) :].lstrip(_DANGLING + " ")
            break
    cut = False
    while (shorter := _without_end(text, words.trailing)) != text:
        text, cut = shorter, True
    return text, cut


def _without_end(text: str, conjunctions: tuple[str, ...]) -> str:
    text = text.rstrip().rstrip(_DANGLING).rstrip()
    stripped = text.rstrip(".。")
    if not stripped.endswith((*STOPS, *_CLOSERS)):
        for conjunction in conjunctions:
            blank = "" if _HAN.match(conjunction) else " "
            if stripped.casefold().endswith(blank + conjunction) and stripped != conjunction:
                return stripped[: -len(conjunction)].rstrip()
    return text


def _capitalized(text: str, language: str) -> str:
    """Return *text* with a large first letter, unless it starts with a name like iPhone."""
    start = len(text) - len(text.lstrip(_OPENERS + " "))
    code = _code(language)
    if code == "nl" and (article := _DUTCH_ARTICLE.match(text, max(0, start - 1))):
        start = article.end()  # 's Avonds
    word = text[start:].split(maxsplit=1)[0] if text[start:].split() else ""
    if not word or _ADDRESS.match(word) or any(map(str.isupper, word[1:])) or word[0].isdigit():
        return text
    size = 2 if code == "nl" and word.startswith("ij") else 1
    large = word[:size].upper() if size > 1 else word[0].title()
    if code in {"tr", "az"} and word[0] == "i":
        large = "İ"
    return text[:start] + large + text[start + size :]


def _stopped(text: str, language: str, *, certain: bool) -> str:
    """Return *text* with a full stop if it needs one; *certain*: it is the head of a sentence."""
    body = text.rstrip(_CLOSERS + " ")
    if not body or unicodedata.category(body[-1])[0] not in "LMN":
        return text
    for opened, mark in (("¿", "?"), ("¡", "!")):
        if body.rfind(opened) > max(map(body.rfind, "?.!")):
            return text + mark
    if not (certain or _is_sentence(body, language)):
        return text
    if _HAN.match(body[-1]):
        return f"{text}。"
    stop = _FULL_STOPS.get(_code(language), ".")
    return text + (stop if not body[-1].isascii() or stop == "." else ".")


def _is_sentence(text: str, language: str) -> bool:
    code = _code(language)
    if _HAN.search(text):
        return len(text) > _SENTENCE and (code == "zh" or bool(_JAPANESE_SENTENCE.search(text)))
    if any(stop in text for stop in "!?") or len(sentence_spans(text, language)) > 1:
        return True
    words = sum(any(map(str.isalnum, word)) for word in text.split())
    if words >= _SENTENCE:
        return True
    return words > 1 and any(find(text, table, (code,)) for table in lexicon.DOINGS)


def _opened(text: str) -> str:
    """Return Spanish *text* with the marks that open its questions and exclamations."""
    told = text
    for start, end in reversed(sentence_spans(text, "es")):
        sentence = text[start:end]
        body = sentence.rstrip(_CLOSERS)
        opening = {"?": "¿", "!": "¡"}.get(body[-1:])
        if opening and not any(mark in body for mark in "¿¡"):
            first = start + len(sentence) - len(sentence.lstrip("\"'“‘«(—–-"))
            told = f"{told[:first]}{opening}{told[first:]}"
    return told
