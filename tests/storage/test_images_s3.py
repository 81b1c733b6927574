"""Tests of the S3 image store against moto (many features) and rclone (checks signatures)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import boto3.session
import pytest
from yarl import URL

from core.errors import (
    ImageMissingError,
    ImageStoreError,
    NotAnImageError,
    UnknownBucketError,
)
from core.models.comics import ImageRef
from core.models.object_keys import renditions_of
from storage.image_stores import open_image_store
from storage.images_s3 import S3ImageStore
from tests.pictures import make_picture
from tests.servers_s3 import S3Server, moto_server, rclone_server

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.servers

PAGE = ImageRef("comics", "jobs/01997a3e-5b1c-7d2a-9f00-0123456789ab/page.png")
MINUTE = timedelta(minutes=1)
REFUSED = {400, 403}  # rclone answers 400 where S3 answers 403


def open_store(server: S3Server, **options: Any) -> S3ImageStore:
    given: dict[str, Any] = {
        "buckets": {"comics"},
        "region": "us-east-1",
        "endpoint_url": server.endpoint_url,
        "access_key_id": server.access_key_id,
        "secret_access_key": server.secret_access_key,
    }
    return S3ImageStore(**given | options)


@pytest.fixture(scope="module")
def moto() -> Iterator[S3Server]:
    with moto_server() as server:
        yield server


@pytest.fixture(scope="module")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    folder = tmp_path_factory.mktemp("rclone")
    (folder / "comics").mkdir()
    with rclone_server(folder) as server:
        yield server


@pytest.fixture
def admin(moto: S3Server) -> Iterator[S3Client]:
    """S3 client of an operator, with an empty bucket."""
    client = boto3.session.Session().client(
        "s3",
        endpoint_url=moto.endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="operator",
        aws_secret_access_key="operator",
    )
    client.create_bucket(Bucket="comics")
    yield client
    left = client.list_object_versions(Bucket="comics")
    for entry in (*left.get("Versions", ()), *left.get("DeleteMarkers", ())):
        client.delete_object(Bucket="comics", Key=entry["Key"], VersionId=entry["VersionId"])
    client.delete_bucket(Bucket="comics")
    client.close()


@pytest.fixture
async def on_moto(moto: S3Server, admin: S3Client) -> AsyncIterator[S3ImageStore]:
    store = open_store(moto)
    yield store
    await store.close()


@pytest.fixture
async def on_rclone(rclone: S3Server) -> AsyncIterator[S3ImageStore]:
    store = open_store(rclone)
    yield store
    await store.close()


@pytest.fixture(params=["moto", "rclone"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[S3ImageStore]:
    """Store on each server in turn."""
    server: S3Server = request.getfixturevalue(request.param)
    if request.param == "moto":
        request.getfixturevalue("admin")
    opened = open_store(server)
    yield opened
    await opened.close()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_stored_picture_can_be_read_and_inspected(store: S3ImageStore) -> None:
    data = make_picture(width=40, height=30)

    await store.put(PAGE, data, "image/png")

    assert await store.read(PAGE) == data
    info = await store.inspect(PAGE)
    assert (info.content_type, info.width, info.height) == ("image/png", 40, 30)
    assert info.size_bytes == len(data)


async def test_a_large_picture_is_inspected_by_its_beginning(store: S3ImageStore) -> None:
    data = make_picture(width=400, height=300, noisy=True)
    assert len(data) > 100_000
    await store.put(PAGE, data, "image/png")

    info = await store.inspect(PAGE)

    assert (info.width, info.height, info.size_bytes) == (400, 300, len(data))


async def test_a_large_webp_is_read_whole(store: S3ImageStore) -> None:
    data = make_picture("WEBP", width=600, height=400, noisy=True)
    assert len(data) > 70_000
    await store.put(PAGE, data, "image/webp")

    assert (await store.inspect(PAGE)).width == 600


async def test_a_digest_is_compared_with_the_whole_object(store: S3ImageStore) -> None:
    data = make_picture(width=400, height=300, noisy=True)
    await store.put(PAGE, data, "image/png")

    assert (await store.inspect(PAGE, sha256=sha256(data).hexdigest())).size_bytes == len(data)
    with pytest.raises(NotAnImageError):
        await store.inspect(PAGE, sha256=sha256(data[:-1]).hexdigest())


async def test_other_content_is_rejected(store: S3ImageStore) -> None:
    await store.put(PAGE, b"<html>no such page</html>", "image/png")

    with pytest.raises(NotAnImageError):
        await store.inspect(PAGE)


async def test_an_empty_object_is_refused(store: S3ImageStore) -> None:
    await store.put(PAGE, b"", "image/png")

    with pytest.raises(NotAnImageError):
        await store.inspect(PAGE)


async def test_a_missing_object_raises_image_missing(store: S3ImageStore) -> None:
    nowhere = ImageRef("comics", "jobs/nowhere.png")

    with pytest.raises(ImageMissingError):
        await store.inspect(nowhere)
    with pytest.raises(ImageMissingError):
        await store.inspect(nowhere, sha256="0" * 64)
    with pytest.raises(ImageMissingError):
        await store.read(nowhere)


async def test_deleting_removes_objects_and_ignores_missing_ones(store: S3ImageStore) -> None:
    panel = ImageRef("comics", "jobs/1/panel-1.png")
    await store.put(PAGE, b"page", "image/png")
    await store.put(panel, b"panel", "image/png")

    await store.delete([PAGE, panel, ImageRef("comics", "jobs/nowhere.png")])
    await store.delete([PAGE])

    for ref in (PAGE, panel):
        with pytest.raises(ImageMissingError):
            await store.read(ref)


@pytest.mark.parametrize(
    "key", ["jobs/1/月の猫.png", "jobs/1/a b+c%20d&e=f.png", "ünï/çødé~'().png"]
)
async def test_keys_in_any_alphabet_round_trip(
    store: S3ImageStore, http: aiohttp.ClientSession, key: str
) -> None:
    ref, data = ImageRef("comics", key), make_picture()
    await store.put(ref, data, "image/png")

    url = await store.link(ref, base_url="", lifetime=MINUTE)

    assert await fetch(http, url) == (200, data)
    assert store.locate(url) == ref
    await store.delete([ref])
    with pytest.raises(ImageMissingError):
        await store.read(ref)


async def fetch(http: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, bytes]:
    async with http.get(URL(url, encoded=True), headers=headers) as response:
        return response.status, await response.read()


async def test_a_link_works_in_any_http_client(
    on_rclone: S3ImageStore, http: aiohttp.ClientSession
) -> None:
    data = make_picture()
    await on_rclone.put(PAGE, data, "image/png")

    url = await on_rclone.link(PAGE, base_url="ignored", lifetime=MINUTE)

    assert await fetch(http, url) == (200, data)
    _, beginning = await fetch(http, url, Range="bytes=0-7")
    assert beginning == data[:8]


async def test_an_unsigned_request_is_rejected(
    on_rclone: S3ImageStore, http: aiohttp.ClientSession
) -> None:
    await on_rclone.put(PAGE, make_picture(), "image/png")
    url = await on_rclone.link(PAGE, base_url="", lifetime=MINUTE)

    status, _ = await fetch(http, url.partition("?")[0])

    assert status in REFUSED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("page.png", "panel-1.png"),
        ("X-Amz-Expires=60", "X-Amz-Expires=600"),
        ("inline", "attachment"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
    ],
)
async def test_a_tampered_link_is_refused(
    on_rclone: S3ImageStore, http: aiohttp.ClientSession, old: str, new: str
) -> None:
    panel = ImageRef("comics", PAGE.key.replace("page", "panel-1"))
    for ref in (PAGE, panel):
        await on_rclone.put(ref, make_picture(), "image/png")
    url = await on_rclone.link(PAGE, base_url="", lifetime=MINUTE)
    assert old in url

    status, _ = await fetch(http, url.replace(old, new, 1))

    assert status in REFUSED


async def test_an_expired_link_is_refused(
    on_rclone: S3ImageStore, http: aiohttp.ClientSession
) -> None:
    await on_rclone.put(PAGE, make_picture(), "image/png")
    url = await on_rclone.link(PAGE, base_url="", lifetime=timedelta(seconds=1))
    assert (await fetch(http, url))[0] == 200

    await asyncio.sleep(2)  # the server goes by its own clock, in whole seconds

    assert (await fetch(http, url))[0] in REFUSED


async def test_a_wrong_secret_is_not_reported_as_a_missing_object(rclone: S3Server) -> None:
    store = open_store(rclone, secret_access_key="wrong")

    with pytest.raises(ImageStoreError) as caught:
        await store.read(PAGE)

    assert not isinstance(caught.value, ImageMissingError)
    await store.close()


async def test_links_use_signature_version_4_and_the_regional_host() -> None:
    store = S3ImageStore(
        buckets={"comics"}, region="eu-west-1", access_key_id="a", secret_access_key="b"
    )

    url = urlsplit(await store.link(PAGE, base_url="", lifetime=timedelta(days=30)))
    query = parse_qs(url.query)

    assert (url.scheme, url.netloc) == ("https", "comics.s3.eu-west-1.amazonaws.com")
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["604800"]
    assert query["response-content-type"] == ["image/png"]
    assert query["response-content-disposition"] == ["inline"]
    await store.close()


@pytest.mark.parametrize(
    ("ref", "region", "url"),
    [
        (PAGE, "eu-west-1", f"https://comics.s3.eu-west-1.amazonaws.com/{PAGE.key}"),
        (
            ImageRef("a.b", "ü.png"),
            "eu-west-1",
            "https://s3.eu-west-1.amazonaws.com/a.b/%C3%BC.png",
        ),
        (PAGE, "cn-north-1", f"https://comics.s3.cn-north-1.amazonaws.com.cn/{PAGE.key}"),
    ],
)
async def test_public_links_are_plain_urls(ref: ImageRef, region: str, url: str) -> None:
    store = S3ImageStore(buckets={"comics", "a.b"}, region=region, links="public")

    assert await store.link(ref, base_url="", lifetime=MINUTE) == url
    assert store.locate(url) == ref
    await store.close()


async def test_a_public_link_at_an_endpoint_works(
    moto: S3Server, admin: S3Client, http: aiohttp.ClientSession
) -> None:
    store = open_store(moto, links="public")
    await store.put(PAGE, b"page", "image/png")
    admin.put_object_acl(Bucket="comics", Key=PAGE.key, ACL="public-read")

    url = await store.link(PAGE, base_url="", lifetime=MINUTE)

    assert url == f"{moto.endpoint_url}/comics/{PAGE.key}"
    assert await fetch(http, url) == (200, b"page")
    await store.close()


async def test_the_content_type_is_kept(on_moto: S3ImageStore, admin: S3Client) -> None:
    await on_moto.put(PAGE, b"page", "image/webp")

    assert admin.head_object(Bucket="comics", Key=PAGE.key)["ContentType"] == "image/webp"


async def test_deleting_from_a_versioned_bucket_leaves_no_version(
    on_moto: S3ImageStore, admin: S3Client
) -> None:
    admin.put_bucket_versioning(Bucket="comics", VersioningConfiguration={"Status": "Enabled"})
    neighbour = ImageRef("comics", PAGE.key + ".webp")
    for data in (b"first", b"second"):
        await on_moto.put(PAGE, data, "image/png")
    await on_moto.put(neighbour, b"stays", "image/webp")

    await on_moto.delete([PAGE])

    left = admin.list_object_versions(Bucket="comics")
    assert [entry["Key"] for entry in left.get("Versions", [])] == [neighbour.key]
    assert not left.get("DeleteMarkers")


async def test_renditions_are_deleted_from_a_versioned_bucket(
    on_moto: S3ImageStore, admin: S3Client
) -> None:
    admin.put_bucket_versioning(Bucket="comics", VersioningConfiguration={"Status": "Enabled"})
    other = ImageRef("comics", PAGE.key.replace("page", "pages"))
    made = [*renditions_of(PAGE), *renditions_of(other)]
    for ref in (PAGE, other, *made):
        await on_moto.put(ref, b"picture", "image/webp")

    await on_moto.delete([*made, PAGE])

    left = admin.list_object_versions(Bucket="comics")
    assert [entry["Key"] for entry in left.get("Versions", [])] == [other.key]
    assert not left.get("DeleteMarkers")


async def test_more_than_a_thousand_objects_are_deleted_in_batches(
    on_moto: S3ImageStore, admin: S3Client
) -> None:
    await on_moto.put(PAGE, b"page", "image/png")

    await on_moto.delete([ImageRef("comics", f"jobs/{n}.png") for n in range(1500)] + [PAGE])

    with pytest.raises(ImageMissingError):
        await on_moto.read(PAGE)


async def test_a_missing_bucket_is_not_reported_as_a_missing_object(moto: S3Server) -> None:
    store = open_store(moto, buckets={"forgotten"})

    with pytest.raises(ImageStoreError) as caught:
        await store.read(ImageRef("forgotten", "a.png"))

    assert not isinstance(caught.value, ImageMissingError)
    await store.close()


async def test_other_buckets_are_not_touched(on_moto: S3ImageStore) -> None:
    foreign = ImageRef("others", "a.png")

    for attempt in (
        on_moto.read(foreign),
        on_moto.put(foreign, b"", "image/png"),
        on_moto.delete([foreign]),
        on_moto.link(foreign, base_url="", lifetime=MINUTE),
    ):
        with pytest.raises(ImageMissingError):
            await attempt
    with pytest.raises(UnknownBucketError):
        on_moto.locate("https://others.s3.amazonaws.com/a.png")


async def test_an_unreachable_store_raises_image_store_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    store = open_store(S3Server(f"http://127.0.0.1:{port}"))

    with pytest.raises(ImageStoreError) as caught:
        await store.read(PAGE)

    assert not isinstance(caught.value, ImageMissingError)
    await store.close()


async def test_a_hanging_store_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        store = open_store(S3Server(url), call_seconds=0.5)

        with pytest.raises(ImageStoreError):
            await store.read(PAGE)
    await store.close(seconds=1)


async def test_cancellation_propagates() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        store = open_store(S3Server(f"http://127.0.0.1:{mute.getsockname()[1]}"))
        reading = asyncio.ensure_future(store.read(PAGE))
        await asyncio.sleep(0)

        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    await store.close(seconds=1)


async def test_many_transfers_do_not_block_the_event_loop(on_moto: S3ImageStore) -> None:
    refs = [ImageRef("comics", f"jobs/{n}.png") for n in range(30)]

    await asyncio.gather(*(on_moto.put(ref, ref.key.encode(), "image/png") for ref in refs))

    read = await asyncio.gather(*(on_moto.read(ref) for ref in refs))
    assert read == [ref.key.encode() for ref in refs]


async def test_each_kind_of_store_is_opened_by_its_name(moto: S3Server, admin: S3Client) -> None:
    store = open_image_store(
        "s3",
        folder=Path("unused"),
        secret=b"",
        bucket="comics",
        buckets=["generated"],
        endpoint_url=moto.endpoint_url,
        access_key_id=moto.access_key_id,
        secret_access_key=moto.secret_access_key,
    )

    await store.put(PAGE, b"page", "image/png")

    assert await store.read(PAGE) == b"page"
    assert store.locate("s3://generated/a.png") == ImageRef("generated", "a.png")
    assert await store.free_bytes() is None
    await store.close()
