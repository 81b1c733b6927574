"""Benchmarks of the pipeline's processes: memory of the server, and what starts import."""

from __future__ import annotations

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from bench.child_processes import environment
from bench.registry import Row, Scale, at_most, benchmark

START_SECONDS = 60.0
READY_LOG = b"artist_process_started"
# What only painters need, in their own processes.
HEAVY = ("torch", "diffusers", "transformers", "onnxruntime", "openai")
MEGA = 1024 * 1024
GOAL_MEMORY = 1.1  # of the server with the sketch
IMPORTED = re.compile(rb"^import time:[^|]*\|[^|]*\|\s*([A-Za-z0-9_.]+)\s*$", re.MULTILINE)
COMICAI = "from bots.cli import main; main()"
IMAGES = {
    "COMICAI_ARTIST__KIND": "images",
    "COMICAI_ARTIST__TOKEN": "unused",
    "COMICAI_ARTIST__URL": "http://127.0.0.1:9/v1",
}


@benchmark
async def pipeline_memory(scale: Scale) -> Sequence[Row]:
    """Memory of the pipeline's server process, whose artist process has loaded a painter."""
    sketch, images = [], []
    for _ in range(scale.of(3, 1)):
        sketch.append(await _server_megabytes({}))
        images.append(await _server_megabytes(IMAGES))
    floor = median(sketch)
    return [
        at_most(
            "pipeline_memory",
            median(images),
            "MB (RSS)",
            floor=floor,
            goal=GOAL_MEMORY * floor,
        )
    ]


@benchmark
async def import_cost(scale: Scale) -> Sequence[Row]:  # noqa: ARG001 - nothing to repeat
    """Packages of models that starts load although nothing paints with them."""
    found: dict[str, int] = {}
    for name, arguments in {
        "help": ("-c", COMICAI, "--help"),
        "run": ("-c", COMICAI, "run"),
        "pipeline": ("-m", "pipeline", "--port=0"),
    }.items():
        found[name] = len(heavy_imports(await imports_of(arguments, until_ready=name != "help")))
    return [
        at_most(f"import_cost_{name}", count, "packages", goal=0) for name, count in found.items()
    ]


def heavy_imports(modules: set[str]) -> set[str]:
    """Return those of the packages of models that are among the modules."""
    return {module.partition(".")[0] for module in modules} & set(HEAVY)


async def imports_of(arguments: Sequence[str], *, until_ready: bool) -> set[str]:
    """Return the modules that a program and its children import until the artist is loaded."""
    variables = {"PYTHONPROFILEIMPORTTIME": "1", "COMICAI_OPS__LOG_LEVEL": "info"}
    async with _running(arguments, variables) as (process, log):
        if until_ready:
            await _artist_ready(log)
        else:
            await process.wait()
        return {name.decode() for name in IMPORTED.findall(log.read_bytes())}


async def _server_megabytes(variables: Mapping[str, str]) -> float:
    async with _running(("-m", "pipeline", "--port=0"), variables) as (process, log):
        await _artist_ready(log)
        return float(psutil.Process(process.pid).memory_info().rss / MEGA)


@asynccontextmanager
async def _running(
    arguments: Sequence[str], variables: Mapping[str, str]
) -> AsyncIterator[tuple[asyncio.subprocess.Process, Path]]:
    """Run Python in an empty folder; yield the process and its log."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        log = folder / "log"
        root = str(Path(__file__).parents[1])
        environ = {**environment(folder, {}), "PYTHONPATH": root, **variables}
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=errors,
                env=environ,
                cwd=folder,
            )
        try:
            yield process, log
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _artist_ready(log: Path) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not _has(log, READY_LOG):
            await asyncio.sleep(0.1)


def _has(log: Path, event: bytes) -> bool:
    return event in log.read_bytes()
