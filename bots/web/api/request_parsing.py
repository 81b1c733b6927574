"""Parsing and validation of bodies, query strings, headers and ids."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bots.web.app_keys import REQUEST_LIMITS
from bots.web.exceptions import BadJsonError, BadRequestError, WrongMediaTypeError
from core.errors import InvalidOptionsError
from core.models.identity import JobId

ModelT = TypeVar("ModelT", bound=BaseModel)

MAX_PROBLEMS = 50  # fields named in one response
NAME_LENGTH = 100  # characters of a field's name in a response

_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "dict_type": "must be an object",
}


@asynccontextmanager
async def receiving(request: web.Request) -> AsyncIterator[None]:
    """Limit the time in which the body arrives. Raises BadRequestError for what fails inside."""
    try:
        async with asyncio.timeout(request.config_dict[REQUEST_LIMITS].body_seconds):
            yield
    except (web.RequestPayloadError, ConnectionError, TimeoutError) as error:
        raise BadRequestError from error  # wrong encoding, cut off, or too slow


async def json_of(request: web.Request, *, required: bool = True) -> Any:
    """Return the body as JSON values; {} for an empty body that is not *required*.

    Raises WrongMediaTypeError or BadJsonError, also for text with lone surrogates, and
    BadRequestError for a body that is cut off or takes too long.
    """
    async with receiving(request):
        raw = await request.read()
    if not raw and not required:
        return {}
    if request.content_type != "application/json":
        raise WrongMediaTypeError
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
        canonical(value)
    except (ValueError, RecursionError) as error:
        raise BadJsonError from error
    return value


def canonical(value: Any) -> bytes:
    """Return the canonical encoding of JSON values: sorted keys, no white space, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


async def body_of(request: web.Request, model: type[ModelT], *, required: bool = True) -> ModelT:
    """Return the validated body. Raises InvalidOptionsError with all invalid fields."""
    return checked(model, await json_of(request, required=required))


def checked(model: type[ModelT], value: Any) -> ModelT:
    """Return *value* validated as *model*. Raises InvalidOptionsError."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise InvalidOptionsError(_problems(error)) from error


def query_of(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the query parameters; unknown ones are ignored. Raises InvalidOptionsError."""
    given = {name: request.query.getall(name, []) for name in _names(model)}
    repeated = {
        name: "is given more than once" for name, values in given.items() if len(values) > 1
    }
    if repeated:
        raise InvalidOptionsError(repeated)
    return checked(model, {name: values[0] for name, values in given.items() if values})


def headers_of(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the model's headers; repeated ones are joined by commas (RFC 9110, section 5.3)."""
    given = {name: request.headers.getall(name, []) for name in _names(model)}
    return checked(model, {name: ", ".join(values) for name, values in given.items() if values})


def job_id_of(request: web.Request) -> JobId:
    """Return the UUID in the path of a route that has one."""
    return JobId(UUID(request.match_info["uuid"]))


def _names(model: type[BaseModel]) -> list[str]:
    """Return the external names of the model's fields."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _problems(error: ValidationError) -> dict[str, str]:
    problems = {}
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(map(str, problem["loc"])) or "body"
        message = _MESSAGES.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        problems[name[:NAME_LENGTH]] = message
        if len(problems) == MAX_PROBLEMS:
            break
    return problems


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
