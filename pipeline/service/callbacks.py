"""Job callbacks: signed webhooks that report changes of a job. Losing one does no harm."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
import structlog
from standardwebhooks import Webhook

from pipeline.service.job import PipelineJob, PipelineStatus
from pipeline.service.live_job import LiveJob
from pipeline.service.schemas import timestamp

log = structlog.get_logger(__name__)

_SEND_SECONDS = 15
_PROGRESS_SECONDS = 2.0  # minimum interval between two progress callbacks of a job
_RETRY_AFTER_SECONDS = (5.0, 30.0, 120.0, 600.0)
_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)
_GONE = 410  # the receiver declines further callbacks for this job

# The longest fields of a status object; with them it could exceed the 20 kB receivers expect.
_OMITTED_FIELDS = ("script", "altText", "continuation")

_EVENT_TYPES = {
    PipelineStatus.SUCCEEDED: "job.succeeded",
    PipelineStatus.FAILED: "job.failed",
    PipelineStatus.CANCELED: "job.canceled",
}

Describe = Callable[[LiveJob], dict[str, Any]]


class Callbacks:
    """Sender of a job's callbacks, only to the URL submitted with that job.

    A progress callback is sent at most once; the final one is retried until it is accepted.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        secret: str,
        *,
        retry_after_seconds: Sequence[float] = _RETRY_AFTER_SECONDS,
        progress_seconds: float = _PROGRESS_SECONDS,
    ) -> None:
        """Raises ValueError if *secret* is not of the form `whsec_<base64>`."""
        self._session = session
        self._webhook = webhook_signer(secret)
        self._retry_after_seconds = retry_after_seconds
        self._progress_seconds = progress_seconds

    async def follow(self, live: LiveJob, url: str, describe: Describe) -> None:
        """Report the changes of *live* until it is terminal or the receiver sends 410."""
        job = live.job
        while not job.status.is_terminal:
            job = await live.wait_for_change(job.seq)
            if job.status.is_terminal:
                break
            if await self._send(job, url, describe(live)) == _GONE:
                return
            await live.finishes_within(self._progress_seconds)
        await self._send_until_delivered(job, url, describe(live))

    async def _send_until_delivered(self, job: PipelineJob, url: str, data: dict[str, Any]) -> None:
        for delay in (*self._retry_after_seconds, None):
            status = await self._send(job, url, data)
            if status is not None and (200 <= status < 300 or status == _GONE):
                return
            if delay is not None:
                await asyncio.sleep(delay)
        log.warning("callback_abandoned", uuid=job.uuid, attempt=job.attempt)

    async def _send(self, job: PipelineJob, url: str, data: dict[str, Any]) -> int | None:
        """Send once; return the HTTP status, or None without a response."""
        body = _event_body(job, data)
        try:
            async with self._session.post(
                url,
                data=body.encode(),
                headers=self._headers(job, body),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SEND_SECONDS),
            ) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            # ValueError: a URL that passed validation but cannot be connected to.
            log.warning("callback_send_failed", uuid=job.uuid, error=type(error).__name__)
            return None
        if not 200 <= status < 300:
            log.warning("callback_refused", uuid=job.uuid, status=status)
        return status

    def _headers(self, job: PipelineJob, body: str) -> dict[str, str]:
        # Every attempt has the same id; the timestamp is that of the attempt.
        event_id = f"evt_{job.uuid}_{job.attempt}_{job.seq:06d}"
        now = datetime.now(UTC)
        return {
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(event_id, now, body),
        }


def webhook_signer(secret: str) -> Webhook:
    """Return the signer for *secret*. Raises ValueError if the secret is malformed.

    The library decodes almost any text as base64: a mistyped secret would produce wrong signatures.
    """
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(_PREFIX) or len(key) not in _KEY_BYTES:
        raise ValueError("a webhook secret must be whsec_ followed by 24 to 64 bytes in base64")
    return Webhook(secret)


def _event_body(job: PipelineJob, data: dict[str, Any]) -> str:
    content = {key: value for key, value in data.items() if key not in _OMITTED_FIELDS}
    event = {
        "type": _EVENT_TYPES.get(job.status, "job.progress"),
        "timestamp": timestamp(job.updated_at),
        "data": content,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
