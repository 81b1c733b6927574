"""Check of the settings of an artist, before anything is served.

What only a painter knows (its presets, its weights) is checked by the function `check_settings` of
its module, in a process of its own: the server never imports a painter.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.service.artists import ARTISTS, DEFAULT_ARTIST, reference_of
from pipeline.settings import (
    PLAIN_ASCII,
    PipelineOptions,
    SettingsError,
    is_bearer_token,
    options_from,
)

CHECK_SECONDS = 20.0  # less than a parent process waits for the start line
INVALID = 2  # exit status


def check_artist(
    artist: str, options: PipelineOptions, environment: Mapping[str, str] = os.environ
) -> None:
    """Raise SettingsError, with one sentence, if *artist* cannot work with these settings."""
    if artist not in ARTISTS and ":" not in artist:
        known = ", ".join(ARTISTS)
        raise SettingsError(f"artist.kind: {artist} is unknown; there are: {known}")
    if artist == "a1111" and not options.artist.url:
        raise SettingsError("artist.url: needed for a1111, like http://127.0.0.1:7860")
    if artist == "images" and not (options.artist.url or options.artist.token.get_secret_value()):
        raise SettingsError("artist.token: needed for images, unless artist.url is another server")
    if artist == "images" and not is_bearer_token(options.artist.token):
        raise SettingsError(f"artist.token: {PLAIN_ASCII}")
    if artist in ARTISTS and artist != DEFAULT_ARTIST:
        _check_in_process(artist, environment)


def _check_in_process(artist: str, environment: Mapping[str, str]) -> None:
    root = Path(__file__).resolve().parents[1]
    search_path = os.pathsep.join(filter(None, [str(root), environment.get("PYTHONPATH", "")]))
    try:
        checked = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "pipeline.start_check", artist],
            env={**environment, "PYTHONPATH": search_path},
            capture_output=True,
            text=True,
            timeout=CHECK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SettingsError(f"{artist}: its settings were not checked in time") from None
    if checked.returncode == INVALID:
        raise SettingsError(checked.stderr.strip())
    if checked.returncode:
        reason = checked.stderr.strip().rpartition("\n")[2]
        raise SettingsError(f"{artist} cannot be used on this machine: {reason}")


def main(artist: str) -> int:
    """Run the check of the painter's own module, if it has one; return the exit status."""
    module = importlib.import_module(reference_of(artist).partition(":")[0])
    try:
        if check := getattr(module, "check_settings", None):
            check(options_from())
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return INVALID
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
