"""Methods for receiving updates: `getUpdates` and webhooks."""

from __future__ import annotations

import re
from typing import Any

from yarl import URL

from tests.fakes.telegram.api_errors import bad, conflict
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.state import Method, State

MAX_UPDATES = 100
MAX_CONNECTIONS = 100
DEFAULT_CONNECTIONS = 40
PORTS = {443, 80, 88, 8443}


async def get_updates(state: State, params: Params) -> Any:
    if state.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    _allow(state, params)
    updates = await state.updates.poll(
        offset=params.number("offset"),
        limit=min(max(params.number("limit", MAX_UPDATES), 1), MAX_UPDATES),
        seconds=params.number("timeout"),
    )
    return [update.payload() for update in updates]


async def set_webhook(state: State, params: Params) -> Any:
    url = params.text("url")
    if not url:
        return await delete_webhook(state, params)
    secret = params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains unallowed characters")
    _check_url(url)
    _allow(state, params)
    if params.flag("drop_pending_updates"):
        state.updates.drop_all()
    connections = params.number("max_connections", DEFAULT_CONNECTIONS)
    state.webhook.set(url, secret, min(max(connections, 1), MAX_CONNECTIONS))
    state.updates.end_poll("setWebhook request")
    return True


async def delete_webhook(state: State, params: Params) -> Any:
    if params.flag("drop_pending_updates"):
        state.updates.drop_all()
    state.webhook.set("", "", DEFAULT_CONNECTIONS)
    state.changed()
    return True


async def get_webhook_info(state: State, params: Params) -> Any:
    webhook = state.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info |= {
            "last_error_date": int(webhook.last_error_at),
            "last_error_message": webhook.last_error,
        }
    if state.updates.allowed:
        info["allowed_updates"] = list(state.updates.allowed)
    return info


def _allow(state: State, params: Params) -> None:
    """Store the allowed update types; if omitted, the last setting is kept."""
    allowed = params.parsed("allowed_updates")
    if allowed is not None:
        if not isinstance(allowed, list):
            raise bad("can't parse allowed updates JSON object")
        state.updates.allowed = tuple(map(str, allowed))


def _check_url(url: str) -> None:
    """Refuse the URLs that Telegram refuses; plain HTTP to this machine is allowed."""
    parsed = URL(url)
    if parsed.host in {"127.0.0.1", "localhost"}:
        return
    if parsed.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if parsed.port not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise bad("bad webhook: Failed to resolve host: Name or service not known")


METHODS: dict[str, Method] = {
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
