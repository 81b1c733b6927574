"""A clone that sets itself up with a handful of tiny packages, by a real pip."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.tools import tiny_build
from tests.tools.tiny_build import write_wheel

ROOT = Path(__file__).resolve().parent.parent.parent
PYPROJECT = """\
[build-system]
requires = ["tinybuild"]
build-backend = "tiny_build"

[project]
name = "comicai"
version = "1.0"
"""
TIMEOUT = 180  # seconds


class Clone:
    """A folder with the set-up's own files, locks, and the wheels that these name.

    `alpha` is needed to run, `tinybuild` to install the project, `omega` to develop, as is `uv`,
    which hands over to the real one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder / "wheels"
        self.wheels.mkdir(parents=True)
        shutil.copytree(ROOT / "tools", folder / "tools")
        (folder / "pyproject.toml").write_text(PYPROJECT)
        real_uv = Path(sys.executable).with_name("uv")
        hand_over = f"import os, sys\n\ndef main():\n    os.execv({str(real_uv)!r}, sys.argv)\n"
        source = Path(tiny_build.__file__).read_text(encoding="utf-8")
        write_wheel(self.wheels, "tinybuild", {"tiny_build.py": source})
        write_wheel(self.wheels, "uv", {"tiny_uv.py": hand_over}, script="tiny_uv:main")
        for name in ("alpha", "omega"):
            write_wheel(self.wheels, name, {f"{name}.py": ""})
        self.lock(alpha="1.0", omega="1.0")

    def lock(self, *, alpha: str, omega: str) -> None:
        """Write the lock files again."""
        pins = {"alpha": alpha, "tinybuild": "1.0", "omega": omega, "uv": "1.0"}
        for lock, names in {
            "requirements.txt": ("alpha",),
            "requirements-build.txt": ("tinybuild",),
            "requirements-dev.txt": tuple(pins),
        }.items():
            text = "".join(self._pin(name, pins[name]) for name in names)
            (self.folder / lock).write_text(text, encoding="utf-8")

    def _pin(self, name: str, version: str) -> str:
        [wheel] = self.wheels.glob(f"{name}-{version}-*.whl")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"

    def environ(self, settings: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return an environment in which pip uses only the wheels, and *settings*."""
        others = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PIP_", "UV_", "PYTHON"))
        }
        wheels = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return {
            **others,
            "PYTHON": sys.executable,
            "PIP_CONFIG_FILE": os.devnull,
            **(wheels if settings is None else settings),
        }

    def start(
        self, wanted: str, settings: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a set-up, in its own process group."""
        return subprocess.Popen(
            [str(self.folder / "tools" / "setup.sh"), wanted],
            env=self.environ(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def set_up(self, wanted: str, settings: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Set up; return the exit status and all that was printed."""
        out, err = (child := self.start(wanted, settings)).communicate(timeout=TIMEOUT)
        return child.returncode, out + err

    @property
    def stamp(self) -> Path:
        return self.folder / ".venv" / "installed"

    def packages(self) -> set[str]:
        """Return what is installed, with versions, without what every new .venv has."""
        found = {
            each.name.removesuffix(".dist-info")
            for each in self.folder.glob(".venv/lib/python*/site-packages/*.dist-info")
        }
        return {each for each in found if not each.startswith(("pip-", "setuptools-"))}
