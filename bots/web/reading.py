"""Read what came in: bodies, query strings, headers and ids. All mistakes are named at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bots.web.refusals import BadJsonError, BadRequestError, WrongMediaTypeError
from core.errors import InvalidOptionsError
from core.models import JobId

ModelT = TypeVar("ModelT", bound=BaseModel)

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
        raw = await request.read()
    except (web.RequestPayloadError, ConnectionError) as error:
        raise BadRequestError from error  # not encoded as it says, or hung up half-way
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
    return checked(model, _singles(request.query, model))


def headers_of(request: web.Request, model: type[ModelT]) -> ModelT:
    """Return the headers that the model names."""
    return checked(model, _singles(request.headers, model))


def job_id_of(request: web.Request) -> JobId:
    """Return the UUID in the path; only routes that have one are asked."""
    return JobId(UUID(request.match_info["uuid"]))


def _singles(values: Mapping[str, str], model: type[BaseModel]) -> dict[str, str]:
    names = [field.alias or name for name, field in model.model_fields.items()]
    given: dict[str, str] = {}
    twice: dict[str, str] = {}
    for name in names:
        found = values.getall(name, [])  # type: ignore[attr-defined]  # a MultiMapping
        if len(found) > 1:
            twice[name] = "is given more than once"
        elif found:
            given[name] = found[0]
    if twice:
        raise InvalidOptionsError(twice)
    return given


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
