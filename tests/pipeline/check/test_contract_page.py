from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.check.rules import LEVEL_0, LEVEL_1, Rule
from pipeline.cli import SECRET_VARIABLE, TOKEN_VARIABLE
from pipeline.errors import ErrorCode, api_fault
from pipeline.service.params import INPUT_KEYS, _InputParams

PAGE = (Path(__file__).parents[3] / "docs" / "generator-contract.md").read_text(encoding="utf-8")


# A notice and an error may have the same code.
ERRORS = PAGE[PAGE.index("\n## 9. Errors") : PAGE.index("\n## 10.")]


def row_of(word: str, page: str = PAGE) -> str:
    """Return the table row that documents *word*."""
    first_cell = re.compile(rf"\|[^|]*`{re.escape(word)}(\[\])?`")
    rows = [line for line in page.splitlines() if first_cell.match(line)]
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_error_code_is_documented_with_its_status(code: ErrorCode) -> None:
    status = api_fault(code, "").http_status

    row = row_of(code.value, ERRORS)
    assert str(status) in row or "in the status" in row


@pytest.mark.parametrize("name", _InputParams.model_fields)
def test_every_key_of_input_params_is_documented(name: str) -> None:
    assert row_of(_InputParams.model_fields[name].alias or name)


def test_health_lists_only_existing_keys() -> None:
    assert set(INPUT_KEYS) <= {field.alias for field in _InputParams.model_fields.values()}


@pytest.mark.parametrize("variable", [TOKEN_VARIABLE, SECRET_VARIABLE])
def test_every_variable_is_documented(variable: str) -> None:
    assert row_of(variable)


@pytest.mark.parametrize("rule", [*LEVEL_0, *LEVEL_1], ids=lambda rule: rule.name)
def test_every_section_named_in_a_fix_exists(rule: Rule) -> None:
    for number in re.findall(r"section (\d+)", rule.fix):
        assert f"\n## {number}. " in PAGE
