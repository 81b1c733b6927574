"""Passages of a prompt: narration and speech in order, by panel of its script.

Labels of panels, names before a colon, headings of scenes and the marks of Markdown are read here
and are not part of any passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.comic.planner.language.sentence_breaks import sentence_spans
from pipeline.comic.planner.panel_script import ScriptBlock, read_panel_script
from pipeline.comic.planner.reading import cues, wide_cues
from pipeline.comic.planner.reading.markup import without_markup
from pipeline.comic.planner.reading.quotations import (
    dash_parts,
    dialogues_in,
    quotations_of,
    starts_with_dash,
)
from pipeline.comic.planner.reading.unmarked_speech import (
    inner_attribution,
    unmarked_speech,
    with_saying,
)

_MOST_CUE_WORDS = 4  # words of a name before a colon
_MOST_TITLE_WORDS = 8
_LINES = re.compile(r"[\r\n\u2028\u2029]+")
_COLON = re.compile(r"[:：](?!//|\d|[)(](?:\s|$))")  # no address, time or smiley
_MANNER = re.compile(r"[(（\[]([^()（）\[\]]{0,40})[)）\]]$")
_MOST_CUE_LETTERS = 90  # with the remark in parentheses
_NO_CUE = frozenset('"“„«「')
_SLUGLINE = re.compile(r"\s*(INT|EXT|INT\.?/EXT|I/E)[.\s]\s*(.+)$")
# "Tim: Fish. The teacher: Sit down.", and what may be another: "is it husband: in the shop"
_TURN = re.compile(
    r"(?:(?<=[.!?…\"”»])|(?<=\w))\s+"
    r"(?=((?:\w{1,3}\. )?(?:[\w'’-]+ ){0,2}?[\w'’-]+)\s?[:：]\s)"
)
# "Teacher - Sit down!"
_DASH_CUE = re.compile(r"([^\W\d_][\w'’. ]{0,30}?) ?(?: - | – | — )(.+)$")
_MOST_FRAME_WORDS = 6  # of a remark on how the comic is to be made
_SPOKEN_SOUND = 2  # words; a sentence as short as that is another sound
_LEAST_DASH_CUES = 2
_LEAST_NAMES = 2  # that take turns behind narration
_STOPS = frozenset('.!?…"”»')
_LINE_SLASH = re.compile(r"\s/\s(?=[^:/]{1,30}:\s)")
# A cue behind narration: "A wolf knocks. WOLF: Open!"
_CUE_INSIDE = re.compile(r"(?<=[.!?…])\s+(?=([^\W\d_]{2,30}(?: [^\W\d_]{2,30}){0,2})\s?[:：]\s)")
_PARENTHETICAL = re.compile(r"\s*[(（][^)）]*[)）]\s*$")


class Kind(StrEnum):
    """Kind of a passage."""

    NARRATION = "narration"
    SPEECH = "speech"
    THOUGHT = "thought"
    SHOUT = "shout"
    WHISPER = "whisper"
    CAPTION = "caption"  # narration that is printed as it stands
    SFX = "sfx"
    SCENE = "scene"  # says what the panel shows, and is not printed
    TITLE = "title"


_OF_PANELS = frozenset((cues.LABEL, Kind.CAPTION, Kind.SFX))
SPOKEN = frozenset((Kind.SPEECH, Kind.THOUGHT, Kind.SHOUT, Kind.WHISPER))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the story. Passages with the same *line* belong together."""

    kind: Kind
    text: str
    line: int
    panel: int | None = None  # index of the panel of a script; None: it says none
    cue: str = ""  # the name before the colon

    @property
    def is_spoken(self) -> bool:
        return self.kind in SPOKEN


def passages_of(prompt: str) -> list[Passage]:
    """Return the passages of *prompt*."""
    prompt = _with_colons(without_markup(prompt))
    blocks = read_panel_script(prompt)
    if blocks is None:
        return _numbered(_passages_of_lines(_LINES.split(_LINE_SLASH.sub("\n", prompt))))
    return _numbered(_passages_of_script(blocks))


