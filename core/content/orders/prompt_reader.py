"""Reader of prompts: tells the story from the orders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.content.orders.clauses import Clause, sentences_of
from core.content.orders.flags import read_flags
from core.content.orders.phrases import Standing, after_connector, head, tail, whole_order
from core.content.orders.tag_prompts import read_tags
from core.content.orders.tokens import tokens_of, without_quotations
from core.content.orders.vocabulary import LEAVES_OUT, OptionValue
from core.content.panel_script import panels_in, script_start
from core.models.requests import PromptReading

_COMMAND = re.compile(
    r"\s*(?:/(?:imagine|comic|draw|dream|image|create|generate|art)\b[:\s]*(?:prompt\s*:)?|prompt\s*:)\s*",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s?[(\[（【]([^()\[\]（）【】\n]{1,120})[)\]）】]")
_REMARK_MARK = re.compile(r"[,;、，；。？！]|[.?!](?=\s|$)")
_NUMBERS = frozenset({"panelCount", "seed"})
_PANELS_LIMIT = 12  # panels of a script; further ones share the last panel
_LEFT_OUT_LIMIT = 8  # entries that a notice names


def read_prompt(text: str) -> PromptReading:
    """Read the orders in a clean prompt. Without any, the story is *text* itself."""
    flags = read_flags(_COMMAND.sub("", text, count=1) if _COMMAND.match(text) else text)
    tags = read_tags(flags.text)
    story, values = _read_phrases(tags.text)
    options = _options([*values, *flags.values, *tags.values])
    if "panelCount" not in options and (panels := panels_in(story)):
        options["panelCount"] = min(panels, _PANELS_LIMIT)
    if not any(char.isalnum() for char in story):
        story = text
    elif not text.startswith(story[0]):
        story = _capitalized(story)
    left_out = dict.fromkeys([*flags.left_out, *tags.left_out])
    return PromptReading(story, options, tuple(left_out)[:_LEFT_OUT_LIMIT])


def without_unwanted(text: str) -> str:
    """Return *text* without what it says that no picture should show, for moderation."""
    flags = read_flags(text)
    for unwanted in (*flags.unwanted, read_tags(text).unwanted):
        text = text.replace(unwanted, " ") if unwanted else text
    return text


def _options(values: Iterable[OptionValue]) -> dict[str, Any]:
    """Return the options of the values; the first value of an option wins."""
    options, left_out = dict[str, Any](), set[str]()
    for value in values:
        if value.option == LEAVES_OUT:
            left_out.add(value.value)
        else:
            is_number = value.option in _NUMBERS
            options.setdefault(value.option, int(value.value) if is_number else value.value)
    if left_out:
        both = {"speech": "captions", "captions": "bubbles"}
        lettering = "none" if len(left_out) > 1 else both[left_out.pop()]
        options.setdefault("lettering", lettering)
    return options


# --- Phrases --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """Clause, and the stretch of it that is story."""

    clause: Clause
    start: int
    end: int
    standing: Standing = Standing.STORY
    values: list[OptionValue] = field(default_factory=list)
    ends_question: bool = False  # a request, whose question mark is none of the story

    @property
    def is_story(self) -> bool:
        return self.standing is Standing.STORY


def _read_phrases(text: str) -> tuple[str, list[OptionValue]]:
    """Return the story in *text*, and the values of the phrases in it that are orders."""
    limit = script_start(text)
    text, values = _without_remarks(text, limit)
    limit = script_start(text) if limit is not None else None
    masked = without_quotations(text)
    sentences, is_first = list[list[_Part]](), True
    for clauses in sentences_of(text):
        parts = [_Part(clause, clause.start, clause.end) for clause in clauses]
        if limit is None or clauses[0].start < limit:
            _read_sentence(masked, parts, is_first=is_first)
        else:
            _read_remark(masked, parts)
        is_first &= all(not part.is_story for part in parts)
        sentences.append(parts)
    if limit is not None:
        _keep_script(sentences, limit, text.rfind("\n") + 1)
    _settle([part for sentence in sentences for part in sentence])
    values += [value for sentence in sentences for part in sentence for value in part.values]
    return _story(text, sentences) if values or _is_changed(sentences) else text, values


def _is_changed(sentences: Iterable[Iterable[_Part]]) -> bool:
    return any(
        not part.is_story or (part.start, part.end) != (part.clause.start, part.clause.end)
        for sentence in sentences
        for part in sentence
    )


def _without_remarks(text: str, limit: int | None) -> tuple[str, list[OptionValue]]:
    """Return *text* without orders in parentheses, such as "(3 panels, noir)"."""
    values, kept, end = list[OptionValue](), "", 0
    for match in _REMARK.finditer(without_quotations(text)):
        if limit is not None and match.start() >= limit:
            break
        parts = filter(str.strip, _REMARK_MARK.split(match[1]))
        orders = [whole_order(tokens_of(part)) for part in parts]
        if orders and all(order and order.values for order in orders):
            values += [value for order in orders if order for value in order.values]
            kept += text[end : match.start()]
            end = match.end()
    return kept + text[end:], values


def _read_sentence(masked: str, parts: Sequence[_Part], *, is_first: bool) -> None:
    """Read the orders of a sentence; a request at its beginning makes weak ones certain."""
    requested, follows_orders = False, True
    for index, part in enumerate(parts):
        tokens = tokens_of(masked, part.start, part.end)
        if order := whole_order(tokens):
            part.standing, part.values = order.standing, list(order.values)
            requested |= order.standing is Standing.ORDER and not order.values
        elif follows_orders and is_first:
            edge = head(tokens) or (after_connector(tokens) if index else None)
            if edge is not None:
                requested = True
                part.values += edge.values
                parts[-1].ends_question = edge.is_question
                part.start = tokens[edge.token].start if edge.token < len(tokens) else part.end
                if part.start == part.end:
                    part.standing = Standing.ORDER
        follows_orders &= not part.is_story
    _read_tail(masked, parts, requested=requested)
    for part in parts if requested else ():
        if part.standing is Standing.WEAK:
            part.standing = Standing.ORDER
    _keep_opening(parts)


def _keep_opening(parts: Sequence[_Part]) -> None:
    """Keep what rather begins the story: "Without words, he leaves."."""
    if all(not part.is_story for part in parts):
        return
    for part in parts:
        if part.standing is not Standing.WEAK:
            return
        if all(value.option == "lettering" for value in part.values):
            part.standing, part.values = Standing.STORY, []


def _read_tail(masked: str, parts: Sequence[_Part], *, requested: bool) -> None:
    told = [index for index, part in enumerate(parts) if part.is_story]
    if not told:
        return
    part = parts[told[-1]]
    tokens = tokens_of(masked, part.start, part.end)
    edge = tail(tokens, requested=requested)
    if edge is not None:
        part.end = tokens[edge.token - 1].end
        part.values += edge.values


def _read_remark(masked: str, parts: Sequence[_Part]) -> None:
    """Read a sentence of a script, which may be an order as a whole only."""
    orders = [whole_order(tokens_of(masked, part.start, part.end)) for part in parts]
    if all(orders):
        for part, order in zip(parts, orders, strict=True):
            if order is not None:
                part.standing, part.values = order.standing, list(order.values)


def _keep_script(sentences: Iterable[Sequence[_Part]], limit: int, last_line: int) -> None:
    """Keep what the panels say: orders among them count in the last line only."""
    for sentence in sentences:
        for part in sentence:
            if limit <= part.clause.start < last_line:
                part.standing, part.values = Standing.STORY, []


def _settle(parts: Sequence[_Part]) -> None:
    """Decide on weak orders and on courtesies.

    Weak orders count at the beginning and the end of the prompt, courtesies in one that has orders.
    """
    has_orders = any(
        part.values or part.standing is Standing.ORDER or part.start != part.clause.start
        for part in parts
    )
    for part in parts:
        if part.standing is Standing.COURTESY:
            part.standing = Standing.ORDER if has_orders else Standing.STORY
    outer = set[int]()
    for order in (range(len(parts)), range(len(parts) - 1, -1, -1)):
        for index in order:
            if parts[index].is_story:
                break
            outer.add(index)
    for index, part in enumerate(parts):
        if part.standing is Standing.WEAK and index not in outer:
            part.standing, part.values = Standing.STORY, []


# --- Story ----------------------------------------------------------------------------------------


def _story(text: str, sentences: Iterable[Sequence[_Part]]) -> str:
    """Return the parts that are story, with the marks between them."""
    story = ""
    for sentence in sentences:
        told = [part for part in sentence if part.is_story]
        last = sentence[-1].clause
        end_mark = text[last.end : last.mark_end]
        if sentence[-1].ends_question:
            end_mark = end_mark.replace("?", ".").replace("？", "。")
        if not told:
            if "\n" in end_mark and story and not story.endswith("\n"):
                story = f"{story.rstrip()}\n"
            continue
        for part in told:
            piece = text[part.start : part.end]
            is_begin = part is told[0] and part.start != sentence[0].clause.start
            mark = end_mark if part is told[-1] else text[part.clause.end : part.clause.mark_end]
            story += (_capitalized(piece) if is_begin else piece) + mark
    return story.strip().rstrip(",;:、，；：-–— ").lstrip(",;:.、，；。 ")


def _capitalized(text: str) -> str:
    """Return *text* with a capital letter at the beginning; a name such as "iPhone" stays."""
    is_name = len(text) > 1 and text[1].isupper()
    return text if is_name else text[:1].upper() + text[1:]
