from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.files import exclusive_lock, write_atomically


def test_a_file_is_replaced_atomically(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old" * 1000)

    with path.open("rb") as reader:
        write_atomically(path, b"new")

        assert reader.read() == b"old" * 1000
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file_and_no_temporary_one(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "something").touch()

    with pytest.raises(OSError, match="directory"):
        write_atomically(taken, b"content")

    assert list(tmp_path.iterdir()) == [taken]


def test_a_folder_has_one_lock_holder_at_a_time(tmp_path: Path) -> None:
    second = exclusive_lock(tmp_path, lock_seconds=0)

    with exclusive_lock(tmp_path), pytest.raises(BlockingIOError):
        second.__enter__()

    with exclusive_lock(tmp_path):
        assert (tmp_path / "lock").exists()
