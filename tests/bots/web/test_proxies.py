from __future__ import annotations

from ipaddress import ip_address

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bots.web.app_keys import TRUSTED_PROXIES
from bots.web.proxies import Client, client_of, networks_of, origin_of

SECRET = "a secret of no importance at all"


def seen_from(
    peer: str, *headers: tuple[str, str], trusted: tuple[str, ...] = ("10.0.0.0/8",)
) -> Client:
    app = web.Application()
    app[TRUSTED_PROXIES] = networks_of(trusted)
    request = make_mocked_request("GET", "/", headers=CIMultiDict(headers), app=app)
    return client_of(request.clone(remote=peer))


def test_a_stranger_is_not_believed() -> None:
    client = seen_from(
        "203.0.113.9", ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https")
    )

    assert client.address == ip_address("203.0.113.9")
    assert client.scheme == "http"


def test_a_trusted_proxy_says_who_called_it() -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", "203.0.113.9"))

    assert client.address == ip_address("203.0.113.9")


def test_what_stands_left_of_the_first_stranger_is_made_up() -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", "127.0.0.1, 203.0.113.9, 10.0.0.2"))

    assert client.address == ip_address("203.0.113.9")


def test_several_headers_are_one_list() -> None:
    client = seen_from(
        "10.0.0.1", ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9")
    )

    assert client.address == ip_address("203.0.113.9")


def test_a_call_from_inside_our_own_network_comes_from_the_farthest_proxy() -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", "10.0.0.3, 10.0.0.2"))

    assert client.address == ip_address("10.0.0.3")


@pytest.mark.parametrize("hop", ["203.0.113.9:4711", "[2001:db8::9]:4711", "2001:db8::9"])
def test_a_port_is_not_part_of_the_address(hop: str) -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", hop))

    assert client.address in {ip_address("203.0.113.9"), ip_address("2001:db8::9")}


@pytest.mark.parametrize("hop", ["unknown", "_hidden", "1.2.3", "'; DROP TABLE jobs"])
def test_what_is_no_address_is_nobodys(hop: str) -> None:
    assert seen_from("10.0.0.1", ("X-Forwarded-For", hop)).address is None


def test_an_ipv4_address_in_ipv6_dress_is_the_same_address() -> None:
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
def test_the_scheme_is_what_the_farthest_trusted_proxy_was_called_with(
    forwarded_for: str, proto: str, scheme: str
) -> None:
    client = seen_from("10.0.0.1", ("X-Forwarded-For", forwarded_for), ("X-Forwarded-Proto", proto))

    assert client.scheme == scheme


def test_this_machine_is_loopback_only_when_it_speaks_for_itself() -> None:
    assert seen_from("127.0.0.1").is_loopback
    assert not seen_from("127.0.0.1", ("X-Forwarded-For", "127.0.0.1")).is_loopback
    assert not seen_from("127.0.0.1", ("Via", "1.1 somewhere")).is_loopback
    assert not seen_from("203.0.113.9").is_loopback


def test_limits_see_a_household_of_ipv6_as_one_and_never_an_address() -> None:
    one = origin_of(ip_address("2001:db8:1:2::3"), SECRET)
    other = origin_of(ip_address("2001:db8:1:2:ffff::4"), SECRET)
    neighbour = origin_of(ip_address("2001:db8:1:3::3"), SECRET)

    assert one == other != neighbour
    assert one is not None
    assert len(one) == 32
    assert int(one, 16)


def test_an_origin_means_nothing_to_whoever_lacks_the_secret() -> None:
    address = ip_address("203.0.113.9")

    assert origin_of(address, SECRET) != origin_of(address, "another secret altogether")
    assert origin_of(None, SECRET) is None
