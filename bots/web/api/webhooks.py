"""Webhook handler: stores updates from Telegram in the inbox."""

from __future__ import annotations

import hmac

import structlog
from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from bots.web.api.hooks import commit, raw_body
from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.app_keys import SERVICES
from bots.web.exceptions import BadRequestError, BodyTooLargeError, NoSuchRouteError
from core.errors import NotSignedInError
from core.models.chats import InboxUpdate

log = structlog.get_logger(__name__)

TELEGRAM = "/hooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header name
SIZE_LIMIT = 1024 * 1024  # bytes; Telegram documents no limit, and sends a few kilobytes


class TelegramUpdateBody(BaseModel):
    """An update as Telegram sends it; only its id is needed to store it."""

    model_config = ConfigDict(extra="allow", strict=True)

    update_id: int


async def take_telegram_update(request: web.Request) -> web.Response:
    """Commit the update, then respond with 200; after any other status, Telegram sends it again."""
    services = request.config_dict[SERVICES]
    settings = services.config.telegram
    secret = settings.webhook_secret.get_secret_value()
    if settings.mode != "webhook" or not secret:
        raise NoSuchRouteError
    sent = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(sent.encode(), secret.encode()):
        log.warning("webhook_secret_rejected")
        raise NotSignedInError
    try:
        body = await raw_body(request, limit=SIZE_LIMIT)
        update = TelegramUpdateBody.model_validate_json(body)
    except (BodyTooLargeError, ValidationError) as error:
        raise BadRequestError from error
    row = InboxUpdate(settings.bot_id, update.update_id, update.model_dump())
    await commit(services.database, lambda unit: unit.inbox.add([row]))
    return web.Response()


OPERATIONS = (
    Operation(
        id="takeTelegramUpdate",
        method="POST",
        path=TELEGRAM,
        handler=take_telegram_update,
        summary="Receive an update from Telegram, if `telegram.mode` is `webhook`",
        tag="server",
        access=Access.OPEN,
        responses={200: ResponseSpec(description="The update is stored", has_body=False)},
        errors={
            400: "Not an update",
            401: "Missing or wrong secret token",
            404: "The webhook is off; updates are polled",
            503: "The database is unavailable; Telegram will send the update again",
        },
    ),
)
