"""Object stores for images: a local folder or an S3 bucket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlsplit

from pipeline.errors import PipelineError
from pipeline.files import write_atomically

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_THREADS = 4
_PUT_SECONDS = 120  # all attempts at one object together

_EXTENSIONS = {"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"}


class StoreError(PipelineError):
    """An image could not be stored."""


def object_key(uuid: str, attempt: int, name: str, content_type: str) -> str:
    """Return the key of a job's image. A later attempt never overwrites an earlier one."""
    folder = uuid if attempt == 1 else f"{uuid}/{attempt}"
    return f"jobs/{folder}/{name}.{_EXTENSIONS[content_type]}"


class ObjectStore(Protocol):
    """A store of images by key. Storing a key again replaces its image."""

    async def put(self, key: str, content: bytes, content_type: str) -> str:
        """Store *content* and return its `s3Url`. Raises StoreError."""
        ...

    async def delete(self, key: str) -> None:
        """Delete an object, if it exists. Raises StoreError."""
        ...

    def close(self) -> None:
        """Release threads and connections without waiting for them."""
        ...


class LocalStore:
    """Store in a local folder, with URLs such as `s3://local/jobs/<uuid>/page.png`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="store")

    async def put(self, key: str, content: bytes, content_type: str) -> str:
        del content_type  # implied by the extension in the key
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, self._write, key, content)
        except OSError as error:
            raise StoreError(f"cannot write {key}: {error.strerror}") from error
        return f"s3://local/{key}"

    async def delete(self, key: str) -> None:
        loop = asyncio.get_running_loop()
        path = self._folder / key
        try:
            await loop.run_in_executor(self._threads, lambda: path.unlink(missing_ok=True))
        except OSError as error:
            raise StoreError(f"cannot delete {key}: {error.strerror}") from error

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _write(self, key: str, content: bytes) -> None:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


class S3Store:
    """Store in an S3 bucket; boto3 blocks and therefore runs in its own threads."""

    def __init__(
        self, bucket: str, *, region: str = "us-east-1", endpoint_url: str | None = None
    ) -> None:
        self._bucket = bucket
        self._base = base_url(bucket, region=region, endpoint_url=endpoint_url)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="store")
        self._make_client: Callable[[], S3Client] = lambda: _client(region, endpoint_url)
        self._client: S3Client | None = None
        self._client_lock = asyncio.Lock()

    async def put(self, key: str, content: bytes, content_type: str) -> str:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_PUT_SECONDS):
                client = await self._ready_client()
                await loop.run_in_executor(
                    self._threads, lambda: _put(client, self._bucket, key, content, content_type)
                )
        except TimeoutError as error:
            raise StoreError(f"no response from S3 for {key} within {_PUT_SECONDS} s") from error
        return f"{self._base}/{quote(key)}"

    async def delete(self, key: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_PUT_SECONDS):
                client = await self._ready_client()
                await loop.run_in_executor(
                    self._threads, lambda: _delete(client, self._bucket, key)
                )
        except TimeoutError as error:
            raise StoreError(f"no response from S3 for {key} within {_PUT_SECONDS} s") from error

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ready_client(self) -> S3Client:
        """Return the client, created with the first image because that takes half a second."""
        async with self._client_lock:
            if self._client is None:
                loop = asyncio.get_running_loop()
                self._client = await loop.run_in_executor(self._threads, self._make_client)
            return self._client


def base_url(bucket: str, *, region: str, endpoint_url: str | None) -> str:
    """Return the part of an object's URL before the key.

    Plain HTTP to another machine is unsafe to follow: such an endpoint is left out, and the URL
    names only bucket and key.
    """
    if endpoint_url and _is_remote_plain_http(endpoint_url):
        return f"s3://{bucket}"
    if endpoint_url:
        return f"{endpoint_url.rstrip('/')}/{bucket}"
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    if "." in bucket:  # the wildcard certificate covers a single label
        return f"https://s3.{region}.{domain}/{bucket}"
    return f"https://{bucket}.s3.{region}.{domain}"


def _is_remote_plain_http(endpoint_url: str) -> bool:
    parts = urlsplit(endpoint_url)
    return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}


def _client(region: str, endpoint_url: str | None) -> S3Client:
    # Imported late: boto3 takes a third of a second to import, and the local store does not use it.
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


def _delete(client: S3Client, bucket: str, key: str) -> None:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client.delete_object(Bucket=bucket, Key=key)
    except (BotoCoreError, ClientError) as error:
        raise StoreError(f"cannot delete {key} in {bucket}: {error}") from error
