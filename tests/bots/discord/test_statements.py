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

    with recorded_statements(database) as log:
        await adapter.draw_comic()
        statements, transactions = list(log.statements), log.transactions

    assert 10 < len(statements) <= STATEMENTS, "\n".join(statements)
    assert 4 <= transactions <= TRANSACTIONS, "\n".join(statements)
