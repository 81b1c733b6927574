"""Declaration of an API operation, from which its route and its OpenAPI entry are built."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from aiohttp import web
from pydantic import BaseModel

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

UUID_PATTERN = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Access(Enum):
    """Authentication that an operation requires."""

    OPEN = auto()  # none; the caller is not identified
    ANYONE = auto()  # optional
    KNOWN = auto()  # a bearer token or a browser's cookie


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLink:
    """OpenAPI link from a response to an operation; parameters are runtime expressions."""

    to: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseSpec:
    """One response of an operation."""

    description: str
    model: type[BaseModel] | None = None
    media_type: str = "application/json"  # of the body if there is no model
    has_body: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, ResponseLink] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method and path with its handler, authentication, parameters, body and responses."""

    id: str
    method: str
    path: str
    handler: Handler
    summary: str
    tag: str
    access: Access
    responses: Mapping[int, ResponseSpec]
    errors: Mapping[int, str] = field(default_factory=dict)  # in addition to the implied ones
    query: type[BaseModel] | None = None
    headers: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    body_required: bool = True
    patterns: Mapping[str, str] = field(default_factory=dict)  # of the path's parameters

    @property
    def route(self) -> str:
        """The path as an aiohttp route, in which parameters have patterns."""
        route = self.path
        for name, pattern in {"uuid": UUID_PATTERN, **self.patterns}.items():
            route = route.replace(f"{{{name}}}", f"{{{name}:{pattern}}}")
        return route

    @property
    def writes(self) -> bool:
        return self.method not in SAFE_METHODS
