"""Who really called, when trusted proxies stand in between."""

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

# Headers by which any proxy, trusted or not, shows that it stands in between.
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_HOUSEHOLD_BITS = 64  # what one customer gets of IPv6 at the least
_ORIGIN_LENGTH = 32  # characters of hexadecimal


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from, as far as the peer and our own proxies can be believed."""

    address: Address | None  # None: a Unix socket, or a proxy that does not say
    scheme: str
    forwarded: bool  # somebody stands in between

    @property
    def is_loopback(self) -> bool:
        """Whether the caller sits at this very machine, without a proxy that speaks for others."""
        return self.address is not None and self.address.is_loopback and not self.forwarded


def networks_of(proxies: Iterable[str]) -> tuple[Network, ...]:
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)


def client_of(request: web.Request) -> Client:
    """Return who called, reading `X-Forwarded-For` from the right as long as proxies are ours."""
    peer = _address(request.remote or "")
    trusted = request.config_dict[TRUSTED_PROXIES]
    forwarded = any(name in request.headers for name in FORWARDING_HEADERS)
    if peer is None or not _is_in(peer, trusted):
        return Client(peer, request.scheme, forwarded)
    hops = _listed(request.headers.getall("X-Forwarded-For", []))
    if not hops:
        return Client(peer, _scheme(request, 1), forwarded)
    addresses = [_address(hop) for hop in reversed(hops)]
    ours = takewhile(lambda address: address is not None and _is_in(address, trusted), addresses)
    # The first that is not ours called; if all are, somebody inside our own network did.
    distance = min(len(tuple(ours)) + 1, len(addresses))
    return Client(addresses[distance - 1], _scheme(request, distance), forwarded=True)


def base_url(request: web.Request) -> str:
    """Return where people reach this server: scheme and host, without a slash at the end."""
    web_config = request.config_dict[SERVICES].config.web
    if web_config.public_url:
        return web_config.public_url
    host = request.host
    if not _HOST.fullmatch(host):
        # Nothing that a browser sends; links are made for whoever reaches the configured address.
        host = f"{web_config.host}:{web_config.port}"
    return f"{client_of(request).scheme}://{host}"


def origin_of(address: Address | None, secret: str) -> str | None:
    """Return a keyed hash of an address, for limits only: nobody can turn it back.

    A household has a whole /64 of IPv6 to choose addresses from, so that counts as one.
    """
    if address is None:
        return None
    if isinstance(address, IPv6Address):
        known = str(ip_network((address, _HOUSEHOLD_BITS), strict=False))
    else:
        known = str(address)
    return hmac.new(secret.encode(), f"address {known}".encode(), sha256).hexdigest()[
        :_ORIGIN_LENGTH
    ]


def _listed(values: Iterable[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _address(text: str) -> Address | None:
    """Return the address, without a port or a scope; None for what is none."""
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
    """Return the scheme that the proxy *distance* hops away was called with.

    Proxies either replace the header, which leaves one entry, or append to it, as they do to the
    list of addresses.
    """
    schemes = _listed(request.headers.getall("X-Forwarded-Proto", []))
    if not schemes:
        return request.scheme
    scheme = schemes[-distance] if len(schemes) >= distance else schemes[0]
    return scheme.lower() if scheme.lower() in {"http", "https"} else request.scheme
