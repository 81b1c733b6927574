"""Ports: the comic repository, the image store and the resizer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Protocol

from core.models.comics import (
    Comic,
    Cursor,
    DrawnComic,
    GalleryFilter,
    GalleryPage,
    ImageInfo,
    ImageRef,
    PanelImage,
    Visibility,
)
from core.models.identity import JobId, ProfileId


class ComicRepository(Protocol):
    """All comics there are. What was deleted is not found, except where said otherwise."""

    async def add_drawn(
        self,
        job_id: JobId,
        drawn: DrawnComic,
        info: ImageInfo,
        *,
        style: str,
        visibility: Visibility,
    ) -> tuple[PanelImage, ...]:
        """Store the comic of a job just moved to `drawn`, for the profile of the job's row.

        Returns the panels that were left out because they may be somebody else's. Raises
        DuplicateKeyError if the page may be: another comic holds it, or its key is reserved.
        """
        ...

    async def add_orphan(self, job_id: JobId, ref: ImageRef, panels: Sequence[ImageRef]) -> None:
        """Remember an object nobody will see as deleted, so that it gets purged. Idempotent.

        Objects that may be somebody else's are left out.
        """
        ...

    async def get(self, comic_id: JobId, *, deleted: bool = False) -> Comic | None:
        """Return the comic; with *deleted* also one whose deletion can still be undone."""
        ...

    async def get_many(self, comic_ids: Collection[JobId]) -> dict[JobId, Comic]: ...

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
        """Return a profile's comics, newest first, after the cursor.

        *newer* goes the other way: those before the cursor, the nearest first.
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
    ) -> None: ...

    async def set_share_token(self, comic_id: JobId, token: str | None) -> None: ...

    async def delete(self, comic_id: JobId, *, undo: bool = True) -> bool:
        """Hide the comic; its objects go after the time for undo, or as soon as can be."""
        ...

    async def restore(self, comic_id: JobId) -> bool:
        """Undo `delete`, as long as the objects are there."""
        ...

    async def delete_of(self, profile_id: ProfileId) -> int:
        """Mark all comics of a profile for purging, at once and with no undo."""
        ...

    async def due_to_purge(
        self, *, undo: timedelta, limit: int
    ) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
        """Return deleted comics past their undo time with all objects they hold.

        From then on there is no way back for them; until `purge` they are returned again.
        """
        ...

    async def held_by_others(self, comic_id: JobId, refs: Collection[ImageRef]) -> set[ImageRef]:
        """Return those objects that another comic holds, as its page, a panel or a rendition.

        A deleted comic holds its objects until it is purged.
        """
        ...

    async def purge(self, comic_id: JobId) -> None:
        """Remove the row of a deleted comic whose objects are gone."""
        ...

    async def file_id(self, bot_id: str, comic_id: JobId, kind: str) -> str | None: ...

    async def keep_file_id(self, bot_id: str, comic_id: JobId, kind: str, file_id: str) -> None: ...


class ImageStore(Protocol):
    """Where pictures lie. Raises ImageStoreError for whatever goes wrong below."""

    def locate(self, url: str) -> ImageRef:
        """Return bucket and key of an `s3Url`, which is never fetched.

        Raises ForeignImageError for whatever is not an object in one of our buckets.
        """
        ...

    async def inspect(self, ref: ImageRef, *, sha256: str | None = None) -> ImageInfo:
        """Look at the object. Raises ImageMissingError or NotAnImageError.

        With *sha256* (hex) the whole object is read and compared.
        """
        ...

    async def read(self, ref: ImageRef) -> bytes: ...

    async def put(self, ref: ImageRef, data: bytes, content_type: str) -> None: ...

    async def delete(self, refs: Sequence[ImageRef]) -> None:
        """Remove the objects; those that are not there are no error."""
        ...

    async def link(self, ref: ImageRef, *, base_url: str, lifetime: timedelta) -> str:
        """Return an absolute URL at which the picture can be seen for that long.

        *base_url* is where this server is reached; only the local store needs it.
        """
        ...

    async def free_bytes(self) -> int | None:
        """Return the room left; None where there is no telling."""
        ...


class Resizer(Protocol):
    """Makes pictures smaller, away from the event loop.

    Raises NotAnImageError for what is broken or has far too many pixels, and ImageStoreError
    where it takes too long.
    """

    async def narrow(self, data: bytes, *, width: int) -> bytes:
        """Return the picture as WebP, at most that many pixels wide and never enlarged."""
        ...

    async def squeeze(self, data: bytes, *, limit: int) -> bytes:
        """Return the picture as the best JPEG that has at most *limit* bytes."""
        ...
