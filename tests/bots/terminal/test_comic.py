"""End-to-end tests of `comicai comic` and `comicai gallery`, with and without a server."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp
import pytest

from bots.terminal.client import ComicProgress
from bots.terminal.identity import terminal_requester
from bots.terminal.remote_client import RemoteClient
from core.models.comics import GalleryFilter
from core.models.identity import JobId, Platform
from core.models.jobs import JobState
from core.people.profile_lookup import ensure_profile
from core.sentences import sentence
from tests import processes
from tests.application import SECRET, DrawingServer, RunningApp, running_app
from tests.child_processes import START_SECONDS
from tests.pictures import make_picture
from tests.processes import ComicAIProcess
from tests.proxy import TcpProxy

pytestmark = pytest.mark.servers

STORY = "a cat opens a bakery on the moon"
TEN_SECONDS = timedelta(seconds=10)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """Server of this data folder, announced like a `comicai run`."""
    async with running_app(tmp_path) as app:
        with app.app.folder.running():
            app.app.folder.announce(app.url)
            yield app


@pytest.fixture
async def generator(tmp_path: Path) -> AsyncIterator[DrawingServer]:
    """Generator without a server."""
    async with DrawingServer(tmp_path / "data" / "images").running() as generator:
        yield generator


def begun(
    folder: Path, *arguments: str, generator: DrawingServer
) -> AbstractAsyncContextManager[ComicAIProcess]:
    settings = {"web__jwt_secret": SECRET, "generator__url": generator.url}
    return processes.comicai(folder, *arguments, **settings)


async def comicai(
    folder: Path, *arguments: str, generator: DrawingServer, status: int = 0
) -> ComicAIProcess:
    """Run a command until it exits."""
    async with begun(folder, *arguments, generator=generator) as process:
        assert (await process.end(), process.errors) == (status, process.errors)
    return process


@asynccontextmanager
async def remote_client(
    server: RunningApp, folder: Path, *, url: str = ""
) -> AsyncIterator[RemoteClient]:
    """Open a client of the server for this folder's terminal, by *url* instead if it is given."""
    requester = terminal_requester(folder / "data", {})
    database, tokens = server.services.database, server.services.accounts.tokens
    profile_id = await database.write(lambda unit: ensure_profile(unit, requester))
    async with aiohttp.ClientSession() as http:
        yield RemoteClient(http, url or server.url, lambda: tokens.issue(profile_id, 0))


async def until_drawing(generator: DrawingServer) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not generator.submissions:
            await asyncio.sleep(0.01)


# --- With a server --------------------------------------------------------------------------------


async def test_the_running_server_draws_it(server: RunningApp, tmp_path: Path) -> None:
    done = await comicai(
        tmp_path,
        *("comic", STORY, "--panels", "3", "--style", "noir", "--seed", "7", "--out", "moon.png"),
        generator=server.generator,
    )

    (submission,) = server.generator.submissions
    uuid, path = done.output.split()
    params = submission["inputParams"]
    assert (params["panelCount"], params["style"], params["seed"]) == (3, "noir", 7)
    assert (uuid, path) == (submission["uuid"], "moon.png")
    assert (tmp_path / path).read_bytes() == make_picture()
    assert done.errors == ""


REMARKS: list[dict[str, Any]] = [
    {"code": "planner_unavailable"},
    {"code": "of_a_later_release"},
]


async def test_remarks_of_the_generator_are_printed(server: RunningApp, tmp_path: Path) -> None:
    server.generator.notices = REMARKS

    done = await comicai(tmp_path, "comic", STORY, generator=server.generator)

    assert done.errors.split("\n")[:-1] == [sentence("generator_planner_unavailable", "en")]


async def test_remarks_of_the_generator_are_printed_without_a_server(
    generator: DrawingServer, tmp_path: Path
) -> None:
    generator.notices = REMARKS

    done = await comicai(tmp_path, "comic", STORY, generator=generator)

    assert sentence("generator_planner_unavailable", "en") in done.errors


async def test_the_server_attributes_it_to_the_terminal(server: RunningApp, tmp_path: Path) -> None:
    await comicai(tmp_path, "comic", STORY, "--private", generator=server.generator)
    (submission,) = server.generator.submissions

    requester = terminal_requester(tmp_path / "data", {})
    status = await server.services.job_statuses.get(JobId(UUID(submission["uuid"])), requester)

    assert status.job.platform is Platform.TERMINAL
    assert status.job.private


async def test_programs_get_json(server: RunningApp, tmp_path: Path) -> None:
    done = await comicai(tmp_path, "comic", STORY, "--json", generator=server.generator)

    printed = json.loads(done.output)
    assert printed["path"] == f"comic-{printed['uuid']}.png"
    assert (tmp_path / printed["path"]).exists()


async def test_the_gallery_lists_the_terminals_comics_in_pages(
    server: RunningApp, tmp_path: Path
) -> None:
    async with remote_client(server, tmp_path) as client:
        for prompt in ("[bold]the first[/bold]", "the second"):
            async for _ in client.follow(await client.request(prompt, {}, private=None)):
                pass

    page = await comicai(tmp_path, "gallery", "--limit", "1", generator=server.generator)
    more = page.output.split()[-1]
    rest = await comicai(tmp_path, "gallery", "--cursor", more, generator=server.generator)

    assert "the second" in page.output
    assert "[bold]the first[/bold]" in rest.output
    assert "the second" not in rest.output


