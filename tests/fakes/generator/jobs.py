"""Jobs of the fake generator, which advance step by step."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from PIL import Image

from tests.fakes.generator.faults import JobFault
from tests.fakes.generator.stores import Put
from tests.pictures import encode

FOREIGN_URL = "https://somebody-elses.s3.eu-west-1.amazonaws.com/page.png?X-Amz-Signature=abc"
MODEL = "fake-1"
TERMINAL = {"succeeded", "failed", "canceled"}

# How jobs with these faults end: code, message, retryable.
BAD_ENDS: Mapping[JobFault, tuple[str, str, bool]] = {
    JobFault.OUTPUT_REJECTED: ("output_rejected", "not fit to be seen", False),
    JobFault.OUTPUT_REJECTED_FOR_NOW: ("output_rejected", "not fit to be seen", True),
    JobFault.GENERATION_FAILED: ("generation_failed", "the drawing went wrong", True),
    JobFault.GPU_OOM: ("gpu_oom", "out of GPU memory at panel 1", True),
    JobFault.UPLOAD_FAILED: ("upload_failed", "the bucket is unreachable", True),
    JobFault.DEADLINE_EXCEEDED: ("deadline_exceeded", "too late to start", False),
}


def tiny_png(seed: str) -> bytes:
    """Return a real picture whose colour comes from *seed*."""
    red, green, blue = sha256(seed.encode()).digest()[:3]
    return encode(Image.new("RGB", (32, 24), (red, green, blue)), "PNG")


def bad_end(fault: JobFault | None) -> tuple[str, str, bool] | None:
    return None if fault is None else BAD_ENDS.get(fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """URLs that the generator returns instead of the stored ones; None keeps the stored ones."""

    page: str | None = None
    panels: Sequence[str] | None = None


@dataclass(eq=False)
class FakeJob:
    """One attempt at one comic."""

    uuid: str
    attempt: int
    params: Mapping[str, Any]
    fault: JobFault | None
    reports_percent: bool
    queue_polls: int  # steps before it starts
    usd_per_image: float | None = None
    named: Named = field(default_factory=Named)
    status: str = "queued"
    seq: int = 1
    stage: str = ""
    panel: int = 0
    error: dict[str, Any] | None = None
    result: dict[str, Any] = field(default_factory=dict)
    polls: int = 0
    updated_at: str = ""
    history: list[dict[str, Any]] = field(default_factory=list)
    drawing: asyncio.Task[None] | None = None  # advances the job periodically

    def __post_init__(self) -> None:
        self._note()

    @property
    def panels(self) -> int:
        return int(self.params.get("panelCount", 4))

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL

    async def advance(self, put: Put) -> None:
        """Advance the job by one step."""
        if self.is_terminal or (self.fault is JobFault.STALL and self.panel == 2):
            return
        if self.fault is JobFault.ONLY_UPDATED_AT and self.panel == 2:
            self._note()
            return
        await self._step(put)
        self._note()

    async def _step(self, put: Put) -> None:
        self.seq += 1
        if self.status == "queued" and self.queue_polls > 0:
            self.queue_polls -= 1
        elif self.status == "queued":
            self.status, self.stage = "running", "planning"
        elif self.panel == 1 and (end := bad_end(self.fault)):
            code, message, retryable = end
            self.status = "failed"
            self.error = {"code": code, "message": message, "retryable": retryable, "param": None}
        elif self.fault is JobFault.CANCELED and self.panel == 1:
            self.status = "canceled"
        elif self.panel < self.panels:
            self.stage, self.panel = "rendering", self.panel + 1
        elif self.stage == "rendering":
            self.stage = "lettering"
        elif self.stage == "lettering":
            self.stage = "uploading"
        else:
            self.result = await self._upload(put)
            self.status = "succeeded"

    def conflict_with(self, attempt: int, params: Mapping[str, Any]) -> str:
        """Return the conflict with another submission of this UUID; empty if there is none."""
        if self.attempt == attempt and self.params != params:
            return "same uuid, other inputParams"
        if self.attempt < attempt and not self.is_terminal:
            return "an earlier attempt is not over"
        return ""

    def cancel(self) -> None:
        """Stop the job, even during an upload; nothing is stored after that."""
        if self.drawing is not None:
            self.drawing.cancel()
        self.seq += 1
        self.status = "canceled"
        self._note()

    def shown(self) -> dict[str, Any]:
        """Return the status object for the next poll."""
        self.polls += 1
        if self.fault is JobFault.STALE_SEQ and self.polls % 2 == 0 and len(self.history) > 1:
            return self.history[-2]
        return self.history[-1]

    def _note(self) -> None:
        self.updated_at = datetime.now(UTC).isoformat()
        self.history.append(self._described())

    def _described(self) -> dict[str, Any]:
        status: dict[str, Any] = {
            "uuid": self.uuid,
            "attempt": self.attempt,
            "status": self.status,
            "seq": self.seq,
            "updatedAt": self.updated_at,
            "statusUrl": f"jobs/{self.uuid}",
            "cancelUrl": f"jobs/{self.uuid}/cancel",
        }
        if self.status == "queued":
            status |= {"queuePosition": self.queue_polls + 1, "etaSeconds": 10 * self.panels}
        if self.status == "running":
            progress: dict[str, Any] = {"stage": self.stage, "panels": self.panels}
            if self.panel:
                progress["panel"] = self.panel
            if self.fault is JobFault.ABSURD_COUNTS:
                progress |= {"panel": 1_000_000_000, "panels": 1_000_000_000}
            if self.reports_percent:
                progress["percent"] = min(10 + 80 * self.panel // self.panels, 95)
            status |= {"progress": progress, "etaSeconds": 10 * (self.panels - self.panel)}
        if self.error:
            status["error"] = self.error
        if self.usd_per_image is not None and self.panel:
            amount = round(self.panel * self.usd_per_image, 6)
            status["cost"] = {"images": self.panel, "amount": amount, "currency": "USD"}
            status["model"] = MODEL
        return status | self.result

    async def _upload(self, put: Put) -> dict[str, Any]:
        folder = f"jobs/{self.uuid}" + (f"/{self.attempt}" if self.attempt > 1 else "")
        page = tiny_png(self.uuid)
        if self.fault is JobFault.TRUNCATED:
            page = page[:-20]
        elif self.fault is JobFault.TOO_MANY_PIXELS:
            page = encode(Image.new("1", (9000, 9000)), "PNG")
        url = await put(f"{folder}/page.png", page)
        panels = [
            {"index": n, "seed": n, "s3Url": await put(f"{folder}/panel-{n}.png", tiny_png(str(n)))}
            for n in range(1, self.panels + 1)
        ]
        if self.fault is JobFault.BAD_PANEL_URL:
            panels[0]["s3Url"] = FOREIGN_URL
        if self.named.panels is not None:
            panels = [{"index": n, "s3Url": each} for n, each in enumerate(self.named.panels, 1)]
        digest = "0" * 64 if self.fault is JobFault.WRONG_DIGEST else sha256(page).hexdigest()
        result: dict[str, Any] = {
            "s3Url": FOREIGN_URL if self.fault is JobFault.BAD_URL else url,
            "result": {
                "contentType": "image/png",
                "width": 32,
                "height": 24,
                "bytes": len(page),
                "sha256": digest,
                "expiresAt": None,
                "panels": panels,
            },
            "seed": 4242,
            "model": MODEL,
            "timing": {"queuedMs": 10, "loadMs": 0, "runMs": 1500, "uploadMs": 20},
            "title": "A fake comic",
            "altText": f"{self.panels} plain panels",
            "script": [
                {"scene": "a room", "caption": f"Panel {n}", "dialogue": []}
                for n in range(1, self.panels + 1)
            ],
        }
        if self.named.page is not None:
            result["s3Url"] = self.named.page
            del result["result"]["sha256"]
        if self.fault is JobFault.TRUNCATED:
            del result["result"]["sha256"]
        if self.fault is JobFault.NO_URL:
            del result["s3Url"]
        return result
