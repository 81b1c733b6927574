"""Pagination cursors: the position where a page of a newest-first list ended, as text."""

from __future__ import annotations

import base64
import struct
from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.errors import InvalidOptionsError
from core.models.comics import Cursor
from core.models.identity import JobId

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHAPE = struct.Struct(">q16s")  # microseconds since the epoch, UUID


def encode_cursor(cursor: Cursor) -> str:
    """Return 32 characters that need no escaping in a URL, a custom id or callback data."""
    microseconds = (cursor.created_at - EPOCH) // timedelta(microseconds=1)
    packed = SHAPE.pack(microseconds, cursor.id.bytes)
    return base64.urlsafe_b64encode(packed).decode()


def decode_cursor(text: str) -> Cursor:
    """Return the position that the text encodes. Raises InvalidOptionsError."""
    try:
        packed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        microseconds, id_bytes = SHAPE.unpack(packed)
        created_at = EPOCH + timedelta(microseconds=microseconds)
        return Cursor(created_at, JobId(UUID(bytes=id_bytes)))
    except (ValueError, OverflowError, struct.error) as error:
        raise InvalidOptionsError({"cursor": "must be the nextCursor of a page before"}) from error