def _with_colons(prompt: str) -> str:
    """Return *prompt* with colons after the names of a dialogue that has dashes there."""
    lines = prompt.split("\n")
    found = [_DASH_CUE.match(line) for line in lines]
    names = [match[1] for match in found if match and _is_cue(match[1], match[2], many_cues=False)]
    if len(names) < _LEAST_DASH_CUES or not any(map(cues.is_speaker_noun, names)):
        return prompt
    return "\n".join(
        f"{match[1]}: {match[2]}" if match and match[1] in names else line
        for line, match in zip(lines, found, strict=True)
    )


def _numbered(passages: Iterator[Passage]) -> list[Passage]:
    return [passage for passage in passages if passage.text]


def _passages_of_script(blocks: tuple[ScriptBlock, ...]) -> Iterator[Passage]:
    line = 0
    for block in blocks:
        # What stands above the first panel is told in it, unless it is a title.
        panel = (block.number or 1) - 1
        heading = _SLUGLINE.sub(r"\2", block.heading).strip()
        yield Passage(Kind.SCENE, heading, line, panel=panel)
        if block.number is None and _is_title(block.lines):
            cue = _cue_at_start(block.lines[0])
            titled = cue is not None and cues.kind_of(cue.name) == Kind.TITLE
            title = block.lines[0][cue.end :] if cue is not None and titled else block.lines[0]
            yield Passage(Kind.TITLE, title, line, panel=panel)
        else:
            for passage in _passages_of_lines(block.lines, first=line + 1, screenplay=True):
                yield replace(passage, panel=panel)
        line += len(block.lines) + 1


def _is_title(lines: tuple[str, ...]) -> bool:
    return (
        len(lines) == 1
        and len(lines[0].split()) <= _MOST_TITLE_WORDS
        and lines[0].rstrip()[-1:] not in '.!?:。！？"”»」'
    )


def _passages_of_lines(
    lines: list[str] | tuple[str, ...], first: int = 0, *, screenplay: bool = False
) -> Iterator[Passage]:
    speaking = ""  # the cue in capitals on a line of its own
    many_cues = sum(map(_looks_like_cue, lines)) > 1
    for number, line in enumerate(lines, first):
        slugline = _SLUGLINE.match(line)
        if slugline:
            speaking = ""
            yield Passage(Kind.SCENE, slugline.group(2).strip(), number)
        elif speaking and not _PARENTHETICAL.match(line):
            yield from _cued(Kind.SPEECH, line, number, speaking)
            speaking = ""
        elif screenplay and not speaking and _is_screen_cue(lines, number - first):
            speaking = line.strip()
        elif not speaking:
            yield from _passages_of_line(line, number, many_cues=many_cues)


def _is_screen_cue(lines: list[str] | tuple[str, ...], index: int) -> bool:
    """Return whether a line of a screenplay names the speaker of the next one."""
    if index + 1 >= len(lines):
        return False
    line = re.sub(r"[(（][^)）]*[)）]", "", lines[index]).strip()
    return line.isupper() and len(line.split()) <= _MOST_CUE_WORDS and line[-1] not in ".!?:…"


@dataclass(frozen=True, slots=True)
class _Cue:
    """What stands before a colon at the start of a line: "Ella (cheerful): ..."."""

    name: str
    written: str  # with the hour or the occasion: "also me at 3am"
    manner: str
    end: int  # of the colon and the white space behind it


def _cue_at_start(line: str) -> _Cue | None:
    colon = _COLON.search(line, 0, _MOST_CUE_LETTERS)
    if colon is None:
        return None
    before = line[: colon.start()].strip()
    manner = _MANNER.search(before)
    cue = before[: manner.start()] if manner else before
    name = cues.name_in(cue)
    if not name or not _NO_CUE.isdisjoint(name) or len(sentence_spans(cue, "en")) > 1:
        return None
    end = len(line) - len(line[colon.end() :].lstrip())
    return _Cue(name, cue.strip(), manner.group(1) if manner else "", end)


