"""Settings of the GPU instance that is rented from Jarvis Labs."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, SecretStr, field_validator

from core.config.section import Section

Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]

_NAME = re.compile(r"[A-Za-z0-9 _-]{1,40}")  # what Jarvis Labs takes as an instance's name
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


class JarvisSettings(Section):
    api_key: SecretStr = SecretStr("")
    instance_name: str = ""
    path: str = "/generate"
    script_id: str = ""
    is_spot: bool = False
    usd_per_day: Usd = 0
    usd_per_waiting_hour: Usd = 5

    @field_validator("instance_name")
    @classmethod
    def _instance_name(cls, value: str) -> str:
        if value and not _NAME.fullmatch(value):
            raise ValueError("must have at most 40 letters, digits, spaces, - and _")
        return value

    @field_validator("path")
    @classmethod
    def _path(cls, value: str) -> str:
        if not _PATH.fullmatch(value):
            raise ValueError("must be like /generate")
        return value

    @field_validator("script_id")
    @classmethod
    def _script_id(cls, value: str) -> str:
        if value and not value.isdecimal():
            raise ValueError("must be the number of a start-up script")
        return value
