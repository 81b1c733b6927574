"""Settings of painters, planner and moderation, from the environment of the pipeline's processes.

They are variables and not options of the command line because some of them are secret, and because
the artist processes inherit them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from pipeline.errors import PipelineError

PREFIX = "COMICAI_"
PLAIN_ASCII = "must be plain ASCII, without spaces and line breaks"
SECTIONS = ("artist", "planner", "moderation")


class SettingsError(PipelineError):
    """Invalid settings. The message is one sentence per mistake, without the values."""


def _service_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if not value:
        return value
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be like https://api.example.org/v1")
    if parts.username or parts.password:
        raise ValueError("must not contain a user name or password; use the token")
    return value.rstrip("/")


def is_bearer_token(token: SecretStr) -> bool:
    """Return whether a key can be sent in a header: visible ASCII characters, without spaces."""
    return all("!" <= character <= "~" for character in token.get_secret_value())


def _bearer_token(token: SecretStr) -> SecretStr:
    if not is_bearer_token(token):
        raise ValueError(PLAIN_ASCII)
    return token


def _json(value: object) -> object:
    """Parse JSON, the form of lists and tables in environment variables."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("must be JSON") from None


BearerToken = Annotated[SecretStr, AfterValidator(_bearer_token)]
ServiceUrl = Annotated[str, AfterValidator(_service_url)]


class _Options(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class ArtistOptions(_Options):
    """What paints, and where."""

    kind: str = "sketch"  # a name in pipeline.service.artists, or module:function
    url: ServiceUrl = ""
    token: SecretStr = SecretStr("")
    model: str = ""
    preset: str = ""
    options: Annotated[dict[str, Any], BeforeValidator(_json)] = {}
    parallel: Annotated[int, Field(ge=1, le=32)] = 4  # panels at once, of an images API
    image_hosts: Annotated[tuple[str, ...], BeforeValidator(_json)] = ()
    usd_per_image: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    keep_panels: bool = False  # store the unlettered panels beside the page
    cache_hours: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 48.0  # of paid pictures
    cache_mb: Annotated[int, Field(ge=0)] = 2000  # of all of them together


class PlannerOptions(_Options):
    """The language model that plans stories; none without a URL."""

    url: ServiceUrl = ""
    token: BearerToken = SecretStr("")
    model: str = ""


class ModerationOptions(_Options):
    """The service that checks words and pictures; none without a URL."""

    url: ServiceUrl = ""
    token: BearerToken = SecretStr("")
    model: str = ""
    words_file: str = ""  # forbidden words, one per line
    pictures: Literal["", "service", "local", "off"] = ""


class PipelineOptions(_Options):
    """All settings from the environment."""

    artist: ArtistOptions = ArtistOptions()
    planner: PlannerOptions = PlannerOptions()
    moderation: ModerationOptions = ModerationOptions()


def options_from(environment: Mapping[str, str] = os.environ) -> PipelineOptions:
    """Return the settings in variables such as COMICAI_ARTIST__KIND. Raises SettingsError."""
    sections: dict[str, dict[str, str]] = {name: {} for name in SECTIONS}
    for variable, value in environment.items():
        section, _, key = variable.removeprefix(PREFIX).lower().partition("__")
        if variable.startswith(PREFIX) and section in sections and key and value:
            sections[section][key] = value
    try:
        return PipelineOptions.model_validate(sections)
    except ValidationError as error:
        raise SettingsError("\n".join(_mistakes(error))) from None


def _mistakes(error: ValidationError) -> list[str]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [f"{'.'.join(map(str, one['loc'][:2]))}: {_plain(one['msg'])}" for one in found]


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should be", "must be")
