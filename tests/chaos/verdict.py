"""Verdict of a run: the promises that were broken, by the evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.chaos.records import Drawing, Evidence, JobRow, RequestRecord, VisibleMessage

TERMINAL_STATES = {"drawn", "rejected", "failed", "canceled", "expired"}


class ViolationKind(StrEnum):
    """Kind of broken promise."""

    LOST = "lost"  # accepted, but not answered in the right place, to those who may see it
    DOUBLED = "doubled"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise, with the facts for an investigation."""

    kind: ViolationKind
    number: int  # of the request
    description: str
    facts: str

    def __str__(self) -> str:
        return f"{self.kind}: request {self.number}: {self.description} ({self.facts})"


def find_violations(evidence: Evidence) -> list[Violation]:
    """Return all broken promises."""
    checker = _Checker(evidence)
    return [v for request in evidence.requests for v in checker.violations(request)]


class _Checker:
    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._jobs: defaultdict[str, list[JobRow]] = defaultdict(list)
        for job in evidence.jobs:
            self._jobs[job.prompt].append(job)
        self._drawings: defaultdict[str, list[Drawing]] = defaultdict(list)
        for drawing in evidence.drawings:
            self._drawings[drawing.uuid].append(drawing)

    def violations(self, request: RequestRecord) -> Iterator[Violation]:
        """Yield the promises that were broken for one request."""
        jobs = self._jobs[request.prompt]
        seen = [message for message in self._evidence.messages if request.marker in message.text]
        descriptions = {
            ViolationKind.DOUBLED: self._doubled(request, jobs, seen),
            ViolationKind.STUCK: self._stuck(jobs),
            ViolationKind.LOST: self._lost(request, jobs, seen),
        }
        for kind, found in descriptions.items():
            for description in found:
                yield Violation(kind, request.number, description, _facts(request, jobs, seen))

    # --- Doubled ----------------------------------------------------------------------------------

    def _doubled(
        self, request: RequestRecord, jobs: list[JobRow], seen: list[VisibleMessage]
    ) -> Iterator[str]:
        if len(jobs) > 1:
            yield f"{len(jobs)} jobs"
        if jobs and request.refused:
            yield f"accepted, although the requester received {request.refused!r}"
        pictures = sum(message.pictures for message in seen)
        if pictures > 1:
            yield f"{pictures} pictures"
        for job in jobs:
            if job.comics > 1:
                yield f"{job.comics} rows in the gallery"
            yield from self._drawn_twice(job)

    def _drawn_twice(self, job: JobRow) -> Iterator[str]:
        """Yield drawings that are one too many: one is allowed for each epoch of the generator."""
        drawings = self._drawings[job.id]
        for epoch, count in Counter(drawing.epoch for drawing in drawings).items():
            if count > 1:
                yield f"{count} drawings by a generator that knew the job (epoch {epoch})"
        if job.finished_at and any(drawing.at > job.finished_at for drawing in drawings):
            yield "drawn again after it had ended"

    # --- Stuck ------------------------------------------------------------------------------------

    def _stuck(self, jobs: list[JobRow]) -> Iterator[str]:
        for job in jobs:
            if job.state not in TERMINAL_STATES:
                yield f"the job is {job.state}"
            elif job.delivery == "pending":
                yield "the delivery is pending"

    # --- Lost -------------------------------------------------------------------------------------

    def _lost(
        self, request: RequestRecord, jobs: list[JobRow], seen: list[VisibleMessage]
    ) -> Iterator[str]:
        if not jobs:
            yield from self._lost_before_commit(request, seen)
        for job in jobs:
            if job.state == "drawn" and not job.comics:
                yield "no row in the gallery"
            if job.comics and job.comic_owner != job.owner:
                yield "in another user's gallery"
            if job.delivery == "undeliverable":
                yield "marked as undeliverable, although a route existed"
        yield from _misplaced(request, seen)
        if request.origin.platform == "web":
            yield from self._not_fetched(request, jobs)
        elif jobs and all(job.state in TERMINAL_STATES for job in jobs):
            yield from _not_answered(jobs[0], seen)

    def _lost_before_commit(
        self, request: RequestRecord, seen: list[VisibleMessage]
    ) -> Iterator[str]:
        """Yield answers that promise a job that does not exist, or the lack of a refusal."""
        if request.uuid:
            yield f"accepted as {request.uuid}, but there is no such job"
        if any(message.is_pending for message in seen):
            yield "a receipt is shown, but there is no job"
        if request.origin.platform == "telegram" and not request.maybe_refused:
            yield "sent to the bot, but neither accepted nor refused"

    def _not_fetched(self, request: RequestRecord, jobs: list[JobRow]) -> Iterator[str]:
        result = self._evidence.fetched.get(request.uuid)
        is_drawn = any(job.state == "drawn" for job in jobs)
        has_ended = str(result).startswith("ended")
        if request.uuid and result != "picture" and (is_drawn or not has_ended):
            yield f"the requester gets {result}"


def _misplaced(request: RequestRecord, seen: list[VisibleMessage]) -> Iterator[str]:
    for message in seen:
        if message.place not in request.allowed_places:
            yield f"in the wrong place: {message.place}"
        if request.origin.is_private and not message.is_private:
            yield f"private, but visible to others: {message.place}"


def _not_answered(job: JobRow, seen: list[VisibleMessage]) -> Iterator[str]:
    if job.state == "drawn":
        if not any(message.pictures or message.offers_comic for message in seen):
            yield "no picture"
        return
    if not any(not message.is_pending and not message.pictures for message in seen):
        yield f"{job.state} ({job.error}), but no message says so"


def _facts(request: RequestRecord, jobs: list[JobRow], seen: list[VisibleMessage]) -> str:
    facts = [f"{request.origin}, {request.key or request.uuid}"]
    facts += [
        f"job {job.id} {job.state} delivery {job.delivery or '-'} message {job.message_id or '-'}"
        for job in jobs
    ]
    facts += [
        f"seen {message.place} {message.message_id}: {message.text[:60]!r}" for message in seen
    ]
    return "; ".join(facts)
