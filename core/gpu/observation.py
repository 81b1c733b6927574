"""What a look at the cloud means for the instance: pure functions from one row to the next.

The cloud is believed about what the machine is, never about what a call has done to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.models.gpu import GpuInstance, GpuState, Machine, MachineStatus, StuckReason

RUNNING_WITHIN = timedelta(seconds=600)  # of a resume
READY_WITHIN = timedelta(seconds=300)  # of running
PAUSED_WITHIN = timedelta(seconds=180)  # of a call of `pause`
# How long a machine may look as before after a call that changes it.
NOTICED_WITHIN = timedelta(seconds=60)
FREE_GPU_WITHIN = timedelta(minutes=15)

_AWAKE = {GpuState.BOOTING, GpuState.READY, GpuState.DRAINING}


def changed(
    instance: GpuInstance, state: GpuState, now: datetime, reason: StuckReason | None = None
) -> GpuInstance:
    """Return the instance in that state; its `since` stays if the state is the same."""
    if state is instance.state:
        return replace(instance, reason=reason)
    return replace(instance, state=state, since=now, reason=reason)


def observed(
    instance: GpuInstance, machines: Sequence[Machine], path: str, now: datetime
) -> GpuInstance:
    """Return the instance after a look that found *machines* of its name."""
    instance = replace(counted(instance, now), looked_at=now)
    if len(machines) != 1:
        reason = StuckReason.AMBIGUOUS if machines else StuckReason.NOT_FOUND
        return replace(changed(instance, GpuState.STUCK, now, reason), url="")
    (machine,) = machines
    if machine.status is MachineStatus.RUNNING and machine.endpoint:
        return _running(replace(instance, url=machine.endpoint.rstrip("/") + path), now)
    instance = replace(instance, url="")
    match machine.status:
        case MachineStatus.PAUSED:
            return _paused(instance, now)
        case MachineStatus.PAUSING:
            return changed(instance, GpuState.PAUSING, now)
        case MachineStatus.FAILED | MachineStatus.DESTROYING:
            return changed(instance, GpuState.STUCK, now, StuckReason.FAILED)
        case _:
            return _starting(instance, now)


def _running(instance: GpuInstance, now: datetime) -> GpuInstance:
    waited = now - instance.since
    if instance.state is GpuState.PAUSING and waited < PAUSED_WITHIN:
        return instance
    if instance.state is GpuState.BOOTING and waited > READY_WITHIN:
        return changed(instance, GpuState.STUCK, now, StuckReason.FAILED)
    if instance.state in _AWAKE:
        return instance
    if instance.state is GpuState.STUCK and instance.reason is StuckReason.FAILED:
        return instance  # it is not ready, and its health is still asked for
    return changed(instance, GpuState.BOOTING, now)


def _paused(instance: GpuInstance, now: datetime) -> GpuInstance:
    waited = now - instance.since
    if instance.state is GpuState.WAKING:
        if instance.reason is StuckReason.NO_FREE_GPU:
            if waited > FREE_GPU_WITHIN:
                return changed(instance, GpuState.STUCK, now, StuckReason.NO_FREE_GPU)
            return instance
        if instance.woken_at is not None and now - instance.woken_at < NOTICED_WITHIN:
            return instance
    if instance.state is GpuState.STUCK and instance.reason in STAYS_STUCK:
        return instance
    return changed(instance, GpuState.ASLEEP, now)


# Reasons that a look at a paused machine does not refute; only another resume does.
STAYS_STUCK = {StuckReason.NO_FREE_GPU, StuckReason.NO_BALANCE, StuckReason.BUDGET}


def _starting(instance: GpuInstance, now: datetime) -> GpuInstance:
    if instance.state is GpuState.WAKING and now - instance.since > RUNNING_WITHIN:
        return changed(instance, GpuState.STUCK, now, StuckReason.FAILED)
    if instance.state is GpuState.STUCK and instance.reason is StuckReason.FAILED:
        return instance
    return changed(instance, GpuState.WAKING, now)


def counted(instance: GpuInstance, now: datetime) -> GpuInstance:
    """Return the instance with the money spent since the last look, at the live price.

    The cost that the cloud reports mixes sessions with the price of the paused disk, and starts
    again at each resume, so time and price are counted instead.
    """
    if instance.looked_at is None:
        return instance
    before = instance.looked_at
    spent = 0.0 if before.date() != now.date() else instance.spent_today
    start = max(before, now.replace(hour=0, minute=0, second=0, microsecond=0))
    if instance.url and instance.usd_per_hour:
        spent += (now - start).total_seconds() / 3600 * instance.usd_per_hour
    return replace(instance, spent_today=spent)
