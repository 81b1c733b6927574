"""Request quotas per user, per chat and for the whole installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.config.settings import Limits
from core.errors import ChatLimitError, DailyLimitError, QueueFullError, TotalLimitError
from core.models.identity import Platform, ProfileId, Requester
from core.models.jobs import JobState
from core.ports.database import UnitOfWork


@dataclass(frozen=True, slots=True)
class Quota:
    """Configured limits, checked inside the transaction that admits a job.

    The caller holds the lock on the profile's row, so two requests of one user cannot both take
    the last slot. Limits per chat, per address and per installation are counted without a lock:
    exceeding one by a single comic does no harm.
    """

    limits: Limits

    async def admit(
        self,
        unit: UnitOfWork,
        requester: Requester,
        profile_id: ProfileId,
        platform: Platform,
        chat: str,
        *,
        chat_per_day: int = 0,
    ) -> JobState:
        """Return QUEUED or WAITING as the state of the new job. Raises a QuotaError.

        *chat_per_day* is the limit from the chat's settings, 0 for none; the stricter one applies.
        """
        limits = [limit for limit in (self.limits.chat_per_day, chat_per_day) if limit]
        await self._check_day(
            unit, requester, profile_id, platform, chat, per_chat=min(limits, default=0)
        )
        jobs = await unit.job_counts.open_jobs(profile_id)
        if jobs.in_flight < self.limits.in_flight and not jobs.waiting:
            return JobState.QUEUED
        if jobs.waiting < self.limits.waiting:
            return JobState.WAITING
        raise QueueFullError(self.limits.in_flight + self.limits.waiting)

    async def _check_day(
        self,
        unit: UnitOfWork,
        requester: Requester,
        profile_id: ProfileId,
        platform: Platform,
        chat: str,
        *,
        per_chat: int,
    ) -> None:
        today = start_of_day(await unit.now())
        resets_at = today + timedelta(days=1)
        per_user = self._per_user(requester)
        if per_user and await unit.job_counts.count_since(today, profile_id=profile_id) >= per_user:
            raise DailyLimitError(per_user, resets_at)
        anonymous = self.limits.anonymous_per_day
        if requester.origin and not requester.signed_in and anonymous:
            used = await unit.job_counts.count_since(today, origin=requester.origin)
            if used >= anonymous:
                raise DailyLimitError(anonymous, resets_at)
        if chat and per_chat:
            used = await unit.job_counts.count_since(today, chat=(platform, chat))
            if used >= per_chat:
                raise ChatLimitError(per_chat, resets_at)
        total = self.limits.total_per_day
        if total and await unit.job_counts.count_since(today) >= total:
            raise TotalLimitError(total, resets_at)

    def _per_user(self, requester: Requester) -> int:
        anonymous = requester.identity.platform is Platform.WEB and not requester.signed_in
        if anonymous and self.limits.anonymous_per_day:
            return self.limits.anonymous_per_day
        return self.limits.per_day


def start_of_day(now: datetime) -> datetime:
    """Return the last midnight in UTC, when the daily limits were reset."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
