"""Requests for a comic, and their relation to earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from core.models.identity import JobId, Params


class Relation(StrEnum):
    """Relation of a job to the earlier job that it follows."""

    AGAIN = "again"
    EDIT = "edit"
    CONTINUE = "continue"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class PromptReading:
    """What a prompt says: its story, and what it says about the comic."""

    story: str
    options: Params = field(default_factory=dict)  # that it orders, by the names of `inputParams`
    left_out: tuple[str, ...] = ()  # settings and tags for image models


@dataclass(frozen=True, slots=True, kw_only=True)
class ComicRequest:
    """Request for a comic as received, before validation."""

    text: str
    options: Params = field(default_factory=dict)  # by the names of `inputParams`; not validated
    inherited: Params = field(default_factory=dict)  # of an earlier comic, defaults; orders win
    reading: PromptReading | None = None  # of an earlier request with this text; None: to be read
    private: bool | None = None  # None: the default of the chat
    clamp: bool = False  # adjust invalid options and say so (chats); else refuse (API, terminal)
    request_key: str = ""  # identifies the event, for idempotency; empty: made from the job's id
    body_hash: str = ""  # of the body sent with the key; a key with another body is refused
    parent_id: JobId | None = None
    relation: Relation | None = None
    age_restricted: bool = False  # the earlier comic is; the channel may be, too
    continuation: Params | None = None  # the generator's data about the comic that this continues
    author: str = ""  # platform id of the drawn message's author; empty: the requester


NoticeFact: TypeAlias = str | int | tuple[str, ...]
GENERATOR = "generator."  # begins the keys of notices from a generator; its code follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Notice to the user: a message id of the catalogue, or a generator's code, and its arguments.

    A list is worded as an enumeration.
    """

    key: str
    facts: Mapping[str, NoticeFact] = field(default_factory=dict)
