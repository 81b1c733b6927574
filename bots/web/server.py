"""Serve the application on a port, and stop serving it."""

from __future__ import annotations

import errno

import structlog
from aiohttp import web

log = structlog.get_logger(__name__)

KEEP_ALIVE_SECONDS = 75.0  # longer than load balancers keep theirs, so that they hang up first


class PortTakenError(Exception):
    """Another program listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} of {host} is taken by another program. Stop that one, or choose another "
            "port: web.port in config.local.toml, or the variable COMICAI_WEB__PORT."
        )
        self.host = host
        self.port = port


class WebServer:
    """One listening socket and what it serves."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen, and return the port. Raises PortTakenError, or OSError for a bad address."""
        runner = web.AppRunner(self._app, access_log=None, keepalive_timeout=KEEP_ALIVE_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(self._host, self._port) from error
            raise
        self._runner = runner
        port = int(runner.addresses[0][1])
        log.info("web_started", host=self._host, port=port)
        return port

    async def stop(self, timeout: float) -> None:  # noqa: ASYNC109 - handed on to aiohttp
        """Take no more requests, let those under way end within *timeout* seconds, close."""
        runner, self._runner = self._runner, None
        if runner is None:
            return
        for site in list(runner.sites):
            await site.stop()
        await runner.shutdown()  # ends event streams and waits, so that little is left to wait for
        if runner.server is not None:
            runner.server.pre_shutdown()
            await runner.server.shutdown(timeout)
        await runner.cleanup()
        log.info("web_stopped")
