"""Job cache: what was painted or written for a job already, kept over attempts and restarts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from pipeline.comic.image_encoding import decode_kept
from pipeline.comic.lettering.label import Label, LabelKind
from pipeline.comic.painter import Head, Picture, Shot
from pipeline.files import write_atomically
from pipeline.models import NO_COST

log = structlog.get_logger(__name__)


class JobCache:
    """Folder with the paid results of one job, by keys made of all that determines them.

    Without a folder, nothing is kept.

    *salt* names what the keys of this module cannot know: the painter's settings.
    """

    def __init__(self, folder: Path | None, *, salt: str = "") -> None:
        self._folder = folder
        self._salt = salt

    def get(self, key: str) -> bytes | None:
        """Return what was kept under *key*; None if there is nothing, or it cannot be read."""
        if self._folder is None:
            return None
        try:
            return (self._folder / key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("job_cache_read_failed", error=error.strerror)
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep *content*, durably, before this returns; a full disk does not stop the drawing."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / key, content)
        except OSError as error:
            log.warning("job_cache_write_failed", error=error.strerror)

    def remove(self, key: str) -> None:
        """Remove what was kept under *key*, if there is anything."""
        if self._folder is None:
            return
        try:
            (self._folder / key).unlink(missing_ok=True)
        except OSError as error:
            log.warning("job_cache_remove_failed", error=error.strerror)

    def key(self, kind: str, *parts: object) -> str:
        """Return the key of what *parts* and the salt determine: plain data and dataclasses."""
        told = json.dumps([self._salt, _plain(parts)])
        return f"{kind}-{hashlib.sha256(told.encode()).hexdigest()}"

    # --- Pictures ---------------------------------------------------------------------------------

    def picture_key(self, model: str, shot: Shot, *, kind: str = "picture") -> str:
        """Return the key of the picture that *model* paints of *shot*."""
        return self.key(kind, model, _without_links(shot))

    def picture(self, key: str, shot: Shot) -> Picture | None:
        """Return the kept picture if it has the size of *shot*, else None. It costs nothing."""
        content = self.get(key)
        if content is None:
            return None
        head, _, image = content.partition(b"\n")
        try:
            kept = json.loads(head)
            heads = kept["heads"] and tuple(map(_head, kept["heads"]))
            labels = tuple(_label(*entry) for entry in kept.get("labels", ()))
            picture = Picture(decode_kept(image), heads, NO_COST, kept["seed"], labels)
        except (ValueError, OSError, TypeError, LookupError):
            log.warning("job_cache_entry_rejected")
            return None
        return picture if picture.image.size == (shot.width, shot.height) else None

    def put_picture(self, key: str, picture: Picture, encoded: bytes) -> None:
        """Keep a picture, whose image is *encoded* without loss."""
        heads = picture.heads and [(*head.center, head.radius) for head in picture.heads]
        labels = [(label.kind, label.text, *label.center) for label in picture.labels]
        head = json.dumps({"heads": heads, "seed": picture.seed, "labels": labels})
        self.put(key, head.encode() + b"\n" + encoded)


def _head(entry: Sequence[float]) -> Head:
    x, y, radius = entry
    return Head((float(x), float(y)), float(radius))


def _label(kind: LabelKind, text: str, x: float, y: float) -> Label:
    return Label(kind, text, (float(x), float(y)))


def _without_links(shot: Shot) -> Shot:
    """Return the shot without what does not change its picture, such as the expiry of links."""
    order = shot.order
    characters = tuple(
        replace(one, reference_url=urlsplit(one.reference_url).path) for one in order.characters
    )
    return replace(shot, order=replace(order, characters=characters, format="png", panels=False))


def _plain(value: object) -> object:
    """Return *value* as JSON that is the same in every process, which the order of sets is not."""
    if is_dataclass(value):
        members = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return [type(value).__name__, members]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return sorted(([repr(key), _plain(each)] for key, each in value.items()), key=repr)
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(each) for each in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return repr(value)
