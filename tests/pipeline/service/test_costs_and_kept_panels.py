"""Costs and kept panels of jobs: reported as they arise, whatever becomes of the job."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import DrawingError, ErrorCode, api_fault
from pipeline.models import DrawingOrder, PictureCost
from pipeline.service import ipc
from pipeline.service.artist_process import ArtistProcess
from pipeline.service.paid_pictures import PaidPictures
from tests.pipeline.painters.paid_painter import LOG_VARIABLE, PAID, PRICE
from tests.pipeline.service.harness import Pipeline, files_in, new_body, open_pipeline
from tests.pipeline.service.manual_artist import MODEL

UUID = "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"


@pytest.fixture
def paid(tmp_path: Path) -> PaidPictures:
    return PaidPictures(tmp_path / "paid", lifetime=3600, max_bytes=10**9, now=lambda: 0.0)


@pytest.fixture
async def pipeline(tmp_path: Path, paid: PaidPictures) -> AsyncIterator[Pipeline]:
    async with open_pipeline(tmp_path, paid_pictures=paid) as opened:
        opened.artist.price = PictureCost(1, PRICE)
        yield opened


def cost(images: int) -> dict[str, Any]:
    return {"images": images, "amount": round(images * PRICE, 6), "currency": "USD"}


# --- Costs ----------------------------------------------------------------------------------------


async def test_a_finished_job_has_its_cost_and_the_model_that_was_paid(pipeline: Pipeline) -> None:
    body = new_body(panelCount=3)
    await pipeline.post(body)

    state = await pipeline.finish(body)

    assert (state["status"], state["cost"], state["model"]) == ("succeeded", cost(3), MODEL)


async def test_costs_are_reported_while_a_job_runs(pipeline: Pipeline) -> None:
    body = new_body(panelCount=3)
    pipeline.artist.pause_at = ("rendering", 2)
    await pipeline.post(body)
    await pipeline.artist.paused.wait()

    assert (await pipeline.status(body))["cost"] == cost(2)
    pipeline.artist.resume.set()


async def test_a_canceled_job_has_the_cost_of_what_was_painted(pipeline: Pipeline) -> None:
    body = new_body(panelCount=3)
    pipeline.artist.pause_at = ("rendering", 2)
    await pipeline.post(body)
    await pipeline.artist.paused.wait()
    await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")
    pipeline.artist.resume.set()

    state = await pipeline.finish(body)

    assert (state["status"], state["cost"]) == ("canceled", cost(2))


async def test_a_job_that_costs_nothing_has_no_cost(pipeline: Pipeline) -> None:
    pipeline.artist.price = None
    body = new_body()
    await pipeline.post(body)

    assert "cost" not in await pipeline.finish(body)


async def test_costs_survive_a_restart(tmp_path: Path) -> None:
    body = new_body(panelCount=3)
    async with open_pipeline(tmp_path) as first:
        first.artist.price = PictureCost(1, PRICE)
        first.artist.pause_at = ("rendering", 2)
        await first.post(body)
        await first.artist.paused.wait()

    async with open_pipeline(tmp_path) as second:
        state = await second.finish(body)

    assert (state["status"], state["cost"]) == ("succeeded", cost(2))


# --- Kept panels ----------------------------------------------------------------------------------


def stored(pipeline: Pipeline) -> list[str]:
    return sorted(path.name for path in files_in(pipeline.folder / "images"))


async def test_kept_panels_are_announced_as_they_are_painted(pipeline: Pipeline) -> None:
    pipeline.artist.keeps_panels = True
    pipeline.artist.pause_at = ("lettering", 0)
    body = new_body(panelCount=2, seed=7)
    await pipeline.post(body)
    await pipeline.artist.paused.wait()
    live = pipeline.service.find(body["uuid"])
    assert live
    while len(live.job.painted) < 2:
        await live.wait_for_change(live.job.seq)

    running = await pipeline.status(body)
    pipeline.artist.resume.set()
    finished = await pipeline.finish(body)

    expected = [
        {"index": n, "seed": 6 + n, "s3Url": f"s3://local/jobs/{body['uuid']}/panel-{n}.webp"}
        for n in (1, 2)
    ]
    assert running["progress"]["panels"] == 2, "the number, as before"
    assert running["progress"]["painted"] == expected
    assert finished["result"]["panels"] == expected
    assert stored(pipeline) == ["page.png", "panel-1.webp", "panel-2.webp"]


async def test_kept_panels_of_a_canceled_job_are_removed_with_what_was_paid(
    pipeline: Pipeline, paid: PaidPictures
) -> None:
    pipeline.artist.keeps_panels = True
    pipeline.artist.pause_at = ("rendering", 2)
    body = new_body(panelCount=3)
    (paid.folder / body["uuid"]).mkdir(parents=True)
    (paid.folder / "another").mkdir()
    await pipeline.post(body)
    await pipeline.artist.paused.wait()
    await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")
    pipeline.artist.resume.set()
    await pipeline.finish(body)
    await pipeline.finish_cleaning()

    assert stored(pipeline) == []
    assert [path.name for path in paid.folder.iterdir()] == ["another"]


async def test_kept_panels_of_a_failed_job_are_removed(pipeline: Pipeline) -> None:
    pipeline.artist.keeps_panels = True
    pipeline.artist.fail_after = DrawingError(api_fault(ErrorCode.OUTPUT_REJECTED, "not fit"))
    body = new_body(panelCount=2)
    await pipeline.post(body)

    state = await pipeline.finish(body)
    await pipeline.finish_cleaning()

    assert (state["status"], state["cost"]) == ("failed", cost(2))
    assert stored(pipeline) == []


# --- With a painter in its own process ------------------------------------------------------------


@pytest.fixture
async def artist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ArtistProcess]:
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "log"))
    monkeypatch.setenv("COMICAI_ARTIST__KEEP_PANELS", "true")
    made = ArtistProcess(PAID, cache_folder=tmp_path / "paid")
    yield made
    await made.close()


def painted(tmp_path: Path) -> list[str]:
    log = tmp_path / "log"
    return log.read_text(encoding="utf-8").split() if log.exists() else []


async def ignore_stage(stage: str, panel: int) -> None:
    """Ignore the stage."""


@pytest.mark.servers
async def test_a_painter_process_reports_costs_and_panels(artist: ArtistProcess) -> None:
    outputs: list[ipc.Output] = []

    async def record(output: ipc.Output) -> None:
        outputs.append(output)

    order = DrawingOrder(prompt="A cat", seed=1, panel_count=2)
    drawn = await artist.draw(UUID, order, ignore_stage, record)

    costs = [each.cost for each in outputs if isinstance(each, ipc.PaidMessage)]
    panels = [each.panel for each in outputs if isinstance(each, ipc.PanelMessage)]
    assert (
        costs
        == [PictureCost(1, PRICE)] * 2
        == [PictureCost(1, PRICE), drawn.drawing.cost - costs[0]]
    )
    assert [panel.index for panel in panels] == [1, 2]
    assert all(UUID.encode() in panel.image for panel in panels), "the XMP metadata"
    assert drawn.drawing.panels == ()
    assert artist.input_keys == ("steps", "painter")


@pytest.mark.servers
async def test_a_painter_that_dies_is_not_paid_again_for_what_it_painted(
    artist: ArtistProcess, tmp_path: Path
) -> None:
    order = DrawingOrder(prompt="A cat", seed=1, panel_count=4)
    (tmp_path / "log").write_text("die\n", encoding="utf-8")
    with pytest.raises(DrawingError):
        await artist.draw(UUID, order, ignore_stage)

    await artist.draw(UUID, order, ignore_stage)

    assert painted(tmp_path) == ["3", "4"], "the log is emptied at the death, in panel 3"
    await artist.draw(UUID.replace("6f", "7f"), order, ignore_stage)
    assert painted(tmp_path) == ["3", "4", "1", "2", "3", "4"], "another job is paid for itself"


@pytest.mark.servers
async def test_the_sketch_draws_for_nothing_where_a_job_asks_for_it(
    artist: ArtistProcess, tmp_path: Path
) -> None:
    order = DrawingOrder(prompt="A cat", seed=1, panel_count=1, painter="sketch")

    drawn = await artist.draw(UUID, order, ignore_stage)

    assert (drawn.drawing.model, drawn.drawing.cost) == ("sketch-1", PictureCost())
    assert painted(tmp_path) == []
    assert not (tmp_path / "paid").exists()
