"""Passwords: hashing, verification, and the thread pool."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters

from core.errors import TooManyAttemptsError
from core.people.passwords import WAITING, Passwords
from tests.core.people_services import CHEAP_HASHER


class GatedHasher(PasswordHasher):
    """Hasher that waits until it is opened, and records the threads that call it."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.opened = threading.Event()
        self.threads: set[str] = set()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.add(threading.current_thread().name)
        self.opened.wait(timeout=30)
        return super().hash(password, salt=salt)


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    passwords = Passwords(CHEAP_HASHER)
    yield passwords
    passwords.close()


@pytest.fixture
def gated_hasher() -> Iterator[GatedHasher]:
    gated_hasher = GatedHasher()
    yield gated_hasher
    gated_hasher.opened.set()


async def test_a_hash_verifies_its_password_and_no_other(passwords: Passwords) -> None:
    password_hash = await passwords.hash("correct horse")

    assert password_hash.startswith("$argon2id$")
    assert await passwords.verify(password_hash, "correct horse")
    assert not await passwords.verify(password_hash, "Correct horse")


async def test_different_compositions_of_a_letter_are_equal(passwords: Passwords) -> None:
    assert await passwords.verify(await passwords.hash("caf\u00e9"), "cafe\u0301")


async def test_any_text_can_be_a_password(passwords: Passwords) -> None:
    for password in ("\0", "\ud800", "🐈" * 1024, ""):
        assert await passwords.verify(await passwords.hash(password), password)


async def test_without_a_hash_no_password_is_accepted(passwords: Passwords) -> None:
    assert not await passwords.verify(None, "correct horse")


async def test_a_missing_hash_takes_as_long_to_verify_as_one_that_does_not_match() -> None:
    verified: list[str] = []

    class RecordingHasher(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's name
            verified.append(str(hash))
            return super().verify(hash, password)

    passwords = Passwords(RecordingHasher(time_cost=2, memory_cost=16, parallelism=1))
    try:
        assert not await passwords.verify(None, "correct horse")
        assert not await passwords.verify(await passwords.hash("other"), "correct horse")
    finally:
        passwords.close()

    missing, other = (extract_parameters(each) for each in verified)
    assert missing == other


async def test_an_invalid_hash_verifies_no_password(passwords: Passwords) -> None:
    assert not await passwords.verify("not a hash", "correct horse")


async def test_a_hash_with_outdated_parameters_needs_a_rehash(passwords: Passwords) -> None:
    weaker = await passwords.hash("correct horse")
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    try:
        assert stronger.needs_rehash(weaker)
        assert not passwords.needs_rehash(weaker)
    finally:
        stronger.close()


async def test_hashing_does_not_block_the_event_loop(gated_hasher: GatedHasher) -> None:
    gated_hasher.opened.set()
    passwords = Passwords(gated_hasher)
    try:
        await passwords.hash("correct horse")
    finally:
        passwords.close()

    assert all(name.startswith("passwords") for name in gated_hasher.threads)


async def test_a_call_that_waits_too_long_is_refused(gated_hasher: GatedHasher) -> None:
    passwords = Passwords(gated_hasher, timeout=0.05)
    try:
        with pytest.raises(TooManyAttemptsError):
            await passwords.hash("correct horse")
    finally:
        gated_hasher.opened.set()
        passwords.close()


async def test_the_number_of_waiting_calls_is_bounded(gated_hasher: GatedHasher) -> None:
    passwords = Passwords(gated_hasher)
    waiting = [asyncio.create_task(passwords.hash("correct horse")) for _ in range(WAITING)]
    await asyncio.sleep(0)  # each starts waiting
    try:
        with pytest.raises(TooManyAttemptsError):
            await passwords.hash("correct horse")
    finally:
        gated_hasher.opened.set()
        hashes = await asyncio.gather(*waiting)
        passwords.close()

    assert len(hashes) == WAITING
