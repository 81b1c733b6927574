"""`/comic`, from the command to the picture."""

from __future__ import annotations

import pytest

from core.models.jobs import JobState
from tests.bots.discord.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_a_sentence_becomes_a_picture_in_the_answer(stage: AdapterHarness) -> None:
    interaction = await stage.drawn()

    [message] = stage.general.messages_seen_by(stage.bob)
    job = await stage.job_of(interaction)
    delivery = await stage.settled(interaction)
    assert message is interaction.original
    assert len(message.pictures) == 1
    assert PROMPT in message.content
    assert message.attachments[0].description == PROMPT
    assert job.state is JobState.DRAWN
    assert delivery.destination.message_id == str(message.id)
