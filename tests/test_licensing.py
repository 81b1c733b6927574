"""Tests of the licence and of the credits for fonts and graphics."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb

ROOT = Path(__file__).resolve().parent.parent
PROJECT: Any = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOTICE = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())

PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
FONTS = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}
GRAPHICS = {".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".ico"}


def installed() -> Iterator[Distribution]:
    """Yield every locked package that an installation of ComicAI holds on this platform."""
    for name in PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8")):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            continue  # for another platform or version of Python


def with_files(suffixes: set[str]) -> dict[str, list[Path]]:
    """Return the packages that hold such files, with the files."""
    found = {
        package.name: [
            Path(str(file.locate()))
            for file in package.files or ()
            if file.suffix.lower() in suffixes
        ]
        for package in installed()
    }
    return {name: files for name, files in found.items() if files}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_every_package_with_fonts_is_credited() -> None:
    fonts = with_files(FONTS)

    assert fonts
    assert [name for name in fonts if f"[{name}]" not in NOTICE] == []


def test_every_package_with_graphics_is_credited() -> None:
    graphics = with_files(GRAPHICS)

    assert graphics
    assert [name for name in graphics if f"[{name}]" not in NOTICE] == []


def test_only_dependencies_are_credited() -> None:
    wanted = {re.split(r"[\[<>=!~ ;]", line)[0] for line in PROJECT["dependencies"]}

    assert set(re.findall(r"\[([\w-]+)\]", NOTICE)) <= wanted


def test_every_font_is_credited_with_its_own_copyright_line() -> None:
    files = [file for found in with_files(FONTS).values() for file in found]
    for file in files:
        face = hb.Face(hb.Blob.from_file_path(str(file)))
        line = face.get_name(hb.OTNameIdPredefined.COPYRIGHT)
        licence = face.get_name(hb.OTNameIdPredefined.LICENSE)

        assert " ".join(line.split()) in NOTICE, file.name
        assert "SIL Open Font License, Version 1.1" in licence, file.name


def test_the_readme_contains_the_attribution_for_emoji() -> None:
    (needed,) = re.findall(r'the attribution "(.+?)"', NOTICE)

    assert needed in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_wheel_contains_the_licence_and_the_credits(wheel: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    folder = metadata.removesuffix("METADATA") + "licenses/"

    lines = wheel.read(metadata).decode().splitlines()
    assert "License-Expression: Apache-2.0" in lines
    for name in ("LICENSE", "NOTICE"):
        assert f"License-File: {name}" in lines
        assert wheel.read(folder + name) == (ROOT / name).read_bytes()


def test_the_container_build_copies_every_file_of_the_wheel() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)

    for name in [PROJECT["readme"], *PROJECT["license-files"]]:
        assert any(fnmatch.fnmatch(name, pattern) for line in copied for pattern in line.split())
        assert f"!{name}" in allowed
