"""`comicai costs`: the costs of pictures as a table and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from bots.terminal.costs import costs_json, read_costs, show_costs
from core.config.settings import load_config
from core.models.costs import Cost, CostLine
from core.models.identity import Platform
from storage.database import open_database
from tests.storage.rows import add_job


def printed(lines: tuple[CostLine, ...], capsys: pytest.CaptureFixture[str]) -> list[str]:
    show_costs(lines, Console(width=120))
    return capsys.readouterr().out.splitlines()


async def test_costs_are_shown_by_day_chat_and_painter_with_their_sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = load_config(tmp_path, {"COMICAI_DATA_DIR": str(tmp_path)})
    assert await read_costs(config, days=1) == ()
    database = open_database(config.database_url)
    for chat in ("42", "42", "43"):
        job = await add_job(database, platform=Platform.DISCORD, chat=chat)
        cost = Cost(images=4, micro_usd=160_000, painter="dear-1")
        await database.write(lambda unit, job=job, cost=cost: unit.costs.put(job.id, 1, cost))  # type: ignore[misc]
    await database.close()

    lines = await read_costs(config, days=1)

    today = datetime.now(UTC).date().isoformat()
    rows = [line.split() for line in printed(lines, capsys)]
    assert rows[1:] == [
        [today, "discord", "42", "dear-1", "8", "0.3200"],
        [today, "discord", "43", "dear-1", "4", "0.1600"],
        ["Sum", "12", "0.4800"],
    ]
    assert json.loads(costs_json(lines))[1] == {
        "day": today,
        "platform": "discord",
        "chat": "43",
        "painter": "dear-1",
        "images": 4,
        "amount": 0.16,
        "currency": "USD",
    }


def test_an_installation_without_costs_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed((), capsys) == ["Nothing was paid."]
    assert json.loads(costs_json(())) == []
