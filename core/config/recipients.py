"""Recipients of words and pictures, from the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from core.config.picture_checks import is_painted_by_model
from core.config.section import url_parts
from core.config.settings import Config
from core.models.recipients import Recipient, Role

JARVIS = "jarvislabs.net"  # the domain of its instances
OPENAI = "https://api.openai.com/v1"  # where the painter `images` paints without a URL


def recipients_in(config: Config) -> tuple[Recipient, ...]:
    """Return who gets words or pictures. Services on this machine are not among them."""
    found = dict.fromkeys(_recipients(config))
    return tuple(each for each in found if each.host and not _is_this_machine(each.host))


def _recipients(config: Config) -> Iterator[Recipient]:
    if not config.draws_itself:
        # what that generator asks in turn is not known here
        is_rented = bool(config.jarvis.instance_name)
        yield Recipient(Role.GENERATOR, JARVIS if is_rented else _host(config.generator.url))
        return
    artist, moderation = config.artist, config.moderation
    if artist.kind == "images":
        yield Recipient(Role.PAINTER, _host(artist.url or OPENAI))
    elif artist.kind == "a1111":
        yield Recipient(Role.PAINTER, _host(artist.url))
    yield Recipient(Role.PLANNER, _host(config.planner.url))
    checks_pictures = is_painted_by_model(config) and moderation.checker == "service"
    yield Recipient(Role.MODERATION, _host(moderation.url), gets_pictures=checks_pictures)


def _host(url: str) -> str:
    return url_parts(url).hostname or ""


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
