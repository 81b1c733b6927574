"""`comicai gpu trace`: when comics were drawn, for the simulator of GPU costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from bots.app import open_app
from bots.parts import WEB
from bots.process import migrate_if_needed
from core.config.settings import Config
from core.models.operations import DrawingTime
from core.ports.database import UnitOfWork

DRAWINGS_LIMIT = 100_000  # a trace of some megabytes


async def read_drawings(config: Config, *, days: int) -> tuple[DrawingTime, ...]:
    """Return the drawings of the last *days* times 24 hours, the last `DRAWINGS_LIMIT` of them."""

    async def work(unit: UnitOfWork) -> tuple[DrawingTime, ...]:
        since = await unit.now() - timedelta(days=days)
        return await unit.fleet_stats.drawings(since, limit=DRAWINGS_LIMIT)

    await migrate_if_needed(config)
    async with open_app(config, frozenset({WEB})) as app:
        return await app.services.database.read(work)


def trace_json(drawings: Sequence[DrawingTime]) -> str:
    """Return the trace: for each drawing, seconds after the request before it, and its length.

    It has no text, no id, no user and no date, so it may be given away.
    """
    entries = []
    before = drawings[0].requested_at if drawings else None
    for drawing in drawings:
        assert before is not None
        after = (drawing.requested_at - before).total_seconds()
        entries.append({"after": round(after, 1), "seconds": round(drawing.seconds, 1)})
        before = drawing.requested_at
    return json.dumps({"drawings": entries})
