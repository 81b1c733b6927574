"""Where the fake generator puts its pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from core.models.comics import ImageRef
from core.ports.gallery import ImageStore

Put = Callable[[str, bytes], Awaitable[str]]  # key and PNG → `s3Url`


def folder_store(folder: Path) -> Put:
    """Put pictures where a local image store on *folder* finds them."""

    def write(key: str, data: bytes) -> None:
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    async def put(key: str, data: bytes) -> str:
        await asyncio.to_thread(write, key, data)
        return f"s3://local/{key}"

    return put


def image_store(store: ImageStore, bucket: str) -> Put:
    """Put pictures into a bucket of *store*."""

    async def put(key: str, data: bytes) -> str:
        await store.put(ImageRef(bucket, key), data, "image/png")
        return f"s3://{bucket}/{key}"

    return put
