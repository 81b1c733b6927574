from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.errors import WorkerDiedError
from pipeline.job import PipelineStatus
from tests.pipeline.drawers import HandDrawer
from tests.pipeline.harness import ASYNC, WAIT, new_body, open_pipeline


async def test_a_successor_redraws_what_was_unfinished_with_the_same_seed(tmp_path: Path) -> None:
    body, waiting = new_body(), new_body()
    async with open_pipeline(tmp_path) as first:
        first.drawer.pause_at = ("rendering", 3)
        await first.post(body)
        await first.drawer.paused.wait()
        await first.post(waiting)
        seen = await first.status(body)
        seeds = [first.drawer.orders[0].seed]

    async with open_pipeline(tmp_path) as second:
        state = await second.finish(body)
        await second.finish(waiting)

        assert second.drawer.orders[0].seed == seeds[0]
        assert state["s3Url"] == f"s3://local/jobs/{body['uuid']}/page.png"
        assert state["seq"] > seen["seq"]
        assert len(second.drawer.orders) == 2


async def test_progress_does_not_fall_over_a_restart(tmp_path: Path) -> None:
    body = new_body(panelCount=4)
    async with open_pipeline(tmp_path) as first:
        first.drawer.pause_at = ("rendering", 3)
        await first.post(body)
        await first.drawer.paused.wait()
        before = await first.status(body)

    again = HandDrawer()
    again.pause_at = ("planning", 0)
    async with open_pipeline(tmp_path, drawers=[again]) as second:
        await again.paused.wait()
        after = await second.status(body)

        assert after["progress"]["percent"] >= before["progress"]["percent"] == 45
        assert after["seq"] > before["seq"]


async def test_a_successor_knows_what_is_finished(tmp_path: Path) -> None:
    body = new_body()
    async with open_pipeline(tmp_path) as first:
        finished = await (await first.post(body, WAIT)).json()

    async with open_pipeline(tmp_path) as second:
        again = await second.post(body)
        other = await second.post({**body, "inputParams": {"prompt": "A dog"}})
        health = await (await second.client.get("/health")).json()

        assert await again.json() == finished
        assert other.status == 409
        assert second.drawer.orders == []
        assert health["medianPanelMs"] == 2000


async def test_a_job_that_was_being_cancelled_is_not_redrawn(tmp_path: Path) -> None:
    body = new_body()
    async with open_pipeline(tmp_path) as first:
        first.drawer.pause_at = ("rendering", 1)
        await first.post(body)
        await first.drawer.paused.wait()
        await first.client.post(f"/jobs/{body['uuid']}/cancel")

    async with open_pipeline(tmp_path) as second:
        assert (await second.status(body))["status"] == "canceled"
        assert second.drawer.orders == []


async def test_jobs_are_drawn_in_the_order_they_came_as_many_at_once_as_can_be(
    tmp_path: Path,
) -> None:
    drawers = [HandDrawer(), HandDrawer()]
    for drawer in drawers:
        drawer.pause_at = ("planning", 0)
    async with open_pipeline(tmp_path, drawers=drawers) as pipeline:
        bodies = [new_body(f"Comic {number}") for number in range(4)]
        for body in bodies:
            await pipeline.post(body)
        await asyncio.gather(*(drawer.paused.wait() for drawer in drawers))
        states = [await pipeline.status(body) for body in bodies]

        for drawer in drawers:
            drawer.pause_at = None
            drawer.go_on.set()
        for body in bodies:
            await pipeline.finish(body)

        assert [state["status"] for state in states] == ["running", "running", "queued", "queued"]
        assert [state.get("queuePosition") for state in states] == [None, None, 1, 2]
        assert {len(drawer.orders) for drawer in drawers} <= {1, 2, 3}
        prompts = [order.prompt for drawer in drawers for order in drawer.orders]
        assert sorted(prompts) == [f"Comic {number}" for number in range(4)]


async def test_a_cancel_while_the_picture_is_stored_still_counts(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path) as pipeline:
        body = new_body()
        await pipeline.post(body)
        live = pipeline.service.find(body["uuid"])
        assert live
        while not (live.job.progress and live.job.progress.stage == "uploading"):
            await live.moves_beyond(live.job.seq)

        await pipeline.service.cancel(live)
        state = await pipeline.finish(body)

        assert state["status"] == "canceled"


async def test_finished_jobs_are_forgotten_after_two_days_and_not_before(tmp_path: Path) -> None:
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


async def test_an_unfinished_job_is_never_forgotten(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    async with open_pipeline(tmp_path, now=lambda: now) as pipeline:
        pipeline.drawer.pause_at = ("planning", 0)
        body = new_body()
        await pipeline.post(body)
        await pipeline.drawer.paused.wait()
        now += timedelta(days=30)

        await pipeline.service.purge()

        live = pipeline.service.find(body["uuid"])
        assert live
        assert live.job.status is PipelineStatus.RUNNING


async def test_an_artist_that_went_away_is_loaded_again_without_a_job(tmp_path: Path) -> None:
    warmed = asyncio.Event()

    class Frail(HandDrawer):
        tries = 0

        async def warm(self) -> None:
            self.tries += 1
            if self.tries == 1:
                raise WorkerDiedError(1)
            await super().warm()
            warmed.set()

    drawer = Frail(ready=False)
    async with open_pipeline(tmp_path, drawers=[drawer], warm_seconds=(0.01, 0.01)) as pipeline:
        await asyncio.wait_for(warmed.wait(), 5)
        assert pipeline.service.is_ready

        warmed.clear()
        drawer.is_ready = False

        await asyncio.wait_for(warmed.wait(), 5)
        assert pipeline.service.is_ready


async def test_stopping_the_studio_closes_every_drawer(tmp_path: Path) -> None:
    drawers = [HandDrawer(), HandDrawer()]
    async with open_pipeline(tmp_path, drawers=drawers) as pipeline:
        drawers[0].pause_at = ("planning", 0)
        await pipeline.post(new_body(), ASYNC)
        await drawers[0].paused.wait()

    assert all(drawer.closed for drawer in drawers)
