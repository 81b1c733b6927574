"""Installers pip and uv, which install the locked packages and check their hashes."""

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

# pip settings that do not affect what is installed and from where. With any other setting pip has
# to install, because uv reads neither pip.conf nor PIP_*.
INDIFFERENT = {
    "config-file",  # its contents are listed separately
    *("break-system-packages", "cache-dir", "default-timeout", "disable-pip-version-check"),
    *("log", "no-cache-dir", "no-color", "no-input", "no-python-version-warning"),
    *("no-warn-script-location", "progress-bar", "quiet", "require-virtualenv", "retries"),
    *("root-user-action", "timeout", "verbose"),
}


class Installer:
    """Program that installs into .venv, through options that pip and uv share."""

    def __init__(self, name: str, command: Sequence[str], mutex: int, progress: Progress) -> None:
        self.name = name
        self._command = command
        self._mutex = mutex
        self._progress = progress

    def install(self, wanted: str) -> None:
        """Install a set of packages from its locks."""
        texts = [(ROOT / name).read_text(encoding="utf-8") for name in LOCKS[wanted]]
        pins = {pin for text in texts for pin in PIN.findall(text)}
        files = [word for name in LOCKS[wanted] for word in ("-r", name)]
        self._run(Stages(self._progress, LOOKING_UP, len(pins)), *HASHED, *files)

    def install_project(self) -> None:
        """Install ComicAI itself, editable."""
        self._run(Stages(self._progress, "installing ComicAI"), *PROJECT)

    def install_uv(self) -> None:
        """Install the uv version of the development lock."""
        pin = UV_PIN.search((ROOT / DEVELOPMENT_LOCK).read_text(encoding="utf-8"))
        if pin is None:
            raise CommandError([f"{DEVELOPMENT_LOCK} does not contain uv"])
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
    # Compile as pip does: a service without write access would compile on every start.
    options = ("--python", str(PYTHON), "--compile-bytecode", "--color", "never", "--no-progress")
    return Installer("uv", (str(UV), "pip", "install", *options), mutex, progress)


def decisive_settings(listed: str) -> set[str]:
    """Return the settings in the output of `pip config list` that only pip supports."""
    settings = (line.partition("=")[0].rpartition(".") for line in listed.splitlines())
    return {
        name
        for section, _, name in settings
        if section in {":env:", "global", "install"} and name not in INDIFFERENT
    }


def may_use_uv() -> bool:
    """Return whether uv would install the same packages from the same index as pip."""
    command = (str(PYTHON), "-I", "-m", "pip", "config", "list")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return listed.returncode == 0 and not decisive_settings(listed.stdout)


def install(wanted: str, mutex: int, progress: Progress, *, project: bool) -> str:
    """Install a set, and the project if *project*; return the name of the installer used.

    pip takes more than twice as long as fetching the locked uv and installing with it, so uv is
    used where possible. A uv on the PATH is ignored: fetching the locked one takes seconds, and
    that one is known to work. If uv does not exist for the machine or fails, pip installs.
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
