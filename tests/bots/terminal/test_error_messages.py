"""Tests of the error messages of the terminal commands."""

from __future__ import annotations

from importlib import import_module

import pytest

from bots.embedded_pipeline import EmbeddedPipelineError
from bots.terminal.error_messages import START_ERRORS, sentence_for


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in START_ERRORS.items() for name in names]
)
def test_every_start_error_exists(module: str, name: str) -> None:
    assert issubclass(getattr(import_module(module), name), Exception)


def test_a_start_error_is_shown_as_it_is() -> None:
    error = EmbeddedPipelineError("the built-in generator did not start")

    assert sentence_for(error, {}) == "the built-in generator did not start"


def test_an_unexpected_error_has_no_sentence() -> None:
    assert sentence_for(KeyError("key"), {}) is None
