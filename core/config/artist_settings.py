"""Settings of what paints, plans and checks the comics of the built-in generator."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, field_validator

from core.config.section import (
    PLAIN_ASCII,
    BearerToken,
    Names,
    Positive,
    Section,
    Usd,
    Whole,
    is_bearer_token,
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

    def require_service(self) -> None:
        """Raise ValueError if the painter's service cannot be asked."""
        if self.kind == "a1111" and not self.url:
            raise ValueError(
                "artist.url: needed when artist.kind is a1111, like http://127.0.0.1:7860"
            )
        if self.kind == "images" and not (self.url or self.token):
            raise ValueError(
                "artist.token: needed when artist.kind is images, unless artist.url is set"
            )
        # that of a1111 is a user name and a password, which may be anything
        if self.kind == "images" and not is_bearer_token(self.token):
            raise ValueError(f"artist.token: {PLAIN_ASCII}")

    def require_price(self) -> None:
        """Raise ValueError for a limit that is never reached: an images API says no price."""
        if self.kind != "images" or self.usd_per_image:
            return
        for name in ("usd_per_day", "usd_per_day_person", "usd_per_day_chat"):
            if getattr(self, name):
                raise ValueError(f"artist.usd_per_image: needed for the limit artist.{name}")


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

    def require_service(self) -> None:
        """Raise ValueError if pictures are to be checked by a service without an address."""
        if self.pictures == "service" and not self.url:
            raise ValueError("moderation.url: needed when moderation.pictures is service")

    @property
    def checker(self) -> Literal["", "service", "local"]:
        """What checks painted pictures; empty: nothing."""
        if self.pictures == "off":
            return ""
        return self.pictures or ("service" if self.url else "")
