from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.errors import WorkerDiedError
from pipeline.service.job import PipelineStatus
from tests.pipeline.service.harness import ASYNC, WAIT, new_body, open_pipeline
from tests.pipeline.service.manual_artist import ManualArtist


async def test_a_restart_redraws_unfinished_jobs_with_the_same_seed(tmp_path: Path) -> None:
    body, waiting = new_body(), new_body()
    async with open_pipeline(tmp_path) as first:
        first.artist.pause_at = ("rendering", 3)
        await first.post(body)
        await first.artist.paused.wait()
        await first.post(waiting)
        seen = await first.status(body)
        seeds = [first.artist.orders[0].seed]

    async with open_pipeline(tmp_path) as second:
        state = await second.finish(body)
        await second.finish(waiting)

        assert second.artist.orders[0].seed == seeds[0]
        assert state["s3Url"] == f"s3://local/jobs/{body['uuid']}/page.png"
        assert state["seq"] > seen["seq"]
        assert len(second.artist.orders) == 2


async def test_progress_does_not_decrease_across_a_restart(tmp_path: Path) -> None:
    body = new_body(panelCount=4)
    async with open_pipeline(tmp_path) as first:
        first.artist.pause_at = ("rendering", 3)
        await first.post(body)
        await first.artist.paused.wait()
        before = await first.status(body)

    again = ManualArtist()
    again.pause_at = ("planning", 0)
    async with open_pipeline(tmp_path, artists=[again]) as second:
        await again.paused.wait()
        after = await second.status(body)

        assert after["progress"]["percent"] >= before["progress"]["percent"] == 45
        assert after["seq"] > before["seq"]


async def test_finished_jobs_survive_a_restart(tmp_path: Path) -> None:
    body = new_body()
    async with open_pipeline(tmp_path) as first:
        finished = await (await first.post(body, WAIT)).json()

    async with open_pipeline(tmp_path) as second:
        again = await second.post(body)
        other = await second.post({**body, "inputParams": {"prompt": "A dog"}})
        health = await (await second.client.get("/health")).json()

        assert await again.json() == finished
        assert other.status == 409
        assert second.artist.orders == []
        assert health["medianPanelMs"] == 2000


async def test_a_job_with_a_cancel_request_is_not_redrawn_after_a_restart(tmp_path: Path) -> None:
    body = new_body()
    async with open_pipeline(tmp_path) as first:
        first.artist.pause_at = ("rendering", 1)
        await first.post(body)
        await first.artist.paused.wait()
        await first.client.post(f"/jobs/{body['uuid']}/cancel")

    async with open_pipeline(tmp_path) as second:
        assert (await second.status(body))["status"] == "canceled"
        assert second.artist.orders == []


async def test_jobs_are_drawn_in_order_up_to_the_capacity(
    tmp_path: Path,
) -> None:
    artists = [ManualArtist(), ManualArtist()]
    for artist in artists:
        artist.pause_at = ("planning", 0)
    async with open_pipeline(tmp_path, artists=artists) as pipeline:
        bodies = [new_body(f"Comic {number}") for number in range(4)]
        for body in bodies:
            await pipeline.post(body)
        await asyncio.gather(*(artist.paused.wait() for artist in artists))
        states = [await pipeline.status(body) for body in bodies]

        for artist in artists:
            artist.pause_at = None
            artist.resume.set()
        for body in bodies:
            await pipeline.finish(body)

        assert [state["status"] for state in states] == ["running", "running", "queued", "queued"]
        assert [state.get("queuePosition") for state in states] == [None, None, 1, 2]
        assert {len(artist.orders) for artist in artists} <= {1, 2, 3}
        prompts = [order.prompt for artist in artists for order in artist.orders]
        assert sorted(prompts) == [f"Comic {number}" for number in range(4)]


async def test_a_loaded_artist_draws_before_one_that_has_to_load(tmp_path: Path) -> None:
    loaded, other = ManualArtist(), ManualArtist(ready=False)
    async with open_pipeline(tmp_path, artists=[other, loaded]) as pipeline:
        for number in range(3):
            body = new_body(f"Comic {number}")
            await pipeline.post(body)
            await pipeline.finish(body)
            await pipeline.finish_cleaning()

    assert (len(loaded.orders), len(other.orders)) == (3, 0)


async def test_a_cancel_during_the_upload_takes_effect(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path) as pipeline:
        body = new_body()
        await pipeline.post(body)
        live = pipeline.service.find(body["uuid"])
        assert live
        while not (live.job.progress and live.job.progress.stage == "uploading"):
            await live.wait_for_change(live.job.seq)

        await pipeline.service.cancel(live)
        state = await pipeline.finish(body)

        assert state["status"] == "canceled"


async def test_finished_jobs_are_deleted_after_two_days_and_not_before(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    async with open_pipeline(tmp_path, now=lambda: now) as pipeline:
        old, recent = new_body(), new_body()
        await pipeline.post(old, WAIT)
        now += timedelta(hours=25)
        await pipeline.post(recent, WAIT)
        now += timedelta(hours=24)

        await pipeline.service.purge()

        assert pipeline.service.find(old["uuid"]) is None
        assert pipeline.service.find(recent["uuid"])
        records = [path.stem for path in (tmp_path / "jobs").glob("*.json")]
        assert records == [recent["uuid"]]


async def test_an_unfinished_job_is_never_deleted(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    async with open_pipeline(tmp_path, now=lambda: now) as pipeline:
        pipeline.artist.pause_at = ("planning", 0)
        body = new_body()
        await pipeline.post(body)
        await pipeline.artist.paused.wait()
        now += timedelta(days=30)

        await pipeline.service.purge()

        live = pipeline.service.find(body["uuid"])
        assert live
        assert live.job.status is PipelineStatus.RUNNING


async def test_a_dead_artist_is_reloaded_without_a_job(tmp_path: Path) -> None:
    warmed = asyncio.Event()

    class FailingArtist(ManualArtist):
        tries = 0

        async def warm(self) -> None:
            self.tries += 1
            if self.tries == 1:
                raise WorkerDiedError(1)
            await super().warm()
            warmed.set()

    artist = FailingArtist(ready=False)
    async with open_pipeline(tmp_path, artists=[artist], warm_seconds=(0.01, 0.01)) as pipeline:
        await asyncio.wait_for(warmed.wait(), 5)
        assert pipeline.service.is_ready

        warmed.clear()
        artist.is_ready = False

        await asyncio.wait_for(warmed.wait(), 5)
        assert pipeline.service.is_ready


async def test_stopping_the_service_closes_every_artist(tmp_path: Path) -> None:
    artists = [ManualArtist(), ManualArtist()]
    async with open_pipeline(tmp_path, artists=artists) as pipeline:
        artists[0].pause_at = ("planning", 0)
        await pipeline.post(new_body(), ASYNC)
        await artists[0].paused.wait()

    assert all(artist.closed for artist in artists)
