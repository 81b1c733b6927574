"""Simulation of a rented GPU that draws one comic at a time and is paused between requests.

It calls the policy of the keeper, `core/gpu/policy.py`; only the clock is simulated.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf

from bench.gpu_weeks import HOUR, Drawing
from core.gpu.policy import BILLING_SECONDS, idle_timeout, may_pause, may_resume, wake_seconds

PAUSE_SECONDS = 15.0  # from the call until the machine is paused; not billed
WAKE_SPREAD = 0.25  # of the logarithm of wake times


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What is paid, and how long a wake takes."""

    usd_per_hour: float = 0.89  # A100 with 40 GB
    usd_per_waiting_hour: float = 5.0
    wake: float = 120.0  # median seconds from a resume to ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Outcome of a simulation."""

    usd: float  # for the machine
    waited: float  # seconds that users waited for, beyond what an awake machine makes them wait
    wakes: int
    usd_per_waiting_hour: float

    @property
    def sum(self) -> float:
        """Money and waits together, in US dollars."""
        return self.usd + self.waited / HOUR * self.usd_per_waiting_hour


@dataclass(frozen=True, slots=True)
class Idle:
    """A moment at which the machine becomes idle, and what a policy may look at."""

    at: float
    until: float  # when the next request comes; only perfect foresight may look at it
    woken_at: float
    resumes: Sequence[float]
    ready_samples: Sequence[float]

    def up(self, at: float) -> float:
        """Return for how long the machine has been up at that time."""
        return at - self.woken_at

    def resumes_before(self, at: float) -> int:
        """Return the number of resumes in the hour before that time."""
        return sum(at - HOUR < resume <= at for resume in self.resumes)


# Returns when the machine is paused; infinity: not before the next request.
PausePolicy = Callable[[Idle, Prices], float]

_LOOK_SECONDS = 30.0  # between two looks of the keeper while nothing is drawn


def _looks(idle: Idle) -> Iterator[float]:
    at = idle.at
    while at < idle.until:
        yield at
        at += _LOOK_SECONDS


def pause_after(seconds: float) -> PausePolicy:
    """Return a policy with a fixed idle time-out."""

    def policy(idle: Idle, _: Prices) -> float:
        for at in _looks(idle):
            allowed = may_pause(idle=at - idle.at, up=idle.up(at), timeout=seconds)
            if allowed and may_resume(idle.resumes_before(at)):
                return at
        return inf

    return policy


def computed(idle: Idle, prices: Prices) -> float:
    """Pause as the keeper does: after T*, computed from measured wakes and the price."""
    timeout = idle_timeout(
        wake=wake_seconds(idle.ready_samples),
        usd_per_hour=prices.usd_per_hour,
        usd_per_waiting_hour=prices.usd_per_waiting_hour,
    )
    return pause_after(timeout)(idle, prices)


def foresight(idle: Idle, prices: Prices) -> float:
    """Pause at once if that is cheaper than waiting for the next request, which it knows."""
    stay = (idle.until - idle.at) / HOUR * prices.usd_per_hour
    wake = prices.wake / HOUR
    pause = (wake + BILLING_SECONDS / 2 / HOUR) * prices.usd_per_hour
    return idle.at if stay > pause + wake * prices.usd_per_waiting_hour else inf


class Simulation:
    """One machine over one trace of requests, under one policy."""

    def __init__(
        self, drawings: Sequence[Drawing], policy: PausePolicy, prices: Prices, *, seed: int
    ) -> None:
        self._drawings = drawings
        self._policy = policy
        self._prices = prices
        # The n-th wake takes as long under every policy.
        self._numbers = random.Random(f"wakes {seed}")
        self._resumes: list[float] = []
        self._ready_samples: list[float] = []
        self._sessions: list[float] = []  # billed seconds of each

    def run(self, end: float) -> Bill:
        """Simulate until *end*, in seconds; the machine is paused at first."""
        free_at, free_if_awake = 0.0, 0.0
        paused_at, waited = 0.0, 0.0
        for number, drawing in enumerate(self._drawings):
            if paused_at <= drawing.at:
                free_at = self._wake(max(drawing.at, paused_at + PAUSE_SECONDS))
            start = max(drawing.at, free_at)
            start_if_awake = max(drawing.at, free_if_awake)
            waited += start - start_if_awake
            free_at, free_if_awake = start + drawing.seconds, start_if_awake + drawing.seconds
            following = self._drawings[number + 1].at if number + 1 < len(self._drawings) else end
            paused_at = self._pause_after(free_at, following)
        if self._resumes and paused_at == inf:
            self._sessions.append(max(end, free_at) - self._resumes[-1])
        billed = sum(ceil(each / BILLING_SECONDS) * BILLING_SECONDS for each in self._sessions)
        return Bill(
            usd=billed / HOUR * self._prices.usd_per_hour,
            waited=waited,
            wakes=len(self._resumes),
            usd_per_waiting_hour=self._prices.usd_per_waiting_hour,
        )

    def _wake(self, at: float) -> float:
        """Resume the machine; return when it is ready."""
        seconds = self._prices.wake * self._numbers.lognormvariate(0, WAKE_SPREAD)
        self._resumes.append(at)
        self._ready_samples.append(seconds)
        return at + seconds

    def _pause_after(self, idle_at: float, following: float) -> float:
        """Return when the machine is paused; infinity if the next request comes before."""
        if following <= idle_at:
            return inf
        idle = Idle(idle_at, following, self._resumes[-1], self._resumes, self._ready_samples)
        at = self._policy(idle, self._prices)
        if at >= following:
            return inf
        self._sessions.append(at - self._resumes[-1])
        return at


def always_on_bill(drawings: Sequence[Drawing], prices: Prices, *, end: float) -> Bill:
    """Return the bill of a machine that is never paused, not even before the first request."""
    end = max([end, *(each.at + each.seconds for each in drawings[-1:])])
    return Bill(
        usd=end / HOUR * prices.usd_per_hour,
        waited=0.0,
        wakes=0,
        usd_per_waiting_hour=prices.usd_per_waiting_hour,
    )
