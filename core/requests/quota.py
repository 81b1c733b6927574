"""Request quotas per user, per chat and for the whole installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.config.settings import Limits
from core.errors import ChatLimitError, DailyLimitError, QueueFullError, TotalLimitError
from core.models.admission import AdmissionFacts
from core.models.identity import Platform, Requester
from core.models.jobs import JobState


@dataclass(frozen=True, slots=True)
class Quota:
    """Configured limits, checked inside the transaction that admits a job.

    The caller holds the lock on the profile's row, so two requests of one user cannot both take
    the last slot. Limits per chat, per address and per installation are counted without a lock:
    exceeding one by a single comic does no harm.
    """

    limits: Limits

    def counts_profile(self, requester: Requester) -> bool:
        """Return whether the jobs of the requester's profile have a daily limit."""
        return self._per_user(requester) > 0

    def counts_origin(self, requester: Requester) -> bool:
        """Return whether the jobs from the requester's address have a daily limit."""
        anonymous = bool(requester.origin) and not requester.signed_in
        return anonymous and self.limits.anonymous_per_day > 0

    @property
    def counts_total(self) -> bool:
        """Whether the jobs of the installation have a daily limit."""
        return self.limits.total_per_day > 0

    def admit(
        self, facts: AdmissionFacts, requester: Requester, *, in_chat: bool, chat_per_day: int = 0
    ) -> JobState:
        """Return QUEUED or WAITING as the state of the new job. Raises a QuotaError.

        *chat_per_day* is the limit from the chat's settings, 0 for none; the stricter one applies.
        """
        per_chat = [limit for limit in (self.limits.chat_per_day, chat_per_day) if limit]
        self._check_day(facts, requester, per_chat=min(per_chat, default=0) if in_chat else 0)
        if facts.in_flight < self.limits.in_flight and not facts.waiting:
            return JobState.QUEUED
        if facts.waiting < self.limits.waiting:
            return JobState.WAITING
        raise QueueFullError(self.limits.in_flight + self.limits.waiting)

    def _check_day(self, facts: AdmissionFacts, requester: Requester, *, per_chat: int) -> None:
        resets_at = next_day(facts.now)
        per_user = self._per_user(requester)
        if per_user and facts.today_by_profile >= per_user:
            raise DailyLimitError(per_user, resets_at)
        anonymous = self.limits.anonymous_per_day
        if self.counts_origin(requester) and facts.today_from_origin >= anonymous:
            raise DailyLimitError(anonymous, resets_at)
        if per_chat and facts.today_in_chat >= per_chat:
            raise ChatLimitError(per_chat, resets_at)
        total = self.limits.total_per_day
        if total and facts.today_in_total >= total:
            raise TotalLimitError(total, resets_at)

    def _per_user(self, requester: Requester) -> int:
        anonymous = requester.identity.platform is Platform.WEB and not requester.signed_in
        if anonymous and self.limits.anonymous_per_day:
            return self.limits.anonymous_per_day
        return self.limits.per_day


def start_of_day(now: datetime) -> datetime:
    """Return the last midnight in UTC, when the daily limits were reset."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def next_day(now: datetime) -> datetime:
    """Return the next midnight in UTC, when the daily limits are reset."""
    return start_of_day(now) + timedelta(days=1)
