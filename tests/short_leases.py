"""`comicai` with a shorter lease than it allows: `python tests/short_leases.py SECONDS COMMAND`.

A lease has to outlast the calls made under it, so their time-outs are shortened in proportion.
"""

from __future__ import annotations

import sys
from dataclasses import fields

from bots.cli import main
from bots.discord import delivery_attempt as discord_delivery
from bots.telegram import delivery_attempt as telegram_delivery
from core.config.settings import Config, EngineSettings
from core.jobs.generator import api

LEASE = 60.0  # seconds, as it is in production


def hurry(lease: float) -> None:
    """Set the lease, and shorten all time-outs that have to fit into it."""
    ratio = lease / LEASE
    calls = {each.name: getattr(api.Timeouts(), each.name) * ratio for each in fields(api.Timeouts)}
    api.Timeouts.__init__.__defaults__ = tuple(calls.values())
    discord_delivery.CALL_TIME *= ratio
    telegram_delivery.CALL *= ratio
    EngineSettings.model_fields["lease_seconds"].metadata = []
    EngineSettings.model_rebuild(force=True)
    Config.model_rebuild(force=True)


if __name__ == "__main__":
    hurry(float(sys.argv.pop(1)))
    main()
