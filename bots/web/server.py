"""Serve the application on a port, and stop serving it."""

from __future__ import annotations

import asyncio
import errno

import structlog
from aiohttp import web

from bots.web.middleware.error_responses import broken_request_response

log = structlog.get_logger(__name__)

KEEP_ALIVE_SECONDS = 75.0  # longer than load balancers keep theirs, so that they hang up first
BACKLOG = 512


class PortTakenError(Exception):
    """Another program listens there."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        variable = f"COMICAI_{setting.upper().replace('.', '__')}"
        super().__init__(
            f"Port {port} of {host} is taken by another program. Stop that one, or choose another "
            f"port: {setting} in config.local.toml, or the variable {variable}."
        )
        self.host = host
        self.port = port


class Protocol(web.RequestHandler):
    """One connection; what is no HTTP is answered in the same form as every other mistake."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - quotes what came in; nobody needs it back
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was being sent already")
        return broken_request_response(request, status, exc)


class WebServer:
    """One listening socket and what it serves."""

    def __init__(
        self, app: web.Application, host: str, port: int, *, setting: str = "web.port"
    ) -> None:
        """*setting* is where the port was chosen."""
        self._host = host
        self._port = port
        self._setting = setting
        self._runner = web.AppRunner(app)
        self._listening: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen, and return the port. Raises PortTakenError, or OSError for a bad address."""
        loop = asyncio.get_running_loop()
        await self._runner.setup()
        try:
            self._listening = await loop.create_server(
                self._connection, self._host, self._port, backlog=BACKLOG
            )
        except OSError as error:
            await self._runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(self._host, self._port, self._setting) from error
            raise
        port = int(self._listening.sockets[0].getsockname()[1])
        log.info("web_started", host=self._host, port=port)
        return port

    async def stop(self, timeout: float) -> None:  # noqa: ASYNC109 - handed on to aiohttp
        """Take no more requests, let those under way end within *timeout* seconds, close.

        Idempotent.
        """
        listening, self._listening = self._listening, None
        server = self._runner.server
        if listening is None or server is None:
            return
        listening.close()
        await self._runner.shutdown()  # ends streams and waits, so that little is left to wait for
        server.pre_shutdown()
        await server.shutdown(timeout)
        await self._runner.cleanup()
        log.info("web_stopped")

    def _connection(self) -> Protocol:
        assert self._runner.server is not None
        return Protocol(
            self._runner.server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # as documented: we log ourselves
            keepalive_timeout=KEEP_ALIVE_SECONDS,
        )
