"""Client address and base URL of a request behind trusted proxies."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import takewhile

from aiohttp import web

from bots.web.app_keys import SERVICES, TRUSTED_PROXIES, Network

Address = IPv4Address | IPv6Address

# Headers that a proxy adds, whether or not it is trusted.
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_IPV6_PREFIX_BITS = 64  # the smallest network that one customer gets
_ORIGIN_LENGTH = 32  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Client:
    """Origin of a request, as reported by the peer and the trusted proxies."""

    address: Address | None  # None: a Unix socket, or a proxy that does not report it
    scheme: str
    forwarded: bool  # by a proxy, trusted or not

    @property
    def is_loopback(self) -> bool:
        """Whether the request comes from this machine directly, not through a proxy."""
        return self.address is not None and self.address.is_loopback and not self.forwarded


def networks_of(proxies: Iterable[str]) -> tuple[Network, ...]:
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)


def client_of(request: web.Request) -> Client:
    """Return the client, reading `X-Forwarded-For` from the right while proxies are trusted."""
    peer = _address(request.remote or "")
    trusted = request.config_dict[TRUSTED_PROXIES]
    forwarded = any(name in request.headers for name in FORWARDING_HEADERS)
    if peer is None or not _is_in(peer, trusted):
        return Client(peer, request.scheme, forwarded)
    hops = _split_list(request.headers.getall("X-Forwarded-For", []))
    if not hops:
        return Client(peer, _scheme(request, 1), forwarded)
    addresses = [_address(hop) for hop in reversed(hops)]
    proxies = takewhile(lambda address: address is not None and _is_in(address, trusted), addresses)
    # The first address that is not trusted is the client. If all are, it is inside the network of
    # the proxies, and the leftmost.
    distance = min(len(tuple(proxies)) + 1, len(addresses))
    return Client(addresses[distance - 1], _scheme(request, distance), forwarded=True)


def base_url(request: web.Request) -> str:
    """Return the scheme and host at which clients reach this server, without a trailing slash."""
    web_config = request.config_dict[SERVICES].config.web
    if web_config.public_url:
        return web_config.public_url
    host = request.host
    if not _HOST.fullmatch(host):
        # No browser sends such a header; fall back to the configured address.
        host = f"{web_config.host}:{web_config.port}"
    return f"{client_of(request).scheme}://{host}"


def origin_of(address: Address | None, secret: str) -> str | None:
    """Return a keyed hash of an address, for limits only; it cannot be reversed.

    An IPv6 customer can use any address of a /64, so the whole network counts as one address.
    """
    if address is None:
        return None
    if isinstance(address, IPv6Address):
        text = str(ip_network((address, _IPV6_PREFIX_BITS), strict=False))
    else:
        text = str(address)
    return hmac.new(secret.encode(), f"address {text}".encode(), sha256).hexdigest()[
        :_ORIGIN_LENGTH
    ]


def _split_list(values: Iterable[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _address(text: str) -> Address | None:
    """Return the address without port and scope, or None if *text* is not an address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _scheme(request: web.Request, distance: int) -> str:
    """Return the scheme of the request to the proxy that is *distance* hops away.

    Proxies either replace `X-Forwarded-Proto`, which leaves one entry, or append to it, as they do
    with the list of addresses.
    """
    schemes = _split_list(request.headers.getall("X-Forwarded-Proto", []))
    if not schemes:
        return request.scheme
    scheme = schemes[-distance] if len(schemes) >= distance else schemes[0]
    return scheme.lower() if scheme.lower() in {"http", "https"} else request.scheme
