"""Identity of the terminal's user: a random id in the data folder, since no one logs in here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bots.data_folder import DataFolder, random_text_in
from bots.terminal.shell_locale import shell_locale
from core.models.identity import Identity, Platform, Requester

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
