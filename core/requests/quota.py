"""How much one person, one chat and everybody may ask for."""

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
    """The configured limits, asked inside the transaction that admits a job.

    The caller holds the lock on the profile's row, so two requests of one person cannot both take
    the last place. Limits of a chat, an address and the whole installation are counted without a
    lock: one comic too many on a busy day harms nobody.
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
        """Return whether the job may be queued or has to wait. Raises a QuotaError.

        *chat_per_day* is what the chat has set for itself: less than we allow, or nothing.
        """
        limits = [limit for limit in (self.limits.chat_per_day, chat_per_day) if limit]
        await self._check_day(
            unit, requester, profile_id, platform, chat, per_chat=min(limits, default=0)
        )
        jobs = await unit.jobs.open_jobs(profile_id)
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
        mine = self._per_person(requester)
        if mine and await unit.jobs.count_since(today, profile_id=profile_id) >= mine:
            raise DailyLimitError(mine, resets_at)
        anonymous = self.limits.anonymous_per_day
        if requester.origin and not requester.signed_in and anonymous:
            asked = await unit.jobs.count_since(today, origin=requester.origin)
            if asked >= anonymous:
                raise DailyLimitError(anonymous, resets_at)
        if chat and per_chat:
            asked = await unit.jobs.count_since(today, chat=(platform, chat))
            if asked >= per_chat:
                raise ChatLimitError(per_chat, resets_at)
        total = self.limits.total_per_day
        if total and await unit.jobs.count_since(today) >= total:
            raise TotalLimitError(total, resets_at)

    def _per_person(self, requester: Requester) -> int:
        anonymous = requester.identity.platform is Platform.WEB and not requester.signed_in
        if anonymous and self.limits.anonymous_per_day:
            return self.limits.anonymous_per_day
        return self.limits.per_day


def start_of_day(now: datetime) -> datetime:
    """Return the last midnight, UTC: when the limits of a day start anew."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
