"""Encoding of callback data."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.chat.callback_data import CODE_LIMIT, NOBODY, Action, CallbackData, decode, encode
from core.models.identity import JobId

COMIC = JobId(UUID("0195b7a1-8c1f-7d3e-9f00-123456789abc"))
SNOWFLAKE = "18446744073709551615"
CURSOR = "x" * 32


@given(st.sampled_from(Action), st.uuids(), st.text("abcXYZ019-_=", max_size=32))
def test_encoded_data_is_decoded_unchanged(action: Action, uuid: UUID, extra: str) -> None:
    code = encode(action, JobId(uuid), extra)

    assert decode(code) == CallbackData(action, JobId(uuid), extra)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("extra", ["", SNOWFLAKE, CURSOR])
def test_encoded_data_fits_every_platform(action: Action, extra: str) -> None:
    assert len(encode(action, COMIC, extra).encode()) <= CODE_LIMIT


def test_an_action_without_a_comic_is_encoded_with_the_null_id() -> None:
    assert decode(encode(Action.ALL)) == CallbackData(Action.ALL, NOBODY)


@pytest.mark.parametrize(
    "code",
    ["", "again", "again:", "again:short", "nosuch:" + "A" * 22, "AGAIN:" + "A" * 22, "x" * 100],
)
def test_malformed_data_is_not_decoded(code: str) -> None:
    assert decode(code) is None
