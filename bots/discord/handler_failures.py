"""Failures of handlers: what is logged, and the sentence that the user reads."""

from __future__ import annotations

import secrets

import discord
import structlog

from bots.discord.api_errors import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, api_error_of
from bots.discord.context import DiscordContext
from bots.discord.deferral import InteractionExpiredError
from bots.discord.responder import HandledElsewhereError
from core.errors import ServiceError, StorageError
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

# Errors that need no response: another session responds, or no response is possible.
SILENT = {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}


def failure_text(error: Exception, context: DiscordContext) -> str | None:
    """Log a handler's failure; return the sentence for the user, or None if none is due."""
    interaction_id = context.interaction.id
    if isinstance(error, ServiceError):
        log.info("interaction_refused", code=error.code)
        if isinstance(error, StorageError) and not context.acknowledgement.is_exclusive:
            # This session stored nothing, but the other one may have.
            return sentence("unconfirmed", context.locale)
        return explain(error, context.locale)
    if isinstance(error, InteractionExpiredError):
        log.warning("interaction_expired", interaction_id=interaction_id)
        return None
    if _is_handled_elsewhere(error):
        code = getattr(error, "code", None)
        log.info("interaction_handled_elsewhere", interaction_id=interaction_id, code=code)
        return None
    if isinstance(error, discord.HTTPException) and api_error_of(error).is_closed:
        log.info("interaction_channel_closed", code=error.code)
        return sentence("place_closed", context.locale)
    error_id = secrets.token_hex(4)
    log.error(
        "interaction_failed",
        error_id=error_id,
        interaction_id=str(interaction_id),
        exc_info=error,
    )
    return sentence("crashed", context.locale, reference=error_id)


def _is_handled_elsewhere(error: Exception) -> bool:
    if isinstance(error, discord.HTTPException):
        return error.code in SILENT
    return isinstance(error, HandledElsewhereError)
