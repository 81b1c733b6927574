"""Tests of the garbage collector's settings while a process starts, serves and stops."""

from __future__ import annotations

import gc

from bots.garbage_collection import tuned_for_serving


def test_nothing_is_collected_during_the_start() -> None:
    with tuned_for_serving():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_what_exists_after_the_start_is_never_collected() -> None:
    usual = gc.get_threshold()

    with tuned_for_serving() as start:
        start()
        frozen, spared = gc.get_freeze_count(), gc.get_threshold()
        assert gc.isenabled()

    assert frozen > 10_000
    assert spared > usual
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() < frozen
