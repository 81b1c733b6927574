"""Generator with a fixed drawing time and no work, so that drawing does not affect results.

python -m bench.programs.generator --capacity N [--seconds S] [--bytes B]
    (--folder DIR | --bucket NAME --endpoint-url URL)
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvloop
from aiohttp import web

from bench.programs.request_loop import serve_requests
from storage.images_s3 import S3ImageStore
from tests.fakes.generator.stores import Put, folder_store, image_store
from tests.pictures import make_picture

CONTRACT = {"ComicAI-Contract": "1"}
HOLD_SECONDS = 10.0  # long polling: how long a request waits for its comic


class FixedTimeGenerator:
    """Generator of contract 1 with long polling, which draws each comic once.

    It draws *capacity* comics at once, and queues the others in the order of their arrival.
    """

    def __init__(self, put: Put, picture: bytes, *, capacity: int, seconds: float) -> None:
        self._put = put
        self._picture = picture
        self._digest = sha256(picture).hexdigest()
        self._capacity = capacity
        self._seconds = seconds
        self._places = asyncio.Semaphore(capacity)
        self._released = asyncio.Event()
        self._released.set()
        self._drawn: Counter[str] = Counter()
        self._succeeded_at = 0.0
        self._last_key = ""
        self._busy = 0
        self._queued = 0
        self._most_at_once = 0
        self._results: dict[str, dict[str, Any]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.url = ""

    # --- Requests of benchmarks -------------------------------------------------------------------

    async def submit_url(self) -> str:
        return self.url

    async def hold(self) -> None:
        """Start drawings but finish none before `release`."""
        self._released.clear()

    async def release(self) -> None:
        self._released.set()

    async def busy(self) -> int:
        """Return the number of running drawings."""
        return self._busy

    async def most_at_once(self) -> int:
        """Return the largest number of drawings that ever ran at once."""
        return self._most_at_once

    async def succeeded_at(self) -> float:
        """Return the Unix time when the last `succeeded` had been sent."""
        return self._succeeded_at

    async def last_key(self) -> str:
        """Return the key of the last comic."""
        return self._last_key

    async def drawn(self) -> dict[str, int]:
        """Return the number of comics drawn, and of those drawn more than once."""
        again = sum(times > 1 for times in self._drawn.values())
        return {"comics": len(self._drawn), "again": again}

    # --- The contract -----------------------------------------------------------------------------

    async def submit(self, request: web.Request) -> web.StreamResponse:
        submission = await request.json()
        uuid = submission["uuid"]
        if uuid not in self._results:
            self._results[uuid] = {"uuid": uuid, "attempt": 1, "status": "queued", "seq": 1}
            self._drawn[uuid] += 1
            panels = int(submission["inputParams"].get("panelCount", 4))
            self._tasks[uuid] = asyncio.create_task(self._draw(uuid, panels))
        if uuid in self._tasks:
            await asyncio.wait({self._tasks[uuid]}, timeout=HOLD_SECONDS)
        return await self._status_response(request, self._results[uuid])

    async def status(self, request: web.Request) -> web.StreamResponse:
        found = self._results.get(request.match_info["uuid"])
        if found is None:
            error = {"code": "not_found", "message": "no such job", "retryable": False}
            return web.json_response({"error": error}, status=404, headers=CONTRACT)
        return await self._status_response(request, found)

    async def health(self, _request: web.Request) -> web.Response:
        health = {
            "contract": "1",
            "ready": True,
            "features": ["async"],
            "active": self._busy,
            "queued": self._queued,
            "capacity": self._capacity,
            "model": "bench",
        }
        return web.json_response(health, headers=CONTRACT)

    async def close(self) -> None:
        """Cancel all drawings."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _draw(self, uuid: str, panels: int) -> None:
        self._queued += 1
        async with self._places:
            self._queued -= 1
            self._results[uuid] |= {"status": "running", "seq": 2}
            self._busy += 1
            self._most_at_once = max(self._most_at_once, self._busy)
            await self._released.wait()
            await asyncio.sleep(self._seconds)
            self._last_key = f"jobs/{uuid}/page.png"
            url = await self._put(self._last_key, self._picture)
            self._busy -= 1
        self._results[uuid] |= {
            "status": "succeeded",
            "seq": 3,
            "s3Url": url,
            "result": {"contentType": "image/png", "sha256": self._digest, "panels": []},
            "timing": {"runMs": int(self._seconds * 1000)},
            "altText": f"{panels} plain panels",
        }
        del self._tasks[uuid]

    async def _status_response(
        self, request: web.Request, result: dict[str, Any]
    ) -> web.StreamResponse:
        """Send a status and record the time."""
        done = result["status"] == "succeeded"
        response = web.json_response(result, status=200 if done else 202, headers=CONTRACT)
        await response.prepare(request)
        await response.write_eof()
        if done:
            self._succeeded_at = time.time()
        return response


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.programs.generator")
    parser.add_argument("--capacity", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=0.0, help="duration of each drawing")
    parser.add_argument("--bytes", type=int, default=0, help="size of each picture (0: small)")
    parser.add_argument("--folder", type=Path, help="folder of a local image store")
    parser.add_argument("--bucket", help="bucket of an S3 store, instead of a folder")
    parser.add_argument("--endpoint-url", help="URL of that store")
    return parser.parse_args()


def picture_of(size: int) -> bytes:
    """Return a PNG of about *size* bytes, filled with noise because that does not compress."""
    if not size:
        return make_picture()
    side = int((size / 3.01) ** 0.5)
    return make_picture(width=side, height=side, noisy=True)


def store_of(options: argparse.Namespace) -> Put:
    if options.bucket:
        store = S3ImageStore(
            buckets={options.bucket}, region="us-east-1", endpoint_url=options.endpoint_url
        )
        return image_store(store, options.bucket)
    return folder_store(options.folder)


async def serve(options: argparse.Namespace) -> None:
    generator = FixedTimeGenerator(
        store_of(options),
        picture_of(options.bytes),
        capacity=options.capacity,
        seconds=options.seconds,
    )
    application = web.Application()
    application.router.add_post("/generate", generator.submit)
    application.router.add_get("/jobs/{uuid}", generator.status)
    application.router.add_get("/health", generator.health)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    generator.url = f"http://127.0.0.1:{runner.addresses[0][1]}/generate"
    names = (
        "submit_url",
        "hold",
        "release",
        "busy",
        "most_at_once",
        "succeeded_at",
        "last_key",
        "drawn",
    )
    try:
        await serve_requests({name: getattr(generator, name) for name in names})
    finally:
        await generator.close()
        await runner.cleanup()


if __name__ == "__main__":
    uvloop.run(serve(arguments()))
