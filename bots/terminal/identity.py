"""Who sits at the terminal: nobody signs in here, so the data folder remembers."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.models import Identity, Platform, Requester
from core.sentences import negotiate, sentence

ID_FILE = "terminal-id"
ID_BYTES = 16


def terminal_requester(data_dir: Path, environ: Mapping[str, str]) -> Requester:
    """Return who asks, always the same one for a data folder, in the language of the shell."""
    return Requester(
        identity=Identity(Platform.TERMINAL, _terminal_id(data_dir)), locale=shell_locale(environ)
    )


def _terminal_id(data_dir: Path) -> str:
    """Return the kept id, made at first use; two commands at once get the same one."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data_dir / ID_FILE
    if not path.exists():
        made = path.with_name(f"{ID_FILE}.{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(ID_BYTES), encoding="ascii")
        with suppress(FileExistsError):
            os.link(made, path)  # unlike a rename, never replaces what another has made
        made.unlink()
    return path.read_text(encoding="ascii").strip()


def in_shell_language(key: str, **facts: str | int) -> str:
    """Return a sentence of the catalogue for whoever sits at this terminal."""
    return sentence(key, shell_locale(os.environ), **facts)


def shell_locale(environ: Mapping[str, str]) -> str:
    """Return the language that `pt_BR.UTF-8` and its like stand for, of those that we speak."""
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return negotiate(named.partition(".")[0].replace("_", "-"))
