"""A process that comes after another one goes on where that left off."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.app import TELEGRAM, WEB
from bots.telegram import status_messages
from tests.bots.telegram.adapter import running_stage
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("in_group", [False, True])
async def test_people_are_told_again_how_far_it_is(
    fake: FakeTelegram,
    tmp_path: Path,
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_group: bool,
) -> None:
    monkeypatch.setattr(
        status_messages, "EDIT_SECONDS", dict.fromkeys(status_messages.EDIT_SECONDS, 0.0)
    )
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        chat = stage.chat
        if in_group:
            chat = await fake.group(stage.ada, stage.bob, title="Comics")
        stage.generator.hold()
        await stage.say("/comic a cat opens a bakery on the moon", chat)
        await stage.generator.next_order()
        message = await stage.said("bakery", chat)

    alone = frozenset({WEB, TELEGRAM})  # the drawing goes on elsewhere
    async with running_stage(fake, tmp_path, None, stage, parts=alone) as stage:
        await stage.change(
            "UPDATE jobs SET state = 'drawing', stage = 'rendering', panel = 3, panel_count = 4"
        )
        await fake.until(lambda: "panel 3 of 4" in (message.text or ""), "word of it")
        assert "Cancel" in str(message.buttons)

    async with running_stage(fake, tmp_path, None, stage) as stage:
        await stage.change("UPDATE jobs SET state = 'queued', stage = NULL, lease_owner = NULL")
        await stage.running.app.job_queue.notify_drawing()
        await asyncio.wait_for(stage.picture_in(chat), 20)
        await stage.settled()
    assert len(chat.pictures()) == 1
