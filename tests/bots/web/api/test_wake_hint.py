"""Hints of browsers that a rented GPU will be needed."""

from __future__ import annotations

import pytest

from core.gpu.wake_hints import HINT
from tests.application import RunningApp, call, sign_up


async def test_a_known_caller_may_hint(app: RunningApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.services.wake_hints, "enabled", True)
    http = await app.browser()
    await sign_up(http)

    assert (await call(http, "POST", "/ml/hint")).status == 204

    await app.wait_for_wake_hint()


async def test_a_stranger_wakes_nothing(app: RunningApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.services.wake_hints, "enabled", True)
    http = await app.browser(cookies=False)

    assert (await call(http, "POST", "/ml/hint")).status == 401

    assert await app.services.database.read(lambda unit: unit.timestamps.get(HINT)) is None
