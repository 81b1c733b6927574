"""Comics, images, and pages of the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.models.identity import JobId, Platform, ProfileId


@dataclass(frozen=True, slots=True)
class ImageRef:
    """Where a picture lies. A URL is made of this when somebody looks."""

    bucket: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """What a look at a stored object showed."""

    content_type: str
    size_bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelImage:
    """One panel without its lettering."""

    index: int
    seed: int | None
    ref: ImageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnComic:
    """What the generator says it drew, with every URL already turned into bucket and key."""

    ref: ImageRef
    sha256: str | None = None
    seed: int | None = None
    model: str = ""
    title: str = ""
    alt_text: str = ""
    script: tuple[Mapping[str, Any], ...] = ()  # a panel an entry: scene, caption, dialogue
    panels: tuple[PanelImage, ...] = ()
    run_seconds: float | None = None


class Visibility(StrEnum):
    """Who may see a comic besides its owner."""

    PRIVATE = "private"  # nobody, unless it is shared by a link
    CHAT = "chat"  # whoever sees the chat that it was made in
    LINK = "link"  # whoever has its UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Comic:
    """A finished picture and what is known of it; its id is the job's."""

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
    prompt: str = ""  # of its job
    platform: Platform = Platform.WEB  # where it was asked for
    age_restricted: bool = False  # is shown to others in age-restricted places only


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the gallery ended."""

    created_at: datetime
    id: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryFilter:
    """Which comics somebody wants to see; empty and None mean all."""

    text: str = ""
    style: str = ""
    favorite: bool | None = None
    platform: Platform | None = None
    age_restricted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """Some comics, newest first, and where the next page starts."""

    comics: tuple[Comic, ...]
    next_cursor: Cursor | None
