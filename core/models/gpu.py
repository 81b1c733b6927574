"""The rented GPU: machines as the cloud describes them, and our own state of the instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MachineStatus(StrEnum):
    """Status of a machine, by the cloud's account."""

    RUNNING = "running"
    PAUSED = "paused"
    PAUSING = "pausing"
    STARTING = "starting"  # being created or resumed, or in a transition that we do not know
    FAILED = "failed"
    DESTROYING = "destroying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One machine of the cloud. Its id and its endpoint change whenever it is resumed."""

    id: int
    name: str
    status: MachineStatus
    endpoint: str = ""  # root URL of port 6006; known only while it runs
    gpu_type: str = ""
    gpu_count: int = 1
    region: str = ""
    is_spot: bool = False
    http_ports: str = ""  # comma-separated; lost on a resume unless given again


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Prepaid money of the account, in its own currency."""

    amount: float
    currency: str


class GpuState(StrEnum):
    """State of the instance, as the fleet's keeper sees it."""

    UNKNOWN = "unknown"  # not looked at yet
    ASLEEP = "asleep"
    WAKING = "waking"  # resumed, and not running yet
    BOOTING = "booting"  # running, and the generator does not answer yet
    READY = "ready"
    DRAINING = "draining"  # about to be paused
    PAUSING = "pausing"
    STUCK = "stuck"  # needs the operator, or a GPU that becomes free; see `reason`


class StuckReason(StrEnum):
    """Why the instance cannot draw."""

    NOT_FOUND = "not_found"  # no machine has the configured name
    AMBIGUOUS = "ambiguous"  # several machines have it
    FAILED = "failed"  # the machine is broken, or does not become ready
    NO_FREE_GPU = "no_free_gpu"  # for longer than the keeper waits without saying so
    NO_BALANCE = "no_balance"
    UNAUTHORIZED = "unauthorized"  # the API key is wrong
    BUDGET = "budget"  # `jarvis.usd_per_day` is used up


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuInstance:
    """Row of the instance that the whole fleet shares; only the keeper's holder writes it."""

    name: str
    state: GpuState = GpuState.UNKNOWN
    since: datetime  # of the state
    reason: StuckReason | None = None
    url: str = ""  # submit URL of the generator; empty unless the machine runs
    looked_at: datetime | None = None  # when the cloud last said what the machine does
    idle_since: datetime | None = None  # None while there is something to draw
    woken_at: datetime | None = None  # of the last resume that was asked for
    resumes: tuple[datetime, ...] = ()  # of the last hour
    ready_samples: tuple[float, ...] = ()  # seconds from a resume to ready, the last 20
    usd_per_hour: float | None = None  # live price; None: unknown
    spent_today: float = 0.0  # US dollars since midnight in UTC, by price and time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """Why queued comics are not drawn yet, for users."""

    usual_seconds: int | None = None  # from the resume until ready; None: not measured yet
    stuck: StuckReason | None = None  # None: it is on its way
