"""Columns of message references: where the message of a delivery is.

For one release a reference is stored in two forms, see `storage/legacy_message_id.py`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row

from core.models.deliveries import MessageReference
from core.models.identity import Platform
from storage.legacy_message_id import from_legacy, to_legacy
from storage.tables import deliveries

# Rows of older releases have the legacy form only.
HAS_REFERENCE = deliveries.c.message_id.is_not(None)


def reference_columns(
    reference: MessageReference | None, *, platform: Platform, chat: str
) -> dict[str, Any]:
    """Return the values of the columns; *platform* and *chat* are the delivery's."""
    return {
        "message_id": to_legacy(reference, platform=platform, chat=chat),
        "reference_chat": reference.chat if reference else None,
        "reference_message": reference.message if reference else None,
        "reference_kind": reference.kind if reference else None,
        "upload_may_have_happened": reference is not None and reference.upload_may_have_happened,
    }


def reference_of(row: Row[Any]) -> MessageReference | None:
    """Return the reference in a row of `deliveries`.

    If the two forms differ, an older release has written the legacy form later.
    """
    reference = None
    if row.reference_kind is not None:
        reference = MessageReference(
            row.reference_chat,
            row.reference_message,
            row.reference_kind,
            row.upload_may_have_happened,
        )
    try:
        is_current = row.message_id == to_legacy(reference, platform=row.platform, chat=row.chat)
    except ValueError:
        is_current = False  # an older release has changed the platform, too
    if is_current:
        return reference
    return from_legacy(row.message_id, platform=row.platform, chat=row.chat)


def refers_to(
    reference: MessageReference | None, *, platform: Platform, chat: str
) -> ColumnElement[bool]:
    """Match the deliveries into that message."""
    return deliveries.c.message_id == to_legacy(reference, platform=platform, chat=chat)
