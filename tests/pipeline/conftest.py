from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.logging_state import logging_as_before
from tests.pipeline.service.harness import Pipeline, open_pipeline


@pytest.fixture(autouse=True)
def logging_configuration() -> Iterator[None]:
    """Undo what a command configures: its log would go to the closed stderr of its test."""
    with logging_as_before():
        yield


@pytest.fixture
async def pipeline(tmp_path: Path) -> AsyncIterator[Pipeline]:
    async with open_pipeline(tmp_path) as opened:
        yield opened
