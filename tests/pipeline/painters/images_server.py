"""A fake images API in a thread, since painters block; and painters that use it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from pipeline.painters.images_api import ImagesApiPainter
from pipeline.settings import ArtistOptions
from tests.fakes.painting.endpoint import FakeEndpoint
from tests.fakes.painting.images import KEY, MODEL, FakeImages


@contextmanager
def serving(fake: FakeEndpoint) -> Iterator[None]:
    """Run *fake* in a thread with an event loop of its own."""
    started: Future[asyncio.AbstractEventLoop] = Future()
    stop = asyncio.Event()

    async def serve() -> None:
        async with fake.running():
            started.set_result(asyncio.get_running_loop())
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    loop = started.result(20)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)


@contextmanager
def painting_by(
    fake: FakeImages, *, token: str = KEY, model: str = MODEL, **options: Any
) -> Iterator[ImagesApiPainter]:
    """Return a painter that asks *fake*, which has to be running."""
    settings = ArtistOptions.model_validate(
        {"kind": "images", "url": fake.url, "token": token, "model": model, **options}
    )
    painter = ImagesApiPainter(settings)
    try:
        yield painter
    finally:
        painter.close()
