"""Wheels of a few lines, and a build backend (PEP 517, PEP 660) that makes such a wheel.

The backend is this module itself, in a wheel: so it uses the standard library only.
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

TAG = "py3-none-any"


def write_wheel(
    folder: Path, name: str, files: Mapping[str, str], version: str = "1.0", script: str = ""
) -> Path:
    """Write a wheel with *files*; *script* is the entry point of a command like the package."""
    path = folder / f"{name}-{version}-{TAG}.whl"
    info = f"{name}-{version}.dist-info"
    whole = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {TAG}\n",
    }
    if script:
        whole[f"{info}/entry_points.txt"] = f"[console_scripts]\n{name} = {script}\n"
    record = "".join(f"{each},{_hash(text)},{len(text)}\n" for each, text in whole.items())
    with zipfile.ZipFile(path, "w") as wheel:
        for each, text in {**whole, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            wheel.writestr(zipfile.ZipInfo(each, (2026, 1, 1, 0, 0, 0)), text)
    return path


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def build_wheel(
    wheel_directory: str,
    config_settings: object = None,
    metadata_directory: object = None,
) -> str:
    """Build the project `comicai`, whose command prints its name."""
    files = {"tiny_comicai.py": "def main() -> None:\n    print('comicai')\n"}
    return write_wheel(Path(wheel_directory), "comicai", files, script="tiny_comicai:main").name


build_editable = build_wheel
