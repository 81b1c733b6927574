"""Tests of the legacy form of message references."""

from __future__ import annotations

import pytest

from core.models.deliveries import MessageKind, MessageReference
from core.models.identity import Platform
from storage.legacy_message_id import from_legacy, to_legacy

RESPONSE, FOLLOW_UP, CHANNEL, INLINE = MessageKind
DISCORD, TELEGRAM = Platform.DISCORD, Platform.TELEGRAM

# Platform, chat of the delivery, legacy form, reference: every form that older releases wrote.
FORMS = [
    (DISCORD, "45", "123", MessageReference("45", "123", RESPONSE)),
    (DISCORD, "45", "?123", MessageReference("45", "123", RESPONSE, True)),
    (DISCORD, "45", "?", MessageReference("45", "", RESPONSE, True)),
    (DISCORD, "", "123", MessageReference("", "123", RESPONSE)),
    (DISCORD, "45", "+/123", MessageReference("45", "123", FOLLOW_UP)),
    (DISCORD, "45", "?+/123", MessageReference("45", "123", FOLLOW_UP, True)),
    (DISCORD, "45", "45/123", MessageReference("45", "123", CHANNEL)),
    (DISCORD, "45", "67/123", MessageReference("67", "123", CHANNEL)),
    (TELEGRAM, "-45", "123", MessageReference("-45", "123", CHANNEL)),
    (TELEGRAM, "-45", "678/123", MessageReference("678", "123", CHANNEL)),
    (TELEGRAM, "678", "-100456/123", MessageReference("-100456", "123", CHANNEL)),
    (TELEGRAM, "", "AgAAA-b_C", MessageReference("", "AgAAA-b_C", INLINE)),
    (TELEGRAM, "-45", "/AgAAA-b_C", MessageReference("", "AgAAA-b_C", INLINE)),
    (TELEGRAM, "", "678/123", MessageReference("678", "123", CHANNEL)),
]

MALFORMED = [
    (DISCORD, "45", "/"),
    (DISCORD, "45", "/123"),
    (DISCORD, "45", "45/"),
    (DISCORD, "45", "+/"),
    (DISCORD, "45", "?+/"),
    (DISCORD, "45", "??123"),
    (DISCORD, "45", "45/67/123"),
    (DISCORD, "45", "abc"),
    (DISCORD, "45", "abc/123"),
    (DISCORD, "45", "-45/123"),
    (DISCORD, "45", "١٢٣"),
    (DISCORD, "45", "123\n"),
    (TELEGRAM, "-45", "/"),
    (TELEGRAM, "-45", "-45/"),
    (TELEGRAM, "-45", "?123"),
    (TELEGRAM, "-45", "+/123"),
    (TELEGRAM, "-45", "abc"),
    (TELEGRAM, "-45", "@channel/123"),
    (TELEGRAM, "-45", "-45/67/123"),
    (Platform.WEB, "", "123"),
]


@pytest.mark.parametrize(("platform", "chat", "stored", "reference"), FORMS)
def test_every_form_is_read_and_written_back_unchanged(
    platform: Platform, chat: str, stored: str, reference: MessageReference
) -> None:
    assert from_legacy(stored, platform=platform, chat=chat) == reference
    assert to_legacy(reference, platform=platform, chat=chat) == stored


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("stored", [None, ""])
def test_an_absent_form_stands_for_no_message(platform: Platform, stored: str | None) -> None:
    assert from_legacy(stored, platform=platform, chat="45") is None
    assert to_legacy(None, platform=platform, chat="45") is None


@pytest.mark.parametrize(("platform", "chat", "stored"), MALFORMED)
def test_a_malformed_form_stands_for_no_message(platform: Platform, chat: str, stored: str) -> None:
    assert from_legacy(stored, platform=platform, chat=chat) is None


@pytest.mark.parametrize(
    ("platform", "reference"),
    [
        (DISCORD, MessageReference("", "123", INLINE)),
        (TELEGRAM, MessageReference("45", "123", RESPONSE)),
        (TELEGRAM, MessageReference("45", "123", FOLLOW_UP)),
        (TELEGRAM, MessageReference("45", "123", CHANNEL, True)),
        (Platform.WEB, MessageReference("45", "123", CHANNEL)),
    ],
)
def test_a_message_that_the_platform_lacks_has_no_form(
    platform: Platform, reference: MessageReference
) -> None:
    with pytest.raises(ValueError, match="no"):
        to_legacy(reference, platform=platform, chat="45")
