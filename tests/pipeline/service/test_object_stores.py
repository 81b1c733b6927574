from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from pipeline.service.object_stores import LocalStore, S3Store, StoreError, base_url, object_key
from tests.pipeline.service.harness import files_in
from tests.servers import free_port

UUID = "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"


@pytest.mark.parametrize(
    ("attempt", "name", "content_type", "key"),
    [
        (1, "page", "image/png", f"jobs/{UUID}/page.png"),
        (1, "panel-3", "image/webp", f"jobs/{UUID}/panel-3.webp"),
        (2, "page", "image/jpeg", f"jobs/{UUID}/2/page.jpg"),
    ],
)
def test_every_attempt_has_its_own_keys(
    attempt: int, name: str, content_type: str, key: str
) -> None:
    assert object_key(UUID, attempt, name, content_type) == key


@pytest.mark.parametrize(
    ("bucket", "region", "endpoint_url", "url"),
    [
        ("comics", "ap-south-1", None, "https://comics.s3.ap-south-1.amazonaws.com"),
        ("my.comics", "eu-west-1", None, "https://s3.eu-west-1.amazonaws.com/my.comics"),
        ("comics", "cn-north-1", None, "https://comics.s3.cn-north-1.amazonaws.com.cn"),
        ("comics", "us-east-1", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/comics"),
        ("comics", "us-east-1", "https://s3.example.org", "https://s3.example.org/comics"),
        ("comics", "us-east-1", "http://storage:9000", "s3://comics"),
    ],
)
def test_the_base_url_has_the_region_or_the_endpoint(
    bucket: str, region: str, endpoint_url: str | None, url: str
) -> None:
    assert base_url(bucket, region=region, endpoint_url=endpoint_url) == url


async def test_an_image_is_stored_in_the_folder_atomically(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    key = f"jobs/{UUID}/page.png"
    await store.put(key, b"old", "image/png")

    url = await store.put(key, b"new", "image/png")

    store.close()
    assert url == f"s3://local/{key}"
    assert {path: path.read_bytes() for path in files_in(tmp_path)} == {tmp_path / key: b"new"}


async def test_a_folder_that_cannot_be_written_raises_store_error(tmp_path: Path) -> None:
    (tmp_path / "jobs").write_text("in the way")
    store = LocalStore(tmp_path)

    with pytest.raises(StoreError, match="cannot write"):
        await store.put(f"jobs/{UUID}/page.png", b"new", "image/png")

    store.close()


@pytest.fixture
def s3_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client_of(s3_url: str) -> Any:
    return boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1")


@pytest.mark.servers
async def test_an_image_is_stored_in_the_bucket_with_its_content_type(s3_url: str) -> None:
    client = client_of(s3_url)
    client.create_bucket(Bucket="comics")
    store = S3Store("comics", endpoint_url=s3_url)
    key = f"jobs/{UUID}/page.png"

    url = await store.put(key, b"a page", "image/png")

    store.close()
    stored = client.get_object(Bucket="comics", Key=key)
    assert url == f"{s3_url}/comics/{key}"
    assert stored["Body"].read() == b"a page"
    assert stored["ContentType"] == "image/png"


@pytest.mark.servers
async def test_a_missing_bucket_raises_store_error(s3_url: str) -> None:
    store = S3Store("nowhere", endpoint_url=s3_url)

    with pytest.raises(StoreError, match="NoSuchBucket"):
        await store.put("jobs/x/page.png", b"a page", "image/png")

    store.close()


async def test_an_unreachable_s3_raises_store_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    store = S3Store("comics", endpoint_url=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(StoreError, match="cannot store"):
        await store.put("jobs/x/page.png", b"a page", "image/png")

    store.close()
