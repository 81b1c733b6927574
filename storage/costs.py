"""Repository of costs: what attempts at jobs have cost."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select, update

from core.models.costs import Cost, CostLine
from core.models.identity import JobId
from storage.clock import db_now, db_today
from storage.connection import SqlConnection
from storage.statements import insert_new
from storage.tables import costs, jobs

# MySQL adds whole numbers up as decimal ones, hence the conversions of the results.
_SUMS = (
    func.coalesce(func.sum(costs.c.images), 0),
    func.coalesce(func.sum(costs.c.micro_usd), 0),
)


class SqlCostRepository:
    """SQL implementation of `core.ports.jobs.CostRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def put(self, job_id: JobId, attempt: int, cost: Cost) -> None:
        key = {"job_id": job_id, "attempt": attempt}
        values = {"painter": cost.painter, "images": cost.images, "micro_usd": cost.micro_usd}
        if await insert_new(self._connection, costs, {**key, **values, "paid_at": db_now()}):
            return
        same = (costs.c.job_id == job_id, costs.c.attempt == attempt)
        await self._connection.execute(update(costs).where(*same).values(values))

    async def today(self) -> Cost:
        query = select(*_SUMS).where(costs.c.paid_at >= db_today())
        images, micro_usd = (await self._connection.execute(query)).one()
        return Cost(images=int(images), micro_usd=int(micro_usd))

    async def total(self, start: datetime, end: datetime) -> Cost:
        query = select(*_SUMS).where(costs.c.paid_at >= start, costs.c.paid_at < end)
        images, micro_usd = (await self._connection.execute(query)).one()
        return Cost(images=int(images), micro_usd=int(micro_usd))

    async def by_day(self, *, since: datetime) -> tuple[CostLine, ...]:
        day = func.date(costs.c.paid_at)  # text on SQLite, a date on MySQL
        keys = (day, jobs.c.platform, jobs.c.chat, costs.c.painter)
        query = (
            select(*keys, *_SUMS)
            .select_from(costs.join(jobs, jobs.c.id == costs.c.job_id))
            .where(costs.c.paid_at >= since)
            .group_by(*keys)
            .order_by(day.desc(), *keys[1:])
        )
        return tuple(
            CostLine(
                day=date.fromisoformat(str(paid_on)),
                platform=platform,
                chat=chat,
                painter=painter,
                images=int(images),
                micro_usd=int(micro_usd),
            )
            for paid_on, platform, chat, painter, images, micro_usd in (
                await self._connection.execute(query)
            ).all()
        )
