"""A network that drops everything for a while, as in an outage of half a minute.

Time-outs are reduced to a twentieth: the outage is long for them, and short for the test. With
FULL_LENGTH=1 both have their real length.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from yarl import URL

from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from tests.bots.telegram.adapter import TIMEOUT, AdapterHarness, running_harness
from tests.durations import FULL_LENGTH
from tests.fakes.telegram import FakeTelegram
from tests.proxy import TcpProxy

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

SHORT = {
    "bots.telegram.api_client.TEXT_SECONDS": 0.6,
    "bots.telegram.api_client.PICTURE_SECONDS": 1.5,
    "bots.telegram.polling.POLL_SECONDS": 1,  # Telegram takes whole ones
    "bots.telegram.polling.READ_MARGIN_SECONDS": 0.5,
}
DELAYS = DEFAULT_DELAYS if FULL_LENGTH else ChatDelays(polling=(0.05, 1.5))
LONGEST = 120.0 if FULL_LENGTH else TIMEOUT  # seconds
TIMES = {"tests.bots.telegram.adapter.TIMEOUT": LONGEST} | ({} if FULL_LENGTH else SHORT)
CUT = 30.0 if FULL_LENGTH else 1.5  # seconds: half a minute
# A user who waits for more than half a minute gets one notice.
OUTAGE_NOTICES = 1 if FULL_LENGTH else 0


@pytest.fixture
async def network(
    fake: FakeTelegram, unlimited_rates: None, monkeypatch: pytest.MonkeyPatch
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
async def harness(
    fake: FakeTelegram, network: TcpProxy, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    telegram = {"token": fake.token, "api_base": f"http://127.0.0.1:{network.own_port}"}
    async with running_harness(
        fake, tmp_path, migrated_file, delays=DELAYS, telegram=telegram
    ) as harness:
        yield harness


async def test_comics_and_requests_during_a_network_failure_are_delivered_once(
    harness: AdapterHarness, network: TcpProxy
) -> None:
    harness.generator.hold()
    await harness.say("/comic before the cut")
    await harness.generator.next_submission()
    await harness.wait_until_handled()

    network.silent = True
    harness.generator.resume()
    bobs = harness.fake.private(harness.bob)
    await harness.say("/comic during the cut", bobs, harness.bob)
    await harness.wait_for_attempts(1)
    await asyncio.sleep(CUT)
    network.silent = False
    network.cut()  # dropped packets are not delivered later
    await harness.fake.until(bobs.pictures, "the second comic", seconds=LONGEST)
    await harness.wait_until_unleased()
    await harness.skip_backoff()
    await harness.wait_until_delivered()

    for chat, prompt in ((harness.chat, "before the cut"), (bobs, "during the cut")):
        assert [message.body for message in chat.pictures()] == [prompt]
    assert (len(harness.chat.from_bot()), len(bobs.from_bot())) == (1 + OUTAGE_NOTICES, 1)
    assert len(harness.generator.submissions) == 2
