"""Stored files, and the ids by which bots refer to them.

A file_id belongs to one bot, several may exist for one file, and it includes the kind; a
file_unique_id identifies the file and cannot be sent. https://core.telegram.org/bots/api#file
"""

from __future__ import annotations

import asyncio
import base64
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.fakes.telegram.api_errors import ApiError, bad

MB = 1024 * 1024
MAX_PHOTO = 10 * MB
MAX_UPLOAD = 50 * MB
MAX_DOWNLOAD = 20 * MB
MAX_PHOTO_BY_URL = 5 * MB
MAX_SIDES = 10_000  # width and height together
MAX_RATIO = 20
SIDES = (90, 320, 800, 1280)  # a photo's renditions: the longer side, at most

PREFIXES: Mapping[str, str] = {
    "Photo": "AgAC",
    "Document": "BQAC",
    "Voice": "AwAC",
    "Sticker": "CAAC",
}
_LAYOUT = ">QII8s"  # bot, number of the file, number of the id, digest


@dataclass(frozen=True, eq=False, slots=True)
class StoredFile:
    """A file as it was uploaded."""

    number: int
    kind: str  # as in PREFIXES
    data: bytes
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        """Return the file's file_unique_id; the same bytes uploaded again are another file."""
        digest = sha256(f"{self.number} {self.kind}".encode()).digest()
        return "AQAD" + base64.urlsafe_b64encode(digest[:9]).decode()

    @property
    def path(self) -> str:
        """The path of the download, after the token."""
        folder = self.kind.lower() + "s"
        ending = self.name.rpartition(".")[2] if "." in self.name else "jpg"
        return f"{folder}/file_{self.number}.{ending}"

    def sizes(self) -> list[tuple[int, int]]:
        """Return width and height of a photo's renditions, the smallest first."""
        longer = max(self.width, self.height)
        steps = sorted({min(side, longer) for side in SIDES if side <= longer or side == SIDES[0]})
        if longer < SIDES[-1] and longer not in steps:
            steps.append(longer)
        return [
            (max(1, self.width * step // longer), max(1, self.height * step // longer))
            for step in steps
        ]


class FileStore:
    """All files, and the file_ids of one bot."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._files: dict[int, StoredFile] = {}
        self._ids = 0
        self._lost: set[int] = set()
        self.links: dict[str, float] = {}  # path → time of the last `getFile`

    def keep(self, kind: str, data: bytes, **about: Any) -> StoredFile:
        file = StoredFile(len(self._files) + 1, kind, data, **about)
        self._files[file.number] = file
        return file

    def new_id(self, file: StoredFile) -> str:
        """Return another file_id of a file."""
        self._ids += 1
        return self._format_id(self._bot_id, file, self._ids)

    def foreign_id(self, file: StoredFile) -> str:
        """Return the file_id of another bot for this file."""
        return self._format_id(self._bot_id + 1, file, 1)

    def lose(self, file: StoredFile) -> None:
        """Invalidate all file_ids of a file."""
        self._lost.add(file.number)

    def named(self, file_id: str) -> StoredFile | None:
        """Return the file; None if it is lost, or the id belongs to another bot.

        Raises ApiError if the id is malformed.
        """
        bot_id, number, digest = _read(file_id)
        file = self._files.get(number)
        if bot_id != self._bot_id or file is None or number in self._lost:
            return None
        if digest != _digest(file):
            raise garbled()
        return file

    def at(self, path: str) -> StoredFile | None:
        return next((file for file in self._files.values() if file.path == path), None)

    def _format_id(self, bot_id: int, file: StoredFile, number: int) -> str:
        packed = struct.pack(_LAYOUT, bot_id, file.number, number, _digest(file))
        return PREFIXES[file.kind] + base64.urlsafe_b64encode(packed).decode()


def garbled() -> ApiError:
    return bad("wrong remote file identifier specified: can't unserialize it")


def _digest(file: StoredFile) -> bytes:
    return sha256(file.unique_id.encode()).digest()[:8]


def _read(file_id: str) -> tuple[int, int, bytes]:
    if file_id[:4] not in PREFIXES.values():
        raise garbled()
    try:
        packed = base64.urlsafe_b64decode(file_id[4:])
        bot_id, number, _, digest = struct.unpack(_LAYOUT, packed)
    except (ValueError, struct.error):
        raise garbled() from None
    return bot_id, number, digest


# --- Photos ---------------------------------------------------------------------------------------


async def measured_photo(data: bytes) -> tuple[int, int]:
    """Return an image's width and height. Raises ApiError if it cannot be sent as a photo."""
    if len(data) > MAX_PHOTO:
        raise bad(
            f"file of size {len(data)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO} bytes"
        )
    if not data:
        raise bad("file must be non-empty")
    width, height = await asyncio.to_thread(_size, data)
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


async def as_jpeg(file: StoredFile) -> bytes:
    """Return a photo as Telegram shows it: smaller, and encoded again."""
    return await asyncio.to_thread(_encode, file)


def _size(data: bytes) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                return picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError):
        raise bad("IMAGE_PROCESS_FAILED") from None


def _encode(file: StoredFile) -> bytes:
    with Image.open(BytesIO(file.data)) as picture:
        smaller = picture.convert("RGB")
    smaller.thumbnail(file.sizes()[-1])
    encoded = BytesIO()
    smaller.save(encoded, "JPEG", quality=87)
    return encoded.getvalue()
