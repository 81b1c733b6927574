"""Image store in a local folder, with signed links served by this program."""

from __future__ import annotations

import hmac
import os
import re
import shutil
import stat
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, TypeVar
from urllib.parse import quote

from core.errors import (
    ImageMissingError,
    ImageStoreError,
    NotAnImageError,
    UnknownBucketError,
)
from core.models.comics import ImageInfo, ImageRef
from storage.image_sniffing import (
    HEAD_BYTES,
    TAIL_BYTES,
    check_digest,
    check_end,
    check_size,
    picture_info,
)
from storage.s3_url_parser import bucket_in
from storage.thread_pool import BlockingCalls

T = TypeVar("T")

BUCKET = "local"

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Browsers go by the extension, so it must be that of a picture. No name begins with a dot, which
# marks unfinished files.
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,99}\.(?:png|jpe?g|webp)"
# Generator attempts after the first have a subfolder.
_DRAWN = rf"jobs/{_UUID}/(?:[1-9][0-9]{{0,3}}/)?{_NAME}"
# The suffix that core appends to the original's key.
_RENDITION = r"\.(?:w[0-9]{1,4}\.webp|b[0-9]{1,9}\.jpg)"
_KEY = re.compile(rf"{_DRAWN}(?:{_RENDITION})?")
_URL = re.compile(rf"s3://{BUCKET}/({_DRAWN})")
_EXPIRES = re.compile(r"[0-9]{1,12}")


def utc_now() -> datetime:
    return datetime.now(UTC)


class LocalImageStore:
    """Image store that keeps `s3://local/<key>` as `<folder>/<key>` and never leaves the folder.

    Other processes on this machine may write files there too. Files are written whole or not at
    all, and symbolic links are not followed.
    """

    def __init__(
        self,
        folder: Path,
        secret: bytes,
        *,
        threads: int = 8,
        call_seconds: float = 20,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        if not secret:
            raise ValueError("the secret for signing links is empty")
        self._folder = folder
        self._secret = secret
        self._call_seconds = call_seconds
        self._now = now
        self._calls = BlockingCalls("images", threads=threads)

    def locate(self, url: str) -> ImageRef:
        match = _URL.fullmatch(url)
        if match is None:
            raise UnknownBucketError(bucket_in(url))
        return ImageRef(BUCKET, match[1])

    async def inspect(self, ref: ImageRef, *, sha256: str | None = None) -> ImageInfo:
        return await self._run(lambda: _inspect(self._find(ref), sha256))

    async def read(self, ref: ImageRef) -> bytes:
        return await self._run(lambda: _read(self._find(ref)))

    async def put(self, ref: ImageRef, data: bytes, content_type: str) -> None:  # noqa: ARG002
        """Store the picture; the extension of its name stands for the content type."""
        await self._run(lambda: _write(self._place(ref), data))

    async def delete(self, refs: Sequence[ImageRef]) -> None:
        def work() -> None:
            for ref in refs:
                self._delete(ref)

        await self._run(work)

    async def link(self, ref: ImageRef, *, base_url: str, lifetime: timedelta) -> str:
        """Return a signed link without checking *ref*.

        A picture kept by another store gets a dead link instead of failing the whole page.
        """
        expires = str(int((self._now() + lifetime).timestamp()))
        signature = self._signature(ref.key, expires)
        place = f"{base_url.rstrip('/')}/images/{quote(ref.key)}"
        return f"{place}?expires={expires}&signature={signature}"

    def verify_link(self, key: str, expires: str, signature: str, now: datetime) -> bool:
        """Return whether `link` made this link and it has not expired; accepts any text."""
        if not _KEY.fullmatch(key) or not _EXPIRES.fullmatch(expires):
            return False
        expected = self._signature(key, expires).encode()
        genuine = hmac.compare_digest(expected, signature.encode(errors="replace"))
        return genuine and now.timestamp() <= int(expires)

    async def open_path(self, ref: ImageRef) -> Path:
        """Return the file's real path, for a server that sends files. Raises ImageMissingError."""
        return await self._run(lambda: self._find(ref))

    async def free_bytes(self) -> int | None:
        return await self._run(self._free_bytes)

    async def close(self, *, seconds: float = 10) -> None:
        """Wait for running calls until the time-out."""
        await self._calls.close(seconds=seconds)

    async def _run(self, call: Callable[[], T]) -> T:
        try:
            return await self._calls.run(call, seconds=self._call_seconds)
        except OSError as error:  # TimeoutError is one too
            raise ImageStoreError(error.strerror or type(error).__name__) from error

    def _signature(self, key: str, expires: str) -> str:
        digest = hmac.digest(self._secret, f"{key}\n{expires}".encode(), sha256)
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _place(self, ref: ImageRef) -> Path:
        """Return the path of the object. Raises ImageStoreError if it contains a symbolic link."""
        _check_ref(ref)
        root = self._folder.resolve()
        path = root / ref.key
        if path.parent.resolve() != path.parent:
            raise ImageStoreError("the picture folder contains a symbolic link")
        return path

    def _find(self, ref: ImageRef) -> Path:
        """Return the path of an existing object. Raises ImageMissingError."""
        path = self._place(ref)
        try:
            mode = path.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ImageMissingError("no such file") from error
        if not stat.S_ISREG(mode):
            raise ImageMissingError("not a regular file")
        return path

    def _delete(self, ref: ImageRef) -> None:
        path = self._place(ref)
        path.unlink(missing_ok=True)
        for unfinished in path.parent.glob(f".{path.name}.*"):
            unfinished.unlink(missing_ok=True)
        try:
            for folder in path.relative_to(self._folder.resolve()).parents[:-2]:
                (self._folder / folder).rmdir()
        except OSError:
            return  # not empty, or removed already

    def _free_bytes(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free


def _check_ref(ref: ImageRef) -> None:
    if ref.bucket != BUCKET or not _KEY.fullmatch(ref.key):
        raise ImageMissingError("not a key of the local image store")


def _inspect(path: Path, digest: str | None) -> ImageInfo:
    with _open(path) as file:
        size = os.fstat(file.fileno()).st_size
        check_size(size)
        data = file.read(HEAD_BYTES if digest is None else size)
        if digest is not None:
            check_digest(data, digest)
        check_end(data, _tail_of(file, size), size)
        try:
            return picture_info(data, size)
        except NotAnImageError:
            if len(data) == size:
                raise
            file.seek(0)
            return picture_info(file.read(), size)


def _tail_of(file: BinaryIO, size: int) -> bytes:
    file.seek(max(size - TAIL_BYTES, 0))
    return file.read()


def _read(path: Path) -> bytes:
    with _open(path) as file:
        check_size(os.fstat(file.fileno()).st_size)
        return file.read()


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise ImageMissingError("no such file") from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Flush the directory entry, so that the new name survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
