"""Cost of a comic in the database: statements and transactions from message to picture."""

from __future__ import annotations

import pytest

from tests.bots.statement_counts import cheapest
from tests.bots.telegram.adapter import AdapterHarness

pytestmark = pytest.mark.servers

# The update is stored, read and marked as handled, and Telegram's id of the picture is looked up.
STATEMENTS, TRANSACTIONS = 24, 9


async def test_a_comic_costs_few_statements(harness: AdapterHarness) -> None:
    log, statements, transactions = await cheapest(harness.running.services.database, harness.draw)

    assert 10 < statements <= STATEMENTS, log.statements
    assert 4 <= transactions <= TRANSACTIONS, log.statements
