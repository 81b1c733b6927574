"""`/comic`, from the command to the image."""

from __future__ import annotations

import pytest

from core.models.deliveries import MessageKind, MessageReference
from core.models.jobs import JobState
from tests.bots.discord.adapter import PROMPT, AdapterHarness
from tests.pictures import make_picture

pytestmark = pytest.mark.servers


async def test_a_prompt_becomes_an_image_in_the_response(adapter: AdapterHarness) -> None:
    interaction = await adapter.draw_comic()

    [message] = adapter.general.messages_seen_by(adapter.bob)
    job = await adapter.job_of(interaction)
    delivery = await adapter.wait_for_delivery(interaction)
    assert message is interaction.original
    assert len(message.pictures) == 1
    assert PROMPT in message.content
    assert message.attachments[0].description == PROMPT
    assert job.state is JobState.DRAWN
    assert delivery.destination.message == MessageReference(
        str(adapter.general.id), str(message.id), MessageKind.INTERACTION_RESPONSE
    )


async def test_a_painted_page_is_uploaded_as_webp(adapter: AdapterHarness) -> None:
    adapter.generator.picture = make_picture("WEBP", width=800, height=600)

    interaction = await adapter.draw_comic(adapter.general)

    await adapter.wait_for_delivery(interaction)
    assert interaction.original
    [attachment] = interaction.original.attachments
    assert attachment.filename.endswith(".webp")
    assert attachment.data == adapter.generator.picture
