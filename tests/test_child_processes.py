"""Tests of the child processes of tests: signals at the start, and clean-up."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import psutil
import pytest

from tests.child_processes import OFTEN_IGNORED, child, server
from tests.processes import users_of

ROOT = Path(__file__).resolve().parent.parent

SHOW_IGNORED = (
    "import signal; print([n.name for n in sorted(signal.valid_signals())"
    " if signal.getsignal(n) is signal.SIG_IGN and n.name not in ('SIGPIPE', 'SIGXFSZ')])"
)
START_ANOTHER = (
    "import subprocess, sys;"
    "from tests.child_processes import give_children_default_signals as give;"
    "give(); print('ours', flush=True); subprocess.run([sys.executable, '-c', sys.argv[1]])"
)
WITH_A_CHILD = (
    "import subprocess, sys, time;"
    "print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
)


def ignoring(*command: str) -> list[str]:
    """Return the command as `nohup` and shells start a background job."""
    names = " ".join(number.name.removeprefix("SIG") for number in OFTEN_IGNORED)
    return ["sh", "-c", f"trap '' {names}; exec \"$@\"", "sh", *command]


def test_programs_start_with_default_signal_handlers() -> None:
    shown = subprocess.run(
        ignoring(sys.executable, "-c", SHOW_IGNORED),
        capture_output=True, check=True, text=True, timeout=30,
    )  # fmt: skip
    started = subprocess.run(
        ignoring(sys.executable, "-c", START_ANOTHER, SHOW_IGNORED),
        capture_output=True, check=True, text=True, timeout=30, cwd=ROOT,
    )  # fmt: skip

    assert shown.stdout.strip() == str([number.name for number in OFTEN_IGNORED])
    assert started.stdout.split() == ["ours", "[]"]


async def test_the_test_process_keeps_ignoring_its_ignored_signals() -> None:
    code = (
        "import os, signal;"
        "from tests.child_processes import give_children_default_signals as give;"
        "give(); os.kill(os.getpid(), signal.SIGINT); print('alive')"
    )

    async with child(*ignoring(sys.executable, "-c", code), stdout=PIPE, cwd=ROOT) as process:
        output, _ = await process.communicate()

    assert output == b"alive\n"


async def test_a_failing_test_leaves_no_program_and_no_child_of_it_running() -> None:
    pids: list[int] = []

    async def fail() -> None:
        async with child(sys.executable, "-c", WITH_A_CHILD, stdout=PIPE) as process:
            assert process.stdout is not None
            pids.extend([process.pid, int(await process.stdout.readline())])
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await fail()

    async with asyncio.timeout(30):
        while any(_runs(pid) for pid in pids):
            await asyncio.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_a_server_is_stopped_by_sigterm_and_must_exit_with_the_expected_status() -> None:
    code = "import os; print(os.getpid(), flush=True); import time; time.sleep(600)"

    async with server(sys.executable, "-c", code, status=-signal.SIGTERM) as (pid,):
        os.kill(int(pid), 0)
    with pytest.raises(AssertionError):
        async with server(sys.executable, "-c", code):
            pass


async def test_a_program_that_never_becomes_ready_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.child_processes.START_SECONDS", 0.1)
    environ = {**os.environ, "COMICAI_DATA_DIR": str(tmp_path / "data")}

    with pytest.raises(TimeoutError):
        async with server("sleep", "600", env=environ):
            pass

    assert users_of(tmp_path) == []
