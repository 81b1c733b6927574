"""The fake generator as a program; prints its submit URL as soon as it listens.

python -m tests.fakes.generator --folder DIR [--port N] [--fault NAME[@ROUTE][:TIMES]] ...
"""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from storage.images_s3 import S3ImageStore
from tests.fakes.generator.faults import fault_named
from tests.fakes.generator.server import FakeGenerator
from tests.fakes.generator.stores import Put, folder_store, image_store


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.generator")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--level", type=int, choices=(0, 1), default=1)
    parser.add_argument("--token", default="")
    parser.add_argument("--step-seconds", type=float, default=0.05, help="a panel takes one step")
    parser.add_argument("--retry-after", type=float, default=1, help="seconds in Retry-After")
    parser.add_argument("--call-log", type=Path, help="a file that gets a JSON line for every call")
    parser.add_argument("--capacity", type=int, default=2, help="the capacity that it reports")
    parser.add_argument(
        "--resume", action="store_true", help="resume the unfinished drawings in the call log"
    )
    parser.add_argument("--folder", type=Path, help="of a local image store")
    parser.add_argument("--bucket", help="of an S3 store, instead of a folder")
    parser.add_argument("--endpoint-url", help="of that store")
    parser.add_argument("--fault", action="append", default=[], help="NAME[@ROUTE][:TIMES]")
    return parser.parse_args()


def store_of(options: argparse.Namespace) -> Put:
    if options.bucket:
        store = S3ImageStore(
            buckets={options.bucket}, region="us-east-1", endpoint_url=options.endpoint_url
        )
        return image_store(store, options.bucket)
    if options.folder:
        return folder_store(options.folder)
    raise SystemExit("either --folder or --bucket is needed")


def plan_fault(generator: FakeGenerator, text: str) -> None:
    what, _, times = text.partition(":")
    name, _, route = what.partition("@")
    generator.fail(fault_named(name), route=route or "submit", times=int(times or 1))


async def serve(options: argparse.Namespace) -> None:
    generator = FakeGenerator(
        store_of(options),
        level=options.level,
        token=options.token,
        step_seconds=options.step_seconds,
        retry_after=options.retry_after,
        call_log=options.call_log,
        capacity=options.capacity,
        resumes=options.resume,
    )
    for text in options.fault:
        plan_fault(generator, text)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with generator.running(options.port):
        print(generator.url, flush=True)  # noqa: T201 - how its parent learns the port
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
