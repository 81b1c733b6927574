"""URLs of attachments, signed and with an expiry. https://docs.discord.com/developers/reference"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.messages import Attachment
from tests.fakes.discord.models import Channel

LIVES = timedelta(hours=24)


class Cdn:
    """Signer and verifier of URLs below *base*."""

    def __init__(self, clock: Clock, base: Callable[[], str]) -> None:
        self._clock = clock
        self._base = base

    def url_of(self, file: Attachment, channel: Channel) -> str:
        path = f"/attachments/{channel.id}/{file.id}/{file.filename}"
        expires = f"{int((self._clock.now() + LIVES).timestamp()):x}"
        issued = f"{int(self._clock.seconds()):x}"
        return f"{self._base()}{path}?ex={expires}&is={issued}&hm={_mark(path, expires)}"

    def is_good(self, path: str, expires: str, mark: str) -> bool:
        """Return whether the URL is signed and has not expired."""
        return mark == _mark(path, expires) and int(expires, 16) > self._clock.seconds()


def _mark(path: str, expires: str) -> str:
    return sha256(f"{path} {expires}".encode()).hexdigest()
