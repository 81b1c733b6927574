"""JSON representations: the status object and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.models import PictureCost, ScriptPanelText
from pipeline.service.job import (
    DrawingProgress,
    JobResult,
    PipelineJob,
    PipelineStatus,
    StoredPanel,
)

CONTRACT = "1"


def timestamp(moment: datetime) -> str:
    """Return *moment* as an ISO 8601 string, in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def status_url(job: PipelineJob) -> str:
    """Return a relative URL, without a leading slash: callers join it to the submit URL."""
    return f"jobs/{job.uuid}"


def status_object(
    job: PipelineJob, *, position: int | None = None, eta_seconds: int | None = None
) -> dict[str, Any]:
    """Return the status object; *position* is the position in the queue, from 1."""
    wire: dict[str, Any] = {
        "uuid": job.uuid,
        "attempt": job.attempt,
        "status": job.status.value,
        "seq": job.seq,
        "updatedAt": timestamp(job.updated_at),
        "statusUrl": status_url(job),
        "cancelUrl": f"{status_url(job)}/cancel",
    }
    if job.progress and not job.status.is_terminal:
        wire["progress"] = _progress(job.progress) | _painted(job.painted)
    if job.status is PipelineStatus.QUEUED and position is not None:
        wire["queuePosition"] = position
    if eta_seconds is not None:
        wire["etaSeconds"] = eta_seconds
    if job.result:
        wire |= _result(job.result)
    if job.fault:
        wire["error"] = job.fault.to_wire()
    if job.cost.images:
        wire |= {"cost": _cost(job.cost), "model": job.model}
    return wire


def _progress(progress: DrawingProgress) -> dict[str, Any]:
    wire: dict[str, Any] = {"percent": progress.percent, "stage": progress.stage}
    if progress.panel:
        wire["panel"] = progress.panel
    wire["panels"] = progress.panels
    return wire


def _painted(panels: Sequence[StoredPanel]) -> dict[str, Any]:
    return {"painted": [_stored_panel(panel) for panel in panels]} if panels else {}


def _stored_panel(panel: StoredPanel) -> dict[str, Any]:
    return {"index": panel.index, "seed": panel.seed, "s3Url": panel.s3_url}


def _cost(cost: PictureCost) -> dict[str, Any]:
    return {"images": cost.images, "amount": round(cost.usd, 6), "currency": "USD"}


def _result(result: JobResult) -> dict[str, Any]:
    timing = result.timing
    return {
        "s3Url": result.s3_url,
        "result": {
            "contentType": result.content_type,
            "width": result.width,
            "height": result.height,
            "bytes": result.size,
            "sha256": result.sha256,
            "expiresAt": None,
            "panels": [_stored_panel(panel) for panel in result.panels],
        },
        "seed": result.seed,
        "model": result.model,
        "timing": {
            "queuedMs": timing.queued_ms,
            "loadMs": timing.load_ms,
            "runMs": timing.run_ms,
            "uploadMs": timing.upload_ms,
        },
        "title": result.title,
        "altText": result.alt_text,
        "script": [_script_panel(panel) for panel in result.script],
        "notices": [{"code": notice.code, "args": dict(notice.args)} for notice in result.notices],
        **({"continuation": dict(result.continuation)} if result.continuation else {}),
    }


def _script_panel(panel: ScriptPanelText) -> dict[str, Any]:
    return {
        "scene": panel.scene,
        "caption": panel.caption,
        "dialogue": [
            {"speaker": line.speaker, "text": line.text, "kind": line.kind}
            for line in panel.dialogue
        ],
    }
