"""Telling callers that a job moved: signed webhooks, which may be lost without harm."""

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

from pipeline.job import PipelineJob, PipelineStatus
from pipeline.live_job import LiveJob
from pipeline.schemas import timestamp

log = structlog.get_logger(__name__)

_SEND_SECONDS = 15
_PROGRESS_SECONDS = 2.0  # at most one progress callback of a job in this time
_RETRY_AFTER_SECONDS = (5.0, 30.0, 120.0, 600.0)
_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)
_GONE = 410  # the receiver wants to hear no more of this job

# The longest parts of a status object, which would burst the 20 kB that receivers expect.
_LEFT_OUT = ("script", "altText")

_TYPES = {
    PipelineStatus.SUCCEEDED: "job.succeeded",
    PipelineStatus.FAILED: "job.failed",
    PipelineStatus.CANCELED: "job.canceled",
}

Describe = Callable[[LiveJob], dict[str, Any]]


class Callbacks:
    """Sends what happens to a job to the URL that came with it, and nowhere else.

    Progress is sent once or not at all; the end is sent until it is taken.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        secret: str,
        *,
        retry_after_seconds: Sequence[float] = _RETRY_AFTER_SECONDS,
        progress_seconds: float = _PROGRESS_SECONDS,
    ) -> None:
        """Raise ValueError if *secret* is not of the form `whsec_<base64>`."""
        self._session = session
        self._webhook = webhook_of(secret)
        self._retry_after_seconds = retry_after_seconds
        self._progress_seconds = progress_seconds

    async def follow(self, live: LiveJob, url: str, describe: Describe) -> None:
        """Report on *live* until its end is reported or nobody wants to know."""
        job = live.job
        while not job.status.is_terminal:
            job = await live.moves_beyond(job.seq)
            if job.status.is_terminal:
                break
            if await self._send(job, url, describe(live)) == _GONE:
                return
            await live.finishes_within(self._progress_seconds)
        await self._insist(job, url, describe(live))

    async def _insist(self, job: PipelineJob, url: str, data: dict[str, Any]) -> None:
        for pause in (*self._retry_after_seconds, None):
            status = await self._send(job, url, data)
            if status is not None and (200 <= status < 300 or status == _GONE):
                return
            if pause is not None:
                await asyncio.sleep(pause)
        log.warning("callback_given_up", uuid=job.uuid, attempt=job.attempt)

    async def _send(self, job: PipelineJob, url: str, data: dict[str, Any]) -> int | None:
        """Send once; return the answer's status, None if there was none."""
        body = _body(job, data)
        try:
            async with self._session.post(
                url,
                data=body.encode(),
                headers=self._headers(job, body),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SEND_SECONDS),
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            # ValueError: a URL that passed for one, but cannot be connected to.
            log.warning("callback_failed", uuid=job.uuid, error=type(error).__name__)
            return None
        if not 200 <= status < 300:
            log.warning("callback_refused", uuid=job.uuid, status=status)
        return status

    def _headers(self, job: PipelineJob, body: str) -> dict[str, str]:
        # The id is the same in every try; the time is that of the try.
        event_id = f"evt_{job.uuid}_{job.attempt}_{job.seq:06d}"
        now = datetime.now(UTC)
        return {
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(event_id, now, body),
        }


def webhook_of(secret: str) -> Webhook:
    """Return the signer for a secret. Raises ValueError if it is none.

    The library takes nearly any text for base64; a mistyped secret would sign, wrongly.
    """
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(_PREFIX) or len(key) not in _KEY_BYTES:
        raise ValueError("a webhook secret is whsec_ and 24 to 64 bytes in base64")
    return Webhook(secret)


def _body(job: PipelineJob, data: dict[str, Any]) -> str:
    short = {key: value for key, value in data.items() if key not in _LEFT_OUT}
    event = {
        "type": _TYPES.get(job.status, "job.progress"),
        "timestamp": timestamp(job.updated_at),
        "data": short,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
