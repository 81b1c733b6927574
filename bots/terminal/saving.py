"""Where a comic's file goes. What could go wrong is looked at before anything is drawn."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from bots.terminal.desk import Picture
from bots.terminal.errors import TerminalError

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def check_out(out: Path | None, *, force: bool) -> None:
    """Raise TerminalError unless a comic can be written to *out*, or here if there is none."""
    folder = out.parent if out else Path()
    if not folder.is_dir():
        raise TerminalError(f"There is no folder {folder}.")
    if not os.access(folder, os.W_OK):
        raise TerminalError(f"The folder {folder.absolute()} cannot be written to.")
    if out is None:
        return
    if out.is_dir():
        raise TerminalError(f"{out} is a folder; name a file in it.")
    if out.exists() and not force:
        raise TerminalError(f"{out} exists; --force overwrites it.")


def save(picture: Picture, comic_id: UUID, out: Path | None, *, force: bool) -> Path:
    """Write the comic, whole or not at all, and return where to. Raises TerminalError."""
    path = out or Path(f"comic-{comic_id}{ENDINGS.get(picture.content_type, '.png')}")
    try:
        check_out(path, force=force)
        _write(path, picture.data)
    except (OSError, TerminalError) as error:
        raise TerminalError(
            f"The comic {comic_id} is drawn and in your gallery, but could not be written: {error}"
        ) from error
    return path


def _write(path: Path, data: bytes) -> None:
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made.write_bytes(data)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
