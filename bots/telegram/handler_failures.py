"""Failures of handlers: what is logged, and the sentence that the user reads."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bots.chat.context import ButtonContext
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.context import TelegramContext
from core.errors import ServiceError
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)


@asynccontextmanager
async def explaining_message_failure(context: TelegramContext) -> AsyncIterator[None]:
    """Explain to the user why the handling of a message failed."""
    try:
        yield
    except ServiceError as error:
        log.info("request_refused", code=error.code)
        await context.say(explain(error, context.locale))
    except Exception:
        error_id = secrets.token_hex(4)
        log.exception("update_crashed", error_id=error_id)
        await context.say(sentence("crashed", context.locale, reference=error_id))


@asynccontextmanager
async def explaining_callback_failure(context: ButtonContext) -> AsyncIterator[None]:
    """Explain to the user why the handling of a button failed."""
    try:
        yield
    except ServiceError as error:
        log.info("callback_refused", action=context.data.action.value, code=error.code)
        await context.say(explain(error, context.locale))
    except TelegramApiError as error:
        log.warning("callback_failed", kind=error.kind.value, detail=error.detail)
        await context.say(sentence("telegram_refused", context.locale))
    except Exception:
        error_id = secrets.token_hex(4)
        log.exception("callback_crashed", error_id=error_id)
        await context.say(sentence("crashed", context.locale, reference=error_id))
