"""Tests of the `s3Url` parser: only configured buckets are accepted, in any spelling."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import UnknownBucketError
from core.models.comics import ImageRef
from storage.s3_url_parser import S3Urls

REGION = "ap-south-1"
BUCKETS = ("comics", "my.dotted.bucket")
ENDPOINT = "http://127.0.0.1:9000"
URLS = S3Urls(BUCKETS, region=REGION, endpoint_url=ENDPOINT)

SPELLINGS = [
    "s3://{bucket}/{key}",
    "https://{bucket}.s3.ap-south-1.amazonaws.com/{key}",
    "https://{bucket}.s3.amazonaws.com/{key}",
    "https://{bucket}.s3-ap-south-1.amazonaws.com/{key}",
    "https://{bucket}.s3.dualstack.ap-south-1.amazonaws.com/{key}",
    "https://{bucket}.s3-accelerate.amazonaws.com/{key}",
    "https://{bucket}.s3-accelerate.dualstack.amazonaws.com/{key}",
    "https://s3.ap-south-1.amazonaws.com/{bucket}/{key}",
    "https://s3.amazonaws.com/{bucket}/{key}",
    "https://s3-ap-south-1.amazonaws.com/{bucket}/{key}",
    "https://s3.dualstack.ap-south-1.amazonaws.com/{bucket}/{key}",
    "http://127.0.0.1:9000/{bucket}/{key}",
    "HTTPS://{bucket}.S3.AP-South-1.AmazonAWS.com/{key}",
]

HOSTILE = {
    "another's bucket": "https://others.s3.ap-south-1.amazonaws.com/a.png",
    "another's bucket as URI": "s3://others/a.png",
    "another's bucket in a path": "https://s3.amazonaws.com/others/a.png",
    "our name and more": "https://comics-evil.s3.amazonaws.com/a.png",
    "a longer host": "https://comics.s3.amazonaws.com.evil.example/a.png",
    "a bucket with dots": "https://comics.evil.s3.amazonaws.com/a.png",
    "our host in a query": "https://evil.example/?comics.s3.amazonaws.com/a.png",
    "our host as user": "https://comics.s3.amazonaws.com@evil.example/a.png",
    "a user at our host": "https://user:pass@comics.s3.amazonaws.com/a.png",
    "an empty user": "https://@comics.s3.amazonaws.com/a.png",
    "a port": "https://comics.s3.amazonaws.com:443/a.png",
    "an empty port": "https://comics.s3.amazonaws.com:/a.png",
    "a trailing dot": "https://comics.s3.amazonaws.com./a.png",
    "plain http": "http://comics.s3.amazonaws.com/a.png",
    "another scheme": "ftp://comics.s3.amazonaws.com/a.png",
    "no scheme": "//comics.s3.amazonaws.com/a.png",
    "a file": "file:///etc/passwd",
    "a fragment": "https://comics.s3.amazonaws.com/a.png#b",
    "another region": "https://comics.s3.eu-west-1.amazonaws.com/a.png",
    "China": "https://comics.s3.ap-south-1.amazonaws.com.cn/a.png",
    "a website endpoint": "https://comics.s3-website.ap-south-1.amazonaws.com/a.png",
    "an access point": "https://comics-123.s3-accesspoint.ap-south-1.amazonaws.com/a.png",
    "metadata": "http://169.254.169.254/comics/a.png",
    "loopback's other port": "http://127.0.0.1:9001/comics/a.png",
    "loopback by https": "https://127.0.0.1:9000/comics/a.png",
    "loopback by another name": "http://localhost:9000/comics/a.png",
    "IPv6": "http://[::1]:9000/comics/a.png",
    "a broken IPv6": "https://[::1/a.png",
    "dots": "https://comics.s3.amazonaws.com/jobs/../secret.png",
    "escaped dots": "https://comics.s3.amazonaws.com/jobs/%2e%2E/secret.png",
    "one dot": "https://comics.s3.amazonaws.com/./a.png",
    "an empty segment": "https://comics.s3.amazonaws.com/jobs//a.png",
    "an escaped empty segment": "https://comics.s3.amazonaws.com/jobs%2F%2Fa.png",
    "a folder": "https://comics.s3.amazonaws.com/jobs/",
    "no key": "https://comics.s3.amazonaws.com/",
    "nothing at all": "https://comics.s3.amazonaws.com",
    "no key in a path": "https://s3.amazonaws.com/comics",
    "NUL": "https://comics.s3.amazonaws.com/a%00.png",
    "a line break": "https://comics.s3.amazonaws.com/a%0A.png",
    "a raw line break": "https://comics.s3.amazonaws.com/a\n.png",
    "a tab in the host": "https://comics.s3.amazon\taws.com/a.png",
    "a leading blank": " https://comics.s3.amazonaws.com/a.png",
    "a backslash": "https://comics.s3.amazonaws.com\\@evil.example/a.png",
    "a broken escape": "https://comics.s3.amazonaws.com/a%zz.png",
    "bytes that are no UTF-8": "https://comics.s3.amazonaws.com/a%ff.png",
    "a Kelvin sign": "https://comics.s\N{FULLWIDTH DIGIT THREE}.amazonaws.com/a.png",
    "an ideographic full stop": "https://comics\u3002s3.amazonaws.com/a.png",
    "a URI in capitals": "s3://Comics/a.png",
    "a URI with a port": "s3://comics:80/a.png",
    "a URI with a user": "s3://me@comics/a.png",
    "too long a URL": "https://comics.s3.amazonaws.com/" + "a" * 2048,
    "too long a key": "https://comics.s3.amazonaws.com/" + "a" * 1025,
    "nothing": "",
}


@pytest.mark.parametrize("bucket", BUCKETS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_configured_buckets_url_is_parsed(spelling: str, bucket: str) -> None:
    url = spelling.format(bucket=bucket, key="jobs/1/page.png")

    assert URLS.locate(url) == ImageRef(bucket, "jobs/1/page.png")


@pytest.mark.parametrize("url", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_url_is_refused(url: str) -> None:
    with pytest.raises(UnknownBucketError):
        URLS.locate(url)


def test_a_signed_url_loses_its_query() -> None:
    url = "https://comics.s3.amazonaws.com/a.png?X-Amz-Signature=abc&X-Amz-Expires=60"

    assert URLS.locate(url) == ImageRef("comics", "a.png")


def test_a_key_is_decoded_once_and_a_plus_stays_a_plus() -> None:
    assert URLS.locate("s3://comics/a%2525+b.png").key == "a%25+b.png"


def test_plain_http_is_refused_for_an_endpoint_elsewhere() -> None:
    urls = S3Urls(["comics"], region=REGION, endpoint_url="http://minio.example.org:9000")

    with pytest.raises(UnknownBucketError):
        urls.locate("http://minio.example.org:9000/comics/a.png")


def test_the_url_of_another_endpoint_is_parsed_with_its_port() -> None:
    urls = S3Urls(["comics"], region=REGION, endpoint_url="https://minio.example.org:9000")

    assert urls.locate("https://MinIO.example.org:9000/comics/a.png").bucket == "comics"
    with pytest.raises(UnknownBucketError):
        urls.locate("https://minio.example.org/comics/a.png")


def test_an_endpoint_that_is_an_address_elsewhere_is_refused() -> None:
    urls = S3Urls(["comics"], region=REGION, endpoint_url="https://10.0.0.5:9000")

    with pytest.raises(UnknownBucketError):
        urls.locate("https://10.0.0.5:9000/comics/a.png")


def test_hosts_in_china_are_recognized_for_regions_in_china() -> None:
    urls = S3Urls(["comics"], region="cn-north-1")

    assert urls.locate("https://comics.s3.cn-north-1.amazonaws.com.cn/a.png").key == "a.png"
    with pytest.raises(UnknownBucketError):
        urls.locate("https://comics.s3.amazonaws.com/a.png")


@pytest.mark.parametrize(
    ("url", "bucket"),
    [
        ("https://others.s3.eu-west-1.amazonaws.com/a.png", "others"),
        ("https://my.others.s3-eu-west-1.amazonaws.com/a.png", "my.others"),
        ("https://s3.amazonaws.com/others/a.png", "others"),
        ("s3://others/a.png", "others"),
        ("http://minio:9000/others/a.png", "others"),
        ("https://[broken/a.png", ""),
        ("https://evil.example/%0aforged", ""),
        ("nonsense", ""),
    ],
)
def test_the_error_names_the_bucket_if_known(url: str, bucket: str) -> None:
    with pytest.raises(UnknownBucketError) as caught:
        URLS.locate(url)

    assert caught.value.bucket == bucket


# Everything that a URL may be glued together from, with what parsers fall over.
PIECES = st.sampled_from(
    (
        *("https://", "http://", "s3://", "//", "/", "?", "#", "@", ":", "443", "[", "]", "\\"),
        *("comics", "others", ".s3", "s3.", ".amazonaws.com", "ap-south-1", ".evil.example"),
        *("127.0.0.1:9000", "a.png", "..", "%", "%2e", "%2f", "%00", "+", " ", "\t", "\n"),
        *("ſ", "。", "\N{KELVIN SIGN}", "\u202e"),
    )
)
HOSTS = {s.format(bucket=b, key="").split("/")[2].lower() for s in SPELLINGS for b in BUCKETS}


@given(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=80)))
@example("https://comics.s3.amazonaws.com/a.png")
def test_accepted_urls_are_on_configured_hosts_and_buckets(url: str) -> None:
    try:
        ref = URLS.locate(url)
    except UnknownBucketError:
        return

    scheme, _, rest = url.partition("://")
    assert scheme.lower() in {"s3", "https", "http"}
    assert rest.split("/")[0].lower() in HOSTS
    assert ref.bucket in BUCKETS
    assert ".." not in ref.key
    assert all(ref.key.split("/"))


@given(
    spelling=st.sampled_from(SPELLINGS),
    segments=st.lists(
        st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(
            lambda text: "/" not in text and ".." not in text and text != "."
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_valid_key_survives_any_spelling(spelling: str, segments: list[str]) -> None:
    key = "/".join(segments)
    url = spelling.format(bucket="comics", key=quote(key))
    if len(url) > 2048 or len(key.encode()) > 1024:
        return

    if ".." in key:
        with pytest.raises(UnknownBucketError):
            URLS.locate(url)
    else:
        assert URLS.locate(url) == ImageRef("comics", key)


@given(
    url=st.sampled_from([s.format(bucket="comics", key="a.png") for s in SPELLINGS]),
    place=st.integers(min_value=0),
    junk=st.sampled_from(["@", ":1", "#", "\\", "\n", "\x00", " ", "//", "..", "%", "é.", "evil."]),
)
def test_junk_pushed_into_the_host_of_a_good_url_is_refused(
    url: str, place: int, junk: str
) -> None:
    start = url.index("://") + 3
    end = url.index("/", start)
    at = start + place % (end - start + 1)

    with pytest.raises(UnknownBucketError):
        URLS.locate(url[:at] + junk + url[at:])