async def test_the_gallery_can_be_filtered(server: RunningApp, tmp_path: Path) -> None:
    async with remote_client(server, tmp_path) as client:
        for prompt, style in (("a cat", "noir"), ("a dog", "manga")):
            async for _ in client.follow(
                await client.request(prompt, {"style": style}, private=None)
            ):
                pass

        async def prompts(wanted: GalleryFilter) -> list[str]:
            return [row.prompt for row in (await client.gallery(wanted, cursor=None, limit=9)).rows]

        assert await prompts(GalleryFilter()) == ["a dog", "a cat"]
        assert await prompts(GalleryFilter(text="cat")) == ["a cat"]
        assert await prompts(GalleryFilter(style="manga")) == ["a dog"]
        assert await prompts(GalleryFilter(favorite=True)) == []


async def test_invalid_options_are_named_and_nothing_is_drawn(
    server: RunningApp, tmp_path: Path
) -> None:
    done = await comicai(
        tmp_path, "comic", STORY, "--panels", "99", "--style", "cubist",
        generator=server.generator, status=1,
    )  # fmt: skip

    assert "--panels: must be" in done.errors
    assert "--style: must be" in done.errors
    assert "Traceback" not in done.errors
    assert server.generator.submissions == []


async def test_a_rejected_comic_leaves_no_file(server: RunningApp, tmp_path: Path) -> None:
    server.generator.refuse(422, "prompt_rejected")

    done = await comicai(
        tmp_path, "comic", STORY, "--out", "moon.png", generator=server.generator, status=1
    )

    assert "different words" in done.errors
    assert not (tmp_path / "moon.png").exists()


async def test_ctrl_c_cancels_it_at_the_server(server: RunningApp, tmp_path: Path) -> None:
    server.generator.hold()
    async with begun(tmp_path, "comic", STORY, generator=server.generator) as process:
        await until_drawing(server.generator)

        process.child.send_signal(signal.SIGINT)

        assert await process.end() == 130
    assert "Canceled" in process.errors
    assert "Traceback" not in process.errors
    (submission,) = server.generator.submissions
    requester = terminal_requester(tmp_path / "data", {})
    status = await server.services.job_statuses.get(JobId(UUID(submission["uuid"])), requester)
    assert status.job.state is JobState.CANCELED


async def _all(snapshots: AsyncIterator[ComicProgress]) -> list[ComicProgress]:
    return [snapshot async for snapshot in snapshots]


async def test_polls_are_retried_while_the_server_is_unavailable(
    server: RunningApp, tmp_path: Path
) -> None:
    server.generator.hold()
    proxy = TcpProxy("127.0.0.1", urlsplit(server.url).port or 0)
    await proxy.start()
    async with remote_client(server, tmp_path, url=f"http://127.0.0.1:{proxy.own_port}") as client:
        job_id = await client.request(STORY, {}, private=None)
        await until_drawing(server.generator)
        snapshots = client.follow(job_id)
        assert (await anext(snapshots)).state is JobState.DRAWING

        await proxy.close()
        rest: asyncio.Task[list[ComicProgress]] = asyncio.create_task(_all(snapshots))
        server.generator.resume()
        await server.services.job_events.wait_for_end(JobId(job_id), timeout=TEN_SECONDS)
        await proxy.start()

        assert (await rest)[-1].state is JobState.DRAWN
        assert (await client.picture(job_id)).data == make_picture()
    await proxy.close()


# --- Without a server -----------------------------------------------------------------------------


async def test_without_a_server_it_draws_in_process(
    generator: DrawingServer, tmp_path: Path
) -> None:
    done = await comicai(tmp_path, "comic", STORY, "--out", "moon.png", generator=generator)
    listed = await comicai(tmp_path, "gallery", generator=generator)

    uuid, path = done.output.split()
    assert (tmp_path / path).read_bytes() == make_picture()
    assert uuid in listed.output
    assert done.errors == ""


async def test_ctrl_c_cancels_it_in_process(generator: DrawingServer, tmp_path: Path) -> None:
    generator.hold()
    async with begun(tmp_path, "comic", STORY, generator=generator) as process:
        await until_drawing(generator)

        process.child.send_signal(signal.SIGINT)

        assert await process.end() == 130
    assert "Canceled" in process.errors
    assert "Traceback" not in process.errors


async def test_the_built_in_artist_draws_without_output(tmp_path: Path) -> None:
    """Two commands at once wait for each other, since a data folder has one artist."""
    arguments = ("comic", STORY, "--panels", "2", "--out")
    async with (
        processes.comicai(tmp_path, *arguments, "moon.png") as one,
        processes.comicai(tmp_path, *arguments, "mars.png") as other,
    ):
        for process, name in ((one, "moon"), (other, "mars")):
            assert (await process.end(), process.errors) == (0, "")
            assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
