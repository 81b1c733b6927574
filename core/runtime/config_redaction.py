"""Redacted view of the configuration, and the secrets in it that logs must not contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pydantic import SecretStr

from core.config.section import Section
from core.config.settings import Config
from core.runtime.log_setup import hide_in_urls

URL_PASSWORD = re.compile(r"://[^\s/@:]*:([^\s/@]+)@")


def public_view(config: Config) -> dict[str, Any]:
    """Return all settings with secrets replaced, for `comicai config`."""
    shown = config.model_dump(mode="json")
    for name, key, value in _settings(config):
        if isinstance(value, SecretStr):
            is_default = value in {SecretStr(""), getattr(getattr(Config(), name), key)}
            shown[name][key] = value.get_secret_value() if is_default else "(set)"
        elif isinstance(value, str):
            shown[name][key] = hide_in_urls(value)
    return shown


def secret_values(config: Config) -> frozenset[str]:
    """Return all secrets and the passwords in URLs, for redaction in the log."""
    found: set[str] = set()
    for name, key, value in _settings(config):
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if isinstance(value, SecretStr) and value != getattr(getattr(Config(), name), key):
            found.add(text)
        for password in URL_PASSWORD.findall(text) if isinstance(text, str) else ():
            found |= {password, unquote(password)}
    return frozenset(found - {""})


def _settings(config: Config) -> Iterator[tuple[str, str, Any]]:
    """Yield section, key and value of every setting."""
    for name in Config.model_fields:
        section = getattr(config, name)
        if isinstance(section, Section):
            for key, value in section:
                yield name, key, value
