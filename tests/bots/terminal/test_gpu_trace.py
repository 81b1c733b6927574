"""`comicai gpu trace`: when comics were drawn, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from bots.terminal.gpu_trace import read_drawings, trace_json
from core.config.settings import load_config
from core.models.jobs import JobState
from storage.database import open_database
from tests.storage.rows import add_job, claimed_job


async def test_a_trace_has_the_times_of_drawn_comics_and_no_text(tmp_path: Path) -> None:
    config = load_config(tmp_path, {"COMICAI_DATA_DIR": str(tmp_path)})
    assert trace_json(await read_drawings(config, days=1)) == '{"drawings": []}'
    database = open_database(config.database_url)
    for state in (JobState.DRAWN, JobState.FAILED, JobState.DRAWN):
        await add_job(database, prompt="a secret cat")
        job = await claimed_job(database)
        await database.write(
            lambda unit, job=job, state=state: unit.job_transitions.finish(  # type: ignore[misc]
                job.id, job.claim_no, state
            )
        )
    await database.close()

    drawings = await read_drawings(config, days=1)
    trace = trace_json(drawings)

    assert [entry.keys() for entry in json.loads(trace)["drawings"]] == [{"after", "seconds"}] * 2
    assert json.loads(trace)["drawings"][0]["after"] == 0
    assert "cat" not in trace
    assert drawings[0].requested_at <= drawings[1].requested_at
    assert drawings[1].requested_at - drawings[0].requested_at < timedelta(minutes=5)
