"""Web server: serves an application on a port and stops gracefully."""

from __future__ import annotations

import asyncio
import errno

import structlog
from aiohttp import web

from bots.web.middleware.error_responses import broken_request_response
from core.errors import ComicAIError

log = structlog.get_logger(__name__)

KEEP_ALIVE_SECONDS = 75.0  # longer than that of load balancers, so that they close first
BACKLOG = 512


class PortTakenError(ComicAIError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        variable = f"COMICAI_{setting.upper().replace('.', '__')}"
        super().__init__(
            f"Port {port} of {host} is in use by another program. Stop that program, or choose "
            f"another port: {setting} in config.local.toml, or the environment variable {variable}."
        )
        self.host = host
        self.port = port


class Protocol(web.RequestHandler):
    """Protocol of one connection; malformed HTTP gets the error envelope like any other error."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - quotes the input, which is not sent back
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("the response has been sent in part already")
        return broken_request_response(request, status, exc)


class WebServer:
    """Listening socket and the application that it serves."""

    def __init__(
        self, app: web.Application, host: str, port: int, *, setting: str = "web.port"
    ) -> None:
        """*setting* is the configuration key of the port, for error messages."""
        self._host = host
        self._port = port
        self._setting = setting
        self._runner = web.AppRunner(app)
        self._listening: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen; return the port. Raises PortTakenError, or OSError for an invalid address."""
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

    async def stop(self, timeout: float) -> None:  # noqa: ASYNC109 - passed to aiohttp
        """Stop accepting requests, wait up to *timeout* seconds for those in progress, and close.

        Idempotent.
        """
        listening, self._listening = self._listening, None
        server = self._runner.server
        if listening is None or server is None:
            return
        listening.close()
        await self._runner.shutdown()  # first ends event streams and waits for comics
        server.pre_shutdown()
        await server.shutdown(timeout)
        await self._runner.cleanup()
        log.info("web_stopped")

    def _connection(self) -> Protocol:
        assert self._runner.server is not None
        return Protocol(
            self._runner.server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # documented value; `request_log` logs requests
            keepalive_timeout=KEEP_ALIVE_SECONDS,
        )
