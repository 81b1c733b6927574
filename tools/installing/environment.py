"""Creation of the virtual environment .venv."""

from __future__ import annotations

import os
import shutil
import subprocess

from installing.installers import PYTHON
from installing.progress import Progress
from installing.stamp import VENV


class VenvError(Exception):
    """The virtual environment could not be created; the text is for the user."""


def version_of_venv() -> str:
    """Return the version of the Python in .venv, or "" if it does not run."""
    command = (str(PYTHON), "-I", "-c", "import sys; print(sys.version)")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def make_venv(python: str, progress: Progress) -> None:
    """Recreate .venv with pip, after installing Debian's python3-venv if that is missing."""
    progress.show("making the virtual environment")
    error_text = _make(python)
    if _is_for_debian(error_text) and _install_package(progress):
        error_text = _make(python)
    if _is_for_debian(error_text):
        raise VenvError(
            f"{python} cannot make virtual environments: on Debian and Ubuntu the package"
            " python3-venv is missing (apt-get install python3-venv)."
        )
    if error_text:
        raise VenvError(f"{python} cannot make the virtual environment {VENV}:\n{error_text}")


def _make(python: str) -> str:
    """Create .venv; return the error output, or "" on success."""
    command = (python, "-m", "venv", "--clear", str(VENV))
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return ""
    return (made.stdout + made.stderr).strip() or f"{' '.join(command)} failed"


def _is_for_debian(error_text: str) -> bool:
    return "ensurepip" in error_text or "No module named venv" in error_text


def _install_package(progress: Progress) -> bool:
    """Install python3-venv if that needs no interaction; return whether it was installed."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    progress.show("installing the Debian package python3-venv")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv")
    return all(
        subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0
        for command in (("apt-get", "update", "-qq"), install)
    )
