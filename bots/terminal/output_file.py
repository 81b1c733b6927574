"""Output file of a comic: checked before anything is drawn, then written atomically."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID

from bots.terminal.client import ComicFile
from bots.terminal.errors import TerminalError
from bots.terminal.shell_locale import in_shell_language

EXTENSIONS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def check_out(out: Path | None, *, force: bool) -> None:
    """Raise TerminalError unless a comic can be written to *out*, or here if it is None."""
    folder = out.parent if out else Path()
    if not folder.is_dir():
        raise _refusal("terminal_no_folder", folder=str(folder))
    if out is not None:
        _check_file(out, force=force)
    if not _can_be_written(folder):
        raise _refusal("terminal_closed_folder", folder=str(folder.absolute()))


def _check_file(out: Path, *, force: bool) -> None:
    if out.is_dir():
        raise _refusal("terminal_is_folder", path=str(out))
    if out.exists() and not out.is_file():
        # A device, a pipe or a socket: --force would put a file in its place.
        raise _refusal("terminal_no_plain_file", path=str(out))
    if out.exists() and not force:
        raise _refusal("terminal_file_exists", path=str(out))


def save(picture: ComicFile, comic_id: UUID, out: Path | None, *, force: bool) -> Path:
    """Write the comic atomically; return the path. Raises TerminalError."""
    path = out or Path(f"comic-{comic_id}{EXTENSIONS.get(picture.content_type, '.png')}")
    try:
        check_out(path, force=force)
        _write(path.resolve(), picture.data)  # replaces the target of a symbolic link, not the link
    except TerminalError as error:
        raise _not_written(comic_id, str(error)) from error
    except OSError as error:
        raise _not_written(comic_id, error.strerror or str(error)) from error
    return path


def _can_be_written(folder: Path) -> bool:
    """Try to create a file: permission bits are not conclusive, least of all for root."""
    try:
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _not_written(comic_id: UUID, reason: str) -> TerminalError:
    return _refusal("terminal_not_written", uuid=str(comic_id), reason=reason)


def _refusal(key: str, **facts: str) -> TerminalError:
    return TerminalError(in_shell_language(key, **facts))
