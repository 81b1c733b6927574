"""Benchmarks of the story planner: its first plan, later plans, and hostile texts."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.child_processes import Child, running
from bench.percentiles import MILLI
from bench.registry import Row, Scale, at_most, benchmark
from core.content.prompts import PROMPT_LIMIT

ROUNDS, FIRSTS = 25, 3
LENGTH, HOSTILE_LENGTH = 500, 4000  # characters
GOAL_PLAN, GOAL_FIRST, GOAL_EXPRESSION = 30.0, 1.0, 50.0  # milliseconds, seconds, milliseconds
LIMIT = GOAL_EXPRESSION / MILLI
STORIES = {
    "en": 'The old bear opens a bakery on the moon. "Fresh bread!" he shouts. A robot comes in. ',
    "pt": 'O urso velho abre uma padaria na lua. "Pão fresco!", ele grita. Um robô entra. ',
    "es": "El oso viejo abre una panadería en la luna. «¡Pan!», grita. Entra un robot. ",
    "de": "Der alte Bär öffnet eine Bäckerei auf dem Mond. „Brot!“, ruft er. Ein Roboter kommt. ",
    "fr": "Le vieil ours ouvre une boulangerie sur la lune. « Du pain ! » crie-t-il. Il rit. ",
    "it": "Il vecchio orso apre una panetteria sulla luna. «Pane!» grida. Arriva un robot. ",
    "ru": "Старый медведь открывает пекарню на луне. «Хлеб!» — кричит он. Входит робот. ",
    "ja": "年老いた熊が月でパン屋を開く。「焼きたてだよ！」と熊が叫ぶ。ロボットが来る。",
    "zh": "老熊在月亮上开了一家面包店。“新鲜面包！”老熊喊。机器人来了。",
}
HOSTILE = (
    *("(", "\"'", "a", "A", "1. ", "A: ", "「", "- ", "\n", " ", " \t", "Panel 1: ", "#*_"),
    *("--ar 16:9 ", '"a," says ', "a-", "1", "(A: 「\"' - 1. «panel “ no --ar \n"),
)


@benchmark
async def plan(scale: Scale) -> Sequence[Row]:
    """Plans of 500 characters in nine languages, the first one of a process, and hostile texts."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        first, first_floor = await _first_plans(folder, scale)
        plans, floor = await _later_plans(folder, scale)
        slowest = await _slowest_expressions(folder)
        worst = slowest[0]["seconds"]
        hostile = [await _hostile_plan(folder)] if worst < LIMIT else []  # or it might not end
    for expression in slowest:
        print(f"regular expression: {expression}", file=sys.stderr)
    language = max(first, key=lambda each: first[each])
    print(f"slowest first plan: {language}; plans: {plans}", file=sys.stderr)
    return [
        at_most("plan_first", first["en"], "s", floor=first_floor, goal=GOAL_FIRST),
        at_most("plan_first_worst_language", first[language], "s", goal=GOAL_FIRST),
        at_most("plan", plans["en"], "ms", floor=floor, goal=GOAL_PLAN),
        at_most("plan_worst_language", max(plans.values()), "ms", goal=GOAL_PLAN),
        at_most("plan_worst_expression", MILLI * worst, "ms", goal=GOAL_EXPRESSION),
        *(at_most("plan_worst_hostile", each, "ms") for each in hostile),
    ]


def hostile_texts(length: int) -> list[str]:
    """Return texts that make a careless regular expression backtrack."""
    return [_repeated(part, length) for part in HOSTILE]


async def _slowest_expressions(folder: Path) -> list[dict[str, Any]]:
    async with _planner(folder) as planner:
        texts = hostile_texts(HOSTILE_LENGTH)
        found = await planner.call("slowest_expressions", texts=texts, limit=LIMIT)
    return list(found)


async def _hostile_plan(folder: Path) -> float:
    """Return the milliseconds of the slowest plan of a hostile text as long as prompts may be."""
    async with _planner(folder) as planner:
        plans: list[list[float]] = [
            await planner.call("plan_seconds", prompt=text, language="en", rounds=1)
            for text in hostile_texts(PROMPT_LIMIT)
        ]
    return MILLI * max(map(max, plans))


async def _first_plans(folder: Path, scale: Scale) -> tuple[dict[str, float], float]:
    """Return the seconds of a process's first plan by language, and of the library's first tags."""
    times = scale.of(FIRSTS, 1)
    first = {
        language: median([await _alone(folder, "first_plan", **asked) for _ in range(times)])
        for language, asked in _questions().items()
    }
    words = _words(_questions()["en"]["prompt"])
    return first, median([await _alone(folder, "first_tags", words=words) for _ in range(times)])


async def _later_plans(folder: Path, scale: Scale) -> tuple[dict[str, float], float]:
    """Return the milliseconds of a plan by language, and of the library's tags in English."""
    rounds = scale.of(ROUNDS, 2)
    async with _planner(folder) as planner:
        plans = {
            language: MILLI * median(await planner.call("plan_seconds", rounds=rounds, **asked))
            for language, asked in _questions().items()
        }
        words = _words(_questions()["en"]["prompt"])
        tagged = await planner.call("tag_seconds", words=words, rounds=rounds)
    return plans, MILLI * median(tagged)


async def _alone(folder: Path, method: str, **asked: Any) -> float:
    """Return the seconds that a new process takes."""
    async with _planner(folder) as planner:
        return float(await planner.call(method, **asked))


@asynccontextmanager
async def _planner(folder: Path) -> AsyncIterator[Child]:
    async with running("planner", folder=folder) as planner:
        yield planner


def _questions() -> dict[str, dict[str, str]]:
    return {
        language: {"prompt": _repeated(story, LENGTH), "language": language}
        for language, story in STORIES.items()
    }


def _words(text: str) -> list[str]:
    return text.replace('"', ' " ').replace(".", " .").split()


def _repeated(part: str, length: int) -> str:
    return (part * (length // len(part) + 1))[:length]
