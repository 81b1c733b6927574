"""Text about who gets the words and pictures of users."""

from __future__ import annotations

from collections.abc import Sequence

from core.models.recipients import Recipient, Role
from core.sentences.catalogue import sentence

_SENTENCES = {
    Role.GENERATOR: "recipient_generator",
    Role.PAINTER: "recipient_painter",
    Role.PLANNER: "recipient_planner",
    Role.MODERATION: "recipient_moderation",
}


def recipients_text(recipients: Sequence[Recipient], locale: str) -> str:
    """Return one sentence per recipient, and that there are no others."""
    if not recipients:
        return sentence("recipient_none", locale)
    told = [sentence(_key_of(each), locale, host=each.host) for each in recipients]
    return " ".join([*told, sentence("recipient_no_other", locale)])


def _key_of(recipient: Recipient) -> str:
    if recipient.gets_pictures:
        return "recipient_moderation_of_pictures"
    return _SENTENCES[recipient.role]
