"""A new process resumes the work of the one before."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.parts import TELEGRAM, WEB
from bots.telegram import status_messages
from tests.bots.telegram.adapter import running_harness
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("in_group", [False, True])
async def test_progress_updates_resume_after_a_restart(
    fake: FakeTelegram,
    tmp_path: Path,
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_group: bool,
) -> None:
    for interval in ("EDIT_INTERVAL", "PRIVATE_EDIT_INTERVAL"):
        monkeypatch.setattr(status_messages, interval, 0.0)
    async with running_harness(fake, tmp_path, migrated_file) as harness:
        chat = harness.chat
        if in_group:
            chat = await fake.group(harness.ada, harness.bob, title="Comics")
        harness.generator.hold()
        await harness.say("/comic a cat opens a bakery on the moon", chat)
        await harness.generator.next_submission()
        message = await harness.wait_for_text("bakery", chat)

    alone = frozenset({WEB, TELEGRAM})  # the generator keeps drawing
    async with running_harness(fake, tmp_path, None, harness, parts=alone) as harness:
        await harness.execute(
            "UPDATE jobs SET state = 'drawing', stage = 'rendering', panel = 3, panel_count = 4"
        )
        await fake.until(lambda: "panel 3 of 4" in (message.text or ""), "word of it")
        assert "Cancel" in str(message.buttons)

    async with running_harness(fake, tmp_path, None, harness) as harness:
        await harness.execute("UPDATE jobs SET state = 'queued', stage = NULL, lease_owner = NULL")
        await harness.running.app.job_queue.notify_drawing()
        await asyncio.wait_for(harness.wait_for_picture(chat), 20)
        await harness.wait_until_delivered()
    assert len(chat.pictures()) == 1
