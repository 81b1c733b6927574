"""Portions of a text: long ones cut between sentences, clauses or words."""

from __future__ import annotations

import re

from pipeline.comic.planner.language.sentence_breaks import sentences_of

_CLAUSE = re.compile(
    r"(?<=[,;:])\s+|(?<=[、；：])|\s+(?=[—–]\s)|"
    r"\s+(?=(?:but|then|while|because|until|when|so|mas|então|enquanto|porque|quando|até|"
    r"pero|entonces|mientras|cuando|hasta)\s)|"
    # "a fox and a rabbit" stays together
    r"\s+(?=(?:and|e|y)\s(?!(?:an?|the|os?|as?|uma?|el|l[ao]s?|una?)\s))",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """Return the clauses of *text*; none is shorter than a few words."""
    parts = [part.strip() for part in _CLAUSE.split(text) if part and part.strip()]
    joined: list[str] = []
    for part in parts:
        least = 3 if joined and joined[-1][-1] in ",;:、；：" else 4
        if joined and (_weight(part) < least or _weight(joined[-1]) < least):
            blank = "" if joined[-1][-1] in "、；：。" else " "
            joined[-1] = f"{joined[-1]}{blank}{part}"
        else:
            joined.append(part)
    return joined


def _weight(text: str) -> float:
    """Return the approximate length in words, also for scripts without spaces."""
    wide = sum("\u3040" <= char <= "\u9fff" for char in text)
    return len(text.split()) + wide / 2.5


def portions(text: str, limit: int) -> list[str]:
    """Return *text* in parts of at most about *limit* characters, split between sentences, else
    clauses, else words, else anywhere.
    """
    if len(text) <= limit:
        return [text]
    for cut in (_sentences, clauses, str.split):
        parts = cut(text)
        if len(parts) > 1:
            break
    else:
        middle = len(text) // 2
        parts = [text[:middle], text[middle:]]
    # split where both sides are closest in length
    best = min(
        range(1, len(parts)),
        key=lambda i: abs(sum(map(len, parts[:i])) - sum(map(len, parts[i:]))),
    )
    spoken = " " if any(char == " " for char in text) else ""
    left, right = spoken.join(parts[:best]), spoken.join(parts[best:])
    return [*portions(left, limit), *portions(right, limit)]


def _sentences(text: str) -> list[str]:
    return sentences_of(text, "und")
