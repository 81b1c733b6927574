"""What an operation of the API is: one declaration from which both route and OpenAPI are made."""

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
    """Who may call."""

    OPEN = auto()  # who calls makes no difference
    ANYONE = auto()  # nobody has to say who they are, but it makes a difference
    KNOWN = auto()  # a token or a browser's cookie is needed


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLink:
    """How to go on from an answer: the operation, and its parameters as runtime expressions."""

    to: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseSpec:
    """One way in which an operation ends."""

    description: str
    model: type[BaseModel] | None = None
    media_type: str = "application/json"  # where there is no model: of the text, if any
    has_body: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, ResponseLink] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method on a path, who may call it, what it takes and how it ends."""

    id: str
    method: str
    path: str
    handler: Handler
    summary: str
    tag: str
    access: Access
    answers: Mapping[int, ResponseSpec]
    errors: Mapping[int, str] = field(default_factory=dict)  # beyond those that follow from above
    query: type[BaseModel] | None = None
    headers: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    body_required: bool = True
    patterns: Mapping[str, str] = field(default_factory=dict)  # of the path's parameters

    @property
    def route(self) -> str:
        """The path as aiohttp has it: what is no UUID is no id, and may be another route."""
        route = self.path
        for name, pattern in {"uuid": UUID_PATTERN, **self.patterns}.items():
            route = route.replace(f"{{{name}}}", f"{{{name}:{pattern}}}")
        return route

    @property
    def writes(self) -> bool:
        return self.method not in SAFE_METHODS
