"""Parser of `s3Url` values into bucket and key, without network access."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes, urlsplit

from core.errors import UnknownBucketError
from core.models.comics import ImageRef

URL_LIMIT = 2048  # characters
KEY_LIMIT = 1024  # bytes; S3's own limit

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# urlsplit removes or tolerates these, so they are rejected before it sees them.
_NEVER_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\#]")


class S3Urls:
    """Parser that accepts every form of the configured buckets' URLs and no other URL.

    Whole host names are compared with a table made from buckets, region and endpoint. A search
    for `amazonaws.com` within the name would accept foreign hosts.
    """

    def __init__(
        self, buckets: Collection[str], *, region: str, endpoint_url: str | None = None
    ) -> None:
        self._buckets = frozenset(buckets)
        # (scheme, host and port) → the bucket named by the host; None: the path names it
        self._places: dict[tuple[str, str], str | None] = {}
        for host in _path_hosts(region):
            self._places["https", host] = None
        for bucket in self._buckets:
            self._places["s3", bucket] = bucket
            for host in _bucket_hosts(bucket, region):
                self._places["https", host] = bucket
        if endpoint_url:
            self._places.update(dict.fromkeys(_endpoint_places(endpoint_url)))

    def locate(self, url: str) -> ImageRef:
        """Return bucket and key; the query is dropped. Raises UnknownBucketError."""
        try:
            return self._locate(url)
        except ValueError:
            raise UnknownBucketError(bucket_in(url)) from None

    def _locate(self, url: str) -> ImageRef:
        if len(url) > URL_LIMIT or _NEVER_IN_A_URL.search(url):
            raise ValueError("not a plain URL")
        parts = urlsplit(url)
        if not parts.netloc.isascii():
            # Lower-casing turns some letters of other alphabets into ASCII.
            raise ValueError("the host is not ASCII")
        host = parts.netloc if parts.scheme == "s3" else parts.netloc.lower()
        if (parts.scheme, host) not in self._places:
            raise ValueError("not a configured host")
        bucket = self._places[parts.scheme, host]
        path = parts.path.removeprefix("/")
        if bucket is None:
            bucket, _, path = path.partition("/")
        if bucket not in self._buckets:
            raise ValueError("not a configured bucket")
        return ImageRef(bucket, _key(path))


def bucket_in(url: str) -> str:
    """Return the bucket that *url* appears to name, for a log line; empty if unknown."""
    try:
        parts = urlsplit(url[:URL_LIMIT])
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    named, dot, service = host.partition(".s3")
    if parts.scheme == "s3":
        name = host
    elif dot and service[:1] in {".", "-"}:
        name = named
    else:
        name = parts.path.removeprefix("/").partition("/")[0] if host else ""
    return name if _BUCKET.fullmatch(name) else ""


def aws_domain(region: str) -> str:
    """Return the domain of S3's hosts in this region."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def is_loopback(host: str | None) -> bool:
    """Return whether *host* means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _path_hosts(region: str) -> Iterator[str]:
    domain = aws_domain(region)
    yield f"s3.{region}.{domain}"
    yield f"s3-{region}.{domain}"
    yield f"s3.dualstack.{region}.{domain}"
    if domain == "amazonaws.com":
        yield f"s3.{domain}"


def _bucket_hosts(bucket: str, region: str) -> Iterator[str]:
    for host in _path_hosts(region):
        yield f"{bucket}.{host}"
    if aws_domain(region) == "amazonaws.com":
        yield f"{bucket}.s3-accelerate.amazonaws.com"
        yield f"{bucket}.s3-accelerate.dualstack.amazonaws.com"


def _endpoint_places(endpoint_url: str) -> Iterator[tuple[str, str]]:
    parts = urlsplit(endpoint_url)
    loopback = is_loopback(parts.hostname)
    if loopback or (parts.scheme == "https" and not _is_address(parts.hostname)):
        yield parts.scheme, parts.netloc.lower()


def _is_address(host: str | None) -> bool:
    try:
        ip_address(host or "")
    except ValueError:
        return False
    return True


def _key(path: str) -> str:
    """Decode a path once and return it as a key. Raises ValueError if it is ambiguous."""
    if _BROKEN_ESCAPE.search(path):
        raise ValueError("an invalid percent escape")
    raw = unquote_to_bytes(path)
    key = raw.decode()
    # S3 keeps dots and empty segments; HTTP libraries in between may normalize them.
    if ".." in key or not all(segment and segment != "." for segment in key.split("/")):
        raise ValueError("an empty or dot segment in the path")
    if len(raw) > KEY_LIMIT:
        raise ValueError("the key is too long")
    if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in key):
        raise ValueError("control characters in the key")
    return key
