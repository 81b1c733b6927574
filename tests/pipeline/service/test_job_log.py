from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from pipeline.errors import ErrorCode, api_fault
from pipeline.models import CastMember, DrawingOrder, PageNotice, ScriptPanelText, SpeechLine
from pipeline.service.job import JobResult, JobTiming, PipelineJob, StoredPanel
from pipeline.service.job_log import JobLog
from tests.pipeline.service.test_job import NOW, make_job

SCRIPT = (ScriptPanelText("a moon", "Once — 月", (SpeechLine("Hi 🐈", "Mimi", "shout"),)),)


@pytest.fixture
def job_log(tmp_path: Path) -> Iterator[JobLog]:
    job_log = JobLog(tmp_path / "jobs")
    yield job_log
    job_log.close()


def full_job() -> PipelineJob:
    order = DrawingOrder(
        prompt="A cat",
        seed=2**32 - 1,
        characters=(CastMember("Mimi", "grey"),),
        script=SCRIPT,
        continuation={"version": 1, "cast": [{"name": "Mimi"}]},
    )
    result = JobResult(
        s3_url="s3://local/jobs/x/page.png",
        content_type="image/png",
        width=1,
        height=2,
        size=3,
        sha256="0" * 64,
        seed=4,
        model="m",
        title="t",
        alt_text="a",
        script=SCRIPT,
        panels=(StoredPanel(index=1, seed=4, s3_url="s3://local/p"),),
        timing=JobTiming(queued_ms=1, load_ms=2, run_ms=3, upload_ms=4),
        notices=(PageNotice("understood", {"what": ("noir", "no text"), "panels": 3}),),
        continuation={"version": 1, "recap": "A cat."},
    )
    job = replace(make_job(), uuid=str(uuid4()), order=order, deadline=NOW, callback="http://x")
    return job.advanced("rendering", 2, NOW).with_cancel_requested(NOW).succeeded(result, NOW)


async def test_a_record_round_trips(job_log: JobLog) -> None:
    await job_log.load()
    job = full_job()

    await job_log.save(job)

    assert await job_log.load() == [job]


async def test_a_newer_state_replaces_the_previous_one(job_log: JobLog) -> None:
    await job_log.load()
    job = make_job()
    await job_log.save(job)
    failed = job.failed(api_fault(ErrorCode.GPU_OOM, "too large", retry_after_seconds=3), NOW)

    await job_log.save(failed, durable=False)

    assert await job_log.load() == [failed]


async def test_records_are_loaded_oldest_first(job_log: JobLog) -> None:
    await job_log.load()
    jobs = [
        replace(make_job(), uuid=str(uuid4()), accepted_at=NOW + timedelta(seconds=second))
        for second in (3, 1, 2)
    ]
    for job in jobs:
        await job_log.save(job)

    assert await job_log.load() == [jobs[1], jobs[2], jobs[0]]


async def test_invalid_records_are_renamed_and_the_rest_is_loaded(
    job_log: JobLog, tmp_path: Path
) -> None:
    await job_log.load()
    job = make_job()
    await job_log.save(job)
    torn = tmp_path / "jobs" / f"{uuid4()}.json"
    torn.write_bytes(b'{"uuid": "6f')
    (tmp_path / "jobs" / "left.part").write_bytes(b"half")

    assert await job_log.load() == [job]
    assert sorted(path.suffix for path in (tmp_path / "jobs").iterdir()) == [".json", ".unreadable"]


async def test_a_folder_among_the_records_is_ignored(job_log: JobLog, tmp_path: Path) -> None:
    (tmp_path / "jobs" / "folder.json").mkdir(parents=True)

    assert await job_log.load() == []


async def test_removing_a_record_is_idempotent(job_log: JobLog) -> None:
    await job_log.load()
    await job_log.save(make_job())

    await job_log.remove(make_job().uuid)
    await job_log.remove(make_job().uuid)

    assert await job_log.load() == []
