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
        (
            {
                "generator": {"url": "https://gpu.example/generate"},
                "web": {"public_url": "https://comics.example"},
            },
            "generator.webhook_secret would let it call back",
            "sketch",
        ),
        (
            {"artist": {"kind": "images", "token": "sk-key", "model": "gpt-image-1"}},
            "An images API paints: gpt-image-1 at api.openai.com.",
            "sk-key",
        ),
        (
            {"artist": {"kind": "images", "url": "http://10.0.0.7:8000/v1?key=sk-key"}},
            "An images API paints: its default model at 10.0.0.7:8000.",
            "sk-key",
        ),
        (
            {"artist": {"kind": "a1111", "url": "http://10.0.0.7:7860"}},
            "Stable Diffusion paints: its default model at 10.0.0.7:7860.",
            "sketch",
        ),
        (
            {"artist": {"kind": "diffusers", "preset": "z-image-turbo"}},
            "A model on this machine paints: z-image-turbo.",
            "sketch",
        ),
        (
            {"artist": {"kind": "diffusers"}, "moderation": {"pictures": "off"}},
            "NOTE: nothing checks its pictures",
            "sketch",
        ),
        (
            {"artist": {"kind": "diffusers"}, "moderation": {"pictures": "local"}},
            "A model on this machine paints",
            "NOTE",
        ),
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
