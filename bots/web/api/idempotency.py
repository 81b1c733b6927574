"""Idempotency of requests for comics: the body's hash, and the request key of repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel

from bots.web.api.request_parsing import canonical, checked, json_of
from core.content.params import read_params
from core.errors import EmptyPromptError, InvalidOptionsError, PromptTooLongError
from core.models.identity import Params, Requester

BodyT = TypeVar("BodyT", bound=BaseModel)


async def hashed_body_of(
    request: web.Request, model: type[BodyT], requester: Requester
) -> tuple[BodyT, str]:
    """Return the body and its hash, by which a repeat is recognized.

    Raises InvalidOptionsError with all invalid fields, including options of the comic.
    """
    value = await json_of(request)
    try:
        return checked(model, value), sha256(canonical(value)).hexdigest()
    except InvalidOptionsError as error:
        problems = {**error.fields, **_option_problems(value, requester)}
        raise InvalidOptionsError(problems) from error


def _option_problems(body: Any, requester: Requester) -> Mapping[str, str]:
    """Return the invalid fields in `inputParams` of a body that is invalid elsewhere."""
    options = body.get("inputParams") if isinstance(body, dict) else None
    if not isinstance(options, dict):
        return {}
    text, others = split(options)
    try:
        with fields_of("inputParams"):
            read_params(others, text=text, clamp=False, has_account=requester.signed_in)
    except InvalidOptionsError as error:
        return error.fields
    except (EmptyPromptError, PromptTooLongError) as error:
        return {"inputParams.prompt": str(error) or "must not be empty"}
    return {}


def split(options: Params) -> tuple[str, dict[str, Any]]:
    """Return prompt and other options; a prompt that is not a string stays among the options."""
    others = dict(options)
    if isinstance(others.get("prompt"), str):
        return others.pop("prompt"), others
    return "", others


@contextmanager
def fields_of(name: str) -> Iterator[None]:
    """Prefix the field names of an InvalidOptionsError from the core with *name*."""
    try:
        yield
    except InvalidOptionsError as error:
        fields = {
            field if field == name else f"{name}.{field}": problem
            for field, problem in error.fields.items()
        }
        raise InvalidOptionsError(fields) from error


def request_key(request: web.Request, requester: Requester, idempotency_key: str | None) -> str:
    """Return the request key of an idempotency key, per caller and path; empty without one.

    A visitor has no profile before their first comic, so their key uses the external id. The
    idempotency key is hashed because it may be longer than the column of the request key.
    """
    if idempotency_key is None:
        return ""
    caller = requester.profile_id if requester.signed_in else requester.identity.external_id
    digest = sha256(f"{request.path} {idempotency_key}".encode()).hexdigest()
    return f"api:{caller}:{digest}"
