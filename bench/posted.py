"""Benchmark of the time from the finished picture to the message in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.child_processes import Child, running
from bench.installations import connected
from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark
from tests.servers_s3 import S3Server, rclone_server

BUCKET = "comics"
PICTURE_BYTES = 1_000_000
ROUNDS = 40
WARM_UP = 3
GOAL_OVER_FLOOR, GOAL_LAG = 100.0, 50.0  # milliseconds


@benchmark
async def posted(scale: Scale) -> Sequence[Row]:
    """Time from the generator's `succeeded` to the message in Discord, for a picture of 1 MB."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        (folder / "s3" / BUCKET).mkdir(parents=True)
        with rclone_server(folder / "s3") as s3:
            async with _installation(folder, s3) as (app, fake, generator, bare):
                return await _measure(scale, app, fake, generator, bare)


@asynccontextmanager
async def _installation(
    folder: Path, s3: S3Server
) -> AsyncIterator[tuple[Child, Child, Child, Child]]:
    keys = {
        "AWS_ACCESS_KEY_ID": s3.access_key_id,
        "AWS_SECRET_ACCESS_KEY": s3.secret_access_key,
    }
    where = (f"--bucket={BUCKET}", f"--endpoint-url={s3.endpoint_url}")
    drawing = ("--capacity=1", f"--bytes={PICTURE_BYTES}", *where)
    images = {
        "images__store": "s3",
        "images__bucket": BUCKET,
        "images__endpoint_url": s3.endpoint_url,
        "images__access_key_id": s3.access_key_id,
        "images__secret_access_key": s3.secret_access_key,
    }
    async with (
        running("generator", *drawing, folder=folder, environ=keys) as generator,
        running("discord", folder=folder) as fake,
        running("bare_client", *where, folder=folder, environ=keys) as bare,
        connected(folder, fake, generator, **images) as app,
    ):
        yield app, fake, generator, bare


async def _measure(
    scale: Scale, app: Child, fake: Child, generator: Child, bare: Child
) -> list[Row]:
    """Post one by one, the product and the bare client in turn."""
    ours: list[float] = []
    floor: list[float] = []
    for round_number in range(WARM_UP + scale.of(ROUNDS, 3)):
        if round_number == WARM_UP:
            ours, floor = [], []
            await app.call("lag")
        posted_at = await fake.call("one_picture")
        ours.append(posted_at - await generator.call("succeeded_at"))
        key = await generator.call("last_key")
        response = await fake.call("deferred_response")
        began = await bare.call("post", key=key, edit_url=response["edit_url"])
        floor.append(await fake.call("picture_posted_at") - began)
    lag = await app.call("lag")
    floor_p50 = milliseconds(floor, 50)
    goal = floor_p50 + GOAL_OVER_FLOOR
    return [
        at_most("posted_p50", milliseconds(ours, 50), "ms", floor=floor_p50, goal=goal),
        at_most("posted_p99", milliseconds(ours, 99), "ms", floor=milliseconds(floor, 99)),
        at_most("posted_loop_lag_p99", milliseconds(lag, 99), "ms", goal=GOAL_LAG),
    ]
