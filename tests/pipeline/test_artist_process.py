from __future__ import annotations

import asyncio
import hashlib
import io
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.artist_process import ArtistProcess
from pipeline.errors import DrawingCanceledError, DrawingError, ErrorCode, WorkerDiedError
from pipeline.models import DrawingOrder
from tests.pipeline.artists import GATE_VARIABLE, GATED, MOODY, PATIENT, QUICK

pytestmark = pytest.mark.servers

UUID = "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"
Make = Callable[..., ArtistProcess]


@pytest.fixture
async def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    """Return drawers whose gate is the file `gate` in the temporary folder."""
    monkeypatch.setenv(GATE_VARIABLE, str(tmp_path / "gate"))
    made: list[ArtistProcess] = []

    def make_drawer(artist: str, **options: Any) -> ArtistProcess:
        made.append(ArtistProcess(artist, **options))
        return made[-1]

    yield make_drawer
    for drawer in made:
        await drawer.close()


def order(prompt: str = "A cat", panels: int = 2) -> DrawingOrder:
    return DrawingOrder(prompt=prompt, seed=4242, panel_count=panels, panels=True)


async def nobody(stage: str, panel: int) -> None:
    """Hear of a stage, and do nothing about it."""


def pid_of(drawer: ArtistProcess) -> int:
    assert drawer._process
    return drawer._process.pid


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_drawing_comes_out_of_another_process_stage_by_stage(make: Make) -> None:
    drawer = make(QUICK)
    heard: list[tuple[str, int]] = []

    async def hear(stage: str, panel: int) -> None:
        heard.append((stage, panel))

    drawn = await drawer.draw(UUID, order(), hear)

    assert heard == [
        ("planning", 0),
        ("rendering", 1),
        ("rendering", 2),
        ("lettering", 0),
        ("composing", 0),
    ]
    assert pid_of(drawer) != os.getpid()
    assert Image.open(io.BytesIO(drawn.drawing.image)).size == (32, 32)
    assert drawn.sha256 == hashlib.sha256(drawn.drawing.image).hexdigest()
    assert [panel.seed for panel in drawn.drawing.panels] == [4242, 4243]
    assert drawn.drawing.script[0].caption == "A cat"


async def test_every_picture_carries_the_uuid(make: Make) -> None:
    drawn = await make(QUICK).draw(UUID, order(), nobody)

    pictures = [drawn.drawing.image, *(panel.image for panel in drawn.drawing.panels)]
    assert all(UUID.encode() in picture for picture in pictures)


async def test_the_process_is_used_again(make: Make) -> None:
    drawer = make(QUICK)
    await drawer.warm()
    pid, model = pid_of(drawer), drawer.model

    first = await drawer.draw(UUID, order(), nobody)
    second = await drawer.draw(UUID, order(), nobody)

    assert drawer.is_ready
    assert pid_of(drawer) == pid
    assert first.drawing == second.drawing
    assert model == first.drawing.model == "squares"


async def test_an_artist_that_crashes_costs_one_drawing(make: Make) -> None:
    drawer = make(MOODY)

    with pytest.raises(DrawingError) as caught:
        await drawer.draw(UUID, order("crash"), nobody)
    drawn = await drawer.draw(UUID, order(), nobody)

    assert caught.value.fault.code is ErrorCode.GENERATION_FAILED
    assert caught.value.fault.retryable
    assert drawn.drawing.model == "squares"


async def test_an_artist_may_say_what_went_wrong(make: Make) -> None:
    with pytest.raises(DrawingError) as caught:
        await make(MOODY).draw(UUID, order("refuse"), nobody)

    assert caught.value.fault.code is ErrorCode.OUTPUT_REJECTED
    assert not caught.value.fault.retryable


async def test_a_process_that_dies_is_noticed_and_the_next_one_draws(make: Make) -> None:
    drawer = make(MOODY)

    with pytest.raises(WorkerDiedError) as caught:
        await drawer.draw(UUID, order("die"), nobody)
    drawn = await drawer.draw(UUID, order(), nobody)

    assert caught.value.exit_status == -signal.SIGKILL
    assert drawn.drawing.model == "squares"


async def test_a_cancel_stops_the_drawing_and_keeps_the_process(make: Make) -> None:
    drawer = make(PATIENT)

    async def cancel(stage: str, panel: int) -> None:
        drawer.cancel()

    pids = []
    for _ in range(2):
        with pytest.raises(DrawingCanceledError):
            await drawer.draw(UUID, order(), cancel)
        pids.append(pid_of(drawer))

    assert pids[0] == pids[1]


async def test_a_drawing_that_heeds_no_cancel_is_ended(make: Make) -> None:
    drawer = make(GATED, stop_seconds=0.05)
    at_the_gate = asyncio.Event()

    async def hear(stage: str, panel: int) -> None:
        if panel == 1:
            at_the_gate.set()

    drawing = asyncio.create_task(drawer.draw(UUID, order(), hear))
    await at_the_gate.wait()
    pid = pid_of(drawer)

    drawer.cancel()

    with pytest.raises(DrawingCanceledError):
        await drawing
    assert not is_alive(pid)


async def test_a_drawing_has_a_time_limit(make: Make) -> None:
    drawer = make(GATED, limit_seconds=lambda _order: 0.05)
    await drawer.warm()

    with pytest.raises(DrawingError) as caught:
        await drawer.draw(UUID, order(), nobody)

    assert caught.value.fault.code is ErrorCode.GENERATION_FAILED


async def test_giving_up_a_drawing_ends_its_process(make: Make) -> None:
    drawer = make(GATED)
    at_the_gate = asyncio.Event()

    async def hear(stage: str, panel: int) -> None:
        if panel == 1:
            at_the_gate.set()

    drawing = asyncio.create_task(drawer.draw(UUID, order(), hear))
    await at_the_gate.wait()
    pid = pid_of(drawer)

    drawing.cancel()

    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert not is_alive(pid)


async def test_a_process_ends_when_its_pipe_closes_also_in_mid_drawing(make: Make) -> None:
    drawer = make(GATED)
    at_the_gate = asyncio.Event()

    async def hear(stage: str, panel: int) -> None:
        if panel == 1:
            at_the_gate.set()

    drawing = asyncio.create_task(drawer.draw(UUID, order(), hear))
    await at_the_gate.wait()
    assert drawer._process
    assert drawer._process.stdin

    drawer._process.stdin.close()

    with pytest.raises(WorkerDiedError) as caught:
        await drawing
    assert caught.value.exit_status == 0


@pytest.mark.parametrize("artist", ["no.such.module:draw", "tests.pipeline.artists:nobody"])
async def test_an_artist_that_cannot_be_loaded_is_a_drawing_error(make: Make, artist: str) -> None:
    drawer = make(artist)

    with pytest.raises(WorkerDiedError):
        await drawer.warm()

    assert not drawer.is_ready
