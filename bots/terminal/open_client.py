"""Choice of the client: the running server of this data folder, or the services in-process."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import aiohttp

from bots.app import open_app
from bots.data_folder import AlreadyRunningError, DataFolder, RunningServer
from bots.parts import ALL_PARTS, WEB
from bots.process import migrate_if_needed
from bots.terminal.client import ComicClient
from bots.terminal.errors import TerminalError
from bots.terminal.identity import terminal_requester
from bots.terminal.local_client import LocalClient
from bots.terminal.remote_client import RemoteClient
from bots.terminal.shell_locale import in_shell_language
from core.config.settings import Config
from core.models.identity import Requester
from core.people.profile_lookup import ensure_profile
from core.ports.database import UnitOfWork
from core.services import Services

WAIT_SECONDS = 120.0  # for another command that draws, or a server that is starting
POLL_SECONDS = 0.2


@asynccontextmanager
async def open_client(config: Config, *, draws: bool) -> AsyncIterator[ComicClient]:
    """Open a client for this terminal's user; with *draws*, one whose service draws comics."""
    folder = DataFolder(config.data_dir)
    folder.make()
    requester = terminal_requester(config.data_dir, os.environ)
    async with AsyncExitStack() as stack:
        server = await _server_or_lock(folder, stack) if draws else folder.running_server()
        if server is not None:
            http = await stack.enter_async_context(aiohttp.ClientSession())
            yield await _remote_client(config, server, requester, http)
            return
        await migrate_if_needed(config)
        parts = ALL_PARTS if draws else frozenset({WEB})
        app = await stack.enter_async_context(open_app(config, parts))
        yield LocalClient(app.services, requester)


async def _server_or_lock(folder: DataFolder, stack: AsyncExitStack) -> RunningServer | None:
    """Return the running server, or None once this process holds the lock of the data folder.

    Raises TerminalError if another command holds it for longer than WAIT_SECONDS.
    """
    give_up_at = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < give_up_at:
        try:
            stack.enter_context(folder.running())
        except AlreadyRunningError as error:
            if error.server is not None:
                return error.server
        else:
            return None
        await asyncio.sleep(POLL_SECONDS)
    raise TerminalError(in_shell_language("terminal_busy"))


async def _remote_client(
    config: Config, server: RunningServer, requester: Requester, http: aiohttp.ClientSession
) -> RemoteClient:
    """Return a client of the server, with tokens signed here: the data folder has the secret."""
    async with open_app(config, frozenset({WEB})) as app:
        issue_token = await _token_issuer(app.services, requester)
    return RemoteClient(http, server.url, issue_token, requester.locale)


async def _token_issuer(services: Services, requester: Requester) -> partial[str]:
    async def work(unit: UnitOfWork) -> partial[str]:
        profile_id = await ensure_profile(unit, requester)
        account = await unit.accounts.by_profile(profile_id)
        version = account.token_version if account else 0
        return partial(services.accounts.tokens.issue, profile_id, version)

    return await services.database.write(work)
