"""Daily summary: how many comics were requested, drawn and failed, and what they cost."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.operations.operator_notices import OperatorNotices
from core.ports.database import UnitOfWork

DAILY = "daily"  # timestamp of the last daily summary


async def add_daily_summary(unit: UnitOfWork, notices: OperatorNotices, *, hour: int) -> None:
    """Add the summary of the last 24 hours once a day, unless there were no requests.

    A day begins at *hour* in UTC.
    """
    end = _last(await unit.now(), hour)
    reported = await unit.timestamps.get(DAILY)
    if reported is not None and reported >= end:
        return
    await unit.timestamps.touch(DAILY, end)
    if reported is None:
        return  # the first day is incomplete
    start = end - timedelta(days=1)
    day, cost = await unit.fleet_stats.daily_summary(start, end), await unit.costs.total(start, end)
    if not (day.requested or cost.images):
        return
    facts: dict[str, str | int] = {
        "asked": day.requested,
        "drawn": day.drawn,
        "failed": day.failed,
        "seconds": round(day.longest_seconds),
    }
    if cost.images:
        paid: dict[str, str | int] = {"images": cost.images, "usd": f"{cost.usd:.2f}"}
        await notices.add(unit, "ops_daily_paid", **facts, **paid)
    else:
        await notices.add(unit, "ops_daily", **facts)


def _last(now: datetime, hour: int) -> datetime:
    """Return the last time at which it was that hour in UTC."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
