"""Tests of `comicai doctor`: running the checks, and the findings of each."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from bots.data_folder import DataFolder
from bots.terminal import checks
from bots.terminal.checks_notify import check_notify
from bots.terminal.diagnoses import DiagnosedError, diagnose_mysql, diagnose_s3
from bots.terminal.doctor import Finding, checks_of, examine, show
from core.config.settings import Config
from tests.fakes.discord import FakeDiscord
from tests.fakes.generator import FakeGenerator, Fault, folder_store
from tests.fakes.telegram import FakeTelegram
from tests.servers import MariaDbServer, RedisServer
from tests.servers_s3 import S3Server, moto_server, rclone_server
from tests.tls_server import tls_server


def config_with(folder: Path, **sections: dict[str, object]) -> Config:
    images = {"min_free_mb": 0, **sections.pop("images", {})}
    return Config.model_validate({"data_dir": folder / "data", "images": images, **sections})


def closed_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
    return port


# --- Examining ------------------------------------------------------------------------------------


async def test_all_checks_run_concurrently_and_are_sorted_by_name() -> None:
    met = asyncio.Barrier(3)

    async def check() -> str:
        await met.wait()
        return "well"

    findings = await examine({"c": check, "a": check, "b": check}, seconds=5)

    assert findings == [Finding(name, detail="well") for name in "abc"]


async def test_a_check_that_times_out_is_a_problem() -> None:
    async def check() -> str:
        await asyncio.Event().wait()
        return "never returned"

    (finding,) = await examine({"slow": check}, seconds=0.01)

    assert "no answer" in finding.problem


async def test_a_check_that_crashes_does_not_hide_the_others() -> None:
    async def crash() -> str:
        raise KeyError("unexpected")

    async def check() -> str:
        return "well"

    findings = await examine({"a": crash, "b": check})

    assert "KeyError" in findings[0].problem
    assert findings[1] == Finding("b", detail="well")


def test_a_problem_is_shown_with_its_fix() -> None:
    text = io.StringIO()

    show(
        [Finding("a", detail="well [1]"), Finding("b", problem="ill [2]", fix="mend [3]")],
        Console(file=text, width=80),
    )

    lines = [line.split() for line in text.getvalue().splitlines()]
    assert lines == [
        ["ok", "a", "well", "[1]"],
        ["broken", "b", "ill", "[2]"],
        ["→", "mend", "[3]"],
    ]


async def test_a_fresh_installation_has_no_problems(tmp_path: Path) -> None:
    findings = await examine(checks_of(config_with(tmp_path, web={"port": 0})))

    assert [finding for finding in findings if finding.problem] == []


# --- The machine ----------------------------------------------------------------------------------


async def test_a_data_folder_that_cannot_be_created_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file instead of a folder")

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_data_folder(config_with(tmp_path))

    assert "data_dir" in caught.value.fix


async def test_a_full_disk_is_a_problem(tmp_path: Path) -> None:
    config = config_with(tmp_path, images={"min_free_mb": 10**9})

    with pytest.raises(DiagnosedError, match="MB left"):
        await checks.check_data_folder(config)


async def test_a_weak_secret_is_a_problem(tmp_path: Path) -> None:
    config = config_with(tmp_path, web={"host": "0.0.0.0", "jwt_secret": "secret"})

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_secrets(config)

    assert "token_urlsafe" in caught.value.fix


async def test_a_port_in_use_is_a_problem(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = config_with(tmp_path, web={"port": taken.getsockname()[1]})

        with pytest.raises(DiagnosedError, match="in use"):
            await checks.check_web_port(config)


async def test_a_port_used_by_the_own_server_is_no_problem(tmp_path: Path) -> None:
    config = config_with(tmp_path)
    folder = DataFolder(config.data_dir)
    folder.make()

    with folder.running():
        folder.announce("http://127.0.0.1:5000")
        assert "ComicAI is running" in await checks.check_web_port(config)


async def test_a_front_end_without_a_token_is_off(tmp_path: Path) -> None:
    config = config_with(tmp_path)

    assert await checks.check_discord(config) == "off: no token is set"
    assert await checks.check_telegram(config) == "off: no token is set"


async def test_the_discord_check_names_the_application_and_its_installation_links(
    tmp_path: Path,
) -> None:
    fake = FakeDiscord()
    async with fake.running():
        config = config_with(tmp_path, discord={"token": fake.token, "api_base": fake.api_base})

        detail = await checks.check_discord(config)

    assert "comicai" in detail
    assert f"client_id={fake.bot.id}&scope=bot+applications.commands&integration_type=0" in detail
    assert f"client_id={fake.bot.id}&scope=applications.commands&integration_type=1" in detail
    assert fake.token not in detail


async def test_the_telegram_check_names_the_bot_and_its_link(tmp_path: Path) -> None:
    async with FakeTelegram().running() as fake:
        config = config_with(tmp_path, telegram={"token": fake.token, "api_base": fake.url})

        detail = await checks.check_telegram(config)

    assert "@ComicBot, https://t.me/ComicBot" in detail
    assert fake.token not in detail


async def test_a_token_rejected_by_telegram_is_a_problem(tmp_path: Path) -> None:
    async with FakeTelegram().running() as fake:
        config = config_with(tmp_path, telegram={"token": "1:hunter2", "api_base": fake.url})

        with pytest.raises(DiagnosedError) as caught:
            await checks.check_telegram(config)

    assert "hunter2" not in f"{caught.value.problem} {caught.value.fix}"
    assert "BotFather" in caught.value.fix


async def test_a_token_rejected_by_discord_is_a_problem(tmp_path: Path) -> None:
    fake = FakeDiscord()
    async with fake.running():
        config = config_with(tmp_path, discord={"token": "hunter2", "api_base": fake.api_base})

        with pytest.raises(DiagnosedError, match="rejected") as caught:
            await checks.check_discord(config)

    assert "hunter2" not in str(caught.value)


async def test_the_chats_for_operator_notices_are_named(tmp_path: Path) -> None:
    discord = FakeDiscord()
    guild = discord.add_guild("Comics", discord.add_user("ada"))
    channel = discord.add_channel(guild, "ops")
    async with discord.running(), FakeTelegram().running() as telegram:
        group = await telegram.group(telegram.user("Ada"), title="Operators")
        config = config_with(
            tmp_path,
            discord={"token": discord.token, "api_base": discord.api_base},
            telegram={"token": telegram.token, "api_base": telegram.url},
            ops={"notify": f"discord:{channel.id},telegram:{group.id}"},
        )

        detail = await check_notify(config)

    assert detail == "alerts go to: ops (discord), Operators (telegram)"


async def test_a_chat_without_access_is_a_problem(tmp_path: Path) -> None:
    discord = FakeDiscord()
    async with discord.running(), FakeTelegram().running() as telegram:
        problems = []
        for target in ("discord:1", "telegram:-1"):
            config = config_with(
                tmp_path,
                discord={"token": discord.token, "api_base": discord.api_base},
                telegram={"token": telegram.token, "api_base": telegram.url},
                ops={"notify": target},
            )
            with pytest.raises(DiagnosedError) as caught:
                await check_notify(config)
            problems.append(caught.value)

    assert all(
        problem.problem.startswith(target)
        for problem, target in zip(problems, ("discord:1", "telegram:-1"), strict=True)
    )
    assert all("ops.notify" in problem.fix for problem in problems)


async def test_operator_notices_need_a_token(tmp_path: Path) -> None:
    with pytest.raises(DiagnosedError, match=r"telegram\.token is not set"):
        await check_notify(config_with(tmp_path, ops={"notify": "telegram:1"}))

    assert "off" in await check_notify(config_with(tmp_path))


# --- The database ---------------------------------------------------------------------------------


async def test_a_missing_sqlite_file_is_not_created(tmp_path: Path) -> None:
    assert "first start" in await checks.check_database(config_with(tmp_path))
    assert not (tmp_path / "data").exists()


async def test_pending_migrations_are_a_problem(tmp_path: Path) -> None:
    config = config_with(tmp_path)
    config.data_dir.mkdir()
    (config.data_dir / "comicai.db").touch()

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_database(config)

    assert caught.value.fix == "Run: comicai migrate"


async def test_a_database_server_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    url = f"mysql://me:hunter2@127.0.0.1:{closed_port()}/comicai"

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_database(config_with(tmp_path, database={"url": url}))

    assert "DB_HOST" in caught.value.fix
    assert "hunter2" not in caught.value.problem


@pytest.mark.mariadb
async def test_the_version_of_the_database_server_is_shown(
    tmp_path: Path, mariadb_url: str
) -> None:
    config = config_with(tmp_path, database={"url": mariadb_url})

    detail = await checks.check_database(config)

    assert detail.startswith("MariaDB 1")
    assert detail.endswith("up to date")


@pytest.mark.mariadb
async def test_a_missing_database_is_a_problem(tmp_path: Path, mariadb: MariaDbServer) -> None:
    url = mariadb.url.set(database="nowhere").render_as_string(hide_password=False)

    with pytest.raises(DiagnosedError, match="no such database"):
        await checks.check_database(config_with(tmp_path, database={"url": url}))


def test_mysql_errors_are_diagnosed() -> None:
    denied = "(1045, \"Access denied for user 'me'@'localhost' (using password: YES)\")"

    assert "password" in diagnose_mysql(denied).problem
    assert diagnose_mysql("something else").problem == "something else"


# --- Redis ----------------------------------------------------------------------------------------


async def test_a_redis_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    config = config_with(tmp_path, engine={"url": f"redis://127.0.0.1:{closed_port()}/0"})

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_engine(config)

    assert "engine.url" in caught.value.fix


@pytest.mark.servers
async def test_the_version_of_redis_is_shown(tmp_path: Path, redis: RedisServer) -> None:
    config = config_with(tmp_path, engine={"url": redis.url})

    assert (await checks.check_engine(config)).startswith("Redis ")


# --- The generator --------------------------------------------------------------------------------


async def test_a_generator_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{closed_port()}/generate"

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_generator(config_with(tmp_path, generator={"url": url}))

    assert "ML_PIPELINE_URL" in caught.value.fix


async def test_a_generator_that_refuses_our_token_is_a_problem(tmp_path: Path) -> None:
    async with FakeGenerator(folder_store(tmp_path / "images")).running() as generator:
        config = config_with(tmp_path, generator={"url": generator.url})
        assert "contract level 1" in await checks.check_generator(config)
        generator.fail(Fault.UNAUTHORIZED)

        with pytest.raises(DiagnosedError) as caught:
            await checks.check_generator(config)

        assert "refuses our requests (unauthorized)" in caught.value.problem
        assert "generator.token" in caught.value.fix
        assert generator.drawn == []


async def test_a_plain_generator_is_not_asked_to_draw(tmp_path: Path) -> None:
    generator = FakeGenerator(folder_store(tmp_path / "images"))
    generator.level = 0
    async with generator.running():
        await checks.check_generator(config_with(tmp_path, generator={"url": generator.url}))

        assert generator.calls_to("submit") == []


async def test_a_certificate_that_is_not_valid_has_its_own_cure(tmp_path: Path) -> None:
    async with tls_server(tmp_path) as url:
        with pytest.raises(DiagnosedError) as caught:
            await checks.check_generator(config_with(tmp_path, generator={"url": url}))

    assert "(tls)" in caught.value.problem
    assert "certificate" in caught.value.fix


# --- Pictures -------------------------------------------------------------------------------------


async def test_the_probe_leaves_no_file_in_the_images_folder(tmp_path: Path) -> None:
    config = config_with(tmp_path)

    assert "folder" in await checks.check_images(config)
    assert [path for path in config.images_folder.rglob("*") if path.is_file()] == []


async def test_an_images_folder_that_cannot_be_created_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "images").write_text("a file instead of a folder")

    with pytest.raises(DiagnosedError, match="images"):
        await checks.check_images(config_with(tmp_path))


def s3_config(folder: Path, server: S3Server, **more: object) -> Config:
    images = {
        "store": "s3",
        "bucket": "comics",
        "endpoint_url": server.endpoint_url,
        "access_key_id": server.access_key_id,
        "secret_access_key": server.secret_access_key,
        **more,
    }
    return config_with(folder, images=images)


@pytest.fixture(scope="module")
def moto() -> Iterator[S3Server]:
    with moto_server() as server:
        yield server


@pytest.fixture(scope="module")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[S3Server, Path]]:
    folder = tmp_path_factory.mktemp("rclone")
    (folder / "comics").mkdir()
    with rclone_server(folder) as server:
        yield server, folder


@pytest.mark.servers
async def test_the_probe_leaves_no_object_in_the_bucket(
    tmp_path: Path, rclone: tuple[S3Server, Path]
) -> None:
    server, folder = rclone

    assert await checks.check_images(s3_config(tmp_path, server)) == "bucket comics"
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.servers
async def test_a_wrong_s3_secret_is_a_problem(
    tmp_path: Path, rclone: tuple[S3Server, Path]
) -> None:
    config = s3_config(tmp_path, rclone[0], secret_access_key="hunter2")

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_images(config)

    assert "AWS_SECRET_ACCESS_KEY" in caught.value.fix


@pytest.mark.servers
async def test_a_missing_bucket_is_a_problem(tmp_path: Path, moto: S3Server) -> None:
    with pytest.raises(DiagnosedError, match="no such bucket"):
        await checks.check_images(s3_config(tmp_path, moto, bucket="nowhere"))


async def test_an_s3_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    unreachable = S3Server(f"http://127.0.0.1:{closed_port()}")

    with pytest.raises(DiagnosedError) as caught:
        await checks.check_images(s3_config(tmp_path, unreachable))

    assert "images.endpoint_url" in caught.value.fix


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("RequestTimeTooSkewed", "clock"),
        ("AuthorizationHeaderMalformed", "region"),
        ("objects were not deleted: AccessDenied", "s3:DeleteObject"),
    ],
)
def test_s3_errors_are_diagnosed(text: str, word: str) -> None:
    error = diagnose_s3(text)

    assert word in f"{error.problem} {error.fix}"


def test_an_unknown_s3_error_is_shown_as_it_is() -> None:
    assert diagnose_s3("SlowDown").problem == "SlowDown"


def test_a_link_is_not_wrapped_in_a_narrow_terminal() -> None:
    link = f"https://discord.com/oauth2/authorize?client_id={'1' * 19}&scope=bot&permissions=1"
    console = Console(width=40, record=True, file=io.StringIO())

    show([Finding("discord", detail=f"comicai. Add it to a server: {link}")], console)

    assert link in console.export_text()
