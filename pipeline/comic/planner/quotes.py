"""Separation of speech and narration: quotation marks of many languages, dialogue dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    '"': '"',
    "＂": "＂",
    "〝": "〟",
}
_DASH = re.compile(r"^\s*(?:[—–―]|-(?=\s))\s*")
_DASH_INSIDE = re.compile(
    r"(?<=[.!?…:])\s+(?=[—–―]\s*[A-ZÀ-Þ¿¡])"
)  # a dialogue that starts within a line
_INNER_DASH = re.compile(r"(?:\s+[—–―]\s*|\s*[—–―]\s+|\s+-\s+)")
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』）]*|$)", re.DOTALL)
_CLAUSE = re.compile(
    r"(?<=[,;:])\s+|(?<=[、；：])|\s+(?=[—–]\s)|"
    r"\s+(?=(?:but|then|while|because|until|when|so|mas|então|enquanto|porque|quando|até|"
    r"pero|entonces|mientras|cuando|hasta)\s)|"
    # "a fox and a rabbit" stays together
    r"\s+(?=(?:and|e|y)\s(?!(?:an?|the|os?|as?|uma?|el|l[ao]s?|una?)\s))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the story: narration or speech."""

    text: str
    spoken: bool
    line: int  # the line of the text; pieces of one line belong together
    thought: bool = False


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of narration and speech in order."""
    found: list[Piece] = []
    for number, line in enumerate(re.split(r"[\r\n\u2028\u2029]+", text)):
        told, *spoken = _DASH_INSIDE.split(line) if not _DASH.match(line) else ("", line)
        found.extend(_quoted(told, number))
        for speech in spoken:
            for i, part in enumerate(_INNER_DASH.split(_DASH.sub("", speech, count=1))):
                if i % 2:
                    found.extend(_quoted(part, number))
                elif part.strip():
                    found.append(Piece(part.strip(), spoken=True, line=number))
    return found


def _quoted(line: str, number: int) -> list[Piece]:
    found: list[Piece] = []
    told = ""
    i = 0
    while i < len(line):
        closers = _PAIRS.get(line[i])
        if closers is None:
            told += line[i]
            i += 1
            continue
        ends = [line.find(closer, i + 1) for closer in closers]
        end = min((e for e in ends if e > 0), default=-1)
        inside = line[i + 1 : end].strip() if end > 0 else ""
        if not inside:
            # an unpaired or empty mark is part of the narration, such as inches
            told += line[i]
            i += 1
            continue
        if told.strip():
            found.append(Piece(told.strip(), spoken=False, line=number))
        told = ""
        found.append(Piece(inside, spoken=True, line=number, thought=line[i] == "『"))
        i = end + 1
    if told.strip():
        found.append(Piece(told.strip(), spoken=False, line=number))
    return found


def sentences(text: str) -> list[str]:
    """Return the sentences of *text*."""
    return [match.group().strip() for match in _SENTENCE.finditer(text) if match.group().strip()]


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
    for cut in (sentences, clauses, str.split):
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
