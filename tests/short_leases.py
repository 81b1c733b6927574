"""`comicai` with a shorter lease than it takes: `python tests/short_leases.py SECONDS COMMAND`.

A lease has to outlast the calls that are made under it, so those get shorter alike: whoever is
patient enough sees the same with the real ones.
"""

from __future__ import annotations

import sys
from dataclasses import fields

from bots.cli import main
from bots.discord import delivery_attempt as discord_journey
from bots.telegram import delivery_attempt as telegram_journey
from core.config.settings import Config, EngineSettings
from core.jobs.generator import api, attempt

LEASE = 60.0  # seconds, as it is in production


def hurry(lease: float) -> None:
    """Let a lease be that short, and whatever has to be over before it ends."""
    share = lease / LEASE
    calls = {each.name: getattr(api.Timeouts(), each.name) * share for each in fields(api.Timeouts)}
    api.Timeouts.__init__.__defaults__ = tuple(calls.values())
    for name in ("_SEND_SECONDS", "_CANCEL_SECONDS"):
        setattr(attempt, name, getattr(attempt, name) * share)
    discord_journey.CALL_TIME *= share
    telegram_journey.CALL *= share
    EngineSettings.model_fields["lease_seconds"].metadata = []
    EngineSettings.model_rebuild(force=True)
    Config.model_rebuild(force=True)


if __name__ == "__main__":
    hurry(float(sys.argv.pop(1)))
    main()
