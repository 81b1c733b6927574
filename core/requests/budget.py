"""Budget: limits of what comics may cost a day, per user, per chat and for the installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.config.artist_settings import ArtistSettings
from core.errors import BudgetError, ChatBudgetError, TotalBudgetError, UserBudgetError
from core.models.admission import AdmissionFacts
from core.models.costs import micros


@dataclass(frozen=True, slots=True)
class Budget:
    """Configured limits, checked inside the transaction that admits a job.

    A job is admitted if what was paid today, what unfinished jobs may still cost and its own
    price are within the limits. Those per chat and per installation are read without a lock:
    exceeding one by a single comic does no harm.
    """

    settings: ArtistSettings

    @property
    def counts_user(self) -> bool:
        return self.settings.usd_per_day_person > 0

    @property
    def counts_chat(self) -> bool:
        return self.settings.usd_per_day_chat > 0

    @property
    def counts_total(self) -> bool:
        return self.settings.usd_per_day > 0

    @property
    def has_fallback(self) -> bool:
        """Whether the sketch draws a comic that is over a limit."""
        return self.settings.fallback == "sketch"

    def price(self, panels: int) -> int:
        """Return what a comic is expected to cost, in millionths of a US dollar."""
        return micros(panels * self.settings.usd_per_image)

    def excess(
        self, facts: AdmissionFacts, price: int, *, in_chat: bool, resets_at: datetime
    ) -> BudgetError | None:
        """Return the error for the first limit that the comic would exceed, if any."""
        limits = (
            (self.settings.usd_per_day_person, facts.cost_of_profile, UserBudgetError),
            (self.settings.usd_per_day_chat if in_chat else 0, facts.cost_in_chat, ChatBudgetError),
            (self.settings.usd_per_day, facts.cost_in_total, TotalBudgetError),
        )
        for limit, spent, error in limits:
            # A comic without a price is refused once the limit itself is reached.
            if limit and (spent >= micros(limit) or spent + price > micros(limit)):
                return error(resets_at)
        return None
