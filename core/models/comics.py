"""Comics, images and pages of the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.models.identity import JobId, Platform, ProfileId
from core.models.requests import Notice


@dataclass(frozen=True, slots=True)
class ImageRef:
    """Bucket and key of a stored picture. URLs are derived from it on request, never stored."""

    bucket: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """Properties of a stored picture, as found by inspecting the object."""

    content_type: str
    size_bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelImage:
    """Picture of one panel, without its lettering."""

    index: int
    seed: int | None
    ref: ImageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnComic:
    """Answer of the generator about a finished comic, with every URL resolved to bucket and key."""

    ref: ImageRef
    sha256: str | None = None
    seed: int | None = None
    model: str = ""
    title: str = ""
    alt_text: str = ""
    script: tuple[Mapping[str, Any], ...] = ()  # one entry per panel: scene, caption, dialogue
    panels: tuple[PanelImage, ...] = ()
    run_seconds: float | None = None
    notices: tuple[Notice, ...] = ()  # remarks of the generator to the user
    continuation: Mapping[str, Any] | None = None  # the generator's data for a comic that follows


class Visibility(StrEnum):
    """Visibility of a comic to others than its owner."""

    PRIVATE = "private"  # to no one, unless it is shared by a link
    CHAT = "chat"  # to everyone in the chat that it was made in
    LINK = "link"  # to everyone who knows its UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Comic:
    """Finished comic: its picture and metadata. It has the id of its job."""

    id: JobId
    profile_id: ProfileId | None
    ref: ImageRef
    content_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str | None
    seed: int | None
    model: str
    style: str
    title: str
    alt_text: str
    script: tuple[Mapping[str, Any], ...]
    panels: tuple[PanelImage, ...]
    visibility: Visibility
    favorite: bool
    share_token: str | None = field(default=None, repr=False)
    created_at: datetime
    deleted_at: datetime | None = None
    prompt: str = ""  # the job's
    platform: Platform = Platform.WEB  # where it was requested
    age_restricted: bool = False  # others may see it in age-restricted channels only


@dataclass(frozen=True, slots=True)
class Cursor:
    """Pagination cursor: the last comic of a page."""

    created_at: datetime
    id: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryFilter:
    """Filter of a gallery; empty and None mean no restriction."""

    text: str = ""
    style: str = ""
    favorite: bool | None = None
    platform: Platform | None = None
    age_restricted: bool | None = None


@dataclass(frozen=True, slots=True)
class GalleryView:
    """Saved state of a gallery in a chat message: its filter, and when it was last needed."""

    gallery_filter: GalleryFilter
    used_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """Page of a gallery, newest first, with the cursor of the next page if there is one."""

    comics: tuple[Comic, ...]
    next_cursor: Cursor | None
