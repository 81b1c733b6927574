"""Benchmark of the time that a picture takes if nobody else asks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd_bots import Conditions, Served, cost_rows, picture_rows
from bench.registry import Row, Scale, benchmark

CONDITIONS = Conditions(platform="discord", places=10, drawing_seconds=1.0, picture_bytes=300_000)
ROUNDS = 20
WARM_UP = 3


@benchmark
async def picture_alone(scale: Scale) -> Sequence[Row]:
    """Time from the command of a single user to the picture, for a drawing of 1 s, on SQLite."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        async with AsyncExitStack() as stack:
            bare = await stack.enter_async_context(CONDITIONS.floor(Path(name) / "floor"))
            app = await stack.enter_async_context(CONDITIONS.product(Path(name) / "sqlite", {}))
            ours, floor = Served(), Served()
            for round_number in range(WARM_UP + scale.of(ROUNDS, 2)):
                if round_number == WARM_UP:
                    ours, floor = Served(), Served()
                floor += await bare.serve(1, 0, same_user=True)
                ours += await app.serve(1, 0, same_user=True)
    return [
        *picture_rows("picture_alone", ours, floor),
        *cost_rows("picture_alone", ours, floor),
    ]
