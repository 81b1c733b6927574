"""What the promises say of the books: nothing lost, nothing doubled, nothing stuck."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.chaos.records import Asked, Books, JobRow, Run, Shown

AT_AN_END = {"drawn", "rejected", "failed", "canceled", "expired"}


class Fault(StrEnum):
    """In which way a promise was broken."""

    LOST = "lost"  # accepted, and not answered where it belongs, for those who may see it
    DOUBLED = "doubled"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise, with what is needed to look further."""

    fault: Fault
    number: int  # of the request
    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.fault}: request {self.number}: {self.what} ({self.where})"


def judge(books: Books) -> list[Violation]:
    """Return every broken promise."""
    case = _Case(books)
    return [violation for asked in books.asked for violation in case.of(asked)]


class _Case:
    def __init__(self, books: Books) -> None:
        self._books = books
        self._jobs: defaultdict[str, list[JobRow]] = defaultdict(list)
        for job in books.jobs:
            self._jobs[job.prompt].append(job)
        self._runs: defaultdict[str, list[Run]] = defaultdict(list)
        for run in books.runs:
            self._runs[run.uuid].append(run)

    def of(self, asked: Asked) -> Iterator[Violation]:
        """Yield what went wrong with one request."""
        jobs = self._jobs[asked.prompt]
        found = [shown for shown in self._books.shown if asked.words in shown.text]
        yield from _say(Fault.DOUBLED, asked, self._doubled(asked, jobs, found), jobs, found)
        yield from _say(Fault.STUCK, asked, self._stuck(jobs), jobs, found)
        yield from _say(Fault.LOST, asked, self._lost(asked, jobs, found), jobs, found)

    # --- Doubled ----------------------------------------------------------------------------------

    def _doubled(self, asked: Asked, jobs: list[JobRow], found: list[Shown]) -> Iterator[str]:
        if len(jobs) > 1:
            yield f"{len(jobs)} jobs"
        if jobs and asked.refused:
            yield f"taken on, though its maker was told {asked.refused!r}"
        pictures = sum(shown.pictures for shown in found)
        if pictures > 1:
            yield f"{pictures} pictures"
        for job in jobs:
            if job.comics > 1:
                yield f"{job.comics} rows in the gallery"
            yield from self._drawn_twice(job)

    def _drawn_twice(self, job: JobRow) -> Iterator[str]:
        """Each time that the generator forgot everything, it may be asked once more."""
        runs = self._runs[job.id]
        for epoch, many in Counter(run.epoch for run in runs).items():
            if many > 1:
                yield f"{many} drawings by a generator that knew of it (its life {epoch})"
        if job.finished_at and any(run.at > job.finished_at for run in runs):
            yield "drawn again, after it was at an end"

    # --- Stuck ------------------------------------------------------------------------------------

    def _stuck(self, jobs: list[JobRow]) -> Iterator[str]:
        for job in jobs:
            if job.state not in AT_AN_END:
                yield f"its job is {job.state}"
            elif job.delivery == "pending":
                yield "its delivery is pending"

    # --- Lost -------------------------------------------------------------------------------------

    def _lost(self, asked: Asked, jobs: list[JobRow], found: list[Shown]) -> Iterator[str]:
        if not jobs:
            yield from self._lost_before(asked, found)
        for job in jobs:
            if job.state == "drawn" and not job.comics:
                yield "no row in the gallery"
            if job.comics and job.comic_owner != job.owner:
                yield "in somebody else's gallery"
            if job.delivery == "undeliverable":
                yield "given up as undeliverable, though there was a way"
        yield from _misplaced(asked, found)
        if asked.way.platform == "web":
            yield from self._not_fetched(asked, jobs)
        elif jobs and all(job.state in AT_AN_END for job in jobs):
            yield from _not_answered(jobs[0], found)

    def _lost_before(self, asked: Asked, found: list[Shown]) -> Iterator[str]:
        """There is no job, so nobody may have been told that there is."""
        if asked.uuid:
            yield f"accepted as {asked.uuid}, and there is no such job"
        if any(shown.waits for shown in found):
            yield "its receipt stands there, and there is no job"
        if asked.way.platform == "telegram" and not asked.excused:
            yield "written to the bot, and neither taken on nor refused"

    def _not_fetched(self, asked: Asked, jobs: list[JobRow]) -> Iterator[str]:
        got = self._books.fetched.get(asked.uuid)
        drawn = any(job.state == "drawn" for job in jobs)
        if asked.uuid and got != "picture" and (drawn or not str(got).startswith("ended")):
            yield f"its maker gets {got}"


def _misplaced(asked: Asked, found: list[Shown]) -> Iterator[str]:
    for shown in found:
        if shown.place not in asked.belongs:
            yield f"in a place where it does not belong: {shown.place}"
        if asked.way.is_private and not shown.is_private:
            yield f"private, and others see it: {shown.place}"


def _not_answered(job: JobRow, found: list[Shown]) -> Iterator[str]:
    if job.state == "drawn":
        if not any(shown.pictures or shown.offers_it for shown in found):
            yield "no picture"
        return
    if not any(not shown.waits and not shown.pictures for shown in found):
        yield f"{job.state} ({job.error}), and no word of it"


def _say(
    fault: Fault, asked: Asked, whats: Iterator[str], jobs: list[JobRow], found: list[Shown]
) -> Iterator[Violation]:
    where = [f"{asked.way}, {asked.key or asked.uuid}"]
    where += [
        f"job {job.id} {job.state} delivery {job.delivery or '-'} message {job.message or '-'}"
        for job in jobs
    ]
    where += [f"seen {shown.place} {shown.message}: {shown.text[:60]!r}" for shown in found]
    for what in whats:
        yield Violation(fault, asked.number, what, "; ".join(where))
