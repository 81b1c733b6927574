"""Origins of URLs: scheme, host and port, from which pictures may be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from pipeline.settings import SettingsError

_DEFAULT_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


def origin_of(url: str) -> Origin | None:
    """Return scheme, host and port; None for what is not a plain HTTP URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or parts.username is not None:
        return None
    if not parts.hostname or " " in parts.hostname:
        return None
    return parts.scheme, parts.hostname.lower(), port or _DEFAULT_PORTS[parts.scheme]


def allowed_origins(base_url: str, image_hosts: Sequence[str]) -> frozenset[Origin]:
    """Return the origins from which pictures may be fetched: the API's own and the operator's.

    An entry is a host, which is then asked by HTTPS, or an origin. Raises SettingsError.
    """
    hosts = [host if "://" in host else f"https://{host}" for host in image_hosts]
    origins = [origin_of(url) for url in (base_url, *hosts)]
    if None in origins:
        raise SettingsError("artist.image_hosts: must be hosts, like images.example.org")
    return frozenset(filter(None, origins))
