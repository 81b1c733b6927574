"""Minimal client of the benchmarks' generator, for bots that keep nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import aiohttp

LOCAL = "s3://local/"  # where a generator with a folder puts its pictures
POLL_SECONDS = 0.25


class Drawings:
    """Drawings in memory, at most *places* at once. A crash loses them all."""

    def __init__(self, http: aiohttp.ClientSession, url: str, images: Path, places: int) -> None:
        self._http = http
        self._url = url
        self._images = images
        self._places = asyncio.Semaphore(places)

    async def draw(self, prompt: str) -> bytes:
        """Have a comic drawn, and return its picture."""
        async with self._places:
            job = await self._submit(prompt)
            while job["status"] != "succeeded":
                await asyncio.sleep(POLL_SECONDS)
                job = await self._status(job["uuid"])
        key = str(job["s3Url"]).removeprefix(LOCAL)
        return await asyncio.to_thread((self._images / key).read_bytes)

    async def _submit(self, prompt: str) -> dict[str, Any]:
        order = {"uuid": str(uuid4()), "inputParams": {"prompt": prompt}}
        async with self._http.post(self._url, json=order) as response:
            response.raise_for_status()
            job: dict[str, Any] = await response.json()
            return job

    async def _status(self, uuid: str) -> dict[str, Any]:
        async with self._http.get(urljoin(self._url, f"jobs/{uuid}")) as response:
            response.raise_for_status()
            job: dict[str, Any] = await response.json()
            return job
