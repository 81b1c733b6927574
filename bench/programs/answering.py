"""The child's side: answers the questions that a benchmark asks over stdin, one JSON line each."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

LINE_LIMIT = 16 * 1024 * 1024  # bytes

Handler = Callable[..., Awaitable[Any]]


async def answer(handlers: Mapping[str, Handler]) -> None:
    """Answer until the parent closes our stdin, which it also does by dying."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(LINE_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        question = json.loads(line)
        answered = await handlers[question.pop("ask")](**question)
        print(json.dumps(answered), flush=True)