def _passages_of_line(line: str, number: int, *, many_cues: bool) -> Iterator[Passage]:
    cue_inside = next((m for m in _CUE_INSIDE.finditer(line) if m.group(1).isupper()), None)
    if cue_inside is not None and " " in line[: cue_inside.start()].strip():
        yield from _passages_of_line(line[: cue_inside.start()], number, many_cues=False)
        line = line[cue_inside.end() :]
    for turn in _turns(line):
        cue = _cue_at_start(turn)
        rest = turn[cue.end :] if cue else ""
        if cue is None or not _introduces(cue, rest, many_cues=many_cues):
            yield from _told(turn, number)
            continue
        yield from _introduced(cue, turn, number)


def _introduced(cue: _Cue, turn: str, number: int) -> Iterator[Passage]:
    """Yield the passages of a turn that *cue* opens."""
    rest = turn[cue.end :]
    known = cues.kind_of(cue.name)
    if known in {cues.LABEL, cues.FRAME}:
        story = rest if known == cues.LABEL else _without_remark(rest)
        if story.strip():
            yield from _passages_of_line(story, number, many_cues=False)
        return
    kind = _kind_of_cue(cue.name, cue.manner)
    if kind is None:
        return
    if kind is Kind.SFX:
        sound, told = _sound_in(rest)
        yield Passage(kind, sound, number)
        if _is_text(told):
            yield from _passages_of_line(told, number, many_cues=False)
    elif kind in {Kind.CAPTION, Kind.SCENE, Kind.TITLE}:
        said, told = _said_in(rest)
        yield Passage(kind, said, number)
        yield from _told_after(told, number)
    elif wide_cues.is_wide(cue.name) and _starts_quoted(rest):
        yield from _quoted(turn, number)
    else:
        yield from _cued(kind, rest, number, cue.name)


def _told_after(text: str, number: int) -> Iterator[Passage]:
    """Yield what is told on the line of a speech, after it; a remark in brackets is not printed."""
    if not _is_text(text):
        return
    if _PARENTHETICAL.fullmatch(text):
        yield Passage(Kind.SCENE, text.strip().strip("()（）"), number)
    else:
        yield from _passages_of_line(text, number, many_cues=False)


def _is_text(text: str) -> bool:
    return any(map(str.isalnum, text))


def _without_remark(text: str) -> str:
    """Return *text* without the remark at its start: noir. A fox reads."""
    start, end = next(iter(sentence_spans(text, "en")), (0, 0))
    return text if len(text[start:end].split()) > _MOST_FRAME_WORDS else text[end:].strip()


def _sound_in(text: str) -> tuple[str, str]:
    """Return the sound at the start of *text*, and what is told after it: BOOM! A cat runs."""
    if _starts_quoted(text.strip()):
        return _said_in(text)
    quotations = quotations_of(text)
    last = 0
    for start, end in sentence_spans(text, "en"):
        sound = text[start:end]
        if quotations and quotations[0].start < end:
            break
        if last and not sound.isupper() and len(sound.split()) > _SPOKEN_SOUND:
            break
        last = end
    return (text[:last].strip(), text[last:].strip()) if last else (text.strip(), "")


def _turns(line: str) -> Iterator[str]:
    """Yield the turns of a dialogue that is written on one line."""
    position = 0
    first = _cue_at_start(line)
    talks = first is not None and _introduces(first, line[first.end :], many_cues=False)
    talking = _names_of_turns(line)
    for turn in _TURN.finditer(line, first.end if first is not None and talks else 0):
        after_stop = line[: turn.start()][-1:] in _STOPS
        is_turn = _is_turn(turn.group(1), talks=talks, after_stop=after_stop)
        is_turn = is_turn or (after_stop and turn.group(1) in talking)
        if turn.start() > position and is_turn:
            yield line[position : turn.start()]
            position = turn.end()
    for start in wide_cues.turns_in(line) if talks and not quotations_of(line) else ():
        yield line[position:start]
        position = start
    yield line[position:]


