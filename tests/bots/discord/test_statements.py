"""Cost of a comic in the database: statements and transactions from command to picture."""

from __future__ import annotations

import pytest

from tests.bots.discord.adapter import AdapterHarness
from tests.bots.statements import recorded_statements, until_quiet

pytestmark = pytest.mark.servers

STATEMENTS, TRANSACTIONS = 20, 6


async def test_a_comic_costs_few_statements(adapter: AdapterHarness) -> None:
    await adapter.draw_comic()  # the first one also creates the user's profile
    database = adapter.running.services.database
    await until_quiet(database)

    costs = []
    for _ in range(3):  # a periodic task may run meanwhile, but hardly every time
        with recorded_statements(database) as log:
            await adapter.draw_comic()
            costs.append((len(log.statements), log.transactions))
        await until_quiet(database)
    statements, transactions = min(costs)

    assert 10 < statements <= STATEMENTS, log.statements
    assert 4 <= transactions <= TRANSACTIONS, log.statements
