"""The virtual environment .venv."""

from __future__ import annotations

import os
import shutil
import subprocess

from installing.installers import PYTHON
from installing.progress import Progress
from installing.stamp import VENV


class VenvError(Exception):
    """A reason why there is no virtual environment, for the person who wants one."""


def version_of_venv() -> str:
    """Return the version of the Python in .venv, "" if it does not run."""
    command = (str(PYTHON), "-I", "-c", "import sys; print(sys.version)")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def make_venv(python: str, progress: Progress) -> None:
    """Make .venv anew, with pip in it; install Debian's package for that if it is missing."""
    progress.show("making the virtual environment")
    trouble = _make(python)
    if _is_for_debian(trouble) and _install_package(progress):
        trouble = _make(python)
    if _is_for_debian(trouble):
        raise VenvError(
            f"{python} cannot make virtual environments: on Debian and Ubuntu the package"
            " python3-venv is missing (apt-get install python3-venv)."
        )
    if trouble:
        raise VenvError(f"{python} cannot make the virtual environment {VENV}:\n{trouble}")


def _make(python: str) -> str:
    """Make .venv; return what went wrong, "" if nothing did."""
    command = (python, "-m", "venv", "--clear", str(VENV))
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return ""
    return (made.stdout + made.stderr).strip() or f"{' '.join(command)} failed"


def _is_for_debian(trouble: str) -> bool:
    return "ensurepip" in trouble or "No module named venv" in trouble


def _install_package(progress: Progress) -> bool:
    """Install python3-venv if it can be done without asking."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    progress.show("installing the Debian package python3-venv")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv")
    return all(
        subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0
        for command in (("apt-get", "update", "-qq"), install)
    )
