"""Cursors are encoded as text and decoded back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidOptionsError
from core.models.comics import Cursor
from core.models.identity import JobId
from core.runtime.cursors import EPOCH, decode_cursor, encode_cursor
from tests.core.job_services import unknown_job


@given(
    created_at=st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    comic_id=st.uuids(),
)
def test_a_cursor_fits_into_a_button_and_round_trips(created_at: datetime, comic_id: UUID) -> None:
    cursor = Cursor(created_at, JobId(comic_id))

    text = encode_cursor(cursor)

    assert len(text) <= 40
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    assert decode_cursor(text) == cursor


def test_the_encoding_of_cursors_is_stable_since_old_messages_contain_them() -> None:
    cursor = Cursor(
        datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
        JobId(UUID("0195b7a1-8c1f-7d3e-9f00-123456789abc")),
    )

    assert encode_cursor(cursor) == "AAZHXvZXTzUBlbehjB99Pp8AEjRWeJq8"
    assert decode_cursor("AAZHXvZXTzUBlbehjB99Pp8AEjRWeJq8") == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "no cursor",
        "AAZHXvZXTzUBlbehjB99Pp8AEjRW",
        "AAZHXvZXTzUBlbehjB99Pp8AEjRWeJq8AAAA",
        "AAZHXvZXTzUBlbehjB99Pp8AEjRWeJq8!",
        "AAZHXvZXTzUBlbehjB99Pp8A\nEjRWeJq8",
        "f_______TzUBlbehjB99Pp8AEjRWeJq8",
        "дорога",
    ],
)
def test_an_invalid_cursor_is_an_invalid_option(text: str) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        decode_cursor(text)

    assert caught.value.fields.keys() == {"cursor"}


def test_a_cursor_at_the_epoch_round_trips() -> None:
    cursor = Cursor(EPOCH, unknown_job())

    assert decode_cursor(encode_cursor(cursor)) == cursor
