"""Links to reference pictures of characters: signed links to the server's own store, no others."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_SIGNATURE = "X-Amz-Signature"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PORTS = {"http": 80, "https": 443}


def is_own_signed_link(url: str, store_url: str) -> bool:
    """Return whether *url* is a presigned link to an object below *store_url*.

    *store_url* is that of a bucket, without the key; if it is empty, no link qualifies. Redirects
    must not be followed when the picture is fetched, since their targets are not checked.
    """
    if not store_url:
        return False
    try:
        link, store = urlsplit(url), urlsplit(store_url)
        if _origin(link) != _origin(store):
            return False
    except ValueError:
        return False
    if link.username is not None or link.fragment or "\\" in url:
        return False
    if not link.path.startswith(f"{store.path.rstrip('/')}/") or ".." in _segments(link.path):
        return False
    signatures = parse_qs(link.query).get(_SIGNATURE, [])
    return len(signatures) == 1 and _DIGEST.fullmatch(signatures[0]) is not None


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _segments(path: str) -> list[str]:
    """Return the segments of a path; HTTP clients resolve `..`, encoded or not."""
    return unquote(unquote(path)).split("/")