def _names_of_turns(line: str) -> frozenset[str]:
    """Return the names that take turns within *line*: "Sara: I do. Tom: Me too."

    One of them must be known as somebody, by its word or because it is told of before.
    """
    turns = [turn for turn in _TURN.finditer(line) if line[: turn.start()][-1:] in _STOPS]
    names = list(dict.fromkeys(turn[1] for turn in turns if _may_be_name(turn[1])))
    told = line[: turns[0].start()].split() if turns else []
    known = [name for name in names if cues.is_speaker_noun(name) or name in told]
    return frozenset(names) if len(names) >= _LEAST_NAMES and known else frozenset()


def _may_be_name(name: str) -> bool:
    """Return whether *name* is written as one, and is no label, hour or attribution."""
    words = name.split()
    written = all(word[:1].isupper() and word[-1].isalpha() for word in words)
    short = len(words) < _MOST_CUE_WORDS - 1
    said = len(words) > 1 and cues.says_something(name)
    return written and short and not said and not cues.kind_of(name) and not cues.is_time(name)


def _is_turn(name: str, *, talks: bool, after_stop: bool) -> bool:
    """Return whether *name*, before a colon within a line, takes the turn.

    Where the line begins with narration, only a name in capitals or the word for a being does.
    """
    if len(name.split()) > 1 and cues.says_something(name):  # "The knight thinks: ..."
        return False
    if after_stop and not name[:1].islower() and cues.kind_of(name) in _OF_PANELS:
        return True
    is_being = len(name.split()) < 3 and cues.is_being(name)
    if talks:
        return is_being or (after_stop and not name[:1].islower())
    return after_stop and not name[:1].islower() and (is_being or name.isupper())


def _looks_like_cue(line: str) -> bool:
    cue = _cue_at_start(line)
    return cue is not None and len(cue.name.split()) <= _MOST_CUE_WORDS + 2


def _introduces(cue: _Cue, rest: str, *, many_cues: bool) -> bool:
    """Return whether *cue* is that of a speaker, a caption or a label, and heads no narration."""
    is_heading = cues.is_heading(cue.written, rest)
    return not is_heading and _is_cue(cue.name, rest, many_cues=many_cues)


def _is_cue(name: str, rest: str, *, many_cues: bool) -> bool:
    """Return whether *name*, before a colon at the start of a line, is that of a speaker."""
    words = name.split()
    if not words or len(words) > _MOST_CUE_WORDS + 2 * many_cues:
        return False
    kind = cues.kind_of(name)
    if kind or not rest.strip():
        return bool(rest.strip()) or kind in {cues.LABEL, cues.FRAME}
    if wide_cues.is_wide(name):
        return wide_cues.is_name(name)
    is_time = cues.is_time(name) and not cues.is_being(name)  # "son" is a pronoun elsewhere
    return not is_time and _is_speaker(name, rest, many_cues=many_cues)


def _is_speaker(name: str, rest: str, *, many_cues: bool) -> bool:
    """Return whether *name* looks like that of somebody who says *rest*."""
    words = name.split()
    if cues.starts_with_preposition(name):
        return False
    if len(words) > 1 and cues.says_something(name):  # "The cat says: ..." is an attribution
        return False
    if len(words) > 2 and _starts_quoted(rest) and cues.tells(name, rest):
        return False
    if len(words) > 1 and not many_cues and cues.is_label(name, rest):
        return False
    if len(words) > 2 and not many_cues and not _starts_quoted(rest):
        return cues.is_being(name) or all(not word[:1].islower() for word in words)
    capital = not name[:1].islower() and any(char.isalpha() for char in name)
    return capital or many_cues or cues.is_being(name)


def _kind_of_cue(name: str, manner: str) -> Kind | None:
    """Return what a cue introduces; None for a line that is not part of the story."""
    known = cues.kind_of(name)
    if known == "dropped":
        return None
    if known:
        return Kind(known)
    return Kind(cues.manner_of(manner) or Kind.SPEECH)


