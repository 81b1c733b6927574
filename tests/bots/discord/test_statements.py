"""Cost of a comic in the database: statements and transactions from command to picture."""

from __future__ import annotations

import pytest

from tests.bots.discord.adapter import AdapterHarness
from tests.bots.statement_counts import cheapest

pytestmark = pytest.mark.servers

STATEMENTS, TRANSACTIONS = 20, 6


async def test_a_comic_costs_few_statements(adapter: AdapterHarness) -> None:
    log, statements, transactions = await cheapest(
        adapter.running.services.database, adapter.draw_comic
    )

    assert 10 < statements <= STATEMENTS, log.statements
    assert 4 <= transactions <= TRANSACTIONS, log.statements
