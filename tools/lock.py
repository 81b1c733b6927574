"""Lock the dependencies of pyproject.toml with hashes, or check that the lock is up to date."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "requirements.txt"
BUILD = "requirements-build.txt"
DEVELOPMENT = "requirements-dev.txt"
PIPELINE = "pipeline/requirements.txt"
GPU = "pipeline/requirements-gpu.txt"
# Sources of each lock, in this order: the pins of a lock constrain the locks after it.
SOURCES = {
    RUNTIME: ("pyproject.toml",),
    BUILD: ("--group=pyproject.toml:build",),
    DEVELOPMENT: ("pyproject.toml", "--group=dev"),
    PIPELINE: ("--group=pyproject.toml:pipeline",),
    GPU: ("-", "--override=tools/no_torch.txt"),  # the extra `gpu`, on stdin
}
UV_OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)

# The installing user chooses the index, so a lock contains no URL.
PLACE = re.compile(
    r"[a-z+]+://|^\s*--?(index|extra-index|find-links|i\b|f\b)|\bfile:", re.MULTILINE
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def first_line(root: Path) -> str:
    """Return the line that identifies the dependencies a lock was made for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        project["project"]["requires-python"],
        project["project"]["dependencies"],
        project["project"].get("optional-dependencies", {}),
        project["dependency-groups"],
    ]
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    return (
        f"# Made by `make lock` for the dependencies in pyproject.toml with the digest {digest}\n"
    )


def _extra(root: Path) -> str:
    """Return the requirements of the extra `gpu`, one per line."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return "\n".join(project["project"]["optional-dependencies"]["gpu"])


def lock(root: Path, *, upgrade: bool) -> None:
    """Write the lock files; compatible pins are kept unless *upgrade* is set."""
    more = ["--upgrade"] if upgrade else []
    for name, sources in SOURCES.items():
        uv = [sys.executable, "-m", "uv", "pip", "compile", *sources, *UV_OPTIONS]
        command = [*uv, *more, f"--output-file={name}"]
        subprocess.run(command, cwd=root, check=True, input=_extra(root), text=True)
        path = root / name
        path.write_text(first_line(root) + path.read_text(encoding="utf-8"), encoding="utf-8")
        more.append(f"--constraints={name}")


def mistakes(root: Path) -> list[str]:
    """Return the problems of the lock files, one per line. Needs no network."""
    lines = []
    pins = {}
    for name in SOURCES:
        path = root / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if not text.startswith(first_line(root)):
            lines.append(f"{name}: not made for what pyproject.toml asks for now; run: make lock")
        lines += [f"{name}: names a place: {found.group()}" for found in PLACE.finditer(text)]
        pins[name] = dict(PIN.findall(text))
    lines += [
        f"{each}: {version} in {name}, {pins[DEVELOPMENT].get(each, 'nothing')} in {DEVELOPMENT}"
        for name in (RUNTIME, BUILD, PIPELINE)
        for each, version in pins[name].items()
        if pins[DEVELOPMENT].get(each) != version
    ]
    # numpy and others, which only the GPU needs, may have a pin for each Python
    lines += [
        f"{each}: {version} in {GPU}, {pins[DEVELOPMENT][each]} in {DEVELOPMENT}"
        for each, version in pins[GPU].items()
        if pins[DEVELOPMENT].get(each, version) != version
    ]
    return lines


def main() -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only check; needs no network")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    arguments = parser.parse_args()
    if not arguments.check:
        lock(ROOT, upgrade=arguments.upgrade)
    found = mistakes(ROOT)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
