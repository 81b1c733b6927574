from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ErrorCode, api_fault
from pipeline.models import DrawingOrder
from pipeline.service.job import DrawingProgress, PipelineJob, PipelineStatus, percent_at

NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)
STAGES = ("loading", "planning", "rendering", "lettering", "composing", "uploading", "dreaming")


def make_job(panels: int = 4) -> PipelineJob:
    order = DrawingOrder(prompt="A cat", seed=1, panel_count=panels)
    return PipelineJob(
        uuid="6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70",
        attempt=1,
        digest="d",
        order=order,
        accepted_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("stage", "panel", "percent"),
    [
        ("loading", 0, 0),
        ("planning", 0, 0),
        ("rendering", 1, 5),
        ("rendering", 2, 25),
        ("rendering", 4, 65),
        ("rendering", 9, 65),
        ("lettering", 0, 85),
        ("composing", 0, 90),
        ("uploading", 0, 95),
        ("dreaming", 0, 0),
    ],
)
def test_each_stage_begins_at_its_percentage(stage: str, panel: int, percent: int) -> None:
    assert percent_at(stage, panel, 4) == percent


@given(
    st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 14)), min_size=1),
    st.integers(1, 12),
)
def test_seq_increases_and_percent_never_decreases(
    moves: list[tuple[str, int]], panels: int
) -> None:
    job = make_job(panels)
    percent = 0

    for stage, panel in moves:
        before, job = job, job.advanced(stage, panel, NOW)

        assert job.seq == before.seq + 1
        assert job.status is PipelineStatus.RUNNING
        assert job.progress
        assert percent <= job.progress.percent <= 100
        assert 0 <= job.progress.panel <= job.progress.panels == panels
        percent = job.progress.percent


def test_a_requeued_job_keeps_its_percent_and_skips_unsaved_seqs() -> None:
    job = make_job().advanced("rendering", 3, NOW)

    again = job.requeued(NOW, unsaved_changes=1000)

    assert again.status is PipelineStatus.QUEUED
    assert again.seq > job.seq + 999
    assert again.advanced("planning", 0, NOW).progress == DrawingProgress(
        percent=45, stage="planning", panel=0, panels=4
    )


def test_a_failed_job_has_a_finish_time_and_a_fault() -> None:
    failed = make_job().failed(api_fault(ErrorCode.GPU_OOM, "too large"), NOW)

    assert failed.status.is_terminal
    assert failed.finished_at == NOW
    assert failed.fault
    assert failed.fault.retryable
