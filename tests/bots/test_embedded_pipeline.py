"""Tests of the built-in generator: the settings that it gets, and where they can be read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bots.embedded_pipeline import embedded_pipeline, painting_environment
from core.config.settings import Config
from pipeline.settings import PipelineOptions, options_from

TOKENS = {section: f"sk-{section}-0123456789" for section in ("artist", "planner", "moderation")}
PAINTING: dict[str, dict[str, Any]] = {
    "artist": {
        "kind": "a1111",
        "url": "http://10.0.0.7:7860",
        "token": TOKENS["artist"],
        "model": "sdxl",
        "preset": "klein",
        "options": {"quality": "high", "steps": 4},
        "parallel": 7,
        "image_hosts": ["cdn.example.org", "img.example.org"],
        "usd_per_image": 0.04,
        "cache_hours": 7,
        "cache_mb": 300,
    },
    "planner": {"url": "http://10.0.0.8/v1", "token": TOKENS["planner"], "model": "qwen"},
    "moderation": {
        "url": "http://10.0.0.9/v1",
        "token": TOKENS["moderation"],
        "words_file": "words.txt",
        "model": "omni",
        "pictures": "service",
    },
}


def revealed(value: object) -> object:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("section", PAINTING)
def test_the_pipeline_reads_back_what_the_configuration_says(section: str) -> None:
    config = Config.model_validate(PAINTING)

    options = getattr(options_from(painting_environment(config)), section)

    read = {name: revealed(value) for name, value in options}
    given = PAINTING[section]
    assert read == ({**given, "keep_panels": True} if section == "artist" else given)


def test_the_defaults_of_both_are_equal() -> None:
    config = Config.model_validate({"artist": {"panels_days": 0}})  # a pipeline alone keeps none

    assert options_from(painting_environment(config)) == PipelineOptions()


@pytest.mark.servers
async def test_keys_are_in_the_environment_of_the_process_and_not_on_its_command_line(
    tmp_path: Path,
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("gore\n", encoding="utf-8")
    painting = {
        **PAINTING,
        "artist": {"token": TOKENS["artist"]},  # by the sketch
        "moderation": {**PAINTING["moderation"], "words_file": str(words)},
    }
    config = Config.model_validate({"data_dir": tmp_path / "data", **painting})

    async with embedded_pipeline(config) as pipeline:
        await pipeline.url()
        command_line, environment = await asyncio.to_thread(child_with, str(tmp_path))

    assert "--start-seconds=600" in command_line
    for token in (*TOKENS.values(), pipeline.token):
        assert token not in command_line
        assert token in environment


def child_with(argument: str) -> tuple[str, str]:
    """Return the command line and the environment of the process with this argument."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and argument in (shown := read_proc(folder / "cmdline")):
            return shown, read_proc(folder / "environ")
    raise AssertionError("no such process")


def read_proc(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:  # the process has exited, or belongs to another user
        return ""
