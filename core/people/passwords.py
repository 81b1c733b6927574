"""Passwords: argon2id, away from the event loop."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import TooManyAttemptsError

T = TypeVar("T")

THREADS = 2  # each hashing takes 64 MiB and a core for its time
WAITING = 32  # more than that at once, and the wait would outlast the caller's patience
TIMEOUT = 10.0  # seconds
RETRY_AFTER = 5  # seconds


class Passwords:
    """Hashes and verifies passwords on threads of its own."""

    def __init__(self, hasher: PasswordHasher | None = None, *, timeout: float = TIMEOUT) -> None:
        self._hasher = hasher or PasswordHasher()
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._busy = 0
        # Verified for addresses that nobody has, so that the answer takes as long as for others.
        self._dummy = self._threads.submit(self._hasher.hash, secrets.token_bytes(16))

    async def hash(self, password: str) -> str:
        """Return the password's hash. Raises TooManyAttemptsError when too much is going on."""
        return await self._in_thread(lambda: self._hasher.hash(_bytes(password)))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Return whether it is this password; without a hash take as long, and return False."""

        def work() -> bool:
            try:
                self._hasher.verify(password_hash or self._dummy.result(), _bytes(password))
            except (VerificationError, InvalidHashError):
                return False
            return password_hash is not None

        return await self._in_thread(work)

    def needs_rehash(self, password_hash: str) -> bool:
        """Return whether the hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def close(self) -> None:
        """Stop the threads; what is waiting is given up."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._busy >= WAITING:
            raise TooManyAttemptsError(RETRY_AFTER)
        self._busy += 1
        try:
            async with asyncio.timeout(self._timeout):
                return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except TimeoutError as error:
            raise TooManyAttemptsError(RETRY_AFTER) from error
        finally:
            self._busy -= 1


def _bytes(password: str) -> bytes:
    """Take a letter for the same letter, however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
