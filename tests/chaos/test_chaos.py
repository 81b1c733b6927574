"""The short form, as `make test` runs it. The long one is `make chaos`; see docs/reliability.md."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
VERDICT = re.compile(r"requests=25 kills=6 lost=0 doubled=0 stuck=0")


def test_whatever_is_killed_every_request_is_answered_once() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--seed=7", "--requests=25", "--kills=6"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=570,
    )

    assert played.returncode == 0, played.stdout + played.stderr
    assert VERDICT.fullmatch(played.stdout.splitlines()[-1])
