from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import boto3
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from pipeline.cli import SECRET_VARIABLE, TOKEN_VARIABLE
from pipeline.files import exclusive_lock
from pipeline.service.idle_exit import EXITED_IDLE
from pipeline.service.process import Settings, run
from tests.child_processes import kill
from tests.pipeline.service.artists import ENDLESS, GATE_VARIABLE, GATED, QUICK
from tests.pipeline.service.harness import ASYNC, WAIT, Json, files_in, new_body
from tests.servers import free_port

pytestmark = pytest.mark.servers

Env = dict[str, str]

SECONDS = 20  # time limit of every wait


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Poll *condition* until it is true: another process has no event that a test could await."""
    async with asyncio.timeout(SECONDS):
        while not await condition():
            await asyncio.sleep(0.02)


@dataclass
class RunningPipeline:
    """A running `python -m pipeline`, with the URL of its start line."""

    process: asyncio.subprocess.Process
    url: str
    session: aiohttp.ClientSession

    async def post(self, body: Json, headers: dict[str, str]) -> aiohttp.ClientResponse:
        return await self.session.post(self.url, json=body, headers=headers)

    async def get(self, route: str) -> Json:
        url = self.url.removesuffix("generate") + route
        async with self.session.get(url) as answer:
            content: Json = await answer.json()
            return content

    async def until(self, body: Json, **wanted: Any) -> Json:
        """Poll a job until its status object or progress has the wanted values."""
        state: Json = {}

        async def is_there() -> bool:
            state.clear()
            state.update(await self.get(f"jobs/{body['uuid']}"))
            seen = {**state, **state.get("progress", {})}
            return all(seen.get(key) == value for key, value in wanted.items())

        await eventually(is_there)
        return state

    async def until_accepted(self, body: Json) -> None:
        """Poll until the job is known to the server."""

        async def is_known() -> bool:
            return "status" in await self.get(f"jobs/{body['uuid']}")

        await eventually(is_known)

    async def ready(self) -> None:
        async def is_ready() -> bool:
            return bool((await self.get("health"))["ready"])

        await eventually(is_ready)

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    async def wait(self) -> int:
        async with asyncio.timeout(SECONDS):
            _, errors = await self.process.communicate()
        assert b"Traceback" not in errors, errors.decode()
        return self.process.returncode or 0


@dataclass
class ServerStarter:
    """Starts servers on one data folder and stops them after the test."""

    folder: Path

    def __post_init__(self) -> None:
        self.started: list[asyncio.subprocess.Process] = []
        self.gate = self.folder / "gate"
        self.images = self.folder / "images"

    @contextlib.asynccontextmanager
    async def serve(
        self, *options: str, artist: str = QUICK, stdin: int | None = None, env: Env | None = None
    ) -> AsyncIterator[RunningPipeline]:
        process = await self.start(*options, artist=artist, stdin=stdin, env=env)
        assert process.stdout
        try:
            async with asyncio.timeout(SECONDS), aiohttp.ClientSession() as session:
                start = json.loads(await process.stdout.readline())
                assert start["event"] == "pipeline_ready"
                assert start["pid"] == process.pid
                yield RunningPipeline(process, start["url"], session)
        finally:
            await stop(process)

    async def start(
        self,
        *options: str,
        artist: str = QUICK,
        stdin: int | None = None,
        stdout: int = asyncio.subprocess.PIPE,
        env: Env | None = None,
    ) -> asyncio.subprocess.Process:
        where = ("--data", str(self.folder / "data"), "--folder", str(self.images))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "pipeline", "--port", "0", *where, "--artist", artist, *options),
            stdin=asyncio.subprocess.DEVNULL if stdin is None else stdin,
            stdout=stdout,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, GATE_VARIABLE: str(self.gate), **(env or {})},
        )
        self.started.append(process)
        return process


async def stop(process: asyncio.subprocess.Process) -> None:
    await kill(process)
    await process.communicate()


@pytest.fixture
async def servers(tmp_path: Path) -> AsyncIterator[ServerStarter]:
    servers = ServerStarter(tmp_path)
    yield servers
    for process in servers.started:
        await stop(process)


def children_of(pid: int) -> list[int]:
    """Return the child processes of *pid*, from Linux's /proc."""
    return [
        int(child)
        for tasks in Path(f"/proc/{pid}/task").glob("*/children")
        for child in tasks.read_text().split()
    ]


