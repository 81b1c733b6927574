"""Paid pictures on disk: how long they are kept, and how many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.service.paid_pictures import PORTRAIT_SECONDS, PaidPictures

NOW = 1_000_000_000.0


@pytest.fixture
def paid(tmp_path: Path) -> PaidPictures:
    return PaidPictures(tmp_path / "paid", lifetime=100, max_bytes=1000, now=lambda: NOW)


def add(paid: PaidPictures, uuid: str, *, age: float, size: int = 10) -> None:
    folder = paid.folder / uuid
    folder.mkdir(parents=True)
    for name in ("one", "two"):
        (folder / name).write_bytes(b"x" * (size // 2))
        os.utime(folder / name, (NOW - age, NOW - age))


def add_portrait(paid: PaidPictures, name: str, *, age: float, size: int = 10) -> None:
    paid.portraits.mkdir(exist_ok=True)
    (paid.portraits / name).write_bytes(b"x" * size)
    os.utime(paid.portraits / name, (NOW - age, NOW - age))


def kept(paid: PaidPictures) -> list[str]:
    return sorted(path.name for path in paid.folder.iterdir())


def test_old_pictures_are_removed(paid: PaidPictures) -> None:
    add(paid, "old", age=101)
    add(paid, "new", age=99)
    (paid.folder / "empty").mkdir()

    paid.purge()

    assert kept(paid) == ["new"]


def test_the_oldest_are_removed_until_the_rest_is_small_enough(paid: PaidPictures) -> None:
    for age in (10, 20, 30, 40):
        add(paid, f"age-{age}", age=age, size=400)

    paid.purge()

    assert kept(paid) == ["age-10", "age-20"]


def test_portraits_are_kept_longer_after_their_last_use(paid: PaidPictures) -> None:
    for name, age in (("a.png", PORTRAIT_SECONDS + 1), ("b.png", PORTRAIT_SECONDS - 1)):
        add_portrait(paid, name, age=age)

    paid.purge()

    assert [path.name for path in paid.portraits.iterdir()] == ["b.png"]


def test_portraits_and_pictures_of_jobs_share_the_limit(paid: PaidPictures) -> None:
    add(paid, "new", age=10, size=400)
    add_portrait(paid, "old.png", age=90, size=400)
    add_portrait(paid, "new.png", age=20, size=400)
    add(paid, "old", age=95, size=400)

    paid.purge()

    assert kept(paid) == ["new"]
    assert [path.name for path in paid.portraits.iterdir()] == ["new.png"]


def test_the_pictures_of_one_job_are_removed(paid: PaidPictures) -> None:
    add(paid, "one", age=1)
    add(paid, "other", age=1)

    paid.remove("one")
    paid.remove("unknown")

    assert kept(paid) == ["other"]


def test_nothing_paid_is_nothing_to_remove(paid: PaidPictures) -> None:
    paid.purge()

    assert not paid.folder.exists()
