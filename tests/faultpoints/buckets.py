"""S3 buckets of a local server, one for each case."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import boto3

from storage.images_s3 import S3ImageStore
from tests.fakes.generator import image_store
from tests.faultpoints.environment import Store
from tests.servers_s3 import S3Server, rclone_server

REGION = "us-east-1"


class Buckets:
    """Subfolders that a server exposes as buckets."""

    def __init__(self, folder: Path, server: S3Server, stack: AsyncExitStack) -> None:
        self._folder = folder
        self._server = server
        self._stack = stack

    @classmethod
    @asynccontextmanager
    async def served(cls, folder: Path) -> AsyncIterator[Buckets]:
        """Run a server on the folder."""
        await asyncio.to_thread(folder.mkdir)
        async with AsyncExitStack() as stack:
            yield cls(folder, stack.enter_context(rclone_server(folder)), stack)

    def settings(self, bucket: str) -> Mapping[str, str]:
        """Return the settings of the bucket."""
        return {
            "store": "s3",
            "bucket": bucket,
            "region": REGION,
            "endpoint_url": self._server.endpoint_url,
            "access_key_id": self._server.access_key_id,
            "secret_access_key": self._server.secret_access_key,
        }

    def store(self, bucket: str) -> Store:
        """Create a bucket, and return the generator's store in it."""
        self._make(bucket)
        images = S3ImageStore(
            buckets={bucket},
            region=REGION,
            endpoint_url=self._server.endpoint_url,
            access_key_id=self._server.access_key_id,
            secret_access_key=self._server.secret_access_key,
        )
        self._stack.push_async_callback(images.close)
        return Store(self._folder / bucket, image_store(images, bucket))

    def _make(self, bucket: str) -> None:
        """Create a bucket through the server, which finds new folders only after minutes."""
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=self._server.endpoint_url,
            region_name=REGION,
            aws_access_key_id=self._server.access_key_id,
            aws_secret_access_key=self._server.secret_access_key,
        )
        client.create_bucket(Bucket=bucket)
        client.close()
