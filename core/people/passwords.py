"""Passwords: their length, and hashing with argon2id outside the event loop."""

from __future__ import annotations

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from core.errors import TooManyAttemptsError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

PASSWORD_MIN = 8  # characters
PASSWORD_MAX = 1024

THREADS = 2  # each hash takes 64 MiB and one core
WAITING = 32  # with more calls at once, the last ones would exceed the time-out
TIMEOUT = 10.0  # seconds
RETRY_AFTER = 5  # seconds


class Passwords:
    """Password hasher with its own thread pool."""

    def __init__(self, hasher: PasswordHasher | None = None, *, timeout: float = TIMEOUT) -> None:
        self._given_hasher = hasher
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._busy = 0

    async def hash(self, password: str) -> str:
        """Return the hash of a password. Raises TooManyAttemptsError if too many calls wait."""
        return await self._in_thread(lambda: self._hasher.hash(_bytes(password)))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Return whether the password matches. Without a hash: False, after the same time.

        Raises TooManyAttemptsError if too many calls are waiting.
        """

        def work() -> bool:
            from argon2.exceptions import InvalidHashError, VerificationError

            try:
                self._hasher.verify(
                    password_hash or _unmatched_hash(self._hasher), _bytes(password)
                )
            except (VerificationError, InvalidHashError):
                return False
            return password_hash is not None

        return await self._in_thread(work)

    def needs_rehash(self, password_hash: str) -> bool:
        """Return whether the hash was made with other parameters than the current ones."""
        return self._hasher.check_needs_rehash(password_hash)

    def close(self) -> None:
        """Stop the threads. Waiting calls are cancelled."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        # Imported on first use, since few processes hash passwords.
        from argon2 import PasswordHasher

        return self._given_hasher or PasswordHasher()

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


def _unmatched_hash(hasher: PasswordHasher) -> str:
    """Return a hash that no known password matches, with the parameters of *hasher*.

    It is verified for unknown addresses, so that the answer takes as long as for known ones.
    """
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (_random_base64(size) for size in (hasher.salt_len, hasher.hash_len))
    return f"$argon2id$v=19${parameters}${salt}${digest}"


def _random_base64(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode("ascii").rstrip("=")


def _bytes(password: str) -> bytes:
    """Encode a password in NFKC: keyboards compose the same letter in different ways."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def password_problem(password: str) -> str | None:
    """Return what is wrong with a new password; None if nothing is."""
    if PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        return None
    return f"must have {PASSWORD_MIN} to {PASSWORD_MAX} characters"
