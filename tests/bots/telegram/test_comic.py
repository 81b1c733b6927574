"""`/comic` and plain text, from the words to the picture."""

from __future__ import annotations

import pytest

from tests.bots.telegram.stage import PROMPT, Stage

pytestmark = pytest.mark.servers


async def test_a_sentence_becomes_a_picture_in_the_very_message_that_was_the_receipt(
    stage: Stage,
) -> None:
    message = await stage.drawn()

    await stage.settled()
    delivery = await stage.delivery()
    assert message.kind == "photo"
    assert PROMPT in message.caption
    assert stage.chat.from_bot() == [message]
    assert delivery.destination.message_id == str(message.message_id)
