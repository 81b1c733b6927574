"""Copy the word rules of the core to the pipeline, or check that the copy is the same."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE, COPY = "core.content.word_rules", "pipeline.moderation.word_rules"
TYPES = {".py", ".toml"}


def _folder(package: str) -> Path:
    return ROOT.joinpath(*package.split("."))


def copies() -> Mapping[Path, str]:
    """Return the files that the pipeline must have, with their texts."""
    return {
        _folder(COPY) / path.relative_to(_folder(SOURCE)): path.read_text(encoding="utf-8").replace(
            f"from {SOURCE}", f"from {COPY}"
        )
        for path in _folder(SOURCE).rglob("*")
        if path.suffix in TYPES
    }


def stale_files() -> list[str]:
    """Return the files of the pipeline that differ from those of the core."""
    expected = copies()
    present = {path for path in _folder(COPY).rglob("*") if path.suffix in TYPES}
    changed = {
        path
        for path, text in expected.items()
        if path in present and path.read_text(encoding="utf-8") != text
    }
    return sorted(str(path.relative_to(ROOT)) for path in changed | (present ^ expected.keys()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="name the files that differ")
    if parser.parse_args().check:
        for name in (stale := stale_files()):
            sys.stderr.write(f"{name} differs: run python tools/copy_word_rules.py\n")
        return 1 if stale else 0
    for path, text in copies().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
