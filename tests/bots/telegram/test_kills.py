"""A process that is killed at the worst moments loses nothing, and doubles nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bots.telegram.stage import PATIENCE
from tests.fakes.telegram import Chat, FakeTelegram
from tests.processes import comicai

pytestmark = pytest.mark.servers

# At each of these calls the process is killed while Telegram works on it. Telegram does what it
# was asked for all the same, as it does: whoever is dead cannot take anything back.
STEPS = {
    "sendmessage": "accepted, before the job is committed",
    "editmessagetext": "the job is committed, its receipt on its way",
    "editmessagemedia": "the picture on its way",
}


def arrival_of(fake: FakeTelegram, step: str) -> asyncio.Event:
    """Return an event that is set when the next such call arrives."""
    reached, delay = asyncio.Event(), fake.faults.delay

    async def notice(method: str) -> None:
        if method == step:
            reached.set()
        await delay(method)

    fake.faults.delay = notice  # type: ignore[method-assign] # nothing else needs to know
    return reached


async def pictures_in(fake: FakeTelegram, chat: Chat, count: int) -> None:
    await fake.until(lambda: len(chat.pictures()) >= count, f"picture {count}", seconds=30)


async def test_killed_at_each_step_each_comic_comes_once(tmp_path: Path) -> None:
    async with FakeTelegram().running() as fake:
        ada = fake.user("Ada")
        chat = fake.private(ada)
        settings = {"telegram__token": fake.token, "telegram__api_base": fake.url}
        for number, step in enumerate(STEPS):
            async with comicai(tmp_path, "run", **settings) as process:
                await process.ready()
                gate, reached = fake.faults.hold(step), arrival_of(fake, step)
                await fake.send(ada, chat, f"/comic story number {number}")
                async with asyncio.timeout(PATIENCE):
                    await reached.wait()
                await process.kill()
                gate.set()
                fake.faults.clear()
            fake.state.updates.repeat(*fake.state.updates.everything)
            async with comicai(tmp_path, "run", **settings) as process:
                await process.ready()
                await pictures_in(fake, chat, number + 1)
                await process.stop()

        shown = [message.caption for message in chat.pictures()]
        assert shown == [f"story number {number}" for number in range(len(STEPS))]
