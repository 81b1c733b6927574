"""Identity of the terminal's user: a random id in the data folder, since no one logs in here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bots.data_folder import DataFolder, random_text_in
from core.models.identity import Identity, Platform, Requester
from core.sentences import negotiate, sentence

ID_FILE = "terminal-id"
ID_LENGTH = 22  # characters, of six random bits each


def terminal_requester(data_dir: Path, environ: Mapping[str, str]) -> Requester:
    """Return the requester of a data folder, always the same one, in the shell's language."""
    return Requester(
        identity=Identity(Platform.TERMINAL, _terminal_id(data_dir)), locale=shell_locale(environ)
    )


def _terminal_id(data_dir: Path) -> str:
    """Return the stored id, created at first use. Raises DataFolderError and DamagedFileError."""
    folder = DataFolder(data_dir)
    folder.make()
    return random_text_in(folder.path / ID_FILE, ID_LENGTH)


def in_shell_language(key: str, **facts: str | int) -> str:
    """Return a sentence of the catalogue in the language of the shell."""
    return sentence(key, shell_locale(os.environ), **facts)


def shell_locale(environ: Mapping[str, str]) -> str:
    """Return the supported language closest to the shell's locale, such as `pt_BR.UTF-8`."""
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return negotiate(named.partition(".")[0].replace("_", "-"))
