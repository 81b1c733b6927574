"""Request loop of a child program: one JSON request per line on stdin, results on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

LINE_LIMIT = 16 * 1024 * 1024  # bytes

Handler = Callable[..., Awaitable[Any]]


async def serve_requests(handlers: Mapping[str, Handler]) -> None:
    """Process requests until stdin closes, which also happens when the parent dies."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(LINE_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        request = json.loads(line)
        result = await handlers[request.pop("method")](**request)
        print(json.dumps(result), flush=True)
