"""Property test of the job state machine against a model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models.identity import JobId
from core.models.jobs import AttemptHistory, Job, JobState
from core.ports.database import UnitOfWork
from storage.sql_database import SqlDatabase
from tests.property_tests import examples
from tests.storage.rows import LEASE, OVER, new_job

POISONED_AFTER = 3
STEPS = st.sampled_from(
    [
        "claim",
        "claim and die",
        "cancel",
        "hand back",
        "hand back late",
        "raise attempt",
        "sweep",
        "free",
        "expire",
        "release",
        "stop",
        *(f"finish {state}" for state in JobState if state.is_terminal),
        "finish late",
    ]
)

W, Q, D = JobState.WAITING, JobState.QUEUED, JobState.DRAWING


class Model:
    """Model of a job's state machine."""

    def __init__(self, state: JobState) -> None:
        self.state = state
        self.claim_no = 0
        self.lost_claims = 0
        self.attempt = 1
        self.dead = False  # its worker's lease has run out
        self.to_stop = False  # in a terminal state while its generator may still be drawing

    def step(self, step: str) -> bool:
        """Return whether the step changed the job."""
        name, _, rest = step.partition(" ")
        may = {
            "claim": self.state is Q,
            "cancel": not self.state.is_terminal,
            "hand": self.state is D and rest != "back late",
            "raise": self.state is D,
            "finish": self.state is D and rest != "late",
            "sweep": self.state is D and self.dead,
            "free": (self.state is D or self.to_stop) and not self.dead,
            "expire": self.state in {W, Q},
            "release": self.state is W,
            "stop": self.to_stop and self.dead,
        }[name]
        if may:
            self._apply(name, rest)
        return may

    def _apply(self, name: str, rest: str) -> None:
        if name == "claim":
            self.claim_no += 1
            self.dead = rest == "and die"
        if name == "free":
            self.dead = True
        if name == "sweep":
            self.lost_claims += 1
        poisoned = self.lost_claims >= POISONED_AFTER
        if name == "raise":
            self.attempt += 1
        if name in {"cancel", "expire"} and self.state is not D:
            self.dead = True  # nobody's
        if name in {"cancel", "expire"} or rest == JobState.EXPIRED or name == "sweep":
            self.to_stop = self.claim_no > 0 and (name != "sweep" or poisoned)
        if name == "stop":
            self.to_stop = False
        self.state = {
            "claim": D,
            "cancel": JobState.CANCELED,
            "hand": Q,
            "raise": D,
            "finish": JobState(rest) if name == "finish" else D,
            "sweep": JobState.FAILED if poisoned else Q,
            "free": self.state,
            "stop": self.state,
            "expire": JobState.EXPIRED,
            "release": Q,
        }[name]


class Steps:
    """The same steps on the repository; each returns whether it changed the job."""

    def __init__(self, unit: UnitOfWork, job_id: JobId, claim_no: int) -> None:
        self.unit = unit
        self.job_id = job_id
        self.claim_no = claim_no

    async def take(self, step: str) -> bool:
        name, _, rest = step.partition(" ")
        method: Callable[[str], Awaitable[bool]] = getattr(self, f"_{name}")
        return await method(rest)

    async def _claim(self, rest: str) -> bool:
        lease = OVER if rest else LEASE
        return bool(await self.unit.job_claims.claim("me", lease=lease, capacity=10, limit=1))

    async def _cancel(self, _rest: str) -> bool:
        return await self.unit.job_transitions.cancel(self.job_id)

    async def _hand(self, rest: str) -> bool:
        claim_no = self.claim_no - (rest == "back late")
        return await self.unit.job_transitions.hand_back(
            self.job_id, claim_no, delay=timedelta(0), error_code=None
        )

    async def _raise(self, _rest: str) -> bool:
        return await self.unit.job_transitions.raise_attempt(
            self.job_id, self.claim_no, params={"prompt": "a cat"}, history=AttemptHistory()
        )

    async def _finish(self, rest: str) -> bool:
        late = rest == "late"
        state = JobState.DRAWN if late else JobState(rest)
        return await self.unit.job_transitions.finish(self.job_id, self.claim_no - late, state)

    async def _sweep(self, _rest: str) -> bool:
        queued, failed = await self.unit.job_expiry.expire_leases(poisoned_after=POISONED_AFTER)
        return bool(queued or failed)

    async def _free(self, _rest: str) -> bool:
        return bool(await self.unit.job_expiry.free_leases(["me"]))

    async def _expire(self, _rest: str) -> bool:
        return bool(await self.unit.job_expiry.expire_overdue(max_wait=timedelta(0)))

    async def _stop(self, _rest: str) -> bool:
        due = await self.unit.remote_cancellations.due_to_stop(
            limit=10, again_after=LEASE, known=LEASE
        )
        for job in due:
            await self.unit.remote_cancellations.mark_stopped(job.id)
        return bool(due)

    async def _release(self, _rest: str) -> bool:
        job = await self.unit.jobs.get(self.job_id)
        assert job is not None
        assert job.profile_id is not None
        await self.unit.profiles.lock(job.profile_id)
        return bool(await self.unit.job_transitions.release_waiting(job.profile_id, in_flight=1))


@given(start=st.sampled_from([W, Q]), steps=st.lists(STEPS, min_size=4, max_size=12))
@settings(
    max_examples=examples(60),
    # One database for all examples is intended: each example has its own job, which it ends.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_the_repository_agrees_with_the_model(
    database: SqlDatabase, start: JobState, steps: list[str]
) -> None:
    async def play(unit: UnitOfWork) -> None:
        new = new_job(state=start)
        await unit.profiles.add(profile_id := new.id, locale="")  # type: ignore[arg-type]
        await unit.jobs.add(new_job(profile_id, id=new.id, state=start))  # type: ignore[arg-type]
        model = Model(start)
        for step in steps:
            before = await unit.jobs.get(new.id)

            changed = await Steps(unit, new.id, model.claim_no).take(step)

            assert changed == model.step(step), step
            after = await unit.jobs.get(new.id)
            assert after is not None
            assert (after.state, after.claim_no) == (model.state, model.claim_no), step
            assert after.generator_attempt == model.attempt
            assert (after.lease_until is not None) == (after.state is D or model.to_stop)
            assert (after.finished_at is not None) == after.state.is_terminal
            if before is not None and before.state.is_terminal:
                assert without_lease(after) == without_lease(before)
        await unit.job_transitions.cancel(new.id)
        await unit.remote_cancellations.mark_stopped(new.id)

    await database.write(play)


def without_lease(job: Job) -> Job:
    return replace(job, lease_owner=None, lease_until=None)
