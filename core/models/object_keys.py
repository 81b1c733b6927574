"""Object keys: the job that a key names as its owner, and keys that a job may not use."""

from __future__ import annotations

from uuid import UUID

from core.gallery.renditions import rendered_from
from core.models.comics import ImageRef

_FOLDER = "jobs"


def job_named_in(key: str) -> UUID | None:
    """Return the job in a key of the form `jobs/<uuid>/...`, however the two are spelled.

    S3 tells upper from lower case and other stores may not, so no spelling is another job's.
    """
    folder, _, path = key.partition("/")
    name, slash, _ = path.partition("/")
    if folder.lower() != _FOLDER or not slash:
        return None
    try:
        return UUID(name)
    except ValueError:
        return None


def is_own(ref: ImageRef, job_id: UUID) -> bool:
    """Return whether the key names this job, so that no other comic can hold the object."""
    return job_named_in(ref.key) == job_id


def is_reserved(ref: ImageRef, job_id: UUID) -> bool:
    """Return whether the key can belong only to something else than this job.

    That is another job, or a rendition: those are written and deleted under names of ours.
    """
    owner = job_named_in(ref.key)
    return rendered_from(ref) is not None if owner is None else owner != job_id
