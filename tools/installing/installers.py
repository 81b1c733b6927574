"""pip and uv: both install what the locks name, and check each file's hash."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

from installing.commands import CommandError, follow
from installing.progress import LOOKING_UP, Progress, Stages
from installing.stamp import DEVELOPMENT_LOCK, LOCKS, ROOT, VENV

PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"

HASHED = ("--require-hashes", "--only-binary", ":all:")
PROJECT = ("--no-build-isolation", "--no-deps", "--editable", ".")
PIN = re.compile(r"^[A-Za-z0-9._-]+==", re.MULTILINE)
UV_PIN = re.compile(r"^uv==.*(?:\n[ ]+--hash=.*)+", re.MULTILINE)

# Settings of pip that have no say in what is installed and where it comes from. With any other one
# pip has to install, because uv reads neither pip.conf nor PIP_*.
INDIFFERENT = {
    "config-file",  # what stands in it is listed by itself
    *("break-system-packages", "cache-dir", "default-timeout", "disable-pip-version-check"),
    *("log", "no-cache-dir", "no-color", "no-input", "no-python-version-warning"),
    *("no-warn-script-location", "progress-bar", "quiet", "require-virtualenv", "retries"),
    *("root-user-action", "timeout", "verbose"),
}


class Installer:
    """A program that installs into .venv, with options that pip and uv have in common."""

    def __init__(self, name: str, command: Sequence[str], mutex: int, progress: Progress) -> None:
        self.name = name
        self._command = command
        self._mutex = mutex
        self._progress = progress

    def install(self, wanted: str) -> None:
        """Install a set of packages as its locks say."""
        texts = [(ROOT / name).read_text(encoding="utf-8") for name in LOCKS[wanted]]
        pins = {pin for text in texts for pin in PIN.findall(text)}
        files = [word for name in LOCKS[wanted] for word in ("-r", name)]
        self._run(Stages(self._progress, LOOKING_UP, len(pins)), *HASHED, *files)

    def install_project(self) -> None:
        """Install ComicAI itself, editable."""
        self._run(Stages(self._progress, "installing ComicAI"), *PROJECT)

    def install_uv(self) -> None:
        """Install the uv that the development lock names."""
        pin = UV_PIN.search((ROOT / DEVELOPMENT_LOCK).read_text(encoding="utf-8"))
        if pin is None:
            raise CommandError([f"{DEVELOPMENT_LOCK} names no uv"])
        file = VENV / "uv.txt"
        file.write_text(f"{pin[0]}\n", encoding="utf-8")
        self._run(Stages(self._progress, "installing uv"), *HASHED, "-r", str(file))

    def _run(self, stages: Stages, *arguments: str) -> None:
        follow([*self._command, *arguments], self._mutex, stages.read, stages.show)


def pip(mutex: int, progress: Progress) -> Installer:
    options = ("--disable-pip-version-check", "--no-input", "--no-color", "--progress-bar", "off")
    command = (str(PYTHON), "-I", "-m", "pip", "install", *options)
    return Installer("pip", command, mutex, progress)


def uv(mutex: int, progress: Progress) -> Installer:
    # Compiled as by pip: a service that may not write here would compile at each of its starts.
    options = ("--python", str(PYTHON), "--compile-bytecode", "--color", "never", "--no-progress")
    return Installer("uv", (str(UV), "pip", "install", *options), mutex, progress)


def decisive_settings(listed: str) -> set[str]:
    """Return the settings that only pip can follow, out of the output of `pip config list`."""
    settings = (line.partition("=")[0].rpartition(".") for line in listed.splitlines())
    return {
        name
        for section, _, name in settings
        if section in {":env:", "global", "install"} and name not in INDIFFERENT
    }


def may_use_uv() -> bool:
    """Tell whether uv would take the same packages from the same place as pip."""
    command = (str(PYTHON), "-I", "-m", "pip", "config", "list")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return listed.returncode == 0 and not decisive_settings(listed.stdout)


def install(wanted: str, mutex: int, progress: Progress, *, project: bool) -> str:
    """Install a set, and the project if asked to; return the name of what installed it.

    pip takes more than twice as long as it takes to fetch the locked uv and to have it install
    the rest, so uv does it where it may. A uv that is on the PATH is left alone: fetching one takes
    seconds, and this one is known to work. Where there is none for the machine, or it fails, pip
    installs.
    """
    with_pip, with_uv = pip(mutex, progress), uv(mutex, progress)
    if may_use_uv():
        try:
            with_pip.install_uv()
            _install_with(with_uv, wanted, project=project)
        except (CommandError, OSError):
            progress.show("uv did not work here; trying pip")
        else:
            return with_uv.name
    _install_with(with_pip, wanted, project=project)
    return with_pip.name


def _install_with(installer: Installer, wanted: str, *, project: bool) -> None:
    installer.install(wanted)
    if project:
        installer.install_project()
