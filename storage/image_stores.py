"""Factory of image stores."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore


def open_image_store(
    kind: Literal["local", "s3"],
    *,
    folder: Path,
    secret: bytes,
    bucket: str = "",
    buckets: Collection[str] = (),
    region: str = "us-east-1",
    endpoint_url: str = "",
    links: Literal["presigned", "public"] = "presigned",
    access_key_id: str = "",
    secret_access_key: str = "",
    bucket_owner: str = "",
) -> LocalImageStore | S3ImageStore:
    """Return the store of that kind; it does no I/O before its first call.

    *folder* and *secret* (for signed links) are for the local store, everything else is for S3.
    This program writes to *bucket*; the generator may write to any of *buckets*. The caller
    closes the store.
    """
    if kind == "local":
        return LocalImageStore(folder, secret)
    return S3ImageStore(
        buckets={bucket, *buckets} - {""},
        region=region,
        endpoint_url=endpoint_url or None,
        links=links,
        access_key_id=access_key_id or None,
        secret_access_key=secret_access_key or None,
        bucket_owner=bucket_owner or None,
    )
