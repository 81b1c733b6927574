"""Cursors: text that a page's end becomes, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.cursors import EPOCH, decode_cursor, encode_cursor
from core.models import Cursor, JobId
from tests.core.scene import unknown_job


@given(
    created_at=st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    comic_id=st.uuids(),
)
def test_a_cursor_fits_into_a_button_and_comes_back_whole(
    created_at: datetime, comic_id: UUID
) -> None:
    cursor = Cursor(created_at, JobId(comic_id))

    text = encode_cursor(cursor)

    assert len(text) <= 40
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    assert decode_cursor(text) == cursor


def test_the_beginning_of_time_is_a_place_to_start_from() -> None:
    cursor = Cursor(EPOCH, unknown_job())

    assert decode_cursor(encode_cursor(cursor)) == cursor