async def have_exited(pids: list[int]) -> bool:
    """Wait until all of the processes have exited."""

    async def none_runs() -> bool:
        return not any(_runs(pid) for pid in pids)

    await eventually(none_runs)
    return True


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # a zombie has exited, although its parent has not reaped it


async def test_a_comic_is_drawn_and_stored_in_the_folder(servers: ServerStarter) -> None:
    async with servers.serve() as served:
        body = new_body(output={"panels": True, "format": "webp"}, panelCount=2)

        state = await (await served.post(body, WAIT)).json()

        files = {path.name: path for path in files_in(servers.images / "jobs" / body["uuid"])}
        page = files["page.webp"].read_bytes()
        assert state["s3Url"] == f"s3://local/jobs/{body['uuid']}/page.webp"
        assert files.keys() == {"page.webp", "panel-1.webp", "panel-2.webp"}
        assert len(page) == state["result"]["bytes"]
        assert Image.open(io.BytesIO(page)).format == "WEBP"
        assert state["model"] == "squares"


async def test_a_closed_stdout_at_the_start_line_is_a_clean_exit(
    servers: ServerStarter,
) -> None:
    reader, stdout = os.pipe()
    os.close(reader)
    try:
        process = await servers.start(stdout=stdout)
    finally:
        os.close(stdout)

    async with asyncio.timeout(SECONDS):
        _, errors = await process.communicate()

    assert (process.returncode, b"Traceback" in errors) == (0, False), errors.decode()


async def test_after_sigkill_the_next_server_finishes_the_same_comic(
    servers: ServerStarter,
) -> None:
    finished, unfinished = new_body(), new_body(seed=77)
    async with servers.serve(artist=QUICK) as first:
        done = await (await first.post(finished, WAIT)).json()
        await first.kill()
    async with servers.serve(artist=GATED) as second:
        await second.post(unfinished, ASYNC)
        await second.until(unfinished, panel=1)
        await second.kill()

    servers.gate.touch()
    async with servers.serve(artist=GATED) as third:
        same = await third.post(finished, ASYNC)
        conflict = await third.post({**unfinished, "inputParams": {"prompt": "A dog"}}, ASYNC)
        state = await third.until(unfinished, status="succeeded")

        assert await same.json() == done
        assert conflict.status == 409
        assert (state["seed"], state["attempt"]) == (77, 1)
        assert state["s3Url"] == f"s3://local/jobs/{unfinished['uuid']}/page.png"


async def test_sigkill_while_drawing_leaves_no_artist_process(servers: ServerStarter) -> None:
    async with servers.serve("--capacity", "2", artist=GATED) as served:
        bodies = [new_body(), new_body()]
        for body in bodies:
            await served.post(body, ASYNC)
        for body in bodies:
            await served.until(body, panel=1)
        children = children_of(served.process.pid)

        served.process.kill()

        assert len(children) == 2
        assert await have_exited(children)


async def test_sigterm_while_drawing_is_a_clean_exit(servers: ServerStarter) -> None:
    async with servers.serve(artist=GATED) as served:
        body = new_body()
        await served.post(body, ASYNC)
        await served.until(body, panel=1)
        children = children_of(served.process.pid)

        served.process.terminate()

        assert await served.wait() == 0
        assert await have_exited(children)
        assert not [path for path in files_in(servers.folder) if path.suffix == ".part"]
    servers.gate.touch()
    async with servers.serve(artist=GATED) as successor:
        await successor.until(body, status="succeeded")


async def test_sigterm_answers_held_requests(servers: ServerStarter) -> None:
    async with servers.serve(artist=GATED) as served:
        plain, asynchronous = new_body(), new_body()
        held = [
            asyncio.create_task(served.post(plain, {})),
            asyncio.create_task(served.post(asynchronous, WAIT)),
        ]
        await served.until_accepted(asynchronous)
        await served.until_accepted(plain)

        served.process.terminate()

        answers = [await task for task in held]
        assert [answer.status for answer in answers] == [503, 202]
        assert await served.wait() == 0


async def test_the_server_exits_when_the_parent_pipe_closes(servers: ServerStarter) -> None:
    stdin, parent = os.pipe()
    async with servers.serve("--parent-pipe", artist=GATED, stdin=stdin) as served:
        os.close(stdin)
        body = new_body()
        await served.post(body, ASYNC)
        await served.until(body, panel=1)
        children = children_of(served.process.pid)

        os.close(parent)

        assert await served.wait() == 0
        assert await have_exited(children)


