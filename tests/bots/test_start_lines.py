"""Tests of the lines that the terminal shows once everything runs."""

from __future__ import annotations

from typing import Any

import pytest

from bots.process import start_lines
from core.config.settings import Config


@pytest.mark.parametrize(
    ("settings", "expected", "unexpected"),
    [
        ({}, "ssh -L 5000:127.0.0.1:5000", "later release"),
        ({}, "sketch artist", "from other machines"),
        ({"web": {"host": "0.0.0.0"}}, "from other machines", "ssh -L"),
        (
            {"web": {"public_url": "https://comics.example"}},
            "https://comics.example",
            "from this machine only",
        ),
        ({"generator": {"url": "https://gpu.example/generate"}}, "ComicAI is ready", "sketch"),
        ({"discord": {"token": "t"}}, "Discord bot is on", "later release"),
        ({"telegram": {"token": "t"}}, "Telegram bot is on", "token: t"),
    ],
)
def test_the_start_lines_describe_the_configuration(
    settings: dict[str, Any], expected: str, unexpected: str
) -> None:
    lines = start_lines(Config.model_validate(settings), "http://127.0.0.1:5000")

    assert expected in lines
    assert unexpected not in lines
