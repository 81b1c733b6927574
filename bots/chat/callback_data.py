"""What buttons do, and how they travel: in a form that fits every platform and lives for ever.

A button carries its action, a UUID, and what else it needs; all the rest is read from the database
when somebody presses it. Who may press it, core decides then.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.models.identity import JobId

CODE_LIMIT = 64  # bytes of Telegram's callback data; Discord takes 100
CODE = re.compile(r"(?P<action>[a-z0-9]{1,8}):(?P<id>[A-Za-z0-9_-]{22})(?::(?P<extra>.*))?")


class Action(StrEnum):
    """What pressing a button does. The values stand in chats: none ever changes its meaning."""

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
    # Under a failure, and while somebody waits
    RETRY = "retry"
    CANCEL = "cancel"
    FETCH = "fetch"
    # Under a question about a message, which it answers, or in a placeholder, where the UUID is
    # that of a wish
    DRAW = "draw"  # the extra is a choice, like "style=manga", or nothing
    OPTIONS = "opt"  # the extra is what was chosen so far, and what is chosen next
    BRING = "bring"  # a comic into the placeholder that stands for it
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
    # About a person; the UUID means nothing there
    FORGET = "forget"
    FORGET_NOW = "forgetme"
    LINK = "link"  # the extra is a code
    SET = "set"  # the extra is a setting and its value
    # In the list of what is under way
    QUEUE_CANCEL = "qcancel"


@dataclass(frozen=True, slots=True)
class CallbackData:
    """What a button says."""

    action: Action
    id: JobId
    extra: str = ""  # an owner's id, or a cursor


NOBODY = JobId(UUID(int=0))  # where an action is about no comic


def encode(action: Action, job_id: JobId = NOBODY, extra: str = "") -> str:
    """Return the button's wire form."""
    packed = base64.urlsafe_b64encode(job_id.bytes).decode().rstrip("=")
    return f"{action}:{packed}:{extra}" if extra else f"{action}:{packed}"


def decode(code: str) -> CallbackData | None:
    """Return what a button says; None if it is none of ours, or of a version to come."""
    match = CODE.fullmatch(code)
    if match is None:
        return None
    try:
        action = Action(match["action"])
        job_id = JobId(UUID(bytes=base64.urlsafe_b64decode(f"{match['id']}==")))
    except ValueError:
        return None
    return CallbackData(action, job_id, match["extra"] or "")
