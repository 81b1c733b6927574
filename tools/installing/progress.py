"""Progress lines of the set-up."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Final, TextIO

from installing.stamp import VENV


class Progress:
    """Writer of one line per stage: rewritten on a terminal, otherwise repeated periodically."""

    PREFIX = "Setting up .venv: "
    PAUSE, TERMINAL_PAUSE = 5.0, 0.1  # seconds

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._stage = self._shown = ""
        self._at = 0.0

    def show(self, stage: str, total: int = 0, done: int = 0) -> None:
        """Show the progress of *stage*: a new stage at once, an update after a pause."""
        text = stage.format(total=total) + (f": {min(done, total)} done" if done else "")
        pause = self.TERMINAL_PAUSE if self._terminal else self.PAUSE
        too_soon = stage == self._stage and time.monotonic() < self._at + pause
        if too_soon or text == self._shown:
            return
        self._stage, self._shown, self._at = stage, text, time.monotonic()
        text = self.PREFIX + text
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{text[:width]}", end="", file=self._out, flush=True)
        else:
            print(text, file=self._out, flush=True)

    def clear(self) -> None:
        """Clear the line on a terminal before other output."""
        if self._terminal and self._shown:
            print("\r\x1b[K", end="", file=self._out, flush=True)

    def end(self, text: str) -> None:
        """Show the final line, which is not overwritten."""
        self.clear()
        print(text, file=self._out, flush=True)


LOOKING_UP: Final = "looking up {total} packages"
DOWNLOADING: Final = "downloading {total} packages"
INSTALLING: Final = "installing {total} packages"
COMPILING: Final = "compiling {total} packages"
NO_ANSWER: Final = "no answer from the package index, trying again"


class Stages:
    """Stages of a running pip or uv, derived from its output and from the installed packages.

    The stages of a set are followed if the first is LOOKING_UP; any other first stage stays.
    """

    FETCHED = re.compile(
        r"\s*(?:Downloading|Using cached) \S+\.whl(?P<metadata>\.metadata)?(?: |$)|Processing "
    )
    LEFT_OUT = re.compile(r"Ignoring \S+: markers |Requirement already satisfied: .*\(from -r ")
    OF_UV = re.compile(r"(Resolved|Prepared|Installed) (\d+) packages?")
    AFTER: Final = {"Resolved": DOWNLOADING, "Prepared": INSTALLING, "Installed": COMPILING}

    def __init__(self, progress: Progress, stage: str, total: int = 0) -> None:
        self._progress = progress
        self._stage, self._total, self._done = stage, total, 0
        self._of_a_set = stage == LOOKING_UP
        self._no_answer = False
        self._before = installed()

    def read(self, line: str) -> None:
        """Process a line of output of pip or uv."""
        self._no_answer = "Retrying (" in line
        if not self._of_a_set:
            return
        if self.LEFT_OUT.match(line):
            self._total -= 1
        elif found := self.FETCHED.match(line):
            self._enter(LOOKING_UP if found["metadata"] else DOWNLOADING)
            self._done += 1
        elif line.startswith("Installing collected packages: "):
            self._enter(INSTALLING, total=line.count(",") + 1)
        elif found := self.OF_UV.match(line):
            self._enter(self.AFTER[found[1]], total=int(found[2]))

    def show(self) -> None:
        if self._no_answer:
            self._progress.show(NO_ANSWER)
            return
        # Neither pip nor uv reports which package it is installing.
        done = len(installed() - self._before) if self._stage == INSTALLING else self._done
        self._progress.show(self._stage, self._total, done)

    def _enter(self, stage: str, total: int | None = None) -> None:
        if stage != self._stage:
            self._stage, self._done = stage, 0
        self._total = self._total if total is None else total


def site_packages() -> Path:
    """Return the folder of installed packages."""
    return next(VENV.glob("lib/python*/site-packages"))


def installed() -> set[str]:
    """Return the installed packages, each with its version."""
    return {entry.name for entry in site_packages().glob("*.dist-info")}
