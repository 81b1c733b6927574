"""Image store in S3 or an S3-compatible service."""

from __future__ import annotations

import mimetypes
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import quote

import structlog

from core.errors import ImageMissingError, ImageStoreError, NotAnImageError
from core.models.comics import ImageInfo, ImageRef
from storage.image_sniffing import (
    HEAD_BYTES,
    TAIL_BYTES,
    check_digest,
    check_end,
    check_size,
    picture_info,
)
from storage.s3_url_parser import S3Urls, aws_domain
from storage.thread_pool import BlockingCalls, NoFreeThreadError

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectOutputTypeDef, ObjectIdentifierTypeDef

log = structlog.get_logger(__name__)

T = TypeVar("T")

LINK_LIMIT = timedelta(days=7)  # S3 rejects presigned URLs with a longer lifetime
DELETE_LIMIT = 1000  # keys in one request


class S3ImageStore:
    """S3 image store that runs one boto3 client in a bounded thread pool.

    Without keys, boto3's usual sources of credentials apply. Objects outside *buckets* are
    neither read nor linked to, even if an old row names them.
    """

    def __init__(
        self,
        *,
        buckets: Collection[str],
        region: str,
        endpoint_url: str | None = None,
        links: Literal["presigned", "public"] = "presigned",
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
        bucket_owner: str | None = None,
        threads: int = 16,
        call_seconds: float = 60,
    ) -> None:
        self._buckets = frozenset(buckets)
        self._region = region
        self._endpoint_url = endpoint_url
        self._links = links
        self._keys = (access_key_id, secret_access_key)
        # A bucket that was deleted and then created by another AWS account rejects requests.
        self._owner: dict[str, Any] = {"ExpectedBucketOwner": bucket_owner} if bucket_owner else {}
        self._threads = threads
        self._call_seconds = call_seconds
        self._urls = S3Urls(buckets, region=region, endpoint_url=endpoint_url)
        self._calls = BlockingCalls("s3", threads=threads)
        self._client: S3Client | None = None
        self._client_lock = threading.Lock()
        self._versioned: dict[str, bool] = {}

    def locate(self, url: str) -> ImageRef:
        return self._urls.locate(url)

    async def inspect(self, ref: ImageRef, *, sha256: str | None = None) -> ImageInfo:
        self._check(ref)
        return await self._run(lambda client: self._inspect(client, ref, sha256))

    async def read(self, ref: ImageRef) -> bytes:
        self._check(ref)
        return await self._run(lambda client: self._read(client, ref))

    async def put(self, ref: ImageRef, data: bytes, content_type: str) -> None:
        self._check(ref)
        await self._run(
            lambda client: client.put_object(
                Bucket=ref.bucket, Key=ref.key, Body=data, ContentType=content_type, **self._owner
            )
        )

    async def delete(self, refs: Sequence[ImageRef]) -> None:
        keys: dict[str, list[str]] = defaultdict(list)
        for ref in refs:
            self._check(ref)
            keys[ref.bucket].append(ref.key)
        for bucket, in_bucket in keys.items():
            for start in range(0, len(in_bucket), DELETE_LIMIT):
                batch = in_bucket[start : start + DELETE_LIMIT]
                await self._run(partial(self._delete, bucket=bucket, keys=batch))

    async def link(
        self,
        ref: ImageRef,
        *,
        base_url: str,  # noqa: ARG002 - only the local store needs it
        lifetime: timedelta,
    ) -> str:
        self._check(ref)
        if self._links == "public":
            return self._public_url(ref)
        seconds = int(min(lifetime, LINK_LIMIT).total_seconds())
        return await self._run(lambda client: _presign(client, ref, seconds))

    async def free_bytes(self) -> int | None:
        return None

    async def close(self, *, seconds: float = 10) -> None:
        """Wait for running calls until the time-out, and close the client."""
        await self._calls.close(seconds=seconds)
        if self._client is not None:
            self._client.close()

    def _check(self, ref: ImageRef) -> None:
        if ref.bucket not in self._buckets:
            raise ImageMissingError(f"bucket {ref.bucket} is not configured")

    async def _run(self, call: Callable[[S3Client], T]) -> T:
        try:
            return await self._calls.run(partial(self._call, call), seconds=self._call_seconds)
        except TimeoutError as error:
            raise ImageStoreError(f"timed out after {self._call_seconds:g} s") from error
        except NoFreeThreadError as error:
            raise ImageStoreError(str(error)) from error

    def _call(self, call: Callable[[S3Client], T]) -> T:
        client = self._connected()
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return call(client)
        except ClientError as error:
            raise ImageStoreError(_code(error)) from error
        except BotoCoreError as error:
            raise ImageStoreError(type(error).__name__) from error

    def _connected(self) -> S3Client:
        """Return the client. The first caller loads boto3, which is slow to import."""
        with self._client_lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> S3Client:
        import boto3.session
        from botocore.config import Config

        access_key_id, secret_access_key = self._keys
        return boto3.session.Session().client(
            "s3",
            region_name=self._region,
            endpoint_url=self._endpoint_url,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret_access_key,
            config=Config(
                # Otherwise links get the old signature version, which newer regions reject.
                signature_version="s3v4",
                s3={
                    "addressing_style": "path" if self._endpoint_url else "virtual",
                    "us_east_1_regional_endpoint": "regional",
                },
                connect_timeout=5,
                read_timeout=20,
                retries={"mode": "standard", "total_max_attempts": 3},
                max_pool_connections=self._threads,
                # Many S3-compatible services do not support the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _get(self, client: S3Client, ref: ImageRef, **options: Any) -> GetObjectOutputTypeDef:
        from botocore.exceptions import ClientError

        try:
            return client.get_object(Bucket=ref.bucket, Key=ref.key, **options, **self._owner)
        except ClientError as error:
            if _is_missing(error):
                raise ImageMissingError("no such object") from error
            if _code(error) == "InvalidRange":
                raise NotAnImageError("the object is empty") from error
            raise

    def _read(self, client: S3Client, ref: ImageRef) -> bytes:
        found = self._get(client, ref)
        with found["Body"] as body:
            check_size(found["ContentLength"])
            return body.read()

    def _inspect(self, client: S3Client, ref: ImageRef, digest: str | None) -> ImageInfo:
        if digest is not None:
            data = self._read(client, ref)
            check_digest(data, digest)
            check_end(data, data[-TAIL_BYTES:], len(data))
            return picture_info(data, len(data))
        # A ranged GET, not HEAD: the first bytes show whether this is a picture.
        found = self._get(client, ref, Range=f"bytes=0-{HEAD_BYTES - 1}")
        with found["Body"] as body:
            size = _whole_size(found)
            check_size(size)
            head = body.read(HEAD_BYTES)
        check_end(head, self._tail(client, ref, head, size), size)
        try:
            return picture_info(head, size)
        except NotAnImageError:
            if len(head) == size:
                raise
            return picture_info(self._read(client, ref), size)

    def _tail(self, client: S3Client, ref: ImageRef, head: bytes, size: int) -> bytes:
        """Return the last bytes of an object, from its first ones if those are all."""
        if len(head) == size:
            return head[-TAIL_BYTES:]
        with self._get(client, ref, Range=f"bytes=-{TAIL_BYTES}")["Body"] as body:
            return body.read(TAIL_BYTES)

    def _delete(self, client: S3Client, *, bucket: str, keys: Sequence[str]) -> None:
        objects: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in keys]
        if self._is_versioned(client, bucket):
            # Deleting by key alone would only add a delete marker.
            objects = self._versions(client, bucket, keys)
        for start in range(0, len(objects), DELETE_LIMIT):
            batch = objects[start : start + DELETE_LIMIT]
            reply = client.delete_objects(
                Bucket=bucket, Delete={"Objects": batch, "Quiet": True}, **self._owner
            )
            codes = {error.get("Code", "") for error in reply.get("Errors", ())} - {"NoSuchKey"}
            if codes:
                raise ImageStoreError(f"objects were not deleted: {', '.join(sorted(codes))}")

    def _is_versioned(self, client: S3Client, bucket: str) -> bool:
        from botocore.exceptions import ClientError

        if bucket not in self._versioned:
            try:
                reply = client.get_bucket_versioning(Bucket=bucket, **self._owner)
            except ClientError as error:
                log.warning("bucket_versioning_check_failed", bucket=bucket, error=_code(error))
                self._versioned[bucket] = False
            else:
                self._versioned[bucket] = bool(reply.get("Status"))
        return self._versioned[bucket]

    def _versions(
        self, client: S3Client, bucket: str, keys: Sequence[str]
    ) -> list[ObjectIdentifierTypeDef]:
        """Return all versions and delete markers of these keys.

        One listing covers a key and all keys it is a prefix of, such as those of its renditions.
        """
        wanted = frozenset(keys)
        pages = client.get_paginator("list_object_versions")
        return [
            {"Key": entry["Key"], "VersionId": entry["VersionId"]}
            for prefix in _prefixes(wanted)
            for page in pages.paginate(Bucket=bucket, Prefix=prefix, **self._owner)
            for entry in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
            if entry["Key"] in wanted
        ]

    def _public_url(self, ref: ImageRef) -> str:
        key = quote(ref.key, safe="/~-._")
        if self._endpoint_url:
            return f"{self._endpoint_url.rstrip('/')}/{ref.bucket}/{key}"
        domain = f"s3.{self._region}.{aws_domain(self._region)}"
        if "." in ref.bucket:  # the service's certificate does not cover names with more dots
            return f"https://{domain}/{ref.bucket}/{key}"
        return f"https://{ref.bucket}.{domain}/{key}"


def _presign(client: S3Client, ref: ImageRef, seconds: int) -> str:
    params = {"Bucket": ref.bucket, "Key": ref.key, "ResponseContentDisposition": "inline"}
    content_type, _ = mimetypes.guess_type(ref.key)
    if content_type in {"image/png", "image/jpeg", "image/webp"}:
        # Without it, browsers download an object that was uploaded without a type.
        params["ResponseContentType"] = content_type
    return client.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)


def _prefixes(keys: Collection[str]) -> list[str]:
    """Return the keys that do not begin with another of the keys."""
    found: list[str] = []
    for key in sorted(keys):  # a prefix sorts directly before the keys that begin with it
        if not (found and key.startswith(found[-1])):
            found.append(key)
    return found


def _whole_size(found: GetObjectOutputTypeDef) -> int:
    _, _, size = found.get("ContentRange", "").partition("/")
    return int(size) if size.isdecimal() else found["ContentLength"]


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "Unknown")


def _is_missing(error: ClientError) -> bool:
    """Return whether *error* means that the object does not exist.

    S3 answers 403 for a missing object if the caller may not list the bucket. Other 403 responses
    have their own codes: a wrong key or a wrong clock is for the operator to fix.
    """
    return _code(error) in {"NoSuchKey", "404", "AccessDenied", "403"}
