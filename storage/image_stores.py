"""Which image store is used; nothing else needs to know the kinds."""

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
    """Return the store of that kind; it does its first I/O when first asked for something.

    *folder* and *secret* (for links) are the local store's, everything else is S3's. *bucket* is
    ours to write to, *buckets* are all that the generator may write to. Whoever opens it closes it.
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
