"""Request loop of a child program: one JSON request per line on stdin, answers on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

LINE_LIMIT = 16 * 1024 * 1024  # bytes

Handler = Callable[..., Awaitable[Any]]


async def answer(handlers: Mapping[str, Handler]) -> None:
    """Answer until stdin closes, which also happens when the parent dies."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(LINE_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        question = json.loads(line)
        answered = await handlers[question.pop("ask")](**question)
        print(json.dumps(answered), flush=True)
