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

from pipeline.errors import (
    ArtistUnreadyError,
    DrawingCanceledError,
    DrawingError,
    ErrorCode,
    WorkerDiedError,
)
from pipeline.models import DrawingOrder, PageNotice
from pipeline.service.artist_process import ArtistProcess
from tests.fakes.painting.planner import FakePlanner
from tests.pipeline.service.artists import ENDLESS, GATE_VARIABLE, GATED, OBEDIENT, QUICK

pytestmark = pytest.mark.servers

UUID = "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"
Make = Callable[..., ArtistProcess]


@pytest.fixture
async def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    """Return a factory of artist processes whose gate is the file `gate` in the test's folder."""
    monkeypatch.setenv(GATE_VARIABLE, str(tmp_path / "gate"))
    artists: list[ArtistProcess] = []

    def make_artist(reference: str, **options: Any) -> ArtistProcess:
        artists.append(ArtistProcess(reference, **options))
        return artists[-1]

    yield make_artist
    for artist in artists:
        await artist.close()


def order(prompt: str = "A cat", panels: int = 2) -> DrawingOrder:
    return DrawingOrder(prompt=prompt, seed=4242, panel_count=panels, panels=True)


async def ignore_stage(stage: str, panel: int) -> None:
    """Ignore the stage."""


def pid_of(artist: ArtistProcess) -> int:
    assert artist._process
    return artist._process.pid


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_draws_in_another_process_and_reports_every_stage(make: Make) -> None:
    artist = make(QUICK)
    recorded: list[tuple[str, int]] = []

    async def record_stage(stage: str, panel: int) -> None:
        recorded.append((stage, panel))

    drawn = await artist.draw(UUID, order(), record_stage)

    assert recorded == [
        ("planning", 0),
        ("rendering", 1),
        ("rendering", 2),
        ("lettering", 0),
        ("composing", 0),
    ]
    assert pid_of(artist) != os.getpid()
    assert Image.open(io.BytesIO(drawn.drawing.image)).size == (32, 32)
    assert drawn.sha256 == hashlib.sha256(drawn.drawing.image).hexdigest()
    assert [panel.seed for panel in drawn.drawing.panels] == [4242, 4243]
    assert drawn.drawing.script[0].caption == "A cat"


async def test_every_image_contains_the_uuid(make: Make) -> None:
    drawn = await make(QUICK).draw(UUID, order(), ignore_stage)

    pictures = [drawn.drawing.image, *(panel.image for panel in drawn.drawing.panels)]
    assert all(UUID.encode() in picture for picture in pictures)


async def test_the_process_is_reused(make: Make) -> None:
    artist = make(QUICK)
    await artist.warm()
    pid, model = pid_of(artist), artist.model

    first = await artist.draw(UUID, order(), ignore_stage)
    second = await artist.draw(UUID, order(), ignore_stage)

    assert artist.is_ready
    assert pid_of(artist) == pid
    assert first.drawing == second.drawing
    assert model == first.drawing.model == "squares"


async def test_a_crash_of_the_artist_fails_one_drawing(make: Make) -> None:
    artist = make(OBEDIENT)

    with pytest.raises(DrawingError) as caught:
        await artist.draw(UUID, order("crash"), ignore_stage)
    drawn = await artist.draw(UUID, order(), ignore_stage)

    assert caught.value.fault.code is ErrorCode.GENERATION_FAILED
    assert caught.value.fault.retryable
    assert drawn.drawing.model == "squares"


async def test_an_artist_can_choose_the_error_code(make: Make) -> None:
    with pytest.raises(DrawingError) as caught:
        await make(OBEDIENT).draw(UUID, order("refuse"), ignore_stage)

    assert caught.value.fault.code is ErrorCode.OUTPUT_REJECTED
    assert not caught.value.fault.retryable


async def test_an_artist_can_say_that_it_cannot_draw_at_present(make: Make) -> None:
    artist = make(OBEDIENT)

    with pytest.raises(ArtistUnreadyError) as caught:
        await artist.draw(UUID, order("owe"), ignore_stage)

    assert (caught.value.reason, caught.value.retry_after_seconds) == ("no_credit", 90)
    assert artist.is_ready


async def test_an_artist_can_say_why_it_cannot_be_loaded(make: Make) -> None:
    artist = make("tests.pipeline.service.unready_artist:draw")

    with pytest.raises(ArtistUnreadyError, match="the weights are missing") as caught:
        await artist.warm()

    assert caught.value.reason == "load_failed"
    assert not artist.is_ready


async def test_loading_has_a_time_limit(make: Make) -> None:
    artist = make(QUICK, start_seconds=0.0)

    with pytest.raises(DrawingError, match="did not load within 0 s"):
        await artist.warm()


async def test_a_dead_process_raises_and_is_replaced(make: Make) -> None:
    artist = make(OBEDIENT)

    with pytest.raises(WorkerDiedError) as caught:
        await artist.draw(UUID, order("die"), ignore_stage)
    drawn = await artist.draw(UUID, order(), ignore_stage)

    assert caught.value.exit_status == -signal.SIGKILL
    assert drawn.drawing.model == "squares"


