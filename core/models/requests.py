"""Requests for a comic: what was asked for, and how it follows from an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.models.identity import JobId, Params


class Relation(StrEnum):
    """How a job follows from an earlier one."""

    AGAIN = "again"
    EDIT = "edit"
    CONTINUE = "continue"
    RETRY = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComicRequest:
    """What somebody asks for, as they said it."""

    text: str
    options: Params = field(default_factory=dict)  # by the names of `inputParams`; not yet checked
    private: bool | None = None  # None: as the place where it is asked has it
    clamp: bool = False  # chats bend what is out of range and say so; API and terminal refuse
    request_key: str = ""  # names the event that this request is; empty: made from the job's id
    body_hash: str = ""  # of the body that came with the key; another body under one key is refused
    parent_id: JobId | None = None
    relation: Relation | None = None
    age_restricted: bool = False  # what it follows from is; where it is asked may make it so, too
    author: str = ""  # whose message is drawn, by the platform's id; empty: the requester's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that the person should know, as a sentence's message id and its facts."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
