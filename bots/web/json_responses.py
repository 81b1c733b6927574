"""JSON responses."""

from __future__ import annotations

from aiohttp import web
from pydantic import BaseModel


def json_response(model: BaseModel, *, status: int = 200) -> web.Response:
    """Return a response with the model as JSON."""
    return web.Response(
        body=model.model_dump_json(by_alias=True).encode(),
        status=status,
        content_type="application/json",
        charset="utf-8",
    )
