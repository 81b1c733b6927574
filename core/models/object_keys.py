"""Object keys: the job that owns a key, keys of renditions, and reserved keys."""

from __future__ import annotations

import hashlib
from uuid import UUID

from core.models.comics import ImageRef

_FOLDER = "jobs"
WIDTHS = (320, 640, 1280)  # pixels
# Size limits of JPEG renditions in bytes, largest first. They are few so that a purge can name all
# renditions. Ten million is Telegram's limit for photos, and just below Discord's default limit.
CEILINGS = (25_000_000, 10_000_000, 8_000_000, 4_000_000, 1_000_000, 250_000, 60_000)
KEY_LIMIT = 1024  # bytes; the limit of S3


def job_named_in(key: str) -> UUID | None:
    """Return the job in a key of the form `jobs/<uuid>/...`, in any spelling of the two parts.

    S3 keys are case-sensitive, those of other stores may not be. So all spellings of a UUID
    belong to the same job.
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
    """Return whether the key names this job, so no other comic can hold the object."""
    return job_named_in(ref.key) == job_id


def is_reserved(ref: ImageRef, job_id: UUID) -> bool:
    """Return whether the key is reserved for something other than this job.

    That is another job, or a rendition: ComicAI itself writes and deletes objects under the keys
    of renditions.
    """
    owner = job_named_in(ref.key)
    return rendered_from(ref) is not None if owner is None else owner != job_id


def webp_ref(ref: ImageRef, width: int) -> ImageRef:
    """Return the key of the WebP rendition *width* pixels wide."""
    return _append(ref, f".w{width}.webp")


def jpeg_ref(ref: ImageRef, ceiling: int) -> ImageRef:
    """Return the key of the JPEG rendition of at most *ceiling* bytes."""
    return _append(ref, f".b{ceiling}.jpg")


def renditions_of(ref: ImageRef) -> tuple[ImageRef, ...]:
    """Return the keys of all renditions that may exist of this picture."""
    return (
        *(webp_ref(ref, width) for width in WIDTHS),
        *(jpeg_ref(ref, ceiling) for ceiling in CEILINGS),
    )


def rendered_from(ref: ImageRef) -> ImageRef | None:
    """Return the picture that the object is a rendition of; None unless its key is a rendition's.

    A key that was too long contains a hash instead; then the returned picture does not exist.
    """
    for ending in _APPENDED:
        if ref.key.endswith(ending) and ref.key != ending:
            return ImageRef(ref.bucket, ref.key.removesuffix(ending))
    return None


def _append(ref: ImageRef, ending: str) -> ImageRef:
    key = f"{ref.key}{ending}"
    if len(key.encode()) > KEY_LIMIT:
        key = f"renditions/{hashlib.sha256(ref.key.encode()).hexdigest()}{ending}"
    return ImageRef(ref.bucket, key)


_APPENDED = tuple(ref.key for ref in renditions_of(ImageRef("", "")))
