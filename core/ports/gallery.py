"""Ports: the comic repository, the image store and the image resizer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from core.models.chats import MessageKey
from core.models.comics import (
    Comic,
    Cursor,
    DrawnComic,
    GalleryFilter,
    GalleryPage,
    GalleryView,
    ImageInfo,
    ImageRef,
    PanelImage,
    Visibility,
)
from core.models.identity import JobId, ProfileId


class ComicRepository(Protocol):
    """Comics. Deleted ones are not found unless a method says so."""

    async def add_drawn(
        self,
        job_id: JobId,
        drawn: DrawnComic,
        info: ImageInfo,
        *,
        style: str,
        visibility: Visibility,
        panels_lifetime: timedelta | None = None,
    ) -> tuple[PanelImage, ...]:
        """Store the comic of a job that was just moved to `drawn`; its owner is the job's profile.

        Its panels are due to be purged after *panels_lifetime*; None: with the comic.

        Returns the panels that were left out because they may belong to another comic. Raises
        DuplicateKeyError if the page may: another comic holds the object, or its key is reserved.
        """
        ...

    async def add_orphan(self, job_id: JobId, ref: ImageRef, panels: Sequence[ImageRef]) -> None:
        """Store objects of a comic that will never be shown as deleted, to be purged. Idempotent.

        Objects that may belong to another comic are left out.
        """
        ...

    async def get(self, comic_id: JobId, *, deleted: bool = False) -> Comic | None:
        """Return the comic; with *deleted*, also one whose deletion can still be undone."""
        ...

    async def get_many(self, comic_ids: Collection[JobId]) -> dict[JobId, Comic]:
        """Return those of the comics that exist, by id."""
        ...

    async def continuation(self, comic_id: JobId) -> Mapping[str, Any] | None:
        """Return the generator's data for a comic that continues this one."""
        ...

    async def by_share_token(self, token: str) -> Comic | None: ...

    async def page(
        self,
        profile_id: ProfileId,
        *,
        wanted: GalleryFilter,
        cursor: Cursor | None,
        limit: int,
        newer: bool = False,
    ) -> GalleryPage:
        """Return one page of a profile's comics, newest first, starting after the cursor.

        With *newer*, the page lies in the other direction: comics newer than the cursor, the
        nearest first.
        """
        ...

    async def count(self, profile_id: ProfileId) -> int: ...

    async def update(
        self,
        comic_id: JobId,
        *,
        favorite: bool | None = None,
        title: str | None = None,
        visibility: Visibility | None = None,
    ) -> None:
        """Change the given fields; None leaves a field unchanged."""
        ...

    async def set_share_token(self, comic_id: JobId, token: str | None) -> None:
        """Set the share token; None revokes it."""
        ...

    async def delete(self, comic_id: JobId, *, undo: bool = True) -> bool:
        """Hide the comic. Its objects are purged after the undo period; without *undo*, at once.

        False if the comic is unknown or was deleted before.
        """
        ...

    async def restore(self, comic_id: JobId) -> bool:
        """Undo `delete`. False once purging has begun."""
        ...

    async def delete_of(self, profile_id: ProfileId) -> int:
        """Mark all comics of a profile for purging, without undo; return how many."""
        ...

    async def due_to_purge(
        self, *, undo: timedelta, limit: int
    ) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
        """Return deleted comics whose undo period is over, with all objects that they hold.

        They can no longer be restored afterwards, and are returned again until they are purged.
        """
        ...

    async def panels_to_purge(self, *, limit: int) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
        """Return comics whose panels have been kept long enough, and these panels."""
        ...

    async def drop_panels(self, comic_id: JobId) -> None:
        """Forget the panels of such a comic, whose objects have been removed."""
        ...

    async def held_by_others(self, comic_id: JobId, refs: Collection[ImageRef]) -> set[ImageRef]:
        """Return those of *refs* that another comic holds as its page, a panel or a rendition.

        A deleted comic holds its objects until it is purged.
        """
        ...

    async def purge(self, comic_id: JobId) -> None:
        """Delete the row of a deleted comic whose objects have been removed."""
        ...

    async def file_id(self, bot_id: str, comic_id: JobId, kind: str) -> str | None:
        """Return the Telegram `file_id` of an upload of this kind; each bot has its own."""
        ...

    async def keep_file_id(self, bot_id: str, comic_id: JobId, kind: str, file_id: str) -> None:
        """Save the Telegram `file_id` of an upload, to send the file again without uploading it."""
        ...


class GalleryViewRepository(Protocol):
    """Saved views: the filter of the gallery that a chat message shows, and whose gallery it is."""

    async def save(
        self, key: MessageKey, profile_id: ProfileId, gallery_filter: GalleryFilter
    ) -> None:
        """Save the view, replacing the one that the message showed before.

        The profile's row must be locked.
        """
        ...

    async def get(self, key: MessageKey, profile_id: ProfileId) -> GalleryView | None:
        """Return the view; None if there is none, if it is another profile's, or unreadable."""
        ...

    async def touch(self, key: MessageKey, profile_id: ProfileId) -> None:
        """Set the time of last use to now."""
        ...

    async def purge(self, *, unused_for: timedelta, limit: int) -> int:
        """Delete the views that have been unused for longer; return how many.

        The longest unused ones are deleted first, and about *limit* in one call.
        """
        ...


class ImageStore(Protocol):
    """Object store for pictures. Every method may raise ImageStoreError if the store fails."""

    def locate(self, url: str) -> ImageRef:
        """Return the bucket and key of an `s3Url`. The URL is never fetched.

        Raises UnknownBucketError unless it names an object in one of the configured buckets.
        """
        ...

    async def inspect(self, ref: ImageRef, *, sha256: str | None = None) -> ImageInfo:
        """Return type and size of an object. Raises ImageMissingError or NotAnImageError.

        With *sha256* (hexadecimal), the whole object is read and its hash compared.
        """
        ...

    async def read(self, ref: ImageRef) -> bytes:
        """Return the whole object. Raises ImageMissingError."""
        ...

    async def put(self, ref: ImageRef, data: bytes, content_type: str) -> None:
        """Store an object, replacing any earlier one under this key."""
        ...

    async def delete(self, refs: Sequence[ImageRef]) -> None:
        """Delete objects. Objects that do not exist are not an error."""
        ...

    async def link(self, ref: ImageRef, *, base_url: str, lifetime: timedelta) -> str:
        """Return an absolute URL from which the picture can be fetched during *lifetime*.

        *base_url* is the address of this server; only the local store needs it.
        """
        ...

    async def free_bytes(self) -> int | None:
        """Return the free space in bytes; None if the store does not know it."""
        ...


class Resizer(Protocol):
    """Image scaling, outside the event loop.

    Raises NotAnImageError for a picture that is broken or has far too many pixels, and
    ImageStoreError if scaling takes too long.
    """

    async def narrow(self, data: bytes, *, width: int) -> bytes:
        """Return the picture as WebP, at most *width* pixels wide and never enlarged."""
        ...

    async def squeeze(self, data: bytes, *, limit: int) -> bytes:
        """Return the picture as the best JPEG of at most *limit* bytes."""
        ...
