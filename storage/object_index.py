"""Index of the objects in the image store: which comic holds which object.

A comic holds its page, its panels and the renditions of its page. A key that contains a job's id
identifies the comic. For other keys, pages are found in `comics`, panels in `panel_objects`.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, insert, select

from core.models.comics import ImageRef
from core.models.identity import JobId
from core.models.object_keys import is_own, job_named_in, rendered_from
from core.ports.database import DuplicateKeyError
from storage.connection import SqlConnection
from storage.tables import comics, panel_objects


async def take_objects(
    connection: SqlConnection, comic_id: JobId, page: ImageRef, panels: Collection[ImageRef]
) -> set[ImageRef]:
    """List the panels of a comic just inserted, and return those that other comics hold.

    The returned panels are not listed. Raises DuplicateKeyError if another comic holds the page.
    Every comic is inserted before this check, so of two that are stored concurrently at least one
    sees the other.
    """
    await list_panels(connection, comic_id, panels)
    held = await held_by_others(connection, comic_id, (page, *panels), lock=True)
    if page in held:
        raise DuplicateKeyError
    await unlist_panels(connection, comic_id, held)
    return held


async def list_panels(
    connection: SqlConnection, comic_id: JobId, panels: Collection[ImageRef]
) -> None:
    """Index the panels of a comic by key, except keys that contain the comic's own id."""
    rows = [
        {"bucket": ref.bucket, "object_key": ref.key, "comic_id": comic_id}
        for ref in sorted(set(panels), key=_place)  # in one order, against deadlocks
        if not is_own(ref, comic_id)
    ]
    if rows:
        await connection.execute(insert(panel_objects), rows)


async def unlist_panels(
    connection: SqlConnection, comic_id: JobId, panels: Collection[ImageRef] | None = None
) -> None:
    """Undo `list_panels` for these panels, or for all panels of the comic."""
    listed = delete(panel_objects).where(panel_objects.c.comic_id == comic_id)
    if panels is None:
        await connection.execute(listed)
        return
    for ref in panels:
        this = (panel_objects.c.bucket == ref.bucket, panel_objects.c.object_key == ref.key)
        await connection.execute(listed.where(*this))


async def held_by_others(
    connection: SqlConnection, comic_id: JobId, refs: Collection[ImageRef], *, lock: bool = False
) -> set[ImageRef]:
    """Return the objects that another comic holds, as its page, a panel or a rendition.

    A deleted comic holds its objects until it is purged. With *lock*, this waits for comics that
    other transactions are storing, and no comic found can be removed until this transaction ends.
    """
    wanted = {ref for ref in refs if not is_own(ref, comic_id)}
    if not wanted:
        return set()
    originals = {ref: rendered_from(ref) for ref in wanted}
    places = wanted | {original for original in originals.values() if original is not None}
    pages = await _found(connection, _pages_of_others(comic_id), comics, places, lock=lock)
    panels = await _found(connection, _panels_of_others(comic_id), panel_objects, wanted, lock=lock)
    owners = await _comics_among(connection, {job_named_in(ref.key) for ref in wanted})
    return {
        ref
        for ref in wanted
        if ref in pages
        or ref in panels
        or originals[ref] in pages
        or job_named_in(ref.key) in owners
    }


def _pages_of_others(comic_id: JobId) -> Select[Any]:
    return select(comics.c.bucket, comics.c.object_key).where(comics.c.id != comic_id)


def _panels_of_others(comic_id: JobId) -> Select[Any]:
    # Joined, because older releases purge comics without removing their rows from this table.
    return (
        select(panel_objects.c.bucket, panel_objects.c.object_key)
        .join_from(panel_objects, comics, comics.c.id == panel_objects.c.comic_id)
        .where(panel_objects.c.comic_id != comic_id)
    )


async def _found(
    connection: SqlConnection,
    query: Select[Any],
    table: Any,
    refs: Collection[ImageRef],
    *,
    lock: bool,
) -> set[ImageRef]:
    """Return those of *refs* that the query finds."""
    found: set[ImageRef] = set()
    # Bucket by bucket: not every server can use an index range for row comparisons.
    for bucket, group in groupby(sorted(refs, key=_place), key=lambda ref: ref.bucket):
        keys = [ref.key for ref in group]
        one = query.where(table.c.bucket == bucket, table.c.object_key.in_(keys))
        if lock:
            one = one.with_for_update(read=True)
        found |= {ImageRef(*row) for row in await connection.execute(one)}
    return found


async def _comics_among(connection: SqlConnection, ids: Collection[UUID | None]) -> set[UUID]:
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return set()
    query = select(comics.c.id).where(comics.c.id.in_(wanted))
    return set((await connection.execute(query)).scalars())


def _place(ref: ImageRef) -> tuple[str, str]:
    return ref.bucket, ref.key
