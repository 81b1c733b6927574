"""Tests of the benchmarks of a crowd: every picture is counted, and both bots have equal terms."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from bench.capacity import keeps_up
from bench.child_processes import running
from bench.cpu_time import cpu_seconds
from bench.crowd_bots import Bot, Conditions, Served
from bench.crowds import rows_of
from bench.programs.arrivals import Arrivals, SentCommand
from bench.programs.generator_client import Drawings

COUNT, PLACES = 8, 2
BURN = "sum(range(20_000_000))"


def seen(*seconds: float | None) -> list[SentCommand]:
    """Return commands that are sent at 0, 1, 2 ..., and answered after these seconds."""
    return [
        SentCommand(
            at, None if took is None else at + took / 2, None if took is None else at + took
        )
        for at, took in enumerate(seconds)
    ]


@pytest.mark.servers
@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_the_leanest_bot_and_comicai_serve_a_crowd_in_the_same_places(
    platform: str, tmp_path: Path
) -> None:
    conditions = Conditions(
        platform=platform, places=PLACES, drawing_seconds=0.3, picture_bytes=20_000
    )

    async with (
        conditions.floor(tmp_path / "floor") as floor,
        conditions.product(tmp_path / "sqlite", {}) as comicai,
    ):
        for bot in (floor, comicai):
            await expect_every_picture(bot)


async def expect_every_picture(bot: Bot) -> None:
    served = await bot.serve(COUNT, 0.2)

    assert len(served.sent) == len(served.pictures) == len(served.first_words) == COUNT
    assert served.missing == 0
    assert served.cpu_seconds > 0
    assert all(
        words < picture for words, picture in zip(served.first_words, served.pictures, strict=True)
    )
    assert await bot.generator.call("drawn") == {"comics": COUNT, "again": 0}
    assert 0 < await bot.generator.call("most_at_once") <= PLACES


@pytest.mark.servers
async def test_a_user_alone_sends_every_command_and_a_crowd_has_only_newcomers(
    tmp_path: Path,
) -> None:
    conditions = Conditions(platform="discord", places=PLACES, drawing_seconds=0.0)

    async with conditions.floor(tmp_path) as bot:
        await bot.serve(2, 0, same_user=True)
        assert await bot.fake.call("requesters") == 1
        await bot.serve(3, 0)
        assert await bot.fake.call("requesters") == 4


@pytest.mark.servers
async def test_the_generator_draws_as_many_as_it_reports_and_queues_the_others(
    tmp_path: Path,
) -> None:
    arguments = (f"--capacity={PLACES}", "--seconds=0.2", f"--folder={tmp_path / 'images'}")
    async with (
        running("generator", *arguments, folder=tmp_path) as generator,
        aiohttp.ClientSession() as http,
    ):
        drawings = Drawings(http, await generator.call("submit_url"), tmp_path / "images", places=6)
        began = time.monotonic()

        pictures = await asyncio.gather(*(drawings.draw("a cat") for _ in range(6)))

        assert time.monotonic() - began >= 3 * 0.2
        assert all(picture.startswith(b"\x89PNG") for picture in pictures)
        assert await generator.call("most_at_once") == PLACES


@pytest.mark.servers
@pytest.mark.mariadb
@pytest.mark.timeout(240)
def test_the_benchmark_prints_the_rows_of_both_databases(tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    command = (sys.executable, "-m", "bench", "crowd_discord", "--quick", f"--out={out}")

    done = subprocess.run(command, capture_output=True, text=True, timeout=220, check=False)

    assert done.returncode == 0, done.stderr
    text = out.read_text()
    for crowd in ("50", "500"):
        for database in ("sqlite", "mariadb"):
            prefix = f"crowd_discord_{crowd}_{database}"
            for what in ("picture_p50", "first_words_p99", "last_picture", "missing", "cpu"):
                assert f'"{prefix}_{what}"' in text
        assert f'"crowd_discord_{crowd}_mariadb_statements"' in text


def test_a_picture_that_never_came_fails_its_row_and_counts_nowhere_else() -> None:
    ours = Served(seen(2.0, None, 4.0), cpu_seconds=0.3, after_last=4.0)
    floor = Served(seen(1.0, 1.0, 1.0), cpu_seconds=0.03, after_last=1.0)

    rows = {row.name: row for row in rows_of("crowd", ours, floor)}

    assert (rows["crowd_missing"].measured, rows["crowd_missing"].ok) == (1, False)
    assert all(row.ok for name, row in rows.items() if name != "crowd_missing")
    assert (rows["crowd_picture_p50"].measured, rows["crowd_picture_p50"].ratio) == (3.0, 3.0)
    assert (rows["crowd_cpu"].measured, rows["crowd_cpu"].floor) == (150, 10)
    assert rows["crowd_last_picture"].measured == 4.0


def test_what_the_users_without_a_picture_last_read_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused = [SentCommand(0.0, 1.0, text="Try again"), SentCommand(1.0, 2.0, text="Try again")]

    Served([*seen(1.0), *refused]).report_missing("crowd")

    assert capsys.readouterr().err == "crowd: no picture for 2, who last read 'Try again'\n"


def test_turns_add_up_and_keep_the_longest_wait_for_the_last_picture() -> None:
    both = Served(seen(1.0), 0.1, 2.0) + Served(seen(None, 3.0), 0.2, 1.0)

    assert both.pictures == [1.0, 3.0]
    assert both.missing == 1
    assert both.cpu_seconds == pytest.approx(0.3)
    assert both.after_last == 2.0


def test_a_bot_keeps_up_while_less_is_open_than_comes_in_a_second() -> None:
    steady = Served(seen(*[0.5] * 10))
    growing = Served(seen(*[0.5] * 4, None, None, *[0.5] * 4))

    assert keeps_up(steady, rate=2.0)
    assert not keeps_up(growing, rate=2.0)


async def test_a_crowd_arrives_at_the_same_moments_in_every_run() -> None:
    async def moments() -> list[float]:
        loop = asyncio.get_running_loop()
        began, arrivals = loop.time(), Arrivals()

        async def command(_number: int) -> SentCommand:
            return SentCommand(loop.time() - began, picture_at=1.0)

        await arrivals.send(5, 0.3, command)
        await arrivals.until_complete()
        return [each.sent_at for each in arrivals.sent]

    first, again = await moments(), await moments()

    assert first == pytest.approx(again, abs=0.1)
    assert first == sorted(first)
    assert first[-1] < 1.0


def test_cpu_time_includes_children_that_run_and_those_that_have_ended() -> None:
    before = cpu_seconds(os.getpid())
    subprocess.run((sys.executable, "-c", BURN), check=True)
    ended = cpu_seconds(os.getpid()) - before
    with subprocess.Popen((sys.executable, "-c", f"{BURN}; input()"), stdin=subprocess.PIPE) as it:
        running_too = _until_it_burned(before + ended)
        it.communicate(b"\n")

    assert ended > 0.1
    assert running_too


def _until_it_burned(before: float) -> bool:
    for _ in range(200):
        if cpu_seconds(os.getpid()) > before + 0.1:
            return True
        time.sleep(0.05)
    return False
