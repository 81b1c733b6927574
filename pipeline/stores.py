"""Where pictures are put: a folder, or an S3 bucket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlsplit

from pipeline.files import write_atomically

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_THREADS = 4
_PUT_SECONDS = 120  # all tries of one object together

_EXTENSIONS = {"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"}


class StoreError(Exception):
    """A picture could not be put where it belongs."""


def object_key(uuid: str, attempt: int, name: str, content_type: str) -> str:
    """Return where a picture of a job lies. A later attempt never overwrites an earlier one."""
    folder = uuid if attempt == 1 else f"{uuid}/{attempt}"
    return f"jobs/{folder}/{name}.{_EXTENSIONS[content_type]}"


class ObjectStore(Protocol):
    """Keeps pictures under keys. The same key again replaces the picture."""

    async def put(self, key: str, content: bytes, content_type: str) -> str:
        """Keep *content* and return its `s3Url`. Raises StoreError."""
        ...

    def close(self) -> None:
        """Let go of threads and connections, without waiting for them."""
        ...


class LocalStore:
    """A folder; its URLs look like `s3://local/jobs/<uuid>/page.png`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="store")

    async def put(self, key: str, content: bytes, content_type: str) -> str:
        del content_type  # the name tells
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, self._write, key, content)
        except OSError as error:
            raise StoreError(f"cannot write {key}: {error.strerror}") from error
        return f"s3://local/{key}"

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _write(self, key: str, content: bytes) -> None:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


class S3Store:
    """A bucket; boto3 blocks, so it works in a few threads of its own."""

    def __init__(
        self, bucket: str, *, region: str = "us-east-1", endpoint_url: str | None = None
    ) -> None:
        self._bucket = bucket
        self._base = base_url(bucket, region=region, endpoint_url=endpoint_url)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="store")
        self._make_client: Callable[[], S3Client] = lambda: _client(region, endpoint_url)
        self._client: S3Client | None = None
        self._first_use = asyncio.Lock()

    async def put(self, key: str, content: bytes, content_type: str) -> str:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_PUT_SECONDS):
                client = await self._ready_client()
                await loop.run_in_executor(
                    self._threads, lambda: _put(client, self._bucket, key, content, content_type)
                )
        except TimeoutError as error:
            raise StoreError(f"no answer from S3 for {key} within {_PUT_SECONDS} s") from error
        return f"{self._base}/{quote(key)}"

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ready_client(self) -> S3Client:
        """Return the client. Making it takes half a second, which only the first picture pays."""
        async with self._first_use:
            if self._client is None:
                loop = asyncio.get_running_loop()
                self._client = await loop.run_in_executor(self._threads, self._make_client)
            return self._client


def base_url(bucket: str, *, region: str, endpoint_url: str | None) -> str:
    """Return what comes before a key in the URL of an object.

    Where that would be plain HTTP to another machine, which nobody should follow, bucket and key
    are named and the address is not.
    """
    if endpoint_url and _is_plain_and_far(endpoint_url):
        return f"s3://{bucket}"
    if endpoint_url:
        return f"{endpoint_url.rstrip('/')}/{bucket}"
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    if "." in bucket:  # the certificate's wildcard covers no dots
        return f"https://s3.{region}.{domain}/{bucket}"
    return f"https://{bucket}.s3.{region}.{domain}"


def _is_plain_and_far(endpoint_url: str) -> bool:
    parts = urlsplit(endpoint_url)
    return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}


def _client(region: str, endpoint_url: str | None) -> S3Client:
    # Imported late: boto3 takes a third of a second, and the local store needs none of it.
    import boto3
    from botocore.config import Config

    config = Config(
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=20,
        retries={"total_max_attempts": 3, "mode": "standard"},
        max_pool_connections=_THREADS,
        # Some S3-compatible stores refuse the trailing checksums that are the default.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint_url else "virtual"},
    )
    return boto3.client("s3", region_name=region, endpoint_url=endpoint_url, config=config)


def _put(client: S3Client, bucket: str, key: str, content: bytes, content_type: str) -> None:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client.put_object(Bucket=bucket, Key=key, Body=content, ContentType=content_type)
    except (BotoCoreError, ClientError) as error:
        raise StoreError(f"cannot store {key} in {bucket}: {error}") from error
