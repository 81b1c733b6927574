"""Generator capacity: how many comics it draws at once, and its circuit breaker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from core.errors import GeneratorAsleepError, GeneratorUnavailableError, JobQueueUnavailableError
from core.models.jobs import GeneratorHealth
from core.ports.jobs import Generator

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 30.0
REFRESH_SECONDS_WHILE_DOWN = 3.0
REFRESH_SECONDS_WHILE_ASLEEP = 0.5  # only a row in memory is read
PROBE_SECONDS = 60.0  # between two jobs that a refusing generator gets
DOWN_AFTER = 5  # consecutive failed health checks that open the circuit breaker


class Capacity:
    """Fleet-wide limit on jobs in `drawing`, from the generator's periodic health checks.

    *fixed* (`engine.drawing`) takes precedence if it is set. This is also a circuit breaker: while
    the generator is unavailable, or has no credit for example, one job at a time probes it.
    """

    def __init__(
        self,
        generator: Generator,
        *,
        fixed: int,
        on_increase: Callable[[int], Awaitable[None]],
        refresh_seconds: float = REFRESH_SECONDS,
        refresh_seconds_while_down: float = REFRESH_SECONDS_WHILE_DOWN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._generator = generator
        self._fixed = fixed
        self._on_increase = on_increase
        self._refresh_seconds = refresh_seconds
        self._refresh_seconds_while_down = refresh_seconds_while_down
        self._failed_checks = 0  # consecutive
        self._clock = clock
        self.is_asleep = False  # the rented GPU is; its keeper wakes it, not a probing job
        self.health: GeneratorHealth | None = None

    def __call__(self) -> int:
        """Return how many jobs of the whole fleet may be in `drawing` at once."""
        if self.is_asleep:
            return 0
        if refusal := self._generator.refusal:
            # One job a minute finds out whether it still refuses: each may be drawn, and paid.
            return 0 if self._clock() - refusal.at < PROBE_SECONDS else 1
        if self.is_open or self.blocked_by:
            return 1
        if self._fixed:
            return self._fixed
        return max(self.health.capacity, 1) if self.health else 1

    @property
    def is_healthy(self) -> bool:
        """Whether the generator is ready, by its last health check, and takes our requests."""
        return self.health is not None and self.health.ready and not self.is_refused

    @property
    def blocked_by(self) -> str:
        """The reason for which the generator draws nothing for us; empty: none."""
        refusal = self._generator.refusal
        return refusal.reason if refusal else self.unready_reason

    @property
    def unready_reason(self) -> str:
        """The reason for which the generator says that it draws nothing; empty: none."""
        return self.health.blocked_by if self.health else ""

    @property
    def is_refused(self) -> bool:
        """Whether the generator refuses the requests of this installation, as an alert says."""
        return self._generator.refusal is not None

    @property
    def is_away(self) -> bool:
        """Whether the generator does not answer, as far as this process knows."""
        return self.health is None and self._failed_checks > 0

    @property
    def is_open(self) -> bool:
        """Whether the circuit breaker is open, so that only one probing job is let through."""
        return self._failed_checks >= DOWN_AFTER

    async def run(self) -> None:
        """Check the generator's health periodically until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(self._seconds_until_refresh)

    @property
    def _seconds_until_refresh(self) -> float:
        if self.is_asleep:
            return REFRESH_SECONDS_WHILE_ASLEEP
        return self._refresh_seconds if self.is_healthy else self._refresh_seconds_while_down

    async def refresh(self) -> None:
        """Check the generator's health now."""
        before, was_healthy, was_blocked_by = self(), self.is_healthy, self.blocked_by
        try:
            self.health = await self._generator.health()
        except GeneratorAsleepError as error:
            if not self.is_asleep:
                log.info("generator_sleep_noticed", state=error.reason)
            self.health, self._failed_checks, self.is_asleep = None, 0, True
            return
        except GeneratorUnavailableError as error:
            self.is_asleep = False
            if was_healthy:
                log.warning("generator_marked_unavailable", reason=error.reason)
            self.health = None
            self._failed_checks += 1
            if self._failed_checks == DOWN_AFTER:
                # No traceback: the reason says everything.
                log.error("generator_breaker_opened", reason=error.reason)  # noqa: TRY400
            return
        self._failed_checks, self.is_asleep = 0, False
        if self.blocked_by and self.blocked_by != was_blocked_by:
            log.warning("generator_marked_unavailable", reason=self.blocked_by)
        if not was_healthy and self.is_healthy:
            log.info("generator_marked_ready", model=self.health.model, capacity=self())
        if self() > before:
            await self._notify_increase(self() - before)

    async def _notify_increase(self, added_slots: int) -> None:
        """Notify workers of the added slots, which would stay idle until the janitor runs."""
        try:
            await self._on_increase(added_slots)
        except JobQueueUnavailableError as error:
            log.warning("worker_notification_failed", error=str(error))
