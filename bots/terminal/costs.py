"""`comicai costs`: what pictures have cost, by day, chat and painter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bots.app import open_app
from bots.parts import WEB
from bots.process import migrate_if_needed
from core.config.settings import Config
from core.models.costs import MICROS_PER_USD, CostLine
from core.ports.database import UnitOfWork
from core.requests.quota import start_of_day


async def read_costs(config: Config, *, days: int) -> tuple[CostLine, ...]:
    """Return the costs of the last *days* days in UTC, today included, newest first."""

    async def work(unit: UnitOfWork) -> tuple[CostLine, ...]:
        since = start_of_day(await unit.now()) - timedelta(days=days - 1)
        return await unit.costs.by_day(since=since)

    await migrate_if_needed(config)
    async with open_app(config, frozenset({WEB})) as app:
        return await app.services.database.read(work)


def costs_json(lines: Sequence[CostLine]) -> str:
    """Return the costs as a JSON list."""
    return json.dumps(
        [
            {
                "day": line.day.isoformat(),
                "platform": line.platform.value,
                "chat": line.chat or None,
                "painter": line.painter or None,
                "images": line.images,
                "amount": line.micro_usd / MICROS_PER_USD,
                "currency": "USD",
            }
            for line in lines
        ]
    )


def show_costs(lines: Sequence[CostLine], console: Console) -> None:
    """Print the costs as a table, with their sum."""
    if not lines:
        console.print("Nothing was paid.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("Day (UTC)", "Platform", "Chat", "Painter"):
        table.add_column(name)
    for name in ("Pictures", "USD"):
        table.add_column(name, justify="right")
    for line in lines:
        table.add_row(
            line.day.isoformat(),
            line.platform.value,
            Text(line.chat),
            Text(line.painter),
            str(line.images),
            _usd(line.micro_usd),
        )
    images, amount = sum(line.images for line in lines), sum(line.micro_usd for line in lines)
    table.add_row("Sum", "", "", "", str(images), _usd(amount))
    console.print(table)


def _usd(micro_usd: int) -> str:
    return f"{micro_usd / MICROS_PER_USD:.4f}"
