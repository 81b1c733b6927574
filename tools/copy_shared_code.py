"""Copy packages of the core to the pipeline, or check that the copies are the same."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIES: Mapping[str, str] = {  # by the package of the core
    "core.content.word_rules": "pipeline.moderation.word_rules",
    "core.content.panel_script": "pipeline.comic.planner.panel_script",
}
TYPES = {".py", ".toml"}


def _files(package: str) -> tuple[Path, set[Path]]:
    """Return the folder of a package and the paths of its files."""
    folder = ROOT.joinpath(*package.split("."))
    return folder, {path for path in folder.rglob("*") if path.suffix in TYPES}


def copies(source: str, copy: str) -> Mapping[Path, str]:
    """Return the files that the package *copy* must have, with their texts."""
    (folder, files), (target, _) = _files(source), _files(copy)
    return {
        target / path.relative_to(folder): path.read_text(encoding="utf-8").replace(
            f"from {source}", f"from {copy}"
        )
        for path in files
    }


def stale_files() -> list[str]:
    """Return the files of the pipeline that differ from those of the core."""
    stale = set[Path]()
    for source, copy in COPIES.items():
        expected, (_, present) = copies(source, copy), _files(copy)
        stale |= present ^ expected.keys()
        stale |= {
            path
            for path, text in expected.items()
            if path in present and path.read_text(encoding="utf-8") != text
        }
    return sorted(str(path.relative_to(ROOT)) for path in stale)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="name the files that differ")
    if parser.parse_args().check:
        for name in (stale := stale_files()):
            sys.stderr.write(f"{name} differs: run python tools/copy_shared_code.py\n")
        return 1 if stale else 0
    for source, copy in COPIES.items():
        for path, text in copies(source, copy).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
