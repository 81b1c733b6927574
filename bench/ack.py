"""Benchmark of the acknowledgement of Discord commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.child_processes import Child, running
from bench.installations import bare_bot, connected
from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark

RATE = 100.0  # commands a second
ROUNDS = 4
SECONDS = 5  # per round
GOAL_P50, GOAL_P99, GOAL_LAG = 10.0, 100.0, 50.0  # milliseconds
GOAL_RATIO = 2.0


@benchmark
async def ack(scale: Scale) -> Sequence[Row]:
    """Time from gateway event to acknowledgement at Discord, at 100 commands a second."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        images = f"--folder={folder / 'images'}"
        async with (
            running("generator", "--capacity=2", "--seconds=1", images, folder=folder) as generator,
            running("discord", folder=folder) as fake,
            bare_bot(folder / "bare") as (bare_fake, bot),
            connected(folder, fake, generator) as app,
        ):
            return await _measure(scale, app, fake, bot, bare_fake)


async def _measure(
    scale: Scale, app: Child, fake: Child, bot: Child, bare_fake: Child
) -> list[Row]:
    """Load the product and the bare bot in turns, so that disturbances affect both."""
    ours: list[float] = []
    bare: list[float] = []
    lag: list[float] = []
    floor_lag: list[float] = []
    missed = 0
    count = int(RATE) * scale.of(SECONDS, 1)
    for _ in range(scale.of(ROUNDS, 1)):
        await bot.call("lag")
        bare += (await bare_fake.call("commands", count=count, rate=RATE))["latencies"]
        floor_lag += await bot.call("lag")
        await app.call("lag")
        result = await fake.call("commands", count=count, rate=RATE)
        ours, missed = ours + result["latencies"], missed + result["missed"]
        missed += await fake.call("answered")
        lag += await app.call("lag")
    floor = milliseconds(bare, 99)
    p99 = milliseconds(ours, 99)
    return [
        at_most(
            "ack_p50", milliseconds(ours, 50), "ms", floor=milliseconds(bare, 50), goal=GOAL_P50
        ),
        at_most("ack_p99", p99, "ms", floor=floor, goal=min(GOAL_P99, GOAL_RATIO * floor)),
        at_most("ack_missed", missed, "commands", goal=0),
        at_most(
            "ack_loop_lag_p99",
            milliseconds(lag, 99),
            "ms",
            floor=milliseconds(floor_lag, 99),
            goal=GOAL_LAG,
        ),
    ]
