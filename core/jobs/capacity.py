"""How many comics the generator draws at once, as it says itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.errors import GeneratorUnavailableError, JobQueueUnavailableError
from core.models.jobs import GeneratorHealth
from core.ports.jobs import Generator

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 30.0
REFRESH_SECONDS_WHILE_DOWN = 3.0
DOWN_AFTER = 5  # looks in a row without an answer


class Capacity:
    """Asks the generator's health now and then; *fixed* (`engine.drawing`) wins where it is set.

    A breaker, too: while the generator is away, one job at a time tries whether it still is.
    """

    def __init__(
        self,
        generator: Generator,
        *,
        fixed: int,
        grown: Callable[[int], Awaitable[None]],
    ) -> None:
        self._generator = generator
        self._fixed = fixed
        self._grown = grown
        self._unanswered = 0  # looks in a row
        self.health: GeneratorHealth | None = None

    def __call__(self) -> int:
        """Return how many jobs of the whole fleet may be drawing."""
        if self.is_open:
            return 1
        if self._fixed:
            return self._fixed
        return max(self.health.capacity, 1) if self.health else 1

    @property
    def is_healthy(self) -> bool:
        """Whether the generator answered when it was last asked."""
        return self.health is not None and self.health.ready

    @property
    def is_open(self) -> bool:
        """Whether the generator is away, and nothing but a try is sent there."""
        return self._unanswered >= DOWN_AFTER

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(REFRESH_SECONDS if self.is_healthy else REFRESH_SECONDS_WHILE_DOWN)

    async def refresh(self) -> None:
        """Ask now."""
        before, was_well = self(), self.is_healthy
        try:
            self.health = await self._generator.health()
        except GeneratorUnavailableError as error:
            if was_well:
                log.warning("generator_away", reason=error.reason)
            self.health = None
            self._unanswered += 1
            if self._unanswered == DOWN_AFTER:
                log.error("generator_breaker_open", reason=error.reason)  # noqa: TRY400 - says it all
            return
        self._unanswered = 0
        if not was_well and self.is_healthy:
            log.info("generator_ready", model=self.health.model, capacity=self())
        if self() > before:
            await self._tell(self() - before)

    async def _tell(self, more: int) -> None:
        """Have the new slots used at once: nobody else would ask for them before the sweep."""
        try:
            await self._grown(more)
        except JobQueueUnavailableError as error:
            log.warning("wake_failed", error=str(error))
