"""`comicai run` as a child process that ends with its parent, even if the parent is killed."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.processes import environment

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 30.0  # longer than the product allows itself
POLL_SECONDS = 0.1
READY = re.compile(r"^ComicAI is ready: (\S+)", re.MULTILINE)
TAIL = 10  # lines of the log that are shown when something failed


class ProductError(Exception):
    """The product did not start, or exited; the message has the end of its log."""


class Product:
    """Running `comicai run` with its log."""

    def __init__(self, child: Process, log: Path) -> None:
        self.log = log
        self._child = child

    async def ready(self) -> str:
        """Wait until it serves requests; return its URL. Raises ProductError."""
        try:
            async with asyncio.timeout(START_SECONDS):
                while not (found := READY.search(await self._logged())):
                    if self._child.returncode is not None:
                        raise ProductError(f"ComicAI did not start:\n{await self._tail()}")
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            message = f"ComicAI did not start within {START_SECONDS:.0f} seconds"
            raise ProductError(f"{message}:\n{await self._tail()}") from None
        return found[1]

    async def ended(self) -> None:
        """Wait until it exits, which is an error. Raises ProductError."""
        status = await self._child.wait()
        raise ProductError(f"ComicAI exited, status {status}:\n{await self._tail()}")

    async def stop(self) -> None:
        """Stop it by closing its stdin, as the death of the parent would."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._child.wait()
        except TimeoutError:
            self._child.kill()
            await self._child.wait()

    async def _logged(self) -> str:
        return await asyncio.to_thread(self.log.read_text, encoding="utf-8", errors="replace")

    async def _tail(self) -> str:
        return "\n".join((await self._logged()).splitlines()[-TAIL:])


@asynccontextmanager
async def running(folder: Path, *, port: int, **settings: object) -> AsyncIterator[Product]:
    """Run the product in *folder*, without the developer's own configuration."""
    log = folder / "comicai.log"
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = {**environment(folder, settings), "PYTHONPATH": os.pathsep.join(paths)}
    with log.open("wb") as output:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-u", "-m", "tests.playground.child", str(folder)),
            *("run", f"--port={port}"),
            stdin=PIPE,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=environ,
            start_new_session=True,  # Ctrl+C in the terminal reaches the parent only
        )
    product = Product(child, log)
    try:
        yield product
    finally:
        await product.stop()
