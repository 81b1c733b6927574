"""Hints to workers: nobody is turned away, and nothing is lost, where one cannot be sent."""

from __future__ import annotations

import structlog

from core.errors import EngineUnavailableError
from core.ports import Engine

log = structlog.get_logger(__name__)


async def hint(engine: Engine, *, drawing: int = 1, delivering: int = 1) -> None:
    """Ask for that many looks at the rows; while the engine is away, the sweep finds them."""
    try:
        await engine.wake_delivering(delivering)
        await engine.wake_drawing(drawing)
    except EngineUnavailableError as error:
        log.warning("wake_failed", error=str(error))
