"""Short chaos run for `make test`. `make chaos` runs the long one; see docs/reliability.md."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
VERDICT = re.compile(r"requests=25 kills=6 lost=0 doubled=0 stuck=0")


def test_every_request_is_answered_once_while_processes_and_servers_are_killed() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--seed=7", "--requests=25", "--kills=6"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=570,
    )

    assert process.returncode == 0, process.stdout + process.stderr
    assert VERDICT.fullmatch(process.stdout.splitlines()[-1])
