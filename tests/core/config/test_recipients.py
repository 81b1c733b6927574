"""Who gets words and pictures, by configuration; and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from core.config.recipients import recipients_in
from core.config.settings import Config
from core.models.recipients import Recipient, Role
from core.sentences import CATALOGUE, recipients_text

PAINTER = Recipient(Role.PAINTER, "api.openai.com")
PLANNER = Recipient(Role.PLANNER, "words.example")
CHECKED = Recipient(Role.MODERATION, "checks.example", gets_pictures=True)
WORDS_CHECKED = Recipient(Role.MODERATION, "checks.example")
IMAGES = {"kind": "images", "token": "sk-key"}
SERVICE = {"url": "https://checks.example/v1"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ()),
        ({"artist": IMAGES}, (PAINTER,)),
        (
            {"artist": {**IMAGES, "url": "https://paints.example/v1"}},
            (Recipient(Role.PAINTER, "paints.example"),),
        ),
        ({"artist": {"kind": "a1111", "url": "http://127.0.0.1:7860"}}, ()),
        (
            {"artist": {"kind": "a1111", "url": "http://10.0.0.7:7860"}},
            (Recipient(Role.PAINTER, "10.0.0.7"),),
        ),
        ({"artist": {"kind": "diffusers"}}, ()),
        ({"planner": {"url": "http://localhost:11434/v1"}}, ()),
        ({"planner": {"url": "https://words.example/v1"}}, (PLANNER,)),
        ({"moderation": SERVICE}, (WORDS_CHECKED,)),
        ({"artist": {"kind": "diffusers"}, "moderation": SERVICE}, (CHECKED,)),
        (
            {"artist": {"kind": "diffusers"}, "moderation": {**SERVICE, "pictures": "local"}},
            (WORDS_CHECKED,),
        ),
        (
            {
                "artist": IMAGES,
                "planner": {"url": "https://words.example/v1"},
                "moderation": SERVICE,
            },
            (PAINTER, PLANNER, CHECKED),
        ),
        (
            {"generator": {"url": "https://gpu.example/generate"}, "artist": IMAGES},
            (Recipient(Role.GENERATOR, "gpu.example"),),
        ),
    ],
)
def test_the_configuration_names_who_gets_words_and_pictures(
    settings: dict[str, Any], expected: tuple[Recipient, ...]
) -> None:
    assert recipients_in(Config.model_validate(settings)) == expected


@pytest.mark.parametrize("locale", sorted(CATALOGUE.languages))
def test_the_text_names_every_host(locale: str) -> None:
    texts = {
        recipients_text(found, locale)
        for found in ((), (PAINTER,), (PAINTER, PLANNER, CHECKED), (WORDS_CHECKED,))
    }

    assert len(texts) == 4
    longest = max(texts, key=len)
    assert all(each.host in longest for each in (PAINTER, PLANNER, CHECKED))
