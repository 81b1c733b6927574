"""Load: everyone is answered, and the calls stay below Telegram's limits."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from limits import RateLimitItemPerSecond

from bots.telegram.rate_limit import RateLimits, TelegramRateLimiter
from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import AdapterHarness, running_harness
from tests.fakes.telegram import FakeTelegram, Message, User, Window

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]

MANY, GROUP = 200, 20


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, if available, so that thousands of commits do not wait for a disk."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else tmp_path
    with TemporaryDirectory(dir=where, prefix="comicai-") as folder:
        yield Path(folder)


@pytest.fixture
async def harness(
    fake: FakeTelegram, folder: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AdapterHarness]:
    # A window of a tenth of a minute keeps the test short; all other rates are the real ones.
    fake.state.flood.limits.group = Window(20, 6)
    rates = RateLimits(group=RateLimitItemPerSecond(19, 7))
    monkeypatch.setattr(
        "bots.telegram.api_client.TelegramRateLimiter",
        lambda _, **__: TelegramRateLimiter(rates=rates),
    )
    # A slow machine may take long to commit a large batch; that is not tested here.
    monkeypatch.setattr("bots.telegram.polling.COMMIT_SECONDS", 60.0)
    many = {"drawing": 16}  # so that the generator is not the bottleneck
    async with running_harness(fake, folder, migrated_file, engine=many) as harness:
        yield harness


def is_answer_to(user: User, message: Message) -> bool:
    """Return whether the message was first addressed to this user, by a reply or a mention."""
    if message.history[0].file is not None:
        return False
    replies = message.reply_to is not None and message.reply_to.sender is user
    return replies or user.id in message.notified


async def test_two_hundred_users_and_a_busy_group_get_each_comic_once(
    harness: AdapterHarness,
) -> None:
    users = [harness.fake.user(f"User {number}") for number in range(MANY)]
    chats = [harness.fake.private(user) for user in users]
    group = await harness.fake.group(*users[:GROUP], title="Comics")

    for number, (user, chat) in enumerate(zip(users, chats, strict=True)):
        await harness.say(f"/comic story number {number}", chat, user)
        if number < GROUP:
            await harness.say(f"/comic group story {number}", group, user)
    await harness.fake.until(
        lambda: all(chat.pictures() for chat in chats) and len(group.pictures()) == GROUP,
        "all pictures",
        seconds=200,
    )
    await harness.wait_until_delivered(DeliveryState.DELIVERED)

    assert [len(chat.pictures()) for chat in chats] == [1] * MANY
    assert {message.caption for message in group.pictures()} == {
        f"group story {number}" for number in range(GROUP)
    }
    for number, user in enumerate(users[:GROUP]):
        [message] = [each for each in group.pictures() if each.caption == f"group story {number}"]
        assert is_answer_to(user, message), f"{user} is not notified before the picture"
    assert all("limit" not in message.body for chat in chats for message in chat.from_bot())
    assert len(harness.generator.submissions) == MANY + GROUP
    assert harness.fake.state.flood.refusals < len(harness.fake.call_log.calls) / 20
