"""Tests of the GitHub workflows and issue forms, and of what they refer to."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".github"
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.y*ml"))
FORMS = sorted(path for path in (FOLDER / "ISSUE_TEMPLATE").glob("*.y*ml") if path.stem != "config")

PINNED = re.compile(r"[\w-]+/[\w./-]+@(v\d+|[0-9a-f]{40})")
EXPRESSION = re.compile(r"\$\{\{")


def read(path: Path) -> Any:
    # GitHub's `on` is YAML 1.1's true, unless every scalar is taken as it is written.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def jobs() -> list[Any]:
    return [job for path in WORKFLOWS for job in read(path)["jobs"].values()]


def steps() -> list[Any]:
    return [step for job in jobs() for step in job["steps"]]


def complaints(schema: str, *paths: Path) -> str:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *paths],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr


def test_workflows_conform_to_githubs_schema() -> None:
    assert WORKFLOWS
    assert complaints("github-workflows", *WORKFLOWS) == ""


def test_issue_forms_conform_to_githubs_schema() -> None:
    assert FORMS
    assert complaints("github-issue-forms", *FORMS) == ""
    assert complaints("github-issue-config", FOLDER / "ISSUE_TEMPLATE" / "config.yml") == ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_may_only_read(path: Path) -> None:
    workflow = read(path)

    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == []
    assert "pull_request_target" not in workflow["on"]  # runs a stranger's code with our rights


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_newer_push_cancels_the_run_of_the_older_one(path: Path) -> None:
    concurrency = read(path)["concurrency"]

    assert "github.ref" in concurrency["group"]
    assert "pull_request" in concurrency["cancel-in-progress"]


def test_every_job_has_a_time_out() -> None:
    assert all(0 < int(job["timeout-minutes"]) <= 30 for job in jobs())


def test_actions_are_pinned() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]

    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


def test_no_command_contains_an_expression() -> None:
    commands = [step["run"] for step in steps() if "run" in step]

    assert [command for command in commands if EXPRESSION.search(command)] == []


def test_every_make_target_in_the_workflows_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    wanted = {
        target
        for step in steps()
        for command in re.findall(r"^make (.+)$", step.get("run", ""), re.MULTILINE)
        for target in command.split()
    }

    assert {"check", "quick"} <= wanted <= targets


def test_workflows_run_on_the_oldest_and_the_newest_python() -> None:
    project: Any = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    setup = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    newest = max(re.findall(r"python(3\.\d+)", setup), key=lambda v: int(v.partition(".")[2]))

    (tried,) = [job["strategy"]["matrix"]["python"] for job in jobs()]
    assert tried == [oldest, newest]


def test_the_cache_depends_on_what_is_installed() -> None:
    installed = (ROOT / "tools" / "installing" / "stamp.py").read_text(encoding="utf-8")
    keys = [
        step["with"]["cache-dependency-path"]
        for step in steps()
        if step.get("uses", "").startswith("actions/setup-python@")
    ]

    assert keys
    for key in keys:
        assert f'"{key}"' in installed
        assert (ROOT / key).exists()
