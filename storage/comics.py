"""Repository of comics."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    false,
    func,
    or_,
    select,
    true,
    update,
)

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
from core.models.object_keys import is_reserved
from core.ports.database import DuplicateKeyError
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.object_index import held_by_others, list_panels, take_objects, unlist_panels
from storage.statements import affected, insert_new, insert_unique, newest_first, oldest_first, put
from storage.tables import comics, file_ids, jobs
from storage.text_search import contains_text

CHUNK = 500  # ids in one statement

SEEN = comics.c.deleted_at.is_(None)
# Joined with the columns that only the job has.
COMICS = select(
    *(column for column in comics.c if column is not comics.c.continuation),
    jobs.c.prompt,
    jobs.c.platform,
    jobs.c.age_restricted,
).join_from(comics, jobs, jobs.c.id == comics.c.id)
COMICS_BY_ID = COMICS.where(
    comics.c.id.in_(bindparam("comic_ids", type_=comics.c.id.type, expanding=True)), SEEN
)


class SqlComicRepository:
    """SQL implementation of `core.ports.gallery.ComicRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    # --- Storing ----------------------------------------------------------------------------------

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
        if is_reserved(drawn.ref, job_id):
            raise DuplicateKeyError
        panels = [panel for panel in drawn.panels if not is_reserved(panel.ref, job_id)]
        # Taken from the row, not from the worker, whose copy may be older than a merge.
        owner = select(jobs.c.profile_id).where(jobs.c.id == job_id).scalar_subquery()
        values = {
            **_row(job_id, drawn.ref, [_panel_row(panel) for panel in panels]),
            "profile_id": owner,
            "content_type": info.content_type,
            "width": info.width,
            "height": info.height,
            "size_bytes": info.size_bytes,
            "sha256": drawn.sha256,
            "seed": drawn.seed,
            "model": drawn.model,
            "style": style,
            "title": drawn.title,
            "alt_text": drawn.alt_text,
            "script": [dict(panel) for panel in drawn.script],
            "visibility": visibility,
        }
        if drawn.continuation is not None:
            values["continuation"] = dict(drawn.continuation)
        if panels and panels_lifetime is not None:
            values["panels_until"] = db_now(panels_lifetime)
        await insert_unique(self._connection, comics, values)
        panels = await self._take_panels(job_id, drawn.ref, panels)
        return tuple(panel for panel in drawn.panels if panel not in panels)

    async def _take_panels(
        self, job_id: JobId, page: ImageRef, panels: list[PanelImage]
    ) -> list[PanelImage]:
        """Take the objects for this comic; return the panels that no other comic has."""
        held = await take_objects(self._connection, job_id, page, [panel.ref for panel in panels])
        if not held:
            return panels
        free = [panel for panel in panels if panel.ref not in held]
        rows = [_panel_row(panel) for panel in free]
        await self._connection.execute(
            update(comics).where(comics.c.id == job_id).values(panels=rows)
        )
        return free

    async def add_orphan(self, job_id: JobId, ref: ImageRef, panels: Sequence[ImageRef]) -> None:
        """Store the objects as a deleted comic.

        If the page itself may belong to another comic, the first panel takes its place in the row.
        """
        possible = [each for each in (ref, *panels) if not is_reserved(each, job_id)]
        held = await held_by_others(self._connection, job_id, possible)
        orphaned = [each for each in dict.fromkeys(possible) if each not in held]
        if not orphaned:
            return
        page, *rest = orphaned
        numbered = [
            PanelImage(index=index, seed=None, ref=each) for index, each in enumerate(rest, 1)
        ]
        values = {
            **_row(job_id, page, [_panel_row(panel) for panel in numbered]),
            "deleted_at": db_now(),
            "purging": True,
        }
        if await insert_new(self._connection, comics, values):
            await list_panels(self._connection, job_id, rest)

    # --- Reading ----------------------------------------------------------------------------------

    async def get(self, comic_id: JobId, *, deleted: bool = False) -> Comic | None:
        visible = comics.c.purging == false() if deleted else SEEN
        return await self._first(COMICS.where(comics.c.id == comic_id, visible))

    async def get_many(self, comic_ids: Collection[JobId]) -> dict[JobId, Comic]:
        wanted = list(comic_ids)
        found: dict[JobId, Comic] = {}
        for start in range(0, len(wanted), CHUNK):
            chunk = {"comic_ids": wanted[start : start + CHUNK]}
            found |= {comic.id: comic for comic in await self._all(COMICS_BY_ID, chunk)}
        return found

    async def continuation(self, comic_id: JobId) -> Mapping[str, Any] | None:
        query = select(comics.c.continuation).where(comics.c.id == comic_id, SEEN)
        found: Mapping[str, Any] | None = (
            await self._connection.execute(query)
        ).scalar_one_or_none()
        return found

    async def by_share_token(self, token: str) -> Comic | None:
        return await self._first(COMICS.where(comics.c.share_token == token, SEEN))

    async def page(
        self,
        profile_id: ProfileId,
        *,
        wanted: GalleryFilter,
        cursor: Cursor | None,
        limit: int,
        newer: bool = False,
    ) -> GalleryPage:
        query = page_query(profile_id, wanted, cursor, newer=newer)
        found = await self._all(query.limit(limit + 1))
        shown = tuple(found[:limit])
        more = len(found) > limit and shown
        return GalleryPage(
            comics=shown,
            next_cursor=Cursor(shown[-1].created_at, shown[-1].id) if more else None,
        )

    async def count(self, profile_id: ProfileId) -> int:
        query = select(func.count()).where(comics.c.profile_id == profile_id, SEEN)
        return (await self._connection.execute(query)).scalar_one()

    # --- Changing ---------------------------------------------------------------------------------

    async def update(
        self,
        comic_id: JobId,
        *,
        favorite: bool | None = None,
        title: str | None = None,
        visibility: Visibility | None = None,
    ) -> None:
        given = {"favorite": favorite, "title": title, "visibility": visibility}
        changes = {name: value for name, value in given.items() if value is not None}
        if changes:
            await self._connection.execute(
                update(comics).where(comics.c.id == comic_id, SEEN).values(changes)
            )

    async def set_share_token(self, comic_id: JobId, token: str | None) -> None:
        """Set or clear the share token.

        Raises DuplicateKeyError if another comic has the same token.
        """
        share = update(comics).where(comics.c.id == comic_id, SEEN).values(share_token=token)
        await affected(self._connection, share)

    async def delete(self, comic_id: JobId, *, undo: bool = True) -> bool:
        hide = (
            update(comics)
            .where(comics.c.id == comic_id, SEEN)
            .values(deleted_at=db_now(), purging=not undo)
        )
        return bool(await affected(self._connection, hide))

    async def restore(self, comic_id: JobId) -> bool:
        hidden = and_(comics.c.id == comic_id, ~SEEN, comics.c.purging == false())
        back = update(comics).where(hidden).values(deleted_at=None)
        return bool(await affected(self._connection, back))

    async def delete_of(self, profile_id: ProfileId) -> int:
        deleted_rows: Update = (
            update(comics)
            .where(comics.c.profile_id == profile_id)
            .values(purging=True, deleted_at=func.coalesce(comics.c.deleted_at, db_now()))
        )
        return await affected(self._connection, deleted_rows)

    # --- Purging ----------------------------------------------------------------------------------

    async def due_to_purge(
        self, *, undo: timedelta, limit: int
    ) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
        expired = (
            select(comics.c.id)
            .where(comics.c.purging == false(), comics.c.deleted_at <= db_now(-undo))
            .order_by(comics.c.deleted_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if ids := list((await self._connection.execute(expired)).scalars()):
            await self._connection.execute(
                update(comics).where(comics.c.id.in_(ids)).values(purging=True)
            )
        purged: Select[Any] = (
            select(comics.c.id, comics.c.bucket, comics.c.object_key, comics.c.panels)
            .where(comics.c.purging == true())
            .order_by(comics.c.deleted_at)
            .limit(limit)
        )
        return [(row.id, _objects(row)) for row in await self._connection.execute(purged)]

    async def panels_to_purge(self, *, limit: int) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
        due = (
            select(comics.c.id, comics.c.panels)
            .where(comics.c.panels_until <= db_now(), comics.c.purging == false())
            .order_by(comics.c.panels_until)
            .limit(limit)
        )
        return [
            (row.id, tuple(_to_panel(entry).ref for entry in row.panels))
            for row in await self._connection.execute(due)
        ]

    async def drop_panels(self, comic_id: JobId) -> None:
        kept = and_(comics.c.id == comic_id, comics.c.panels_until <= db_now())
        dropped = update(comics).where(kept).values(panels=[], panels_until=None)
        if await affected(self._connection, dropped):
            await unlist_panels(self._connection, comic_id)

    async def held_by_others(self, comic_id: JobId, refs: Collection[ImageRef]) -> set[ImageRef]:
        return await held_by_others(self._connection, comic_id, refs)

    async def purge(self, comic_id: JobId) -> None:
        deleted_rows = select(comics.c.id).where(comics.c.id == comic_id, ~SEEN).with_for_update()
        if (await self._connection.execute(deleted_rows)).first() is None:
            return
        await self._connection.execute(delete(file_ids).where(file_ids.c.comic_id == comic_id))
        await unlist_panels(self._connection, comic_id)
        await self._connection.execute(delete(comics).where(comics.c.id == comic_id))

    # --- Telegram file ids ------------------------------------------------------------------------

    async def file_id(self, bot_id: str, comic_id: JobId, kind: str) -> str | None:
        query = select(file_ids.c.file_id).where(
            file_ids.c.bot_id == bot_id, file_ids.c.comic_id == comic_id, file_ids.c.kind == kind
        )
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def keep_file_id(self, bot_id: str, comic_id: JobId, kind: str, file_id: str) -> None:
        key = {"bot_id": bot_id, "comic_id": comic_id, "kind": kind}
        await put(self._connection, file_ids, key, {"file_id": file_id})

    # --- Private ----------------------------------------------------------------------------------

    async def _all(
        self, query: Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> list[Comic]:
        return [to_comic(row) for row in await self._connection.execute(query, parameters)]

    async def _first(self, query: Select[Any]) -> Comic | None:
        found = await self._all(query)
        return found[0] if found else None


def page_query(
    profile_id: ProfileId, wanted: GalleryFilter, cursor: Cursor | None, *, newer: bool = False
) -> Select[Any]:
    """Select a profile's comics after the cursor, newest first; *newer* reverses the direction."""
    query = COMICS.where(comics.c.profile_id == profile_id, SEEN, *_filters(wanted))
    if newer:
        return oldest_first(query, comics, cursor)
    return newest_first(query, comics, cursor)


def _filters(wanted: GalleryFilter) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if wanted.text:
        filters.append(
            or_(
                contains_text(jobs.c.prompt, wanted.text),
                contains_text(comics.c.title, wanted.text),
            )
        )
    if wanted.style:
        filters.append(comics.c.style == wanted.style)
    if wanted.favorite is not None:
        filters.append(comics.c.favorite == wanted.favorite)
    if wanted.platform is not None:
        filters.append(jobs.c.platform == wanted.platform)
    if wanted.age_restricted is not None:
        filters.append(jobs.c.age_restricted == wanted.age_restricted)
    return filters


def _row(job_id: JobId, ref: ImageRef, panels: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a row with default values and the locations of its objects."""
    return {
        "id": job_id,
        "profile_id": None,
        "bucket": ref.bucket,
        "object_key": ref.key,
        "content_type": "",
        "width": 0,
        "height": 0,
        "size_bytes": 0,
        "model": "",
        "style": "",
        "title": "",
        "alt_text": "",
        "script": [],
        "panels": panels,
        "visibility": Visibility.PRIVATE,
        "favorite": False,
        "created_at": db_now(),
        "purging": False,
    }


def _panel_row(panel: PanelImage) -> Mapping[str, Any]:
    return {
        "index": panel.index,
        "seed": panel.seed,
        "bucket": panel.ref.bucket,
        "key": panel.ref.key,
    }


def _to_panel(entry: Mapping[str, Any]) -> PanelImage:
    ref = ImageRef(entry["bucket"], entry["key"])
    return PanelImage(index=entry["index"], seed=entry["seed"], ref=ref)


def _objects(row: Row[Any]) -> tuple[ImageRef, ...]:
    return (
        ImageRef(row.bucket, row.object_key),
        *(_to_panel(entry).ref for entry in row.panels),
    )


def to_comic(row: Row[Any]) -> Comic:
    return Comic(
        id=row.id,
        profile_id=row.profile_id,
        ref=ImageRef(row.bucket, row.object_key),
        content_type=row.content_type,
        width=row.width,
        height=row.height,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        seed=row.seed,
        model=row.model,
        style=row.style,
        title=row.title,
        alt_text=row.alt_text,
        script=tuple(row.script),
        panels=tuple(_to_panel(entry) for entry in row.panels),
        visibility=row.visibility,
        favorite=row.favorite,
        share_token=row.share_token,
        created_at=row.created_at,
        deleted_at=row.deleted_at,
        prompt=row.prompt,
        platform=row.platform,
        age_restricted=row.age_restricted,
    )
