"""A network that swallows everything for a while, as one that was cut for half a minute does.

Time-outs are a twentieth of what they are: the cut is long for them, and short for the test. With
FULL_LENGTH=1 both are as long as in real life.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from yarl import URL

from tests.bots.telegram.adapter import PATIENCE, AdapterHarness, running_stage
from tests.durations import FULL_LENGTH
from tests.fakes.telegram import FakeTelegram
from tests.proxy import TcpProxy

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

SHORT = {
    "bots.telegram.api_client.TEXT_SECONDS": 0.6,
    "bots.telegram.api_client.PICTURE_SECONDS": 1.5,
    "bots.telegram.polling.POLL_SECONDS": 1,  # Telegram takes whole ones
    "bots.telegram.polling.READ_MARGIN_SECONDS": 0.5,
    "bots.telegram.polling.FIRST_DELAY": 0.05,
    "bots.telegram.polling.MAX_DELAY": 1.5,
}
LONGEST = 120.0 if FULL_LENGTH else PATIENCE  # seconds
TIMES = {"tests.bots.telegram.adapter.PATIENCE": LONGEST} | ({} if FULL_LENGTH else SHORT)
CUT = 30.0 if FULL_LENGTH else 1.5  # seconds: half a minute
# Who waits for more than half a minute is told once that it is there.
TOLD = 1 if FULL_LENGTH else 0


@pytest.fixture
async def network(
    fake: FakeTelegram, unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TcpProxy]:
    for name, value in TIMES.items():
        monkeypatch.setattr(name, value)
    url = URL(fake.url)
    assert url.host is not None
    assert url.port is not None
    proxy = TcpProxy(url.host, url.port)
    await proxy.start()
    yield proxy
    await proxy.close()


@pytest.fixture
async def stage(
    fake: FakeTelegram, network: TcpProxy, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    telegram = {"token": fake.token, "api_base": f"http://127.0.0.1:{network.own_port}"}
    async with running_stage(fake, tmp_path, migrated_file, telegram=telegram) as stage:
        yield stage


async def test_what_was_drawn_and_asked_while_the_network_was_cut_comes_afterwards_once(
    stage: AdapterHarness, network: TcpProxy
) -> None:
    stage.generator.hold()
    await stage.say("/comic before the cut")
    await stage.generator.next_order()
    await stage.handled()

    network.silent = True
    stage.generator.go_on()
    bobs = stage.fake.private(stage.bob)
    await stage.say("/comic during the cut", bobs, stage.bob)
    await stage.tried(1)
    await asyncio.sleep(CUT)
    network.silent = False
    network.cut()  # what was swallowed comes no more
    await stage.fake.until(bobs.pictures, "the second comic", seconds=LONGEST)
    await stage.free()
    await stage.hurry()
    await stage.settled()

    for chat, asked in ((stage.chat, "before the cut"), (bobs, "during the cut")):
        assert [message.body for message in chat.pictures()] == [asked]
    assert (len(stage.chat.from_bot()), len(bobs.from_bot())) == (1 + TOLD, 1)
    assert len(stage.generator.orders) == 2
