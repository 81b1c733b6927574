"""Costs: what a generator has paid for pictures, in whole millionths of a US dollar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.models.identity import Platform

MICROS_PER_USD = 1_000_000


def micros(usd: float) -> int:
    """Return an amount in US dollars as whole millionths, which add up exactly."""
    return round(usd * MICROS_PER_USD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Cost of one attempt at a job."""

    images: int = 0  # paid pictures
    micro_usd: int = 0
    painter: str = ""  # the model, as the generator names it; empty: unknown

    @property
    def usd(self) -> float:
        """The amount in US dollars."""
        return self.micro_usd / MICROS_PER_USD

    def plus(self, other: Cost) -> Cost:
        """Return the sum, under the name of the later painter."""
        return Cost(
            images=self.images + other.images,
            micro_usd=self.micro_usd + other.micro_usd,
            painter=other.painter or self.painter,
        )


NO_COST = Cost()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """Costs of one day, in UTC, in one chat, by one painter."""

    day: date
    platform: Platform
    chat: str  # empty: outside of chats with a limit of their own
    painter: str
    images: int
    micro_usd: int