async def test_a_killed_artist_process_is_replaced_and_the_comic_drawn(
    servers: ServerStarter,
) -> None:
    async with servers.serve(artist=GATED) as served:
        body = new_body()
        await served.post(body, ASYNC)
        await served.until(body, panel=1)

        for child in children_of(served.process.pid):
            os.kill(child, signal.SIGKILL)
        servers.gate.touch()

        await served.until(body, status="succeeded")


async def test_a_running_comic_can_be_canceled(servers: ServerStarter) -> None:
    async with servers.serve(artist=ENDLESS) as served:
        body = new_body()
        await served.post(body, ASYNC)
        await served.until(body, panel=1)
        url = served.url.removesuffix("generate") + f"jobs/{body['uuid']}/cancel"

        answer = await served.session.post(url)

        assert answer.status == 202
        await served.until(body, status="canceled")
        assert files_in(servers.images) == []


async def test_stdout_has_only_the_start_line_and_stderr_json_logs(servers: ServerStarter) -> None:
    async with servers.serve() as served:
        await served.ready()
        await served.post(new_body("A secret wish"), WAIT)

        served.process.terminate()
        async with asyncio.timeout(SECONDS):
            rest, errors = await served.process.communicate()

        assert rest == b""
        events = [json.loads(line)["event"] for line in errors.splitlines()]
        assert {"artist_process_started", "job_accepted", "job_finished", "pipeline_stopped"} <= {
            *events
        }
        assert b"secret wish" not in errors


async def test_token_and_callback_secret_are_read_from_the_environment(
    servers: ServerStarter,
) -> None:
    secret = "whsec_Y29taWNhaS1leGFtcGxlLXNlY3JldC0wMTIzNDU2Nzg5"
    async with servers.serve(env={TOKEN_VARIABLE: "t0ken", SECRET_VARIABLE: secret}) as served:
        without = await served.post(new_body(), WAIT)
        with_it = await served.post(new_body(), {**WAIT, "Authorization": "Bearer t0ken"})

        assert (without.status, with_it.status) == (401, 200)
        assert "callback" in (await served.get("health"))["features"]
        served.process.terminate()
        _, errors = await served.process.communicate()
        assert b"t0ken" not in errors


def test_a_second_server_cannot_use_the_same_data_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with exclusive_lock(tmp_path):
        status = run(Settings(data=tmp_path, folder=tmp_path, lock_seconds=0))

    assert status == 1
    assert capsys.readouterr().err == f"another pipeline is using {tmp_path}\n"


async def test_a_port_in_use_is_an_error_message(servers: ServerStarter) -> None:
    async with servers.serve() as served:
        port = served.url.split(":")[2].removesuffix("/generate")
        second = await servers.start("--port", port, "--data", str(servers.folder / "other"))
        async with asyncio.timeout(SECONDS):
            _, errors = await second.communicate()

        assert second.returncode == 1
        assert b"cannot start" in errors
        assert b"Traceback" not in errors


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--store", "s3"], b"--store s3 needs --bucket"),
        (["--capacity", "0"], b"at least 1"),
        (["--reject-words", "/does/not/exist"], b"--reject-words"),
        (["--port", "http"], b"--port"),
        (["--start-seconds", "0"], b"--start-seconds must be"),
    ],
)
async def test_an_invalid_option_is_an_error_message(
    servers: ServerStarter, options: list[str], sentence: bytes
) -> None:
    process = await servers.start(*options)
    async with asyncio.timeout(SECONDS):
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert sentence in errors


KEY = "sk-" + 40 * "x"


