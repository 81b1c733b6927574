"""Bare client that moves a picture from S3 into a message: one GET, one multipart PATCH.

python -m bench.programs.bare_client --bucket NAME --endpoint-url URL
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import timedelta

import aiohttp
import uvloop

from bench.programs.request_loop import serve_requests
from core.models.comics import ImageRef
from storage.images_s3 import S3ImageStore

LINK_LIVES = timedelta(minutes=5)


class BareClient:
    """Client that is given only the object's key and the URL of the message."""

    def __init__(self, http: aiohttp.ClientSession, store: S3ImageStore, bucket: str) -> None:
        self._http = http
        self._store = store
        self._bucket = bucket

    async def post(self, key: str, edit_url: str) -> float:
        """Put the object into the message; return the Unix time of the start."""
        ref = ImageRef(self._bucket, key)
        link = await self._store.link(ref, base_url="", lifetime=LINK_LIVES)
        began = time.time()
        async with self._http.get(link) as found:
            found.raise_for_status()
            picture = await found.read()
        form = aiohttp.FormData()
        form.add_field("payload_json", json.dumps({"attachments": [{"id": 0}]}))
        form.add_field("files[0]", picture, filename="page.png", content_type="image/png")
        async with self._http.patch(edit_url, data=form) as edited:
            edited.raise_for_status()
        return began


async def serve() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.programs.bare_client")
    parser.add_argument("--bucket", required=True)
    parser.add_argument("--endpoint-url", required=True)
    options = parser.parse_args()
    store = S3ImageStore(
        buckets={options.bucket}, region="us-east-1", endpoint_url=options.endpoint_url
    )
    async with aiohttp.ClientSession() as http:
        client = BareClient(http, store, options.bucket)
        await serve_requests({"post": client.post})
    await store.close()


if __name__ == "__main__":
    uvloop.run(serve())
