"""Attempt reports: costs and painted panels, as the generator reports them, until stored."""

from __future__ import annotations

from core.models.comics import DrawnComic, ImageRef
from core.models.costs import Cost
from core.models.identity import JobId
from core.models.jobs import Progress
from core.ports.database import UnitOfWork


class AttemptReports:
    """Reports about the attempts that one process follows, stored with the job's transition.

    A process that takes the job over gets the reports about its attempt again, and stores costs
    under the same key.
    """

    def __init__(self) -> None:
        self._latest: dict[int, Cost] = {}  # by attempt
        self._earlier: dict[int, Cost] = {}  # of drawings that the generator has lost
        self._painted: dict[ImageRef, None] = {}

    def observe(self, attempt: int, progress: Progress) -> None:
        """Take costs and panels from a report about an attempt."""
        self._painted.update((panel.ref, None) for panel in progress.painted)
        cost = progress.cost
        if cost is None:
            return
        known = self._latest.get(attempt)
        if known is not None and cost.images < known.images:
            # The generator lost the job and has begun again: the pictures were paid all the same.
            self._earlier[attempt] = self._earlier.get(attempt, Cost()).plus(known)
        self._latest[attempt] = cost

    def reject(self, drawn: DrawnComic) -> None:
        """Take the objects of a comic that may not be shown."""
        objects = (drawn.ref, *(panel.ref for panel in drawn.panels))
        self._painted.update((ref, None) for ref in objects)

    async def store_costs(self, unit: UnitOfWork, job_id: JobId) -> None:
        """Store the costs of all attempts; storing them again changes nothing."""
        for attempt, cost in self._latest.items():
            total = self._earlier.get(attempt, Cost()).plus(cost)
            if total.images or total.micro_usd:
                await unit.costs.put(job_id, attempt, total)

    async def store_orphans(self, unit: UnitOfWork, job_id: JobId) -> None:
        """Have the janitor purge what was painted for a job that ends without a comic."""
        if self._painted:
            first, *rest = self._painted
            await unit.comics.add_orphan(job_id, first, rest)
