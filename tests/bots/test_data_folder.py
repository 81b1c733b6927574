"""Tests of the data folder: locks, dead holders and the secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots.data_folder import AlreadyRunningError, DataFolder, RunningServer


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.make()
    return folder


@contextmanager
def another_process(folder: DataFolder, what: str) -> Iterator[subprocess.Popen[str]]:
    """Run `with folder.<what>` in another process until it is killed."""
    code = (
        "import sys; from pathlib import Path; from bots.data_folder import DataFolder\n"
        f"with DataFolder(Path({str(folder.path)!r})).{what}:\n"
        "    print('in', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdin is not None
    try:
        assert child.stdout.readline() == "in\n"
        yield child
    finally:
        child.kill()
        child.wait(30)
        child.stdout.close()
        child.stdin.close()


def test_the_secret_is_created_once_and_readable_by_its_owner_only(folder: DataFolder) -> None:
    first = folder.secret()

    assert DataFolder(folder.path).secret() == first
    assert len(first) >= 32
    assert stat.S_IMODE((folder.path / "secret").stat().st_mode) == 0o600


def test_the_folder_is_accessible_to_its_owner_only(folder: DataFolder) -> None:
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_a_second_run_learns_the_address_of_the_first(folder: DataFolder) -> None:
    with another_process(folder, "running()"):
        folder.announce("http://127.0.0.1:5000")
        with pytest.raises(AlreadyRunningError) as caught, folder.running():
            pass

    assert caught.value.server == RunningServer(os.getpid(), "http://127.0.0.1:5000")


def test_a_killed_run_does_not_count_as_running(folder: DataFolder) -> None:
    with another_process(folder, "running()") as child:
        folder.announce("http://127.0.0.1:5000")
        child.kill()
        child.wait(30)

        assert folder.running_server() is None


def test_the_address_of_a_killed_run_is_not_used(folder: DataFolder) -> None:
    with another_process(folder, "running()") as child:
        folder.announce("http://127.0.0.1:5000")
        child.kill()
        child.wait(30)

    with folder.running():
        assert folder.running_server() is None
        folder.announce("http://127.0.0.1:5001")
        assert folder.running_server() == RunningServer(os.getpid(), "http://127.0.0.1:5001")


def test_a_finished_run_leaves_no_address(folder: DataFolder) -> None:
    with folder.running():
        folder.announce("http://127.0.0.1:5000")

    assert folder.running_server() is None
    assert not (folder.path / "run.json").exists()


def test_a_holder_is_alive_until_its_process_is_killed(folder: DataFolder) -> None:
    with another_process(folder, "holder('one')") as child, folder.holder("two"):
        alive = folder.dead_holders()
        child.kill()
        child.wait(30)
        dead = folder.dead_holders()

    folder.forget_dead(dead)
    assert (alive, dead) == ([], ["one"])
    assert folder.dead_holders() == []


def test_a_starting_holder_is_never_considered_dead(folder: DataFolder) -> None:
    found: list[str] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            found.extend(folder.dead_holders())

    with folder.holder("first"):
        searcher = threading.Thread(target=search)
        searcher.start()
        for number in range(500):
            with folder.holder(f"worker-{number}"):
                found.extend(folder.dead_holders())
        stop.set()
        searcher.join()

    assert found == []
