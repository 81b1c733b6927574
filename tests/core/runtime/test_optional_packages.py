"""Tests of imports without optional packages."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from core.runtime.optional_packages import hidden_packages

LIBRARY = """
try:
    import extra_of_library
except ImportError:
    extra_of_library = None
"""


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some_library.py").write_text(LIBRARY)
    (tmp_path / "extra_of_library.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("some_library", "extra_of_library"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_a_library_is_imported_without_its_optional_package() -> None:
    with hidden_packages("extra_of_library"):
        library = importlib.import_module("some_library")

    assert library.extra_of_library is None
    assert importlib.import_module("extra_of_library").__name__ == "extra_of_library"


def test_a_package_that_is_loaded_stays_available() -> None:
    extra = importlib.import_module("extra_of_library")

    with hidden_packages("extra_of_library"):
        library = importlib.import_module("some_library")

    assert library.extra_of_library is extra
    assert sys.modules["extra_of_library"] is extra


def test_a_failed_import_hides_nothing_afterwards() -> None:
    with pytest.raises(ImportError), hidden_packages("extra_of_library"):
        importlib.import_module("extra_of_library")

    assert importlib.import_module("extra_of_library") is not None
