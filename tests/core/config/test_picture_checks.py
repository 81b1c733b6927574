"""A model paints for other people only if something checks its pictures."""

from __future__ import annotations

from typing import Any

import pytest

from core.config.picture_checks import require_picture_checks, shows_unchecked
from core.config.settings import Config, ConfigError

IMAGES = {"kind": "images", "token": "sk-key"}
SERVICE = {"url": "https://checks.example/v1"}
PUBLIC = (
    {"discord": {"token": "t"}},
    {"telegram": {"token": "t"}},
    {"web": {"host": "0.0.0.0"}},
    {"web": {"public_url": "https://comics.example"}},
)


@pytest.mark.parametrize("public", PUBLIC)
@pytest.mark.parametrize("kind", ["images", "a1111", "diffusers"])
def test_unchecked_pictures_are_not_shown_to_others(public: dict[str, Any], kind: str) -> None:
    config = Config.model_validate(
        {**public, "artist": {**IMAGES, "kind": kind, "url": "http://10.0.0.7"}}
    )

    with pytest.raises(ConfigError, match=r"^moderation\.pictures: [^\n]*$") as caught:
        require_picture_checks(config)
    assert "sk-key" not in str(caught.value)


@pytest.mark.parametrize("public", PUBLIC)
@pytest.mark.parametrize(
    ("settings", "unchecked"),
    [
        ({"artist": IMAGES, "moderation": SERVICE}, False),
        ({"artist": IMAGES, "moderation": {"pictures": "local"}}, False),
        ({"artist": IMAGES, "moderation": {"pictures": "off"}}, True),
        ({"artist": IMAGES, "moderation": {**SERVICE, "pictures": "off"}}, True),
        ({}, False),
        ({"generator": {"url": "https://gpu.example/generate"}, "artist": IMAGES}, False),
    ],
)
def test_a_checker_or_consent_is_enough(
    public: dict[str, Any], settings: dict[str, Any], *, unchecked: bool
) -> None:
    config = Config.model_validate({**public, **settings})

    require_picture_checks(config)
    assert shows_unchecked(config) is unchecked


def test_a_person_alone_may_paint_unchecked() -> None:
    config = Config.model_validate({"artist": IMAGES})

    require_picture_checks(config)
    assert shows_unchecked(config)


def test_a_service_needs_a_url() -> None:
    with pytest.raises(ValueError, match=r"moderation\.url: needed"):
        Config.model_validate({"moderation": {"pictures": "service"}})
