"""Parameters of a call: form, multipart, JSON or query string, parsed as the Bot API does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.telegram.api_errors import ApiError, bad


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    content_type: str
    data: bytes


class Params:
    """The parameters of one call. Reading an invalid one raises ApiError."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload]) -> None:
        self.values = values
        self.files = files

    def text(self, name: str) -> str:
        """Return a parameter as text; empty if missing."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        text = self.text(name).strip()
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def parsed(self, name: str) -> Any:
        """Return a JSON parameter; None if missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            what = name.replace("_", " ")
            raise bad(f"can't parse {what} JSON object") from None


async def read_params(request: web.Request) -> Params:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= _json_object(await request.read())
    elif request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        for name, field in (await _form(request)).items():
            if isinstance(field, web.FileField):
                with field.file as file:
                    files[name] = Upload(field.filename, field.content_type, file.read())
            else:
                values[name] = field if isinstance(field, str) else bytes(field).decode()
    return Params(values, files)


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad("can't parse JSON object")
    return body


async def _form(request: web.Request) -> Mapping[str, Any]:
    try:
        return await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
