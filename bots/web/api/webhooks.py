"""What platforms send us: updates from Telegram, which go into the inbox and nowhere else."""

from __future__ import annotations

import asyncio
import hmac

import structlog
from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.app_keys import SERVICES
from bots.web.http_errors import BadRequestError, NoSuchRouteError
from core.errors import NotSignedInError, StorageUnavailableError
from core.models.chats import InboxUpdate

log = structlog.get_logger(__name__)

TELEGRAM = "/hooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name is known
KEEP_SECONDS = 3.0
SIZE_LIMIT = 1024 * 1024  # bytes of an update; Telegram says no limit, and sends a few kilobytes


class TelegramUpdateBody(BaseModel):
    """What we need to know of an update to keep it."""

    model_config = ConfigDict(extra="allow", strict=True)

    update_id: int


async def take_telegram_update(request: web.Request) -> web.Response:
    """Commit the update, then say so. Anything else than 200, and Telegram sends it again."""
    services = request.config_dict[SERVICES]
    settings = services.config.telegram
    secret = settings.webhook_secret.get_secret_value()
    if settings.mode != "webhook" or not secret:
        raise NoSuchRouteError
    given = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        log.warning("webhook_secret_wrong")
        raise NotSignedInError
    try:
        update = TelegramUpdateBody.model_validate_json(await _body(request))
    except ValidationError as error:
        raise BadRequestError from error
    row = InboxUpdate(settings.bot_id, update.update_id, update.model_dump())
    try:
        async with asyncio.timeout(KEEP_SECONDS):
            await services.database.write(lambda unit: unit.inbox.add([row]))
    except TimeoutError as error:
        raise StorageUnavailableError("no answer in time") from error
    return web.Response()


async def _body(request: web.Request) -> bytes:
    body = b""
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > SIZE_LIMIT:
            raise BadRequestError
    return body


OPERATIONS = (
    Operation(
        id="takeTelegramUpdate",
        method="POST",
        path=TELEGRAM,
        handler=take_telegram_update,
        summary="Where Telegram delivers updates, if `telegram.mode` is `webhook`",
        tag="server",
        access=Access.OPEN,
        answers={200: ResponseSpec(description="The update is kept", has_body=False)},
        errors={
            400: "This is no update",
            401: "Without the secret that Telegram was given",
            404: "Updates are fetched, not delivered",
            503: "The database is away; Telegram delivers the update again",
        },
    ),
)
