from __future__ import annotations

from ipaddress import ip_address

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bots.web.app_keys import TRUSTED_PROXIES
from bots.web.client_address import Client, client_of, networks_of, origin_of

SECRET = "a secret of no importance at all"


def seen_from(
    peer: str, *headers: tuple[str, str], trusted: tuple[str, ...] = ("10.0.0.0/8",)
) -> Client:
    app = web.Application()
    app[TRUSTED_PROXIES] = networks_of(trusted)
    request = make_mocked_request("GET", "/", headers=CIMultiDict(headers), app=app)
    return client_of(request.clone(remote=peer))


def test_headers_of_untrusted_peers_are_ignored() -> None:
    client = seen_from(
        "203.0.113.9", ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https")
    )

    assert client.address == ip_address("203.0.113.9")
    assert client.scheme == "http"


def test_a_trusted_proxy_reports_the_client() -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", "203.0.113.9"))

    assert client.address == ip_address("203.0.113.9")


def test_addresses_left_of_the_first_untrusted_one_are_ignored() -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", "127.0.0.1, 203.0.113.9, 10.0.0.2"))

    assert client.address == ip_address("203.0.113.9")


def test_repeated_headers_form_one_list() -> None:
    client = seen_from(
        "10.0.0.1", ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9")
    )

    assert client.address == ip_address("203.0.113.9")


def test_a_call_from_inside_the_trusted_network_comes_from_the_farthest_address() -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", "10.0.0.3, 10.0.0.2"))

    assert client.address == ip_address("10.0.0.3")


@pytest.mark.parametrize("hop", ["203.0.113.9:4711", "[2001:db8::9]:4711", "2001:db8::9"])
def test_a_port_is_not_part_of_the_address(hop: str) -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", hop))

    assert client.address in {ip_address("203.0.113.9"), ip_address("2001:db8::9")}


@pytest.mark.parametrize("hop", ["unknown", "_hidden", "1.2.3", "'; DROP TABLE jobs"])
def test_an_invalid_address_is_unknown(hop: str) -> None:
    assert seen_from("10.0.0.1", ("X-Forwarded-For", hop)).address is None


def test_an_ipv4_mapped_address_is_the_same_address() -> None:
    assert seen_from("::ffff:203.0.113.9").address == ip_address("203.0.113.9")


@pytest.mark.parametrize(
    ("forwarded_for", "proto", "scheme"),
    [
        ("203.0.113.9", "https", "https"),
        ("203.0.113.9", "HTTPS", "https"),
        ("203.0.113.9", "gopher", "http"),
        ("203.0.113.9, 10.0.0.2", "https", "https"),
        ("203.0.113.9, 10.0.0.2", "https, http", "https"),
        ("203.0.113.9", "https, http", "http"),  # the first entry is the caller's own invention
    ],
)
def test_the_scheme_is_that_of_the_farthest_trusted_proxy(
    forwarded_for: str, proto: str, scheme: str
) -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", forwarded_for), ("X-Forwarded-Proto", proto))

    assert client.scheme == scheme


def test_loopback_means_a_direct_request() -> None:
    assert seen_from("127.0.0.1").is_loopback
    assert not seen_from("127.0.0.1", ("X-Forwarded-For", "127.0.0.1")).is_loopback
    assert not seen_from("127.0.0.1", ("Via", "1.1 somewhere")).is_loopback
    assert not seen_from("203.0.113.9").is_loopback


def test_limits_treat_an_ipv6_network_as_one_hashed_address() -> None:
    one = origin_of(ip_address("2001:db8:1:2::3"), SECRET)
    other = origin_of(ip_address("2001:db8:1:2:ffff::4"), SECRET)
    neighbour = origin_of(ip_address("2001:db8:1:3::3"), SECRET)

    assert one == other != neighbour
    assert one is not None
    assert len(one) == 32
    assert int(one, 16)


def test_an_origin_depends_on_the_secret() -> None:
    address = ip_address("203.0.113.9")

    assert origin_of(address, SECRET) != origin_of(address, "another secret altogether")
    assert origin_of(None, SECRET) is None
