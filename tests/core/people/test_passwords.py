"""Passwords on their threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from core.errors import TooManyAttemptsError
from core.people.passwords import WAITING, Passwords
from tests.core.people_services import CHEAP_HASHER


class Turnstile(PasswordHasher):
    """Hashes when it is let, and keeps the threads on which it was asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.opened = threading.Event()
        self.threads: set[str] = set()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.add(threading.current_thread().name)
        self.opened.wait(timeout=10)
        return super().hash(password, salt=salt)


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    passwords = Passwords(CHEAP_HASHER)
    yield passwords
    passwords.close()


@pytest.fixture
def turnstile() -> Iterator[Turnstile]:
    turnstile = Turnstile()
    yield turnstile
    turnstile.opened.set()


async def test_a_password_is_known_by_its_hash_and_another_is_not(passwords: Passwords) -> None:
    password_hash = await passwords.hash("correct horse")

    assert password_hash.startswith("$argon2id$")
    assert await passwords.verify(password_hash, "correct horse")
    assert not await passwords.verify(password_hash, "Correct horse")


async def test_letters_count_however_a_keyboard_composes_them(passwords: Passwords) -> None:
    assert await passwords.verify(await passwords.hash("caf\u00e9"), "cafe\u0301")


async def test_any_text_can_be_a_password(passwords: Passwords) -> None:
    for password in ("\0", "\ud800", "🐈" * 1024, ""):
        assert await passwords.verify(await passwords.hash(password), password)


async def test_without_a_hash_no_password_is_right(passwords: Passwords) -> None:
    assert not await passwords.verify(None, "correct horse")


async def test_a_broken_hash_fits_no_password(passwords: Passwords) -> None:
    assert not await passwords.verify("not a hash", "correct horse")


async def test_a_hash_of_weaker_settings_is_to_be_renewed(passwords: Passwords) -> None:
    weaker = await passwords.hash("correct horse")
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    try:
        assert stronger.needs_rehash(weaker)
        assert not passwords.needs_rehash(weaker)
    finally:
        stronger.close()


async def test_hashing_happens_away_from_the_event_loop(turnstile: Turnstile) -> None:
    turnstile.opened.set()
    passwords = Passwords(turnstile)
    try:
        await passwords.hash("correct horse")
    finally:
        passwords.close()

    assert all(name.startswith("passwords") for name in turnstile.threads)


async def test_whoever_waits_too_long_is_asked_to_come_back(turnstile: Turnstile) -> None:
    passwords = Passwords(turnstile, timeout=0.05)
    try:
        with pytest.raises(TooManyAttemptsError):
            await passwords.hash("correct horse")
    finally:
        turnstile.opened.set()
        passwords.close()


async def test_the_line_of_those_who_wait_is_bounded(turnstile: Turnstile) -> None:
    passwords = Passwords(turnstile)
    waiting = [asyncio.create_task(passwords.hash("correct horse")) for _ in range(WAITING)]
    await asyncio.sleep(0)  # each takes its place in line
    try:
        with pytest.raises(TooManyAttemptsError):
            await passwords.hash("correct horse")
    finally:
        turnstile.opened.set()
        hashes = await asyncio.gather(*waiting)
        passwords.close()

    assert len(hashes) == WAITING
