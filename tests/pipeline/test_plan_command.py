"""Tests of `python -m pipeline plan`."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("COMICAI_")}


def _plan(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "plan", *arguments],
        check=False,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**ENVIRONMENT, **settings},
    )


def test_a_script_is_printed() -> None:
    ended = _plan('A fox meets a cat at night. "Hello!" says the fox.', "--panels", "2")

    assert ended.returncode == 0
    assert "Panel 2: " in ended.stdout
    assert "fox: “Hello!”" in ended.stdout


def test_json_has_the_options_of_the_order() -> None:
    ended = _plan("猫がパン屋を開く", "--json", "--panels=3", "--style=noir", "--language=ja")

    story = json.loads(ended.stdout)
    assert len(story["panels"]) == 3
    assert (story["style"], story["language"]) == ("noir", "ja")
    assert story["cast"][0]["species"] == "cat"


def test_input_params_are_read_from_stdin() -> None:
    params = {"prompt": "x", "panelCount": 1, "script": [{"scene": "a dog in the kitchen"}]}

    story = json.loads(_plan("--params", "--json", stdin=json.dumps(params)).stdout)

    assert [panel["place"] for panel in story["panels"]] == ["kitchen"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "problem"),
    [
        ([], "", "a prompt is needed"),
        (["a cat", "--panels", "13"], "", "panelCount"),
        (["a cat", "--style", "photo"], "", "style"),
        (["--params"], "{", "no JSON"),
        (["--params"], "[]", "inputParams must be an object"),
    ],
)
def test_mistakes_are_one_sentence(arguments: list[str], stdin: str, problem: str) -> None:
    ended = _plan(*arguments, stdin=stdin)

    assert ended.returncode == 2
    assert problem in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_bad_settings_are_one_sentence() -> None:
    ended = _plan("a cat", COMICAI_PLANNER__URL="http://user:hunter2@localhost/v1")

    assert ended.returncode == 2
    assert "planner.url" in ended.stderr
    assert "hunter2" not in ended.stderr


def test_the_schema_is_printed() -> None:
    assert json.loads(_plan("--schema").stdout)["$id"] == "urn:comicai:story:1"
