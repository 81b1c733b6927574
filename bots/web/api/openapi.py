"""OpenAPI 3.1 document, generated from the operations and their models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.schemas import EditBody, ErrorAnswer, GenerateBody
from bots.web.session_cookie import COOKIE
from core.content.input_params_schema import InputParams
from core.content.prompts import PROMPT_LIMIT
from core.models.identity import Platform

REF = "#/components/schemas/{model}"
DESCRIPTION = """\
Turn a sentence into a comic.

`POST /ml/generate` takes `{"inputParams": {"prompt": "…"}}` and responds with the comic or, if \
drawing takes longer than the caller wants to wait, with the URL of its status. Users who sign in \
find all their comics in `/gallery`; others are identified by a cookie, and their comics can be \
seen by everyone who has the UUID.

All errors have the form `{"error": {"code", "message", "retryable", "fields"}}`; messages are in \
the language of `Accept-Language`: English, Portuguese, Spanish or Japanese."""
TAGS = {
    "comics": "Request comics and follow their jobs",
    "gallery": "Comics that have been drawn",
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
        "description": "Token of a login; takes precedence over a cookie",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "Set by the server for visitors and signed-in browsers",
    },
}
SECURITY: Mapping[Access, list[dict[str, list[str]]]] = {
    Access.OPEN: [],
    Access.ANYONE: [{}, {"bearer": []}, {"cookie": []}],
    Access.KNOWN: [{"bearer": []}, {"cookie": []}],
}
ERRORS = {
    400: "The body is not JSON",
    401: "Not signed in, or an invalid token",
    403: "Request from a page of a site that is not allowed",
    404: "Not found, or not visible to the caller",
    413: "The body is too large",
    415: "The body's media type is not application/json",
    422: "Invalid fields, listed in `fields`",
    500: "Unexpected error; the message has a reference to report",
    503: "A dependency is unavailable; try again after `Retry-After` seconds",
}
RETRY_AFTER = {"Retry-After": "Seconds"}
ERROR_HEADERS = {
    401: {"WWW-Authenticate": "Authentication scheme"},
    429: RETRY_AFTER,
    503: RETRY_AFTER,
}


def openapi_document(operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the OpenAPI document of *operations*."""
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
    model_schema = model.model_json_schema(by_alias=True)
    required = set(model_schema.get("required", ()))
    parameters = []
    for name, schema in model_schema["properties"].items():
        described = _without_null(schema)
        parameter = {"name": name, "in": place, "required": name in required}
        for key in ("description", "examples"):  # belong to the parameter, not to its schema
            if key in described:
                parameter[key] = described.pop(key)
        if "examples" in parameter:
            examples = parameter.pop("examples")
            parameter["examples"] = {str(value): {"value": value} for value in examples}
        parameters.append({**parameter, "schema": described})
    return parameters


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema without null: a parameter that is None is a parameter that is absent."""
    plain = {name: value for name, value in schema.items() if name != "title"}
    if "anyOf" in plain:
        (only,) = (kind for kind in plain.pop("anyOf") if kind != {"type": "null"})
        plain = {**plain, **only}
    if plain.get("default", ...) is None:
        del plain["default"]
    return plain


# --- Responses ------------------------------------------------------------------------------------


def _responses(operation: Operation) -> dict[str, Any]:
    responses = {str(status): _response(spec) for status, spec in operation.responses.items()}
    for status, description in _errors(operation).items():
        responses.setdefault(str(status), _error(status, description))
    return dict(sorted(responses.items()))


def _errors(operation: Operation) -> dict[int, str]:
    """Return the errors that the declaration implies, and those that it lists."""
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
    return _response(
        ResponseSpec(
            description=description, model=ErrorAnswer, headers=ERROR_HEADERS.get(status, {})
        )
    )


def _response(spec: ResponseSpec) -> dict[str, Any]:
    described: dict[str, Any] = {"description": spec.description}
    if spec.headers:
        described["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in spec.headers.items()
        }
    if spec.model is not None:
        described["content"] = _json(_ref(spec.model))
    elif spec.has_body:
        described["content"] = {spec.media_type: {}}
    if spec.links:
        described["links"] = {name: _link(link) for name, link in spec.links.items()}
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
    """Return the name of a model in the document, without the suffix `View`."""
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
    prefix, _, name = reference.rpartition("/")
    return f"{prefix}/{_public_name(name)}"


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    models: dict[type[BaseModel], JsonSchemaMode] = {ErrorAnswer: "serialization"}
    for operation in operations:
        if operation.body is not None:
            models[operation.body] = "validation"
        for spec in operation.responses.values():
            if spec.model is not None:
                models[spec.model] = "serialization"
    _, generated = models_json_schema(
        [*models.items(), (InputParams, "validation")], ref_template=REF
    )
    definitions = generated["$defs"]
    schemas = {
        _public_name(name): _with_public_names(schema) for name, schema in definitions.items()
    }
    if len(schemas) < len(definitions):
        raise ValueError("two models have the same public name")
    schemas["InputParams"] = _with_prompt(schemas["InputParams"])
    for body in (GenerateBody, EditBody):
        schemas[body.__name__]["properties"]["inputParams"] = _ref(InputParams)
    return dict(sorted(schemas.items()))


def _with_prompt(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of the options with the prompt added."""
    prompt = {
        "type": "string",
        "minLength": 1,
        "maxLength": PROMPT_LIMIT,
        "description": "The story; text in quotation marks becomes speech",
        "examples": ["A cat opens a bakery on the moon"],
    }
    return {
        **params,
        "properties": {"prompt": prompt, **params["properties"]},
        "required": ["prompt", *params.get("required", ())],
    }
