"""Story planner in a process of its own: the time of its first plan, of later ones, and of regexes.

python -m bench.programs.planner

The modules of the planner are imported by the first request, so that its time includes them.
"""

from __future__ import annotations

import asyncio
import functools
import re
import sys
import time
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

from bench.programs.request_loop import serve_requests

SHOWN = 5  # expressions
SHORTEST = 16  # characters of the shortest text that expressions are tried on


async def first_plan(*, prompt: str, language: str) -> float:
    """Return the seconds from the import of the planner to its first plan."""
    began = time.perf_counter()
    _plan(prompt, language)
    return time.perf_counter() - began


async def first_tags(*, words: Sequence[str]) -> float:
    """Return the seconds that the bare library takes to tag its first words."""
    began = time.perf_counter()
    _tag(words)
    return time.perf_counter() - began


async def plan_seconds(*, prompt: str, language: str, rounds: int) -> list[float]:
    """Return the seconds of each plan, once what the language needs is loaded."""
    _plan(prompt, language)
    return list(_seconds(functools.partial(_plan, prompt, language), rounds))


async def tag_seconds(*, words: Sequence[str], rounds: int) -> list[float]:
    """Return the seconds that the bare library takes to tag the words, once it is loaded."""
    _tag(words)
    return list(_seconds(functools.partial(_tag, words), rounds))


async def slowest_expressions(*, texts: Sequence[str], limit: float) -> list[dict[str, Any]]:
    """Return the regular expressions that take the longest while one of the texts is read.

    A text is lengthened by half at a time, and no more once an expression takes *limit* seconds:
    some would take years for all of it.
    """
    slowest: dict[str, dict[str, Any]] = {}
    for text in texts:
        for found in _slowest_while_read(text, limit):
            known = slowest.setdefault(found["expression"], found)
            slowest[found["expression"]] = max(known, found, key=_duration)
    return sorted(slowest.values(), key=_duration, reverse=True)[:SHOWN]


def _plan(prompt: str, language: str) -> None:
    from pipeline.comic.planner.plan import plan
    from pipeline.models import DrawingOrder

    plan(DrawingOrder(prompt=prompt, language=language, seed=7))


def _tag(words: Sequence[str]) -> None:
    _tagger().tag_sent(words)


@functools.cache
def _tagger() -> Any:
    from HanTa.HanoverTagger import HanoverTagger

    return HanoverTagger("morphmodel_en.pgz")


def _seconds(work: functools.partial[None], rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        yield time.perf_counter() - began


def _slowest_while_read(text: str, limit: float) -> list[dict[str, Any]]:
    """Return the expressions used, with their seconds, for the longest beginning that was read."""
    found: dict[re.Pattern[str], float] = {}
    length = SHORTEST
    while length < len(text) and max(found.values(), default=0.0) < limit:
        length = min(length * 3 // 2, len(text))
        found = _seconds_of_expressions(text[:length])
    return [
        {"expression": each.pattern, "seconds": seconds, "length": length, "text": text[:SHORTEST]}
        for each, seconds in found.items()
    ]


def _seconds_of_expressions(text: str) -> dict[re.Pattern[str], float]:
    """Return the longest that each expression takes while a prompt is read and planned."""
    from core.content.orders import read_prompt

    watch = ExpressionWatch()
    sys.setprofile(watch)
    try:
        read_prompt(text)
        _plan(text, "en")
    finally:
        sys.setprofile(None)
    for expression in watch.iterated:  # the profile sees an iteration's beginning only
        began = time.perf_counter()
        for _ in expression.finditer(text):
            pass
        watch.seconds[expression] = time.perf_counter() - began
    return watch.seconds


class ExpressionWatch:
    """Profile function that measures each call of a compiled regular expression."""

    def __init__(self) -> None:
        self.seconds: dict[re.Pattern[str], float] = {}
        self.iterated: set[re.Pattern[str]] = set()
        self._began: list[tuple[re.Pattern[str], float]] = []

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:  # noqa: ARG002
        expression = getattr(called, "__self__", None)
        if not isinstance(expression, re.Pattern) or not isinstance(expression.pattern, str):
            return
        if event == "c_call":
            self._began.append((expression, time.perf_counter()))
            return
        if not self._began or self._began[-1][0] is not expression:
            return  # some calls return without having begun
        took = time.perf_counter() - self._began.pop()[1]
        self.seconds[expression] = max(took, self.seconds.get(expression, 0.0))
        if called.__name__ == "finditer":
            self.iterated.add(expression)


def _duration(found: dict[str, Any]) -> float:
    return float(found["seconds"])


if __name__ == "__main__":
    handlers = (first_plan, first_tags, plan_seconds, tag_seconds, slowest_expressions)
    asyncio.run(serve_requests({handler.__name__: handler for handler in handlers}))
