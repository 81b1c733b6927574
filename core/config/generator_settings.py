"""Settings of the generator, where it is not the built-in one."""

from __future__ import annotations

import base64
from typing import Annotated

from pydantic import Field, SecretStr, field_validator

from core.config.section import Names, Section, url_parts

CALLBACK_PATH = "/hooks/generator"  # below `web.public_url`
_SECRET_PREFIX, _KEY_BYTES = "whsec_", range(24, 65)  # by Standard Webhooks 1.0.0


class GeneratorSettings(Section):
    url: str = ""
    token: SecretStr = SecretStr("")
    buckets: Names = ()
    webhook_secret: SecretStr = SecretStr("")
    plain_seconds: Annotated[float, Field(ge=1, le=1800)] = 300

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = url_parts(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be like https://gpu.example.org/generate")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr) -> SecretStr:
        if value and not _is_callback_secret(value.get_secret_value()):
            raise ValueError(
                "must be whsec_ and 24 to 64 bytes as base64; make one with: "
                'echo "whsec_$(openssl rand -base64 32)"'
            )
        return value


def _is_callback_secret(secret: str) -> bool:
    """Return whether this is a secret by Standard Webhooks 1.0.0: `whsec_` and 24 to 64 bytes."""
    prefix, encoded = secret[: len(_SECRET_PREFIX)], secret[len(_SECRET_PREFIX) :]
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError:
        return False
    return prefix == _SECRET_PREFIX and len(key) in _KEY_BYTES
