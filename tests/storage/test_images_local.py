"""Tests of the local image store: its links cannot be forged, and it never leaves its folder."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import (
    ImageMissingError,
    ImageStoreError,
    NotAnImageError,
    UnknownBucketError,
)
from core.models.comics import ImageRef
from core.models.object_keys import renditions_of
from storage.images_local import LocalImageStore
from tests.pictures import make_picture

JOB = "01997a3e-5b1c-7d2a-9f00-0123456789ab"
PAGE = ImageRef("local", f"jobs/{JOB}/page.png")
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[LocalImageStore]:
    opened = LocalImageStore(tmp_path / "images", b"secret", now=lambda: NOON)
    yield opened
    await opened.close()


def test_the_url_of_an_object_is_located() -> None:
    store = LocalImageStore(Path("unused"), b"secret")

    assert store.locate(f"s3://local/jobs/{JOB}/page.png") == PAGE
    assert store.locate(f"s3://local/jobs/{JOB}/panel-1.v2.webp").key.endswith("panel-1.v2.webp")
    assert store.locate(f"s3://local/jobs/{JOB}/2/page.jpg").key == f"jobs/{JOB}/2/page.jpg"


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"s3://comics/jobs/{JOB}/page.png",
        f"s3://LOCAL/jobs/{JOB}/page.png",
        f"https://local.s3.amazonaws.com/jobs/{JOB}/page.png",
        f"file:///jobs/{JOB}/page.png",
        "s3://local/page.png",
        "s3://local/jobs/page.png",
        "s3://local/jobs/not-a-uuid/page.png",
        f"s3://local/jobs/{JOB.upper()}/page.png",
        f"s3://local/jobs/{JOB}/",
        f"s3://local/jobs/{JOB}",
        f"s3://local/jobs/{JOB}//page.png",
        f"s3://local//jobs/{JOB}/page.png",
        f"s3://local/jobs/{JOB}/deeper/page.png",
        f"s3://local/jobs/{JOB}/0/page.png",
        f"s3://local/jobs/{JOB}/2/3/page.png",
        f"s3://local/jobs/{JOB}/../{JOB}/page.png",
        f"s3://local/jobs/{JOB}/..png",
        f"s3://local/jobs/{JOB}/a..png",
        f"s3://local/jobs/{JOB}/.page.png",
        f"s3://local/jobs/{JOB}/page.html",
        f"s3://local/jobs/{JOB}/page.png.html",
        f"s3://local/jobs/{JOB}/page%2epng",
        f"s3://local/jobs/{JOB}/pagé.png",
        f"s3://local/jobs/{JOB}/pa ge.png",
        f"s3://local/jobs/{JOB}/page.png\n",
        f"s3://local/jobs/{JOB}/page.png\x00",
        f"s3://local/jobs/{JOB}/page.png?a=b",
        f"s3://local/jobs/{JOB}/page.png#a",
        f"s3://local/jobs/{JOB}/{'a' * 1100}.png",
        f"s3://user@local/jobs/{JOB}/page.png",
    ],
)
def test_every_other_url_is_refused(url: str) -> None:
    with pytest.raises(UnknownBucketError):
        LocalImageStore(Path("unused"), b"secret").locate(url)


@pytest.mark.parametrize("name", ["page.png", f"{'a' * 100}.webp", "2/page.jpg"])
async def test_every_key_leaves_room_for_rendition_suffixes(
    store: LocalImageStore, name: str
) -> None:
    for ref in renditions_of(store.locate(f"s3://local/jobs/{JOB}/{name}")):
        await store.put(ref, b"small", "image/webp")

        assert await store.read(ref) == b"small"


def test_a_rejected_url_reports_its_bucket() -> None:
    with pytest.raises(UnknownBucketError) as caught:
        LocalImageStore(Path("unused"), b"secret").locate("https://comics.s3.amazonaws.com/a.png")

    assert caught.value.bucket == "comics"


def test_an_empty_secret_is_rejected() -> None:
    with pytest.raises(ValueError, match="secret"):
        LocalImageStore(Path("unused"), b"")


async def test_a_stored_picture_can_be_read_and_inspected(store: LocalImageStore) -> None:
    data = make_picture(width=40, height=30)

    await store.put(PAGE, data, "image/png")

    assert await store.read(PAGE) == data
    info = await store.inspect(PAGE, sha256=sha256(data).hexdigest())
    assert (info.content_type, info.width, info.height) == ("image/png", 40, 30)
    assert info.size_bytes == len(data)


async def test_only_the_beginning_of_a_large_file_is_needed(store: LocalImageStore) -> None:
    data = make_picture(width=400, height=300, noisy=True)
    assert len(data) > 100_000
    await store.put(PAGE, data, "image/png")

    info = await store.inspect(PAGE)

    assert (info.width, info.height, info.size_bytes) == (400, 300, len(data))


async def test_a_large_webp_is_inspected_too(store: LocalImageStore) -> None:
    ref = ImageRef("local", f"jobs/{JOB}/page.webp")
    data = make_picture("WEBP", width=600, height=400, noisy=True)
    assert len(data) > 70_000
    await store.put(ref, data, "image/webp")

    assert (await store.inspect(ref)).width == 600


async def test_putting_again_replaces_and_leaves_nothing_behind(
    store: LocalImageStore, tmp_path: Path
) -> None:
    await store.put(PAGE, b"first", "image/png")
    await store.put(PAGE, b"second", "image/png")

    assert await store.read(PAGE) == b"second"
    assert [file.name for file in (tmp_path / "images" / "jobs" / JOB).iterdir()] == ["page.png"]


async def test_a_picture_with_another_digest_is_refused(store: LocalImageStore) -> None:
    await store.put(PAGE, make_picture(), "image/png")

    with pytest.raises(NotAnImageError):
        await store.inspect(PAGE, sha256="0" * 64)


@pytest.mark.parametrize("data", [b"", b"<html>"], ids=["nothing", "HTML"])
async def test_other_content_is_rejected(store: LocalImageStore, data: bytes) -> None:
    await store.put(PAGE, data, "image/png")

    with pytest.raises(NotAnImageError):
        await store.inspect(PAGE)


async def test_an_enormous_file_is_refused_unread(store: LocalImageStore, tmp_path: Path) -> None:
    await store.put(PAGE, make_picture(), "image/png")
    os.truncate(tmp_path / "images" / PAGE.key, 50_000_001)

    with pytest.raises(NotAnImageError):
        await store.inspect(PAGE)
    with pytest.raises(NotAnImageError):
        await store.read(PAGE)


async def test_a_missing_object_raises_image_missing(store: LocalImageStore) -> None:
    with pytest.raises(ImageMissingError):
        await store.read(PAGE)
    with pytest.raises(ImageMissingError):
        await store.inspect(PAGE)
    with pytest.raises(ImageMissingError):
        await store.open_path(PAGE)


@pytest.mark.parametrize(
    "ref",
    [
        ImageRef("comics", PAGE.key),
        ImageRef("local", f"jobs/{JOB}/../../../etc/passwd"),
        ImageRef("local", "/etc/passwd"),
        ImageRef("local", f"jobs/{JOB}/page\x00.png"),
        ImageRef("local", ""),
    ],
    ids=["bucket", "dots", "absolute", "NUL", "empty"],
)
async def test_a_ref_that_leads_elsewhere_is_missing(store: LocalImageStore, ref: ImageRef) -> None:
    for attempt in (store.read(ref), store.open_path(ref), store.put(ref, b"x", "image/png")):
        with pytest.raises(ImageMissingError):
            await attempt


async def test_a_link_to_a_file_elsewhere_is_not_followed(
    store: LocalImageStore, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    await store.put(PAGE, b"page", "image/png")
    ours = tmp_path / "images" / "jobs" / JOB
    (ours / "trick.png").symlink_to(tmp_path / "secret.png")

    with pytest.raises(ImageMissingError):
        await store.read(ImageRef("local", f"jobs/{JOB}/trick.png"))


async def test_a_link_to_a_folder_elsewhere_is_not_followed(
    store: LocalImageStore, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "page.png").write_bytes(b"secret")
    jobs = tmp_path / "images" / "jobs"
    jobs.mkdir(parents=True)
    (jobs / JOB).symlink_to(elsewhere)

    with pytest.raises(ImageStoreError):
        await store.read(PAGE)
    with pytest.raises(ImageStoreError):
        await store.put(PAGE, b"overwritten", "image/png")
    with pytest.raises(ImageStoreError):
        await store.delete([PAGE])
    assert (elsewhere / "page.png").read_bytes() == b"secret"


async def test_a_named_pipe_does_not_block(store: LocalImageStore, tmp_path: Path) -> None:
    (tmp_path / "images" / "jobs" / JOB).mkdir(parents=True)
    os.mkfifo(tmp_path / "images" / PAGE.key)

    with pytest.raises(ImageMissingError):
        await store.read(PAGE)


async def test_the_folder_itself_may_be_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "images").symlink_to(tmp_path / "disk")
    store = LocalImageStore(tmp_path / "images", b"secret")

    await store.put(PAGE, b"page", "image/png")

    assert await store.read(PAGE) == b"page"
    assert await store.open_path(PAGE) == (tmp_path / "disk" / PAGE.key).resolve()
    await store.close()


async def test_deleting_removes_files_and_ignores_missing_ones(
    store: LocalImageStore, tmp_path: Path
) -> None:
    panel = ImageRef("local", f"jobs/{JOB}/panel-1.png")
    await store.put(PAGE, b"page", "image/png")
    await store.put(panel, b"panel", "image/png")
    (tmp_path / "images" / "jobs" / JOB / ".page.png.abc123").write_bytes(b"left by a crash")

    await store.delete([PAGE, panel, PAGE])

    assert not any((tmp_path / "images" / "jobs").iterdir())


async def test_empty_folders_are_removed_with_their_last_picture(
    store: LocalImageStore, tmp_path: Path
) -> None:
    second = ImageRef("local", f"jobs/{JOB}/2/page.png")
    await store.put(PAGE, b"page", "image/png")
    await store.put(second, b"page", "image/png")

    await store.delete([second])
    assert [file.name for file in (tmp_path / "images" / "jobs" / JOB).iterdir()] == ["page.png"]
    await store.delete([PAGE])

    assert not any((tmp_path / "images" / "jobs").iterdir())


async def test_a_link_opens_its_picture_until_it_expires(store: LocalImageStore) -> None:
    url = urlsplit(
        await store.link(PAGE, base_url="http://here:5000/", lifetime=timedelta(minutes=5))
    )
    query = parse_qs(url.query)
    expires, signature = query["expires"][0], query["signature"][0]

    assert (url.netloc, url.path) == ("here:5000", f"/images/{PAGE.key}")
    assert store.verify_link(PAGE.key, expires, signature, NOON)
    assert store.verify_link(PAGE.key, expires, signature, NOON + timedelta(minutes=5))
    assert not store.verify_link(PAGE.key, expires, signature, NOON + timedelta(minutes=6))


async def test_a_forged_link_opens_nothing(store: LocalImageStore) -> None:
    url = await store.link(PAGE, base_url="http://here", lifetime=timedelta(minutes=5))
    query = parse_qs(urlsplit(url).query)
    expires, signature = query["expires"][0], query["signature"][0]
    other = PAGE.key.replace("page", "panel-1")
    forged = LocalImageStore(Path("unused"), b"guess")
    guess = parse_qs(
        urlsplit(await forged.link(PAGE, base_url="", lifetime=timedelta(days=3650))).query
    )

    assert not store.verify_link(other, expires, signature, NOON)
    assert not store.verify_link(PAGE.key, str(int(expires) + 1), signature, NOON)
    assert not store.verify_link(PAGE.key, expires, signature[:-1], NOON)
    assert not store.verify_link(PAGE.key, guess["expires"][0], guess["signature"][0], NOON)


@pytest.mark.parametrize("text", ["", "é", "\ud800", "-1", "1e9", "٣", "9" * 400, "NaN"])
async def test_nonsense_in_a_link_opens_nothing(store: LocalImageStore, text: str) -> None:
    signature = store._signature(PAGE.key, "9999999999")

    assert store.verify_link(PAGE.key, "9999999999", signature, NOON)
    assert not store.verify_link(PAGE.key, text, signature, NOON)
    assert not store.verify_link(PAGE.key, "9999999999", text, NOON)
    assert not store.verify_link(text, "9999999999", signature, NOON)


async def test_the_link_of_a_picture_in_another_store_does_not_work(
    store: LocalImageStore,
) -> None:
    elsewhere = ImageRef("comics", "2025/a page?.png")

    url = urlsplit(await store.link(elsewhere, base_url="http://here", lifetime=timedelta(hours=1)))
    query = parse_qs(url.query)

    assert url.path == "/images/2025/a%20page%3F.png"
    assert not store.verify_link(elsewhere.key, query["expires"][0], query["signature"][0], NOON)


async def test_free_space_is_reported(store: LocalImageStore) -> None:
    free = await store.free_bytes()

    assert free is not None
    assert free > 0


async def test_a_hanging_disk_times_out(tmp_path: Path) -> None:
    store = LocalImageStore(tmp_path, b"secret", call_seconds=0.05)
    (tmp_path / "jobs" / JOB).mkdir(parents=True)
    released = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hang() -> None:
        asyncio.run_coroutine_threadsafe(released.wait(), loop).result(10)

    with pytest.raises(ImageStoreError):
        await store._run(hang)
    released.set()
    await store.close()


async def test_putting_many_at_once_keeps_each_whole(store: LocalImageStore) -> None:
    refs = [ImageRef("local", f"jobs/{JOB}/panel-{index}.png") for index in range(40)]

    await asyncio.gather(*(store.put(ref, ref.key.encode(), "image/png") for ref in refs))

    assert [await store.read(ref) for ref in refs] == [ref.key.encode() for ref in refs]
