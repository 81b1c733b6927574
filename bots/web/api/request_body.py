"""What is asked for in a body, and by which name a repeat of it is known."""

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

WishT = TypeVar("WishT", bound=BaseModel)


async def comic_request_of(
    request: web.Request, model: type[WishT], requester: Requester
) -> tuple[WishT, str]:
    """Return the body, and the hash by which a repeat of it is recognised.

    Raises InvalidOptionsError for whatever is wrong with it, also with the comic's options.
    """
    value = await json_of(request)
    try:
        return checked(model, value), sha256(canonical(value)).hexdigest()
    except InvalidOptionsError as error:
        mistakes = {**error.fields, **_option_mistakes(value, requester)}
        raise InvalidOptionsError(mistakes) from error


def _option_mistakes(body: Any, requester: Requester) -> Mapping[str, str]:
    """Return what is wrong below `inputParams` of a body that is wrong elsewhere."""
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
    """Return the prompt's text and the other options; core complains about what is no text."""
    others = dict(options)
    if isinstance(others.get("prompt"), str):
        return others.pop("prompt"), others
    return "", others


@contextmanager
def fields_of(name: str) -> Iterator[None]:
    """Name fields that core complains about as they stand in the body."""
    try:
        yield
    except InvalidOptionsError as error:
        fields = {
            field if field == name else f"{name}.{field}": problem
            for field, problem in error.fields.items()
        }
        raise InvalidOptionsError(fields) from error


def request_key(request: web.Request, requester: Requester, idempotency_key: str | None) -> str:
    """Return the name of this very request, for its caller and path; empty if it has none.

    A visitor gets a profile only by their first comic, so it cannot name them. The key is hashed,
    as there is less room for it than callers have.
    """
    if idempotency_key is None:
        return ""
    caller = requester.profile_id if requester.signed_in else requester.identity.external_id
    asked = sha256(f"{request.path} {idempotency_key}".encode()).hexdigest()
    return f"api:{caller}:{asked}"
