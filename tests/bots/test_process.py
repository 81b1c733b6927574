"""End-to-end tests of `comicai run`: real processes, the real pipeline, real signals."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
from pathlib import Path

import aiohttp
import pytest

from tests.processes import ComicAIProcess, comicai, get, no_process_uses, post, users_of

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]

STORY = "a cat opens a bakery on the moon"


async def request_comic(server: ComicAIProcess, prompt: str, panels: int = 4) -> str:
    """Request a comic without waiting for it; return its UUID."""
    status, answer = await post(
        f"{server.url}/ml/generate",
        {"inputParams": {"prompt": prompt, "panelCount": panels}},
        Prefer="respond-async",
    )
    assert status == 202
    return str(answer["uuid"])


async def finished(server: ComicAIProcess, uuid: str) -> dict[str, object]:
    """Wait until the job is in a terminal state; return its status."""
    async with asyncio.timeout(90):
        while True:
            _, answer = await get(f"{server.url}/ml/{uuid}")
            if answer["status"] not in {"waiting", "queued", "drawing"}:
                return dict(answer)
            await asyncio.sleep(0.1)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "data" / "comicai.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def test_a_new_visitor_gets_a_comic(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()

        status, answer = await post(f"{server.url}/ml/generate", {"inputParams": {"prompt": STORY}})

        assert status == 200
        assert set(answer) == {"uuid", "s3Url"}
        _, picture = await get(answer["s3Url"])
        assert picture.startswith(b"\x89PNG")


async def test_the_start_lines_name_the_generator_and_how_to_connect(
    tmp_path: Path,
) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        await asyncio.sleep(0)

        assert "ssh -L" in server.output
        assert "sketch artist" in server.output
        assert "no open port" in server.output


async def test_jobs_finish_exactly_once_after_a_kill(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        uuids = [await request_comic(server, f"{STORY}, part {number}", 9) for number in range(6)]
        while not rows(tmp_path, "SELECT 1 FROM jobs WHERE state = 'drawing'"):
            await asyncio.sleep(0.01)
        await server.kill()

    async with comicai(tmp_path, "run") as server:
        await server.ready()
        ends = [await finished(server, uuid) for uuid in uuids]

    assert [end["status"] for end in ends] == ["drawn"] * 6
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT object_key) FROM comics") == [(6, 6)]
    assert rows(tmp_path, "SELECT max(generator_attempt) FROM jobs") == [(1,)]
    pages = list((tmp_path / "data" / "images").rglob("page*"))
    assert len(pages) == 6


async def test_repeated_kills_lose_nothing(tmp_path: Path) -> None:
    uuids: list[str] = []
    for number in range(3):
        async with comicai(tmp_path, "run") as server:
            await server.ready()
            uuids.append(await request_comic(server, f"{STORY}, part {number}", 9))
            await asyncio.sleep(0.15 * number)
            await server.kill()

    async with comicai(tmp_path, "run") as server:
        await server.ready()
        ends = [await finished(server, uuid) for uuid in uuids]

    assert [end["status"] for end in ends] == ["drawn"] * 3


async def test_sigterm_stops_it_cleanly_and_the_next_run_continues(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        uuids = [await request_comic(server, f"{STORY}, part {number}", 9) for number in range(5)]

        status = await server.stop()

        assert status == 0
        assert "Traceback" not in server.errors
        await no_process_uses(tmp_path)
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        ends = [await finished(server, uuid) for uuid in uuids]
    assert {end["status"] for end in ends} == {"drawn"}


async def test_a_killed_parent_leaves_no_child_behind(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        await request_comic(server, STORY, 12)
        children = [pid for pid in users_of(tmp_path) if pid != server.pid]

        server.child.kill()
        await server.end()

        assert children
        await no_process_uses(tmp_path)


async def test_a_pipeline_that_dies_is_restarted(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        first = await request_comic(server, STORY)
        await finished(server, first)
        _kill_pipeline(tmp_path, server.pid)

        second = await request_comic(server, f"{STORY} again")

        assert (await finished(server, second))["status"] == "drawn"


async def resizing(server: ComicAIProcess) -> list[int]:
    """Request a rendition; return the ids of the resizer processes."""
    uuid = await request_comic(server, STORY)
    await finished(server, uuid)
    async with aiohttp.ClientSession() as browser:
        url = f"{server.url}/comics/{uuid}/image?width=320"
        async with browser.get(url) as response:
            assert (response.status, response.content_type) == (200, "image/webp")
    return [pid for pid in users_of(server.folder) if b"storage.resizer_process" in command_of(pid)]


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_resizer_processes_do_not_outlive_the_server(tmp_path: Path, end: str) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        assert await resizing(server)

        await getattr(server, end)()

        await no_process_uses(tmp_path)
        assert "Traceback" not in server.errors


def _kill_pipeline(folder: Path, parent: int) -> None:
    import os
    import signal

    for pid in users_of(folder):
        command = command_of(pid).split(b"\0")
        if pid != parent and b"--parent-pipe" in command:
            os.kill(pid, signal.SIGKILL)
            return
    raise AssertionError("there is no pipeline")


async def test_a_second_run_prints_the_address_of_the_first_and_exits(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()

        async with comicai(tmp_path, "run") as second:
            status = await second.end()

        assert status == 0
        assert f"already running: {server.url}" in second.output
        assert (await get(f"{server.url}/health/ready"))[0] == 200


async def test_a_port_in_use_is_reported_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        async with comicai(tmp_path, "run", web__port=port) as server:
            status = await server.end()

    assert status == 1
    assert f"Port {port} of 127.0.0.1 is in use" in server.errors
    assert "Traceback" not in server.errors
    await no_process_uses(tmp_path)


async def test_a_public_server_requires_a_strong_secret(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run", web__host="0.0.0.0", web__jwt_secret="secret") as server:
        status = await server.end()

    assert status != 0
    assert "web.jwt_secret" in server.errors
    assert "Traceback" not in server.errors


async def test_other_users_of_the_machine_cannot_read_prompts_and_images(tmp_path: Path) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        await finished(server, await request_comic(server, "a very private sentence"))
        await server.stop()

    kept = [
        path
        for folder in ("pipeline/jobs", "images")
        for path in (tmp_path / "data" / folder).rglob("*")
    ]
    assert len(kept) > 2
    assert [path for path in kept if path.stat().st_mode & 0o077] == []


async def test_the_log_has_one_json_object_a_line_and_follows_a_job_by_its_uuid(
    tmp_path: Path,
) -> None:
    async with comicai(tmp_path, "run") as server:
        await server.ready()
        uuid = await request_comic(server, "a very private sentence")
        await finished(server, uuid)
        await server.stop()

    events = [json.loads(line) for line in server.errors.splitlines()]
    story = [event["event"] for event in events if event.get("job_id") == uuid]
    assert story[:2] == ["job_accepted", "job_claimed"]
    assert "job_drawn" in story
    assert "private sentence" not in server.errors
