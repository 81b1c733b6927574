"""A generator that lies: what users read, how long it takes, and how often it may draw.

One case for each row of the retry policy in docs/generator-contract.md. The job services, the
client and the HTTP server are real; the clock is simulated.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest

from core.jobs.generator.api import Timeouts
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.conventional_keys import page_finder
from core.jobs.generator.polling import PollingSettings
from core.models.identity import JobId
from core.models.jobs import Job, JobState, Progress, Stage
from core.sentences.job_text import describe_status
from tests.core.job_services import JobServices, Process, make_requester
from tests.core.jobs.generator.conftest import Time
from tests.fakes.generator import FakeGenerator, Fault, JobFault, folder_store

MANY = 500  # times; more often than any job can meet it
CLAIMS = 12
SHORT = Timeouts(submit=5, plain_submit=0.5, status=0.3, cancel=0.3, health=5, busy_health=5)

Lie = Callable[[FakeGenerator], None]


def lies(fault: Fault | JobFault, *, route: str = "submit", times: int = MANY) -> Lie:
    """Return a lie that is told to the next requests or jobs."""
    return lambda generator: generator.fail(fault, route=route, times=times)


def plain(lie: Lie) -> Lie:
    """Return the same lie, told by a generator of level 0."""

    def tell(generator: FakeGenerator) -> None:
        generator.level = 0
        lie(generator)

    return tell


def queued_for_ever(generator: FakeGenerator) -> None:
    generator.queue_polls = 10**6


def with_panel_size(lie: Lie) -> Lie:
    """Return the same lie, told by a generator that draws panels of any size."""

    def tell(generator: FakeGenerator) -> None:
        generator.input_keys = ("prompt", "panelCount", "panelSize", "seed")
        lie(generator)

    return tell


@dataclass(frozen=True, kw_only=True)
class Case:
    """A lie, and how a job that meets it ends."""

    lie: Lie
    state: JobState
    runs: int  # drawings in the generator's ledger
    says: str  # what the user reads at the end
    reason: str | None = None
    seconds: float = 120.0  # of polling, at most
    posts: int | None = None  # None: as many as runs
    params: dict[str, object] = field(default_factory=dict)  # of the last submission


FINISHED = "already finished"
FAILED, SORRY = JobState.FAILED, "went wrong while drawing"
CASES = {
    # --- The table of the client ------------------------------------------------------------------
    "a: level 0 says that its status is ok": Case(
        lie=plain(lies(Fault.CLAIMS_OK)), state=JobState.DRAWN, runs=1, says=FINISHED
    ),
    "b: each job is lost after its 202": Case(
        lie=lies(Fault.LOSE_JOB, route="status"),
        state=FAILED,
        reason="job_lost",
        runs=3,
        says=SORRY,
    ),
    "c: the status redirects": Case(
        lie=lies(Fault.REDIRECT, route="status"),
        state=FAILED,
        reason="status_unreadable",
        runs=2,
        says=SORRY,
        seconds=400,
    ),
    "c: the status is a page of a proxy": Case(
        lie=lies(Fault.BAD_GATEWAY, route="status"),
        state=FAILED,
        reason="status_unreadable",
        runs=2,
        says=SORRY,
        seconds=400,
    ),
    "c: the status hangs": Case(
        lie=lies(Fault.HANG, route="status"),
        state=FAILED,
        reason="status_unreadable",
        runs=2,
        says=SORRY,
        seconds=400,
    ),
    "d: no progress": Case(
        lie=lies(JobFault.STALL), state=FAILED, reason="stalled", runs=2, says=SORRY, seconds=900
    ),
    "d: no progress but updatedAt": Case(
        lie=lies(JobFault.ONLY_UPDATED_AT),
        state=FAILED,
        reason="stalled",
        runs=2,
        says=SORRY,
        seconds=900,
    ),
    "d: queued for ever": Case(
        lie=queued_for_ever,
        state=JobState.EXPIRED,
        reason="deadline_exceeded",
        runs=1,
        says="took too long",
        seconds=920,
    ),
    "e: out of memory, nothing to lower": Case(
        lie=lies(JobFault.GPU_OOM), state=FAILED, reason="gpu_oom", runs=1, says="too big"
    ),
    "e: out of memory once": Case(
        lie=with_panel_size(lies(JobFault.GPU_OOM, times=1)),
        state=JobState.DRAWN,
        runs=2,
        says=FINISHED,
        params={"panelSize": 768},
    ),
    "e: out of memory always": Case(
        lie=with_panel_size(lies(JobFault.GPU_OOM)),
        state=FAILED,
        reason="gpu_oom",
        runs=2,
        says="too big",
        params={"panelSize": 768},
    ),
    "f: its drawings are rejected for now": Case(
        lie=lies(JobFault.OUTPUT_REJECTED_FOR_NOW),
        state=JobState.REJECTED,
        reason="output_rejected",
        runs=2,
        says="can’t show",
    ),
    "f: generation_failed": Case(
        lie=lies(JobFault.GENERATION_FAILED),
        state=FAILED,
        reason="generation_failed",
        runs=2,
        says=SORRY,
    ),
    "f: 500": Case(
        lie=lies(Fault.CRASH), state=FAILED, reason="internal", runs=0, posts=2, says=SORRY
    ),
    "f: 402 keeps the job": Case(
        lie=lies(Fault.PAYMENT_REQUIRED),
        state=JobState.QUEUED,
        reason="no_credit",
        runs=0,
        posts=CLAIMS,
        says="line",
    ),
    "i: level 0 draws, and its response is lost": Case(
        lie=plain(lies(Fault.TAKEN_THEN_DROP)),
        state=JobState.DRAWN,
        runs=1,
        says=FINISHED,
    ),
    "k: absurd counts": Case(
        lie=lies(JobFault.ABSURD_COUNTS), state=JobState.DRAWN, runs=1, says=FINISHED
    ),
    # --- Further rows of the retry policy ---------------------------------------------------------
    "responses are lost before the request is processed": Case(
        lie=lies(Fault.DROP), state=FAILED, reason="job_lost", runs=0, posts=3, says=SORRY
    ),
    "a response is lost after the request was processed": Case(
        lie=lies(Fault.TAKEN_THEN_DROP, times=1),
        state=JobState.DRAWN,
        runs=1,
        says=FINISHED,
    ),
    "prompt_rejected": Case(
        lie=lies(JobFault.PROMPT_REJECTED),
        state=JobState.REJECTED,
        reason="prompt_rejected",
        runs=0,
        posts=1,
        says="words",
    ),
    "output_rejected": Case(
        lie=lies(JobFault.OUTPUT_REJECTED),
        state=JobState.REJECTED,
        reason="output_rejected",
        runs=1,
        says="can’t show",
    ),
    "invalid_request": Case(
        lie=lies(Fault.INVALID_REQUEST),
        state=FAILED,
        reason="invalid_request",
        runs=0,
        posts=1,
        says=SORRY,
    ),
    "409": Case(
        lie=lies(Fault.CONFLICT), state=FAILED, reason="conflict", runs=0, posts=1, says=SORRY
    ),
    "200 without s3Url": Case(
        lie=lies(JobFault.NO_URL), state=FAILED, reason="bad_response", runs=1, says="got lost"
    ),
    "s3Url in a foreign bucket": Case(
        lie=lies(JobFault.BAD_URL),
        state=JobState.QUEUED,
        reason="wrong_bucket",
        runs=1,
        says="next in line",
    ),
    "401 while health is good": Case(
        lie=lies(Fault.UNAUTHORIZED),
        state=JobState.QUEUED,
        reason="unauthorized",
        runs=0,
        posts=12,
        says="next in line",
    ),
    "h: a picture that ends too early": Case(
        lie=lies(JobFault.TRUNCATED), state=FAILED, reason="bad_image", runs=2, says=""
    ),
    "h: a picture of too many pixels": Case(
        lie=lies(JobFault.TOO_MANY_PIXELS), state=FAILED, reason="bad_image", runs=2, says=""
    ),
    "a wrong digest": Case(
        lie=lies(JobFault.WRONG_DIGEST), state=FAILED, reason="bad_image", runs=2, says=""
    ),
    "deadline_exceeded": Case(
        lie=lies(JobFault.DEADLINE_EXCEEDED),
        state=FAILED,
        reason="deadline_exceeded",
        runs=1,
        says="took too long",
    ),
    "canceled at the generator itself": Case(
        lie=lies(JobFault.CANCELED), state=FAILED, reason="canceled", runs=2, says=SORRY
    ),
}


@dataclass
class Scenario:
    """Job services with a worker whose generator lies."""

    services: JobServices
    generator: FakeGenerator
    worker: Process
    time: Time

    async def run_to_end(self) -> Job:
        """Request a comic, and run its job until it ends or has been claimed often."""
        receipt = await self.services.request()
        for _ in range(CLAIMS):
            while await self.worker.drawing.run_next():
                pass
            if (await self.services.job(receipt.job_id)).state.is_terminal:
                break
            self.services.make_retries_due()
        return await self.services.job(receipt.job_id)


@pytest.fixture
async def scenario(tmp_path: Path, time: Time) -> AsyncIterator[Scenario]:
    services = JobServices(tmp_path)
    async with (
        FakeGenerator(folder_store(tmp_path / "images")).running() as fake,
        aiohttp.ClientSession() as http,
    ):
        generator = HttpGenerator(
            http,
            fake.url,
            token="",
            locate=services.images.locate,
            find_page=page_finder(services.images, ("local",)),
            timeouts=SHORT,
            polling=PollingSettings(clock=time.clock, sleep=time.sleep, random=lambda: 0.5),
        )
        worker = services.process("worker-2", generator=generator)
        yield Scenario(services, fake, worker, time)
    await services.close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_a_lie_ends_in_a_comic_or_a_true_sentence(scenario: Scenario, case: Case) -> None:
    case.lie(scenario.generator)
    started = scenario.time.now

    job = await scenario.run_to_end()

    fake = scenario.generator
    status = await scenario.services.job_statuses.get(job.id, make_requester())
    assert (job.state, job.error_code) == (case.state, case.reason)
    assert case.says in describe_status(status, "en")
    assert scenario.time.now - started <= case.seconds
    assert len(fake.drawn) == case.runs
    posts = fake.calls_to("submit")
    assert len(posts) == (case.runs if case.posts is None else case.posts)
    assert case.params.items() <= posts[-1].body["inputParams"].items()
    # Nothing of another job was asked for or canceled, and no attempt was drawn twice.
    assert {call.uuid for call in fake.calls if call.route != "health"} == {str(job.id)}
    if fake.level == 0:
        assert fake.calls_to("status") == []
    if case.reason != "job_lost":
        assert len(set(fake.drawn)) == len(fake.drawn)


async def test_a_job_that_hides_does_not_hold_its_slot_between_looks(scenario: Scenario) -> None:
    scenario.generator.fail(Fault.REDIRECT, route="status", times=MANY)
    receipt = await scenario.services.request()

    assert await scenario.worker.drawing.run_next()

    job = await scenario.services.job(receipt.job_id)
    assert (job.state, job.error_code) == (JobState.QUEUED, "status_unreadable")
    assert job.not_before is not None
    assert job.history is not None
    assert (job.history.runs, job.history.silent_spells) == (1, 1)


async def test_counts_beyond_the_order_are_not_shown(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.generator.fail(JobFault.ABSURD_COUNTS)
    shown: list[Progress] = []
    reporter = scenario.worker.progress.reporter

    def recording(job_id: JobId) -> Callable[[Progress], None]:
        show = reporter(job_id)

        def report(progress: Progress) -> None:
            shown.append(progress)
            show(progress)

        return report

    monkeypatch.setattr(scenario.worker.progress, "reporter", recording)
    job = await scenario.run_to_end()

    assert {progress.stage for progress in shown} >= {Stage.RENDERING, Stage.LETTERING}
    assert max(progress.panel for progress in shown) <= job.panels
    assert max(progress.panels for progress in shown) <= job.panels


async def test_the_uuid_of_a_ledger_is_that_of_the_job(scenario: Scenario) -> None:
    job = await scenario.run_to_end()

    assert [UUID(uuid) for uuid, _ in scenario.generator.drawn] == [job.id]
