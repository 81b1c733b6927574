"""The pipeline's copy of the word rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[3] / "tools" / "copy_word_rules.py"


def test_the_word_rules_of_core_and_pipeline_are_the_same() -> None:
    finished = subprocess.run(
        [sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False, timeout=60
    )

    assert (finished.returncode, finished.stderr) == (0, "")
