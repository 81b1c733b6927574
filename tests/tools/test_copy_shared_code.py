"""The pipeline's copies of packages of the core."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "copy_shared_code.py"


def test_the_copies_of_the_pipeline_are_the_same_as_the_packages_of_the_core() -> None:
    finished = subprocess.run(
        [sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False, timeout=60
    )

    assert (finished.returncode, finished.stderr) == (0, "")
