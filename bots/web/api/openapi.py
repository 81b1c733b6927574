"""The OpenAPI 3.1 document, made of the operations and their models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.schemas import EditBody, ErrorAnswer, GenerateBody
from bots.web.caller import COOKIE
from core.content.input_params import InputParams
from core.content.prompts import PROMPT_LIMIT
from core.models.identity import Platform

REF = "#/components/schemas/{model}"
DESCRIPTION = """\
A sentence in, a comic out.

`POST /ml/generate` takes `{"inputParams": {"prompt": "…"}}` and answers with the comic, or, if it \
takes longer than the caller wants to wait, with where to ask for it. Whoever signs in finds all \
their comics in `/gallery`; whoever does not is known by a cookie, and their comics by their UUID.

All errors have one form, `{"error": {"code", "message", "retryable", "fields"}}`; messages come \
in the language of `Accept-Language`: English, Portuguese, Spanish or Japanese."""
TAGS = {
    "comics": "Ask for comics and follow them",
    "gallery": "What was drawn",
    "people": "Accounts, logins, linked identities",
    "server": "The server itself",
}
PATH_PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "platform": {"type": "string", "enum": [platform.value for platform in Platform]},
    "externalId": {"type": "string", "minLength": 1, "maxLength": 128},
    "key": {"type": "string", "minLength": 1},
}
SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The token of a login; counts for more than a cookie",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "Set by the server: a visitor's, or a signed-in browser's",
    },
}
SECURITY: Mapping[Access, list[dict[str, list[str]]]] = {
    Access.OPEN: [],
    Access.ANYONE: [{}, {"bearer": []}, {"cookie": []}],
    Access.KNOWN: [{"bearer": []}, {"cookie": []}],
}
ERRORS = {
    400: "The body is not JSON",
    401: "No login, or a token that is no good",
    403: "A page of a foreign site",
    404: "There is no such thing, or it is somebody else's",
    413: "The body is too large",
    415: "The body is not sent as application/json",
    422: "Fields that are wrong, each named in `fields`",
    500: "A mistake of ours; the message has a reference",
    503: "Something we rely on is away; try again after `Retry-After` seconds",
}
RETRY_AFTER = {"Retry-After": "Seconds"}
ERROR_HEADERS = {
    401: {"WWW-Authenticate": "How to say who one is"},
    429: RETRY_AFTER,
    503: RETRY_AFTER,
}


def openapi_document(operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the document for all operations."""
    operations = tuple(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ComicAI",
            "version": version("comicai"),
            "description": DESCRIPTION,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


# --- Operations -----------------------------------------------------------------------------------


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": SECURITY[operation.access],
        "parameters": [*_path_parameters(operation.path), *_declared_parameters(operation)],
        "responses": _responses(operation),
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": operation.body_required,
            "content": _json(_ref(operation.body)),
        }
    return described


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": dict(PATH_PARAMETERS[name])}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _declared_parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        *_parameters(operation.query, "query"),
        *_parameters(operation.headers, "header"),
    ]


def _parameters(model: type[BaseModel] | None, place: str) -> list[dict[str, Any]]:
    if model is None:
        return []
    whole = model.model_json_schema(by_alias=True)
    required = set(whole.get("required", ()))
    parameters = []
    for name, schema in whole["properties"].items():
        described = _without_null(schema)
        parameter = {"name": name, "in": place, "required": name in required}
        for moved in ("description", "examples"):
            if moved in described:
                parameter[moved] = described.pop(moved)
        if "examples" in parameter:
            examples = parameter.pop("examples")
            parameter["examples"] = {str(value): {"value": value} for value in examples}
        parameters.append({**parameter, "schema": described})
    return parameters


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of what is given: a parameter that is None is simply not there."""
    plain = {name: value for name, value in schema.items() if name != "title"}
    if "anyOf" in plain:
        (only,) = (kind for kind in plain.pop("anyOf") if kind != {"type": "null"})
        plain = {**plain, **only}
    if plain.get("default", ...) is None:
        del plain["default"]
    return plain


# --- Answers --------------------------------------------------------------------------------------


def _responses(operation: Operation) -> dict[str, Any]:
    responses = {str(status): _answer(answer) for status, answer in operation.answers.items()}
    for status, description in _errors(operation).items():
        responses.setdefault(str(status), _error(status, description))
    return dict(sorted(responses.items()))


def _errors(operation: Operation) -> dict[int, str]:
    """Return the errors that follow from what the operation is, and those of its own."""
    statuses = {500, 503}
    if operation.access is not Access.OPEN:
        statuses.add(401)
    if operation.writes:
        statuses.add(403)
    if "{" in operation.path:
        statuses.add(404)
    if operation.body is not None:
        statuses |= {400, 413, 415, 422}
    if operation.query is not None or operation.headers is not None:
        statuses.add(422)
    return {**{status: ERRORS[status] for status in statuses}, **operation.errors}


def _error(status: int, description: str) -> dict[str, Any]:
    return _answer(
        ResponseSpec(
            description=description, model=ErrorAnswer, headers=ERROR_HEADERS.get(status, {})
        )
    )


def _answer(answer: ResponseSpec) -> dict[str, Any]:
    described: dict[str, Any] = {"description": answer.description}
    if answer.headers:
        described["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in answer.headers.items()
        }
    if answer.model is not None:
        described["content"] = _json(_ref(answer.model))
    elif answer.has_body:
        described["content"] = {answer.media_type: {}}
    if answer.links:
        described["links"] = {name: _link(link) for name, link in answer.links.items()}
    return described


def _link(link: ResponseLink) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": link.to}
    if link.parameters:
        described["parameters"] = dict(link.parameters)
    if link.body is not None:
        described["requestBody"] = dict(link.body)
    return described


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": dict(schema)}}


# --- Schemas --------------------------------------------------------------------------------------


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=_public_name(model.__name__))}


def _public_name(name: str) -> str:
    """Return what a model is called outside: there it is the thing, not our view of it."""
    return name.removesuffix("View")


def _with_public_names(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            name: _public_reference(value) if name == "$ref" else _with_public_names(value)
            for name, value in schema.items()
        }
    if isinstance(schema, list):
        return [_with_public_names(value) for value in schema]
    return schema


def _public_reference(reference: str) -> str:
    place, _, name = reference.rpartition("/")
    return f"{place}/{_public_name(name)}"


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    models: dict[type[BaseModel], JsonSchemaMode] = {ErrorAnswer: "serialization"}
    for operation in operations:
        if operation.body is not None:
            models[operation.body] = "validation"
        for answer in operation.answers.values():
            if answer.model is not None:
                models[answer.model] = "serialization"
    _, whole = models_json_schema([*models.items(), (InputParams, "validation")], ref_template=REF)
    schemas = {
        _public_name(name): _with_public_names(schema) for name, schema in whole["$defs"].items()
    }
    if len(schemas) < len(whole["$defs"]):
        raise ValueError("two models have the same name outside")
    schemas["InputParams"] = _with_prompt(schemas["InputParams"])
    for body in (GenerateBody, EditBody):
        schemas[body.__name__]["properties"]["inputParams"] = _ref(InputParams)
    return dict(sorted(schemas.items()))


def _with_prompt(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options' schema together with what they are options of."""
    prompt = {
        "type": "string",
        "minLength": 1,
        "maxLength": PROMPT_LIMIT,
        "description": "The story; quoted text is spoken",
        "examples": ["A cat opens a bakery on the moon"],
    }
    return {
        **params,
        "properties": {"prompt": prompt, **params["properties"]},
        "required": ["prompt", *params.get("required", ())],
    }
