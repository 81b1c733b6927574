"""Cost of a comic in the database: statements and transactions from message to picture."""

from __future__ import annotations

import pytest

from tests.bots.statements import recorded_statements, until_quiet
from tests.bots.telegram.adapter import AdapterHarness

pytestmark = pytest.mark.servers

# The update is stored, read and marked as handled, and Telegram's id of the picture is looked up.
STATEMENTS, TRANSACTIONS = 24, 9


async def test_a_comic_costs_few_statements(harness: AdapterHarness) -> None:
    await harness.draw()  # the first one also creates the user's profile
    database = harness.running.services.database
    await until_quiet(database)

    costs = []
    for _ in range(3):  # a periodic task may run meanwhile, but hardly every time
        with recorded_statements(database) as log:
            await harness.draw()
            costs.append((len(log.statements), log.transactions))
        await until_quiet(database)
    statements, transactions = min(costs)

    assert 10 < statements <= STATEMENTS, log.statements
    assert 4 <= transactions <= TRANSACTIONS, log.statements