def _cued(kind: Kind, text: str, line: int, cue: str) -> Iterator[Passage]:
    said, told = _said_in(text)
    yield Passage(kind, said, line, cue=cue.strip())
    yield from _told_after(told, line)


def _starts_quoted(text: str) -> bool:
    quotations = quotations_of(text)
    return bool(quotations) and quotations[0].start == 0


def _said_in(text: str) -> tuple[str, str]:
    """Return the quotations that *text* starts with, without their marks, and what follows them.

    Without quotations, all of it is said.
    """
    text = text.strip()
    said: list[str] = []
    end = 0
    for quotation in quotations_of(text):
        if _is_text(text[end : quotation.start]):
            break
        said.append(quotation.text)
        end = quotation.end
    return (" ".join(said), text[end:].strip()) if said else (text, "")


def _told(text: str, line: int) -> Iterator[Passage]:
    """Yield narration and speech of a line without a cue."""
    if starts_with_dash(text):
        yield from _dialogue(text, line)
        return
    told, *dialogues = dialogues_in(text)
    yield from _quoted(told, line)
    for dialogue in dialogues:
        yield from _dialogue(dialogue, line)


def _dialogue(text: str, line: int) -> Iterator[Passage]:
    spoken: list[str] = []
    for part in dash_parts(text):
        if part.between and cues.is_attribution(part.text):
            yield Passage(Kind.SPEECH, " — ".join(spoken), line)
            spoken = []
            yield from _quoted(part.text, line)
        elif spoken and inner_attribution(spoken[-1]):
            yield from _attributed(" — ".join(spoken), Kind.SPEECH, line)
            spoken = [part.text]
        else:
            spoken.append(part.text)
    yield from _attributed(" — ".join(spoken), Kind.SPEECH, line)


def _attributed(text: str, kind: Kind, line: int) -> Iterator[Passage]:
    """Yield speech, and apart from it what it says about its speaker: "Merci, dit l'enfant"."""
    span = inner_attribution(text)
    if span is None:
        yield Passage(kind, text.strip(), line)
        return
    yield Passage(kind, text[: span[0]].strip(), line)
    yield Passage(Kind.NARRATION, text[slice(*span)].strip(), line)
    yield from _attributed(text[span[1] :], kind, line)


def _quoted(text: str, line: int) -> Iterator[Passage]:
    position = 0
    for quotation in quotations_of(text):
        before, after = text[position : quotation.start], text[quotation.end :]
        if cues.is_term(before, quotation.text, after):
            continue
        kind = Kind.THOUGHT if quotation.thought else Kind.SPEECH
        cue = wide_cues.cue_before(before, text[quotation.start], after)
        if cue is None:
            yield Passage(Kind.NARRATION, before.strip(), line)
            yield from _attributed(quotation.text, kind, line)
        else:
            yield Passage(Kind.NARRATION, before[: cue.start].strip(), line)
            kind = Kind(cues.manner_of(cue.manner) or kind)
            yield Passage(kind, quotation.text, line, cue=cue.name)
        position = quotation.end
    yield from _unmarked(text[position:].strip(), line)


def _unmarked(text: str, line: int) -> Iterator[Passage]:
    """Yield a piece without marks; what follows "The cat says:" is speech all the same."""
    spoken = unmarked_speech(text)
    if spoken is None:
        yield Passage(Kind.NARRATION, text, line)
        return
    start, end = spoken
    if wide_cues.is_wide(text):
        end = min(end, start + wide_cues.end_of_speech(text[start:]))
    yield Passage(Kind.NARRATION, with_saying(text[:start]).strip(), line)
    yield Passage(Kind.SPEECH, text[start:end].strip(), line)
    rest = text[end:].strip()
    if wide_cues.is_wide(rest):
        yield from _passages_of_line(rest, line, many_cues=False)
    else:
        yield from _unmarked(rest, line)
