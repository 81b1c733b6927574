"""TCP proxy that breaks connections on request of a test."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

CHUNK = 65536


@dataclass
class TcpProxy:
    """Proxy between clients and a server, with injectable faults."""

    host: str  # of the real server
    port: int
    cut_at: bytes = b""  # a connection is cut when its client sends this
    delivers_last: bool = False  # whether the server still receives that last message
    silent: bool = False  # accept all bytes but forward none
    delay: float = 0.0  # seconds before bytes are forwarded
    cuts: int = 0
    own_port: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Listen; after `close`, on the same port again."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.own_port)
        self.own_port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and close all connections."""
        assert self._server is not None
        self._server.close()
        self.cut()
        await asyncio.gather(*self._tasks)
        await self._server.wait_closed()

    def cut(self) -> None:
        """Abort all connections."""
        for writer in [*self._writers]:
            writer.transport.abort()

    async def _accept(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            server, to_server = await asyncio.open_connection(self.host, self.port)
        except OSError:
            to_client.transport.abort()  # the closest a proxy gets to a refused connection
            return
        self._writers |= {to_client, to_server}
        connection = _Connection(self, to_client, to_server)
        for passing in (connection.pass_on(client), connection.pass_back(server)):
            task = asyncio.create_task(passing)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


@dataclass
class _Connection:
    proxy: TcpProxy
    to_client: asyncio.StreamWriter
    to_server: asyncio.StreamWriter
    ending: bool = False  # the server's next answer is dropped and the connection cut

    async def pass_on(self, client: asyncio.StreamReader) -> None:
        try:
            while data := await client.read(CHUNK):
                if self.proxy.silent:
                    continue
                if self.proxy.delay:
                    await asyncio.sleep(self.proxy.delay)
                if self.proxy.cut_at and self.proxy.cut_at in data:
                    self.proxy.cuts += 1
                    self.ending = True
                    if not self.proxy.delivers_last:
                        return
                self.to_server.write(data)
        except OSError:
            return  # the other side has closed, as intended by this proxy
        finally:
            if not (self.ending and self.proxy.delivers_last):
                self._end()

    async def pass_back(self, server: asyncio.StreamReader) -> None:
        try:
            while (data := await server.read(CHUNK)) and not self.ending:
                if self.proxy.delay:
                    await asyncio.sleep(self.proxy.delay)
                if not self.proxy.silent:
                    self.to_client.write(data)
        except OSError:
            return
        finally:
            self._end()

    def _end(self) -> None:
        for writer in (self.to_client, self.to_server):
            writer.transport.abort()
            self.proxy._writers.discard(writer)
