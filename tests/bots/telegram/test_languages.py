"""The languages of the command lists."""

from __future__ import annotations

from pathlib import Path

from telegram import Bot

from bots.telegram.command_sync import sync_commands
from core.sentences import CATALOGUE
from tests.fakes.telegram import FakeTelegram
from tests.german import MARK, with_german


async def test_commands_are_listed_in_every_language_of_the_catalogue(
    fake: FakeTelegram, tmp_path: Path
) -> None:
    async with Bot(fake.token, base_url=f"{fake.url}/bot") as bot:
        await sync_commands(bot)
        shipped = len(fake.call_log.to("setMyCommands"))
        await sync_commands(bot, with_german(tmp_path / "languages"))

    written = [call.params for call in fake.call_log.to("setMyCommands")[shipped:]]
    assert shipped == 3 * len(CATALOGUE.languages)
    assert [call["language_code"] for call in written] == ["de", "de", "de"]
    assert all(
        MARK + CATALOGUE.sentence("command_comic", "en") in str(call["commands"])
        for call in written
    )
