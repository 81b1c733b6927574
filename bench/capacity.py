"""Benchmark of the highest rate of requests at which none has to wait for ComicAI itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd_bots import Bot, Conditions, Served
from bench.registry import Row, Scale, at_most, benchmark

CONDITIONS = Conditions(platform="discord", places=20, drawing_seconds=0.1)
SECONDS = 10  # of each step
FIRST_RATE, FACTOR = 4.0, 1.25  # requests a second, from step to step
STEPS = 18  # to 178 requests a second; the generator draws 200
TRIES = 2  # of each step, so that one disturbance does not end the ramp
WARM_UP = 3


@benchmark
async def capacity(scale: Scale) -> Sequence[Row]:
    """Requests a second before the queue grows, on SQLite; drawings of 0.1 s, 20 at once."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        async with CONDITIONS.floor(folder / "floor") as bot:
            floor, floor_missing = await _ramp(scale, bot)
        async with CONDITIONS.product(folder / "sqlite", {}) as bot:
            rate, missing = await _ramp(scale, bot)
    return [
        at_most("capacity", rate, "requests/s", floor=floor),
        at_most("capacity_missing", missing, "pictures", floor=floor_missing, goal=0),
    ]


async def _ramp(scale: Scale, bot: Bot) -> tuple[float, int]:
    """Raise the rate until the queue grows; return the last rate before, and missing pictures."""
    missing = (await bot.serve(WARM_UP, 0)).missing
    seconds, highest, rate = scale.of(SECONDS, 1), 0.0, FIRST_RATE
    for _ in range(scale.of(STEPS, 2)):
        for _ in range(TRIES):
            served = await bot.serve(round(rate * seconds), seconds)
            missing += served.missing
            if keeps_up(served, rate):
                break
        else:
            break
        highest, rate = rate, rate * FACTOR
    return highest, missing


def keeps_up(served: Served, rate: float) -> bool:
    """Return whether fewer requests are open after the last one than come in a second.

    A queue that grows by a tenth of all requests exceeds that within a step.
    """
    return served.open_at(max(each.sent_at for each in served.sent)) < rate
