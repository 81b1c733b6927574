"""Object keys: which job owns a key, in every spelling, and which keys are reserved."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from core.errors import UnknownBucketError
from core.models.comics import ImageRef
from core.models.object_keys import is_own, is_reserved, job_named_in, rendered_from, renditions_of
from storage.s3_url_parser import S3Urls

MINE = UUID("01997a3e-5b1c-7d2a-9f00-0123456789ab")
THEIRS = UUID("01997a3e-5b1c-7d2a-9f00-ba9876543210")
URLS = S3Urls({"comics", "others"}, region="eu-west-1", endpoint_url="http://127.0.0.1:9000")


@pytest.mark.parametrize(
    "key",
    [
        "jobs/{}/page.png",
        "jobs/{}/2/panel-1.png",
        "jobs/{}/page.png.w320.webp",
        "Jobs/{}/page.png",
        "JOBS/{}/x",
    ],
)
@pytest.mark.parametrize("spell", [str, lambda job: str(job).upper(), lambda job: job.hex])
def test_a_key_that_names_a_job_belongs_to_that_job_only(
    key: str, spell: Callable[[UUID], str]
) -> None:
    ref = ImageRef("comics", key.format(spell(THEIRS)))

    assert job_named_in(ref.key) == THEIRS
    assert (is_own(ref, THEIRS), is_reserved(ref, THEIRS)) == (True, False)
    assert (is_own(ref, MINE), is_reserved(ref, MINE)) == (False, True)


@pytest.mark.parametrize(
    "key",
    [
        "page.png",
        "jobs/1/page.png",
        "jobs/page.png",
        f"jobs/{THEIRS}.png",
        f"jobs/{THEIRS}",
        f"prod/jobs/{THEIRS}/page.png",
        f"jobs/x{THEIRS}/page.png",
        f"{THEIRS}/page.png",
        "cat.w321.webp",
        "cat.w320.webp.png",
        "cat.W320.webp",
        "",
    ],
)
def test_other_keys_name_no_job_and_are_not_reserved(key: str) -> None:
    ref = ImageRef("comics", key)

    assert job_named_in(key) is None
    assert not is_own(ref, MINE)
    assert not is_reserved(ref, MINE)


@pytest.mark.parametrize("key", ["a.png", "k" * 1020, "a/b/c.w320.webp"])
def test_keys_of_renditions_are_reserved(key: str) -> None:
    for rendition in renditions_of(ImageRef("comics", key)):
        assert is_reserved(rendition, MINE)
        if len(key) < 1000:
            assert rendered_from(rendition) == ImageRef("comics", key)


@pytest.mark.parametrize(
    "url",
    [
        f"s3://comics/jobs/{THEIRS}/page.png",
        f"s3://others/jobs/{THEIRS}/page.png",
        f"s3://comics/%6Aobs/{THEIRS}/page.png",
        f"s3://comics/jobs%2F{THEIRS}%2fpage.png",
        f"s3://comics/JOBS/{str(THEIRS).upper()}/page.png?versionId=1",
        f"http://127.0.0.1:9000/comics/jobs/{THEIRS}/page.png",
        f"https://comics.s3.eu-west-1.amazonaws.com/jobs/{THEIRS}/page.png",
        f"s3://comics/jobs/../jobs/{THEIRS}/page.png",
        f"s3://comics//jobs/{THEIRS}/page.png",
        f"s3://comics/jobs//{THEIRS}/page.png",
        f"s3://comics/./jobs/{THEIRS}/page.png",
        f"s3://comics/jobs/{MINE}/../{THEIRS}/page.png",
        f"s3://comics/jobs/{MINE}/%2e%2e/{THEIRS}/page.png",
    ],
)
def test_no_spelling_of_a_url_reaches_an_object_of_another_job(url: str) -> None:
    try:
        ref = URLS.locate(url)
    except UnknownBucketError:
        return
    assert is_reserved(ref, MINE)
