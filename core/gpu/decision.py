"""What the keeper does next: pure functions over the instance and the demand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum, auto

from core.gpu.observation import changed
from core.gpu.policy import (
    MOST_IDLE_SECONDS,
    SAMPLES,
    idle_timeout,
    may_pause,
    may_resume,
    wake_seconds,
)
from core.models.gpu import GpuInstance, GpuState, StuckReason
from core.models.jobs import GeneratorHealth

RETRY_NO_FREE_GPU = timedelta(seconds=30)  # between resumes while no GPU is free
RETRY_STUCK = timedelta(seconds=60)  # between resumes while stuck for lack of a GPU or money
DRAIN = timedelta(seconds=5)  # longer than any process relies on a row that it has read
SILENT_SECONDS = 600.0  # for which a generator without work may be silent before it is paused
_HOUR = timedelta(hours=1)


class Action(StrEnum):
    """A call to the cloud."""

    NONE = auto()
    RESUME = auto()
    PAUSE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What there is to draw, and what may be spent."""

    open_jobs: int
    hinted: bool = False  # somebody is about to ask for a comic
    pause_asked: bool = False  # by an operator, who does not wait for the idle time-out
    usd_per_day: float = 0.0  # 0: no limit
    usd_per_waiting_hour: float = 5.0

    @property
    def wakes(self) -> bool:
        return self.open_jobs > 0 or self.hinted


def decide(
    instance: GpuInstance, demand: Demand, health: GeneratorHealth | None, now: datetime
) -> tuple[GpuInstance, Action]:
    """Return the row to store, and what to do once it is stored.

    *health* is that of the generator on a running machine; None if it did not answer.
    """
    if instance.url:
        return _of_a_running_machine(instance, demand, health, now)
    if instance.state in {GpuState.ASLEEP, GpuState.STUCK}:
        return _wake(instance, demand, now)
    if instance.state is GpuState.WAKING and instance.reason is StuckReason.NO_FREE_GPU:
        return _retried(instance, demand, now, RETRY_NO_FREE_GPU)
    return instance, Action.NONE


def _of_a_running_machine(
    instance: GpuInstance, demand: Demand, health: GeneratorHealth | None, now: datetime
) -> tuple[GpuInstance, Action]:
    is_starting = instance.state in {GpuState.BOOTING, GpuState.STUCK}
    if is_starting and health is not None and health.ready:
        return _ready(instance, now), Action.NONE
    if instance.state is GpuState.STUCK and (
        (now - instance.since).total_seconds() > MOST_IDLE_SECONDS
    ):
        # It runs, costs money, and has not become ready; a new start may help.
        return _paused(instance, now), Action.PAUSE
    if instance.state is GpuState.READY:
        return _idle(instance, demand, health, now), Action.NONE
    if instance.state is GpuState.DRAINING:
        return _drained(instance, demand, health, now)
    return instance, Action.NONE


def _wake(instance: GpuInstance, demand: Demand, now: datetime) -> tuple[GpuInstance, Action]:
    """Resume a paused machine if somebody waits, within the limits on money and resumes."""
    if not demand.wakes:
        return instance, Action.NONE
    if demand.usd_per_day and instance.spent_today >= demand.usd_per_day:
        return changed(instance, GpuState.STUCK, now, StuckReason.BUDGET), Action.NONE
    if instance.reason in {StuckReason.NO_FREE_GPU, StuckReason.NO_BALANCE}:
        return _retried(instance, demand, now, RETRY_STUCK)
    is_resumable = instance.state is GpuState.ASLEEP or instance.reason is StuckReason.BUDGET
    if is_resumable and may_resume(len(_recent(instance.resumes, now))):
        return _resumed(instance, now), Action.RESUME
    return instance, Action.NONE


def _retried(
    instance: GpuInstance, demand: Demand, now: datetime, pause: timedelta
) -> tuple[GpuInstance, Action]:
    """Ask for a resume again that was refused for lack of a GPU or of money."""
    if not demand.wakes:
        return changed(instance, GpuState.ASLEEP, now), Action.NONE
    if instance.woken_at is not None and now - instance.woken_at < pause:
        return instance, Action.NONE
    return replace(instance, woken_at=now), Action.RESUME


def _resumed(instance: GpuInstance, now: datetime) -> GpuInstance:
    resumes = (*_recent(instance.resumes, now), now)
    instance = replace(instance, woken_at=now, resumes=resumes, idle_since=None)
    return changed(instance, GpuState.WAKING, now)


def _ready(instance: GpuInstance, now: datetime) -> GpuInstance:
    samples = instance.ready_samples
    # A machine that somebody else has started, or that was stuck, says nothing about a wake.
    if instance.woken_at is not None and instance.state is GpuState.BOOTING:
        seconds = (now - instance.woken_at).total_seconds()
        samples = (*samples, round(seconds, 1))[-SAMPLES:]
    instance = replace(instance, ready_samples=samples, idle_since=None)
    return changed(instance, GpuState.READY, now)


def _idle(
    instance: GpuInstance, demand: Demand, health: GeneratorHealth | None, now: datetime
) -> GpuInstance:
    """Note since when nothing is drawn; drain the machine if that is long enough."""
    if demand.wakes or _is_drawing(health):
        return replace(instance, idle_since=None)
    idle_since = instance.idle_since or now
    instance = replace(instance, idle_since=idle_since)
    timeout = idle_timeout(
        wake=wake_seconds(instance.ready_samples),
        usd_per_hour=instance.usd_per_hour,
        usd_per_waiting_hour=demand.usd_per_waiting_hour,
    )
    if health is None:  # it may be busy, or dead; nothing of ours is drawn there
        timeout = max(timeout, SILENT_SECONDS)
    up_since = instance.woken_at or instance.since
    pause = may_pause(
        idle=(now - idle_since).total_seconds(),
        up=(now - up_since).total_seconds(),
        timeout=timeout,
    )
    pause = pause and may_resume(len(_recent(instance.resumes, now)))
    if pause or demand.pause_asked:
        return changed(instance, GpuState.DRAINING, now)
    return instance


def _drained(
    instance: GpuInstance, demand: Demand, health: GeneratorHealth | None, now: datetime
) -> tuple[GpuInstance, Action]:
    """Pause once every process has seen that nothing is to be submitted, unless a job came."""
    if demand.wakes or _is_drawing(health):
        return changed(replace(instance, idle_since=None), GpuState.READY, now), Action.NONE
    if now - instance.since < DRAIN:
        return instance, Action.NONE
    return _paused(instance, now), Action.PAUSE


def _paused(instance: GpuInstance, now: datetime) -> GpuInstance:
    return changed(replace(instance, url="", idle_since=None), GpuState.PAUSING, now)


def _is_drawing(health: GeneratorHealth | None) -> bool:
    """Return whether the generator says that it draws, for us or for somebody else."""
    return health is not None and (health.active > 0 or health.queued > 0)


def _recent(resumes: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    return tuple(at for at in resumes if now - at < _HOUR)
