"""Read what came in: bodies, query strings, headers and ids. All mistakes are named at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bots.web.http_errors import BadJsonError, BadRequestError, WrongMediaTypeError
from core.errors import InvalidOptionsError
from core.models.identity import JobId

ModelT = TypeVar("ModelT", bound=BaseModel)

BODY_SECONDS = 30.0  # for 64 kB at the most
MAX_PROBLEMS = 50  # named in one answer
NAME_LENGTH = 100  # of a field, as it is shown

_PLAIN_WORDS = {
    "missing": "is needed",
    "extra_forbidden": "is not known here",
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "dict_type": "must be an object",
}


async def json_of(request: web.Request, *, required: bool = True) -> Any:
    """Return the body as JSON values; {} if there is none and none is *required*.

    Raises WrongMediaTypeError or BadJsonError; text that is not Unicode is not JSON either.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            raw = await request.read()
    except (web.RequestPayloadError, ConnectionError, TimeoutError) as error:
        raise BadRequestError from error  # not encoded as it says, cut off, or far too slow
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
    """Return JSON values in the one form that does not depend on how they were written."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


async def body_of(request: web.Request, model: type[ModelT], *, required: bool = True) -> ModelT:
    """Return the body. Raises InvalidOptionsError with every field that is wrong."""
    return checked(model, await json_of(request, required=required))


def checked(model: type[ModelT], value: Any) -> ModelT:
    """Return *value* as the model has it. Raises InvalidOptionsError."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise InvalidOptionsError(_problems(error)) from error


def query_of(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the query string's parameters; unknown ones are nobody's business."""
    given = {name: request.query.getall(name, []) for name in _names(model)}
    twice = {name: "is given more than once" for name, values in given.items() if len(values) > 1}
    if twice:
        raise InvalidOptionsError(twice)
    return checked(model, {name: values[0] for name, values in given.items() if values})


def headers_of(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the headers that the model names; several of one name are one list, as HTTP has it."""
    given = {name: request.headers.getall(name, []) for name in _names(model)}
    return checked(model, {name: ", ".join(values) for name, values in given.items() if values})


def job_id_of(request: web.Request) -> JobId:
    """Return the UUID in the path; only routes that have one are asked."""
    return JobId(UUID(request.match_info["uuid"]))


def _names(model: type[BaseModel]) -> list[str]:
    """Return what the model's fields are called outside."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _problems(error: ValidationError) -> dict[str, str]:
    problems = {}
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(map(str, problem["loc"])) or "body"
        message = _PLAIN_WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        problems[name[:NAME_LENGTH]] = message
        if len(problems) == MAX_PROBLEMS:
            break
    return problems


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