@pytest.mark.parametrize(
    ("artist", "env", "sentence"),
    [
        ("oil", {}, "artist.kind: oil is unknown; there are: sketch, images, a1111, diffusers"),
        ("a1111", {}, "artist.url: needed for a1111, like http://127.0.0.1:7860"),
        ("images", {}, "artist.token: needed for images, unless artist.url is another server"),
        (
            "images",
            {"COMICAI_ARTIST__URL": f"https://me:{KEY}@api.example.org/v1"},
            "artist.url: must not contain a user name or password; use the token",
        ),
        (
            "images",
            {"COMICAI_ARTIST__URL": f"ftp://api.example.org/{KEY}"},
            "artist.url: must be like https://api.example.org/v1",
        ),
        (
            "images",
            {"COMICAI_ARTIST__TOKEN": f"{KEY}\n"},
            "artist.token: must be plain ASCII, without spaces and line breaks",
        ),
        (
            "sketch",
            {"COMICAI_PLANNER__TOKEN": f"{KEY}\xfc"},
            "planner.token: must be plain ASCII, without spaces and line breaks",
        ),
        (
            "sketch",
            {"COMICAI_ARTIST__PARALLEL": "33"},
            "artist.parallel: must be less than or equal to 32",
        ),
        ("sketch", {"COMICAI_ARTIST__OPTIONS": KEY}, "artist.options: must be JSON"),
        (
            "sketch",
            {"COMICAI_MODERATION__PICTURES": KEY},
            "moderation.pictures: must be '', 'service', 'local' or 'off'",
        ),
    ],
)
async def test_a_bad_setting_is_one_sentence_without_secrets(
    servers: ServerStarter, artist: str, env: Env, sentence: str
) -> None:
    process = await servers.start(artist=artist, env={"COMICAI_ARTIST__TOKEN": "", **env})
    async with asyncio.timeout(SECONDS):
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert errors.decode() == f"{sentence}\n"


@pytest.mark.parametrize("moderation", ["", "service"])
async def test_a_model_paints_for_others_only_with_a_check(
    servers: ServerStarter, moderation: str
) -> None:
    env = {
        "COMICAI_ARTIST__TOKEN": "",
        "COMICAI_ARTIST__URL": "http://127.0.0.1:9/v1",
        "COMICAI_MODERATION__PICTURES": moderation,
    }
    process = await servers.start("--host", "0.0.0.0", artist="images", env=env)
    async with asyncio.timeout(SECONDS):
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert errors.startswith(b"moderation.")
    assert errors.count(b"\n") == 1


async def test_a_malformed_secret_is_an_error_message(servers: ServerStarter) -> None:
    process = await servers.start(env={SECRET_VARIABLE: "not one"})
    async with asyncio.timeout(SECONDS):
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert b"whsec_" in errors
    assert b"not one" not in errors


async def test_comics_are_stored_in_a_bucket(servers: ServerStarter) -> None:
    moto = ThreadedMotoServer("127.0.0.1", port=0)
    moto.start()
    host, port = moto.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket="comics")
    options = ("--store", "s3", "--bucket", "comics", "--endpoint-url", endpoint)
    try:
        async with servers.serve(*options, env=keys) as served:
            body = new_body()

            state = await (await served.post(body, WAIT)).json()

            key = f"jobs/{body['uuid']}/page.png"
            assert state["s3Url"] == f"{endpoint}/comics/{key}"
            stored = await asyncio.to_thread(client.get_object, Bucket="comics", Key=key)
            assert stored["ContentType"] == "image/png"
    finally:
        moto.stop()


async def test_an_artist_that_cannot_be_loaded_keeps_the_server_unready(
    servers: ServerStarter,
) -> None:
    async with servers.serve(artist="no.such:artist") as served:
        state = await (await served.post(new_body(), WAIT)).json()

        assert state["error"]["code"] == "internal"
        assert (await served.get("health"))["ready"] is False


async def test_after_sigint_the_port_is_closed(servers: ServerStarter) -> None:
    port = free_port()
    async with servers.serve("--port", str(port)) as served:
        assert served.url == f"http://127.0.0.1:{port}/generate"
        served.process.send_signal(signal.SIGINT)
        assert await served.wait() == 0

        with pytest.raises(aiohttp.ClientConnectorError):
            await served.get("health")


async def test_a_server_that_nobody_asks_exits_and_scanners_do_not_count(
    servers: ServerStarter,
) -> None:
    env = {TOKEN_VARIABLE: "token"}
    async with servers.serve("--exit-when-idle", "0.03", env=env) as server:
        root = server.url.removesuffix("generate")
        for _ in range(30):  # longer than the limit of 1.8 s
            async with server.session.get(root + "health"):
                await asyncio.sleep(0.1)
        assert server.process.returncode is None

        with contextlib.suppress(aiohttp.ClientError):  # until it has stopped listening
            while True:
                async with server.session.get(root + "wp-login.php") as answer:
                    assert answer.status in {401, 404}
                async with server.session.get(root + "jobs/1") as answer:
                    assert answer.status == 401
                await asyncio.sleep(0.1)

        assert await server.process.wait() == EXITED_IDLE
