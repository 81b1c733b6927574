"""Dead-man switch of the server."""

from __future__ import annotations

from pipeline.service.idle_exit import IdleTimer


async def test_nothing_expires_while_something_is_drawn() -> None:
    looks = 0

    def is_working() -> bool:
        nonlocal looks
        looks += 1
        return looks < 20

    await IdleTimer().expired(0.05, is_working=is_working)

    assert looks >= 20
