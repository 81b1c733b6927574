"""Object keys: the job that a key names as its owner, the keys of renditions, and reserved keys."""

from __future__ import annotations

import hashlib
from uuid import UUID

from core.models.comics import ImageRef

_FOLDER = "jobs"
WIDTHS = (320, 640, 1280)  # pixels
# Sizes that are kept, in bytes, the largest first: a few, so that a purge can name them all. Ten
# million is what Telegram takes as a photo, and just below what Discord takes by default.
CEILINGS = (25_000_000, 10_000_000, 8_000_000, 4_000_000, 1_000_000, 250_000, 60_000)
KEY_LIMIT = 1024  # bytes; S3's own


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


def webp_ref(ref: ImageRef, width: int) -> ImageRef:
    """Return where the rendition of that width is kept."""
    return _beside(ref, f".w{width}.webp")


def jpeg_ref(ref: ImageRef, ceiling: int) -> ImageRef:
    """Return where the rendition of at most that many bytes is kept."""
    return _beside(ref, f".b{ceiling}.jpg")


def renditions_of(ref: ImageRef) -> tuple[ImageRef, ...]:
    """Return every place where a rendition of this picture may lie."""
    return (
        *(webp_ref(ref, width) for width in WIDTHS),
        *(jpeg_ref(ref, ceiling) for ceiling in CEILINGS),
    )


def rendered_from(ref: ImageRef) -> ImageRef | None:
    """Return the picture that an object with this name is a rendition of; None for other names.

    Where the name was too long and is a hash, the picture returned is one that does not exist.
    """
    for ending in _APPENDED:
        if ref.key.endswith(ending) and ref.key != ending:
            return ImageRef(ref.bucket, ref.key.removesuffix(ending))
    return None


def _beside(ref: ImageRef, ending: str) -> ImageRef:
    key = f"{ref.key}{ending}"
    if len(key.encode()) > KEY_LIMIT:
        key = f"renditions/{hashlib.sha256(ref.key.encode()).hexdigest()}{ending}"
    return ImageRef(ref.bucket, key)


_APPENDED = tuple(ref.key for ref in renditions_of(ImageRef("", "")))
