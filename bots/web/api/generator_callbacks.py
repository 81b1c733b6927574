"""Callbacks of the generator: signed hints that a job has changed.

They follow Standard Webhooks (standardwebhooks.com, specification 1.0.0).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

from bots.web.api.hooks import commit, raw_body
from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.app_keys import SERVICES
from bots.web.exceptions import BadRequestError, GoneError, NoSuchRouteError
from core.config.generator_settings import CALLBACK_PATH
from core.errors import NotSignedInError
from core.models.identity import JobId
from core.ports.database import UnitOfWork

log = structlog.get_logger(__name__)

SIZE_LIMIT = 20_000  # bytes, by the specification
REMEMBERED = timedelta(hours=24)  # for which the id of a callback is known
_NO_CONTENT = 204


class _CallbackData(BaseModel):
    uuid: UUID


class GeneratorCallbackBody(BaseModel):
    """Callback of a generator. Only the job's UUID is used; the status is then polled."""

    model_config = ConfigDict(extra="ignore")

    data: _CallbackData


async def take_generator_callback(request: web.Request) -> web.Response:
    """Verify the signature over the raw bytes, and have the job polled at once."""
    services = request.config_dict[SERVICES]
    if not services.config.callback_url:
        raise NoSuchRouteError
    secret = services.config.generator.webhook_secret.get_secret_value()
    body = await _signed_body(request, secret)
    try:
        job_id = JobId(GeneratorCallbackBody.model_validate_json(body).data.uuid)
    except ValidationError as error:
        raise BadRequestError from error
    callback_id = request.headers["webhook-id"]

    async def work(unit: UnitOfWork) -> bool:
        if await unit.jobs.get(job_id) is None:
            raise GoneError
        return await _is_first(unit, callback_id)

    if await commit(services.database, work):
        await services.poll_hints.send(job_id)
    return web.Response(status=_NO_CONTENT)


async def _signed_body(request: web.Request, secret: str) -> bytes:
    body = await raw_body(request, limit=SIZE_LIMIT)
    try:
        Webhook(secret).verify(body, dict(request.headers), json_parse=False)
    except (WebhookVerificationError, ValueError) as error:  # ValueError: malformed signatures
        log.warning("callback_signature_rejected", error=str(error)[:80])
        raise NotSignedInError from error
    return body


async def _is_first(unit: UnitOfWork, callback_id: str) -> bool:
    """Return whether this callback is new: its id becomes a lock that nothing releases."""
    digest = hashlib.sha256(callback_id.encode()).hexdigest()
    return await unit.locks.acquire(f"callback {digest}", uuid4().hex, lifetime=REMEMBERED)


OPERATIONS = (
    Operation(
        id="takeGeneratorCallback",
        method="POST",
        path=CALLBACK_PATH,
        handler=take_generator_callback,
        summary="Receive a callback from the generator, if `generator.webhook_secret` is set",
        tag="server",
        access=Access.OPEN,
        responses={
            204: ResponseSpec(description="The callback is valid, or known", has_body=False)
        },
        errors={
            400: "Not a callback",
            401: "Missing, wrong or outdated signature",
            404: "Callbacks are off; the generator is polled",
            410: "There is no such job any more; send no more callbacks for it",
            413: "More than 20,000 bytes",
            503: "The database is unavailable; send the callback again",
        },
    ),
)
