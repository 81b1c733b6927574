"""Tests of the pool of resizing processes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from core.errors import ImageStoreError, NotAnImageError
from storage.resizer import ProcessResizer
from tests.pictures import make_picture

pytestmark = pytest.mark.servers

TIMEOUT = 20.0
LARGE = make_picture(width=800, height=600, noisy=True)


@pytest.fixture
async def resizer() -> AsyncIterator[ProcessResizer]:
    resizer = ProcessResizer()
    yield resizer
    await resizer.close()
    assert children() == []


def children() -> list[int]:
    """Return the running resizing processes of this process."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == os.getpid() and b"storage.resizer_process" in command:
            found.append(int(entry.name))
    return found


async def until_there_are(count: int) -> None:
    async with asyncio.timeout(TIMEOUT):
        while len(children()) != count:
            await asyncio.sleep(0.01)


def size_of(data: bytes) -> tuple[int, int]:
    return Image.open(BytesIO(data)).size


async def test_pictures_are_made_smaller_in_another_process(resizer: ProcessResizer) -> None:
    assert children() == []

    narrow = await resizer.narrow(LARGE, width=320)
    squeezed = await resizer.squeeze(LARGE, limit=60_000)

    assert size_of(narrow) == (320, 240)
    assert len(squeezed) <= 60_000
    assert len(children()) == 1


async def test_many_at_once_share_a_few_processes(resizer: ProcessResizer) -> None:
    made = await asyncio.gather(*(resizer.narrow(LARGE, width=320) for _ in range(12)))

    assert {size_of(picture) for picture in made} == {(320, 240)}
    assert len(children()) == 2


async def test_idle_processes_end_and_are_started_again() -> None:
    resizer = ProcessResizer(idle_seconds=0)
    await resizer.narrow(LARGE, width=320)

    await until_there_are(0)

    assert size_of(await resizer.narrow(LARGE, width=320)) == (320, 240)
    await resizer.close()
    assert children() == []


async def test_a_broken_picture_leaves_the_process_for_the_next_one(
    resizer: ProcessResizer,
) -> None:
    for broken in (b"", LARGE[:5000], b"GIF89a"):
        with pytest.raises(NotAnImageError):
            await resizer.narrow(broken, width=320)
    (pid,) = children()

    assert size_of(await resizer.narrow(LARGE, width=320)) == (320, 240)
    assert children() == [pid]


async def test_an_unreachable_limit_is_not_a_broken_picture(resizer: ProcessResizer) -> None:
    with pytest.raises(ImageStoreError) as refused:
        await resizer.squeeze(LARGE, limit=100)

    assert not isinstance(refused.value, NotAnImageError)


async def test_a_process_that_was_killed_while_idle_is_replaced(resizer: ProcessResizer) -> None:
    await resizer.narrow(LARGE, width=320)
    (pid,) = children()
    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(TIMEOUT):
        while resizer._idle[0].is_alive:
            await asyncio.sleep(0.01)

    assert size_of(await resizer.narrow(LARGE, width=320)) == (320, 240)


async def test_a_process_that_is_killed_at_work_fails_its_picture_only(
    resizer: ProcessResizer,
) -> None:
    await resizer.narrow(LARGE, width=320)
    (pid,) = children()
    os.kill(pid, signal.SIGSTOP)
    asking = asyncio.create_task(resizer.narrow(LARGE, width=320))
    await asyncio.sleep(0)
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(ImageStoreError, match="exited unexpectedly"):
        await asking

    assert size_of(await resizer.narrow(LARGE, width=320)) == (320, 240)


async def test_a_process_that_hangs_is_ended() -> None:
    resizer = ProcessResizer(work_seconds=TIMEOUT)
    await resizer.narrow(LARGE, width=320)
    (pid,) = children()
    os.kill(pid, signal.SIGSTOP)
    resizer._work_seconds = 0

    with pytest.raises(ImageStoreError, match="not resized"):
        await resizer.narrow(LARGE, width=320)

    assert children() == []
    await resizer.close()


async def test_cancellation_ends_the_busy_process(
    resizer: ProcessResizer,
) -> None:
    await resizer.narrow(LARGE, width=320)
    (pid,) = children()
    os.kill(pid, signal.SIGSTOP)
    asking = asyncio.create_task(resizer.narrow(LARGE, width=320))
    await asyncio.sleep(0)
    asking.cancel()

    await asyncio.gather(asking, return_exceptions=True)

    assert asking.cancelled()
    assert children() == []


async def test_a_closed_resizer_rejects_work(resizer: ProcessResizer) -> None:
    asking = [asyncio.create_task(resizer.narrow(LARGE, width=320)) for _ in range(4)]
    await until_there_are(2)

    await resizer.close()
    made = await asyncio.gather(*asking, return_exceptions=True)

    assert [type(one) for one in made] == [bytes, bytes, ImageStoreError, ImageStoreError]
    assert children() == []
