"""Callback data: the payload of buttons, in an encoding that fits every platform and never changes.

A button carries its action, a UUID and an optional extra. The rest is read from the database when
it is pressed, and the core decides then who may press it.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.models.identity import JobId

CODE_LIMIT = 64  # bytes of Telegram's callback data; Discord's custom_id holds 100
CODE = re.compile(r"(?P<action>[a-z0-9]{1,8}):(?P<id>[A-Za-z0-9_-]{22})(?::(?P<extra>.*))?")


class Action(StrEnum):
    """The action of a button. The values are in old messages: none may change its meaning."""

    # Under a comic
    AGAIN = "again"
    EDIT = "edit"
    CONTINUE = "more"
    FAVORITE = "fav1"
    UNFAVORITE = "fav0"
    DETAILS = "info"
    READ = "read"
    ORIGINAL = "file"
    SHARE = "share"
    DELETE = "del"
    DELETE_NOW = "delyes"
    KEEP = "delno"
    RESTORE = "undel"
    REPORT = "report"
    REASON = "why"  # the extra is one of `bots.chat.report_reasons`
    # Under a failure or a status message
    RETRY = "retry"
    CANCEL = "cancel"
    FETCH = "fetch"
    # Under a question that replies to the user's message, or in an inline placeholder, where the
    # UUID is that of a saved prompt
    DRAW = "draw"  # the extra is a choice, like "style=manga", or nothing
    OPTIONS = "opt"  # the extra holds the options chosen so far and the next one
    DELIVER_INLINE = "bring"  # deliver a comic into its inline placeholder
    # In the gallery; the extra is a cursor
    OLDER = "older"
    NEWER = "newer"
    OLDER_FAVORITE = "folder"
    NEWER_FAVORITE = "fnewer"
    ALL = "all"
    FAVORITES = "favs"
    GALLERY_FAVORITE = "gfav1"
    GALLERY_UNFAVORITE = "gfav0"
    GALLERY_DELETE = "gdel"
    GALLERY_RESTORE = "gundel"
    # About an account; the UUID is unused
    FORGET = "forget"
    FORGET_NOW = "forgetme"
    LINK = "link"  # the extra is a code
    SET = "set"  # the extra is a setting and its value
    # In the list of open jobs
    QUEUE_CANCEL = "qcancel"


@dataclass(frozen=True, slots=True)
class CallbackData:
    """The decoded payload of a button."""

    action: Action
    id: JobId
    extra: str = ""  # an owner's id, or a cursor


NOBODY = JobId(UUID(int=0))  # the id of actions that concern no comic


def encode(action: Action, job_id: JobId = NOBODY, extra: str = "") -> str:
    """Return the encoded callback data."""
    packed = base64.urlsafe_b64encode(job_id.bytes).decode().rstrip("=")
    return f"{action}:{packed}:{extra}" if extra else f"{action}:{packed}"


def decode(code: str) -> CallbackData | None:
    """Decode callback data; None if it is malformed or from a later version."""
    match = CODE.fullmatch(code)
    if match is None:
        return None
    try:
        action = Action(match["action"])
        job_id = JobId(UUID(bytes=base64.urlsafe_b64decode(f"{match['id']}==")))
    except ValueError:
        return None
    return CallbackData(action, job_id, match["extra"] or "")