async def test_a_process_that_loses_the_gpu_is_replaced(make: Make) -> None:
    artist = make(OBEDIENT)
    await artist.warm()
    lost = pid_of(artist)

    with pytest.raises(WorkerDiedError) as caught:
        await artist.draw(UUID, order("lose the GPU"), ignore_stage)
    drawn = await artist.draw(UUID, order(), ignore_stage)

    assert caught.value.exit_status == 70
    assert caught.value.fault.retryable
    assert pid_of(artist) != lost
    assert drawn.drawing.model == "squares"


async def test_cancel_stops_the_drawing_and_keeps_the_process(make: Make) -> None:
    artist = make(ENDLESS)

    async def cancel(stage: str, panel: int) -> None:
        artist.cancel()

    pids = []
    for _ in range(2):
        with pytest.raises(DrawingCanceledError):
            await artist.draw(UUID, order(), cancel)
        pids.append(pid_of(artist))

    assert pids[0] == pids[1]


async def test_a_drawing_that_ignores_cancel_is_killed(make: Make) -> None:
    artist = make(GATED, stop_seconds=0.05)
    at_the_gate = asyncio.Event()

    async def record_stage(stage: str, panel: int) -> None:
        if panel == 1:
            at_the_gate.set()

    drawing = asyncio.create_task(artist.draw(UUID, order(), record_stage))
    await at_the_gate.wait()
    pid = pid_of(artist)

    artist.cancel()

    with pytest.raises(DrawingCanceledError):
        await drawing
    assert not is_alive(pid)


async def test_a_drawing_has_a_time_limit(make: Make) -> None:
    artist = make(GATED, limit_seconds=lambda _order: 0.05)
    await artist.warm()

    with pytest.raises(DrawingError) as caught:
        await artist.draw(UUID, order(), ignore_stage)

    assert caught.value.fault.code is ErrorCode.GENERATION_FAILED


async def test_cancelling_the_task_ends_the_process(make: Make) -> None:
    artist = make(GATED)
    at_the_gate = asyncio.Event()

    async def record_stage(stage: str, panel: int) -> None:
        if panel == 1:
            at_the_gate.set()

    drawing = asyncio.create_task(artist.draw(UUID, order(), record_stage))
    await at_the_gate.wait()
    pid = pid_of(artist)

    drawing.cancel()

    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert not is_alive(pid)


async def test_the_process_exits_when_stdin_closes_while_drawing(make: Make) -> None:
    artist = make(GATED)
    at_the_gate = asyncio.Event()

    async def record_stage(stage: str, panel: int) -> None:
        if panel == 1:
            at_the_gate.set()

    drawing = asyncio.create_task(artist.draw(UUID, order(), record_stage))
    await at_the_gate.wait()
    assert artist._process
    assert artist._process.stdin

    artist._process.stdin.close()

    with pytest.raises(WorkerDiedError) as caught:
        await drawing
    assert caught.value.exit_status == 0


@pytest.mark.parametrize(
    "reference", ["no.such.module:draw", "tests.pipeline.service.artists:nobody"]
)
async def test_an_artist_that_cannot_be_loaded_raises(make: Make, reference: str) -> None:
    artist = make(reference)

    with pytest.raises(WorkerDiedError):
        await artist.warm()

    assert not artist.is_ready


# --- The language model that writes stories -------------------------------------------------------


def configure_planner(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("COMICAI_PLANNER__URL", url)
    monkeypatch.setenv("COMICAI_PLANNER__TOKEN", "sk-fake")
    monkeypatch.setenv("COMICAI_PLANNER__MODEL", "story-model")


async def test_the_language_model_of_the_settings_writes_the_story(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = FakePlanner()
    async with planner.running():
        configure_planner(monkeypatch, planner.url)
        drawn = (await make("sketch").draw(UUID, order(), ignore_stage)).drawing

    assert drawn.title == "The last cake"
    assert drawn.notices == ()
    assert len(drawn.panels) == 2


async def test_without_an_answer_the_comic_is_drawn_with_a_remark(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = FakePlanner()
    planner.fail("prose", route="completions")
    async with planner.running():
        configure_planner(monkeypatch, planner.url)
        drawn = (await make("sketch").draw(UUID, order(), ignore_stage)).drawing

    assert drawn.notices == (PageNotice("planner_unavailable"),)
    assert len(drawn.panels) == 2


async def test_a_cancel_does_not_wait_for_the_language_model(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = FakePlanner()
    planner.fail("hang", route="completions")
    async with planner.running():
        configure_planner(monkeypatch, planner.url)
        artist = make("sketch", stop_seconds=15)
        await artist.warm()
        before = pid_of(artist)
        drawing = asyncio.create_task(artist.draw(UUID, order(), ignore_stage))
        async with asyncio.timeout(30):
            await planner.hanging.wait()
        artist.cancel()

        with pytest.raises(DrawingCanceledError):
            await drawing

    assert pid_of(artist) == before  # it stopped by itself
