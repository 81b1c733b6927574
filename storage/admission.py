"""Facts about a new request, read in one statement that is compiled once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from core.models.admission import AdmissionFacts, AdmissionQuery
from core.models.jobs import JobState
from storage.clock import db_now, db_today
from storage.connection import SqlConnection
from storage.job_rows import OPEN
from storage.statements import one_of
from storage.tables import bans, chat_settings, costs, identities, jobs

PAID_WITHIN = timedelta(days=3)  # of the request; older ones hardly wait, and are not counted
IN_FLIGHT = (JobState.QUEUED, JobState.DRAWING)
COUNTED = (*OPEN, JobState.DRAWN)  # the other states do not count against a limit


class SqlAdmissionRepository:
    """SQL implementation of `core.ports.jobs.AdmissionRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def facts(self, query: AdmissionQuery) -> AdmissionFacts:
        values = {
            "profile_id": query.profile_id,
            "identity_platform": query.identity.platform,
            "external_id": query.identity.external_id,
            "request_key": query.request_key,
            "platform": query.platform,
            "chat": query.chat,
            "community": query.community,
            "origin": query.origin,
            "counts_profile": query.counts_profile,
            "counts_origin": query.counts_origin,
            "counts_chat": query.counts_chat,
            "counts_total": query.counts_total,
            "counts_cost_of_profile": query.counts_cost_of_profile,
            "counts_cost_in_chat": query.counts_cost_in_chat,
            "counts_cost_in_total": query.counts_cost_in_total,
        }
        row = (await self._connection.execute(FACTS, values)).one()
        return AdmissionFacts(
            now=row.now,
            identity_profile_id=row.identity_profile_id,
            repeated_job_id=row.repeated_job_id,
            is_banned=bool(row.is_banned),
            chat_settings=row.chat_settings or {},
            queued=row.queued,
            in_flight=row.in_flight,
            waiting=row.waiting,
            today_by_profile=row.today_by_profile,
            today_from_origin=row.today_from_origin,
            today_in_chat=row.today_in_chat,
            today_in_total=row.today_in_total,
            # MySQL adds whole numbers up as decimal ones.
            cost_of_profile=int(row.cost_of_profile),
            cost_in_chat=int(row.cost_in_chat),
            cost_in_total=int(row.cost_in_total),
        )


def _given(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column == bindparam(name, type_=column.type)


def _in_scope(chat: ColumnElement[str]) -> ColumnElement[bool]:
    """Match bans everywhere and those in the chat."""
    return or_(chat == "", _given(chat, "chat"))


def _count(*wanted: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(jobs).where(*wanted).scalar_subquery()


def _count_today(if_set: str, *wanted: ColumnElement[bool]) -> ColumnElement[int]:
    """Count today's jobs, if the flag *if_set* is: the database skips the subquery otherwise."""
    today = _count(jobs.c.created_at >= db_today(), one_of(jobs.c.state, COUNTED), *wanted)
    flag: BindParameter[bool] = bindparam(if_set, type_=Boolean())
    return case((flag, today), else_=0)


def _cost_today(if_set: str, *wanted: ColumnElement[bool]) -> ColumnElement[int]:
    """Add up what was paid today and what unfinished jobs reserve, if the flag *if_set* is.

    Paid attempts are found by their jobs, of which a user or a chat has few.
    """
    paid = select(func.coalesce(func.sum(costs.c.micro_usd), 0)).where(
        costs.c.paid_at >= db_today()
    )
    recent = jobs.c.created_at >= db_now(-PAID_WITHIN)
    if wanted:
        paid = paid.select_from(jobs.join(costs, costs.c.job_id == jobs.c.id)).where(
            recent, *wanted
        )
    reserved = select(func.coalesce(func.sum(jobs.c.reserved_micro_usd), 0)).where(
        one_of(jobs.c.state, OPEN), recent, *wanted
    )
    flag: BindParameter[bool] = bindparam(if_set, type_=Boolean())
    return case((flag, paid.scalar_subquery() + reserved.scalar_subquery()), else_=0)


_own = _given(jobs.c.profile_id, "profile_id")
_linked = _given(identities.c.profile_id, "profile_id")

FACTS = select(
    db_now().label("now"),
    select(identities.c.profile_id)
    .where(
        _given(identities.c.platform, "identity_platform"),
        _given(identities.c.external_id, "external_id"),
    )
    .scalar_subquery()
    .label("identity_profile_id"),
    select(jobs.c.id)
    .where(_given(jobs.c.request_key, "request_key"))
    .scalar_subquery()
    .label("repeated_job_id"),
    or_(
        exists().where(
            _given(bans.c.platform, "identity_platform"),
            _given(bans.c.external_id, "external_id"),
            _in_scope(bans.c.chat),
        ),
        exists().where(
            _linked,
            bans.c.platform == identities.c.platform,
            bans.c.external_id == identities.c.external_id,
            _in_scope(bans.c.chat),
        ),
    ).label("is_banned"),
    select(chat_settings.c.settings)
    .where(
        _given(chat_settings.c.platform, "platform"), _given(chat_settings.c.chat_id, "community")
    )
    .scalar_subquery()
    .label("chat_settings"),
    _count(jobs.c.state == JobState.QUEUED).label("queued"),
    _count(_own, one_of(jobs.c.state, IN_FLIGHT)).label("in_flight"),
    _count(_own, jobs.c.state == JobState.WAITING).label("waiting"),
    _count_today("counts_profile", _own).label("today_by_profile"),
    _count_today("counts_origin", _given(jobs.c.origin, "origin")).label("today_from_origin"),
    _count_today(
        "counts_chat", _given(jobs.c.platform, "platform"), _given(jobs.c.chat, "chat")
    ).label("today_in_chat"),
    _count_today("counts_total").label("today_in_total"),
    _cost_today("counts_cost_of_profile", _own).label("cost_of_profile"),
    _cost_today(
        "counts_cost_in_chat", _given(jobs.c.platform, "platform"), _given(jobs.c.chat, "chat")
    ).label("cost_in_chat"),
    _cost_today("counts_cost_in_total").label("cost_in_total"),
)
