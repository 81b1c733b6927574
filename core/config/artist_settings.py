"""Settings of what paints, plans and checks the comics of the built-in generator."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, field_validator

from core.config.section import (
    BearerToken,
    Names,
    Positive,
    Section,
    Usd,
    Whole,
    json_table,
    service_url,
)


class ArtistSettings(Section):
    """What paints the comics of the built-in generator."""

    kind: Literal["sketch", "images", "a1111", "diffusers"] = "sketch"
    url: str = ""
    token: SecretStr = SecretStr("")
    model: str = ""
    preset: str = ""
    options: Annotated[dict[str, Any], BeforeValidator(json_table)] = Field(default={})
    parallel: Annotated[int, Field(ge=1, le=32)] = 4
    image_hosts: Names = ()
    start_seconds: Positive = 600
    fallback: Literal["", "sketch"] = ""
    usd_per_image: Usd = 0
    usd_per_day: Usd = 0
    usd_per_day_person: Usd = 0
    usd_per_day_chat: Usd = 0
    panels_days: Whole = 30
    cache_hours: Positive = 48
    cache_mb: Whole = 2000

    _check_url = field_validator("url")(service_url)


class PlannerSettings(Section):
    """The language model that plans stories; none without a URL."""

    url: str = ""
    token: BearerToken = SecretStr("")
    model: str = ""

    _check_url = field_validator("url")(service_url)


class ModerationSettings(Section):
    """What is checked, and by what."""

    words: Names = ()
    words_file: str = ""
    family: bool = False
    url: str = ""
    token: BearerToken = SecretStr("")
    model: str = ""
    pictures: Literal["", "service", "local", "off"] = ""

    _check_url = field_validator("url")(service_url)

    @property
    def checker(self) -> Literal["", "service", "local"]:
        """What checks painted pictures; empty: nothing."""
        if self.pictures == "off":
            return ""
        return self.pictures or ("service" if self.url else "")
