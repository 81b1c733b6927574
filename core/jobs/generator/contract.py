"""Parser of generator responses, which treats every value as untrusted input.

An invalid required field raises BadResponseError; an invalid optional field is ignored.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog

from core.content.continuation import CONTINUATION_LIMIT, read_continuation
from core.errors import ComicAIError, UnknownBucketError
from core.models.comics import DrawnComic, ImageRef, PanelImage
from core.models.costs import Cost, micros
from core.models.jobs import GeneratorHealth
from core.models.object_keys import is_own, is_reserved
from core.models.requests import GENERATOR, Notice, NoticeFact

log = structlog.get_logger(__name__)

Locate = Callable[[str], ImageRef]

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_SEED_LIMIT = 2**32
_PANEL_LIMIT = 12
_DIALOGUE_LIMIT = 16
_KEYS_LIMIT = 100
_NOTICES_LIMIT = 8
_ARGS_LIMIT = 12  # of a notice, and items of one that is a list
_TITLE_LENGTH = 200  # characters, like the following limits
_ALT_TEXT_LENGTH = 4000
_MODEL_LENGTH = 128
_LINE_LENGTH = 1000
_MESSAGE_LENGTH = 300
# Of one attempt; more is taken for a mistake of the generator.
_COST_IMAGES_LIMIT = 1000
_COST_USD_LIMIT = 1000.0


class BadResponseError(ComicAIError):
    """The response violates the contract; the message names the field."""


class RemoteStatus(StrEnum):
    """Status of a job at the generator, by its own account."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_terminal(self) -> bool:
        return self not in {RemoteStatus.QUEUED, RemoteStatus.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteError:
    """Error object of a response; *message* is for logs only."""

    code: str
    message: str = ""
    retryable: bool | None = None  # None: unspecified
    retry_after: float | None = None  # seconds
    param: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteJob:
    """Status object of a job at the generator."""

    status: RemoteStatus
    attempt: int | None = None
    seq: int | None = None
    updated_at: str = ""
    queue_position: int | None = None
    eta_seconds: int | None = None
    stage: str = ""
    percent: float | None = None
    panel: int = 0
    panels: int = 0
    painted: tuple[PanelImage, ...] = ()
    cost: Cost | None = None
    error: RemoteError | None = None
    comic: DrawnComic | None = None  # always set if *status* is SUCCEEDED


def parse_job(body: Mapping[str, Any] | None, job_id: UUID, locate: Locate) -> RemoteJob:
    """Parse the status object in *body*; one with an `s3Url` and no status is a succeeded job.

    Raises BadResponseError, and UnknownBucketError if the image is outside the configured buckets.
    """
    if body is None:
        raise BadResponseError("no JSON object")
    if "uuid" in body and str(body["uuid"]).lower() != str(job_id):
        raise BadResponseError("uuid: belongs to another job")
    status = _status(body)
    progress = _mapping(body.get("progress"))
    return RemoteJob(
        status=status,
        attempt=_whole(body.get("attempt")),
        seq=_whole(body.get("seq")),
        updated_at=_line(body.get("updatedAt"), 64),
        queue_position=_whole(body.get("queuePosition")),
        eta_seconds=_whole(body.get("etaSeconds")),
        stage=_line(progress.get("stage"), 64),
        percent=_number(progress.get("percent")),
        panel=_whole(progress.get("panel")) or 0,
        panels=_whole(progress.get("panels")) or 0,
        painted=tuple(_painted(progress.get("painted"), job_id, locate)),
        cost=_cost(body),
        error=parse_error(body) if status is RemoteStatus.FAILED else None,
        comic=_comic(body, job_id, locate) if status is RemoteStatus.SUCCEEDED else None,
    )


def parse_plain(body: Mapping[str, Any] | None, job_id: UUID, locate: Locate) -> RemoteJob:
    """Parse a level-0 response: with an `s3Url` it is the comic, whatever else it contains.

    Raises BadResponseError, and UnknownBucketError if the image is outside the configured buckets.
    """
    if body is None:
        raise BadResponseError("no JSON object")
    return RemoteJob(status=RemoteStatus.SUCCEEDED, comic=_comic(body, job_id, locate))


def parse_error(body: Mapping[str, Any] | None) -> RemoteError | None:
    """Parse the error object in *body*; None if it has none."""
    error = (body or {}).get("error")
    if not isinstance(error, Mapping):
        return None
    code, retryable = error.get("code"), error.get("retryable")
    return RemoteError(
        code=code if isinstance(code, str) and _CODE.fullmatch(code) else "unknown",
        message=_line(error.get("message"), _MESSAGE_LENGTH),
        retryable=retryable if isinstance(retryable, bool) else None,
        retry_after=_number(error.get("retryAfterSeconds")),
        param=_line(error.get("param"), 64),
    )


def parse_health(body: Mapping[str, Any]) -> GeneratorHealth:
    """Parse the health of a level-1 generator."""
    keys, reason = body.get("inputKeys"), body.get("reason")
    median = _number(body.get("medianPanelMs"))
    return GeneratorHealth(
        ready=body.get("ready") is True,
        reason=reason if isinstance(reason, str) and _CODE.fullmatch(reason) else "",
        model=_line(body.get("model"), _MODEL_LENGTH),
        capacity=max(_whole(body.get("capacity")) or 1, 1),
        active=_whole(body.get("active")) or 0,
        queued=_whole(body.get("queued")) or 0,
        input_keys=tuple(str(key) for key in keys[:_KEYS_LIMIT])
        if isinstance(keys, list)
        else None,
        median_panel_seconds=None if median is None else median / 1000,
        level=1,
    )


def _status(body: Mapping[str, Any]) -> RemoteStatus:
    status = body.get("status")
    if status is None and isinstance(body.get("s3Url"), str):
        return RemoteStatus.SUCCEEDED
    if not isinstance(status, str):
        raise BadResponseError("status: missing")
    try:
        return RemoteStatus(status)
    except ValueError:
        return RemoteStatus.RUNNING  # a state that a later contract has added


def _comic(body: Mapping[str, Any], job_id: UUID, locate: Locate) -> DrawnComic:
    url = body.get("s3Url")
    if not isinstance(url, str):
        raise BadResponseError("s3Url: missing")
    ref = locate(url)
    if is_reserved(ref, job_id):
        raise BadResponseError("s3Url: the key is reserved for another job or for a rendition")
    result = _mapping(body.get("result"))
    digest = result.get("sha256")
    run_ms = _number(_mapping(body.get("timing")).get("runMs"))
    return DrawnComic(
        ref=ref,
        sha256=digest.lower() if isinstance(digest, str) and _SHA256.fullmatch(digest) else None,
        seed=_seed(body.get("seed")),
        model=_line(body.get("model"), _MODEL_LENGTH),
        title=_line(body.get("title"), _TITLE_LENGTH),
        alt_text=_text(body.get("altText"), _ALT_TEXT_LENGTH),
        script=tuple(_script_panel(panel) for panel in _mappings(body.get("script"), _PANEL_LIMIT)),
        panels=tuple(_panels(result.get("panels"), job_id, locate)),
        run_seconds=None if run_ms is None else run_ms / 1000,
        notices=tuple(_notices(body.get("notices"))),
        continuation=_continuation(body.get("continuation")),
    )


def _notices(notices: object) -> Iterator[Notice]:
    """Yield the notices with a valid code; arguments of other types are left out."""
    for notice in _mappings(notices, _NOTICES_LIMIT):
        code, args = notice.get("code"), _mapping(notice.get("args"))
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            continue
        facts = {
            name: fact
            for name, value in list(args.items())[:_ARGS_LIMIT]
            if _CODE.fullmatch(name) and (fact := _fact(value)) is not None
        }
        yield Notice(key=f"{GENERATOR}{code}", facts=facts)


def _fact(value: object) -> NoticeFact | None:
    if isinstance(value, str):
        return _line(value, _TITLE_LENGTH)
    if isinstance(value, list):
        lines = (_line(item, _TITLE_LENGTH) for item in value[:_ARGS_LIMIT])
        return tuple(line for line in lines if line)
    return _whole(value)


def _continuation(value: object) -> Mapping[str, Any] | None:
    """Return what the generator wants to be sent with a comic that continues this one."""
    found = read_continuation(value)
    if value and found is None:
        log.warning("continuation_rejected", limit=CONTINUATION_LIMIT)
    return found


def _script_panel(panel: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "scene": _text(panel.get("scene"), _LINE_LENGTH),
        "caption": _text(panel.get("caption"), _LINE_LENGTH),
        "dialogue": [
            {
                "speaker": _line(line.get("speaker"), _TITLE_LENGTH),
                "text": _text(line.get("text"), _LINE_LENGTH),
                "kind": _line(line.get("kind"), 16) or "speech",
            }
            for line in _mappings(panel.get("dialogue"), _DIALOGUE_LIMIT)
        ],
    }


def _panels(panels: object, job_id: UUID, locate: Locate) -> Iterator[PanelImage]:
    """Yield the panels that lie in the configured buckets and under keys this job may use.

    Other panels are logged and skipped: the comic is usable without them.
    """
    for panel in _mappings(panels, _PANEL_LIMIT):
        index, url = _whole(panel.get("index")), panel.get("s3Url")
        if not index or not isinstance(url, str):
            continue
        try:
            ref = locate(url)
        except UnknownBucketError as error:
            log.warning(
                "panel_url_rejected", bucket=error.bucket, setting="generator.buckets", panel=index
            )
            continue
        if is_reserved(ref, job_id):
            log.warning("panel_key_rejected", key=ref.key, panel=index)
            continue
        yield PanelImage(index=index, seed=_seed(panel.get("seed")), ref=ref)


def _painted(panels: object, job_id: UUID, locate: Locate) -> Iterator[PanelImage]:
    """Yield the panels of a drawing in progress, whose keys have to carry the job's UUID.

    Until the comic is stored nothing else says whose they are.
    """
    for panel in _panels(panels, job_id, locate):
        if is_own(panel.ref, job_id):
            yield panel
        else:
            log.warning("panel_key_rejected", key=panel.ref.key, panel=panel.index)


def _cost(body: Mapping[str, Any]) -> Cost | None:
    """Return what the attempt has cost so far; None if that is not reported, or is impossible."""
    if "cost" not in body:
        return None
    reported = _mapping(body.get("cost"))
    images, usd = _whole(reported.get("images")), _number(reported.get("amount", 0))
    if (
        images is None
        or usd is None
        or images > _COST_IMAGES_LIMIT
        or usd > _COST_USD_LIMIT
        or reported.get("currency", "USD") != "USD"
    ):
        log.warning("cost_rejected")
        return None
    return Cost(
        images=images, micro_usd=micros(usd), painter=_line(body.get("model"), _MODEL_LENGTH)
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object, limit: int) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [entry for entry in value[:limit] if isinstance(entry, Mapping)]


def _number(value: object) -> float | None:
    """Return *value* if it is a finite number from 0 up, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e15 and math.isfinite(value) else None


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _seed(value: object) -> int | None:
    seed = _whole(value)
    return seed if seed is not None and seed < _SEED_LIMIT else None


def _line(value: object, limit: int) -> str:
    return " ".join(_text(value, limit).split())


def _text(value: object, limit: int) -> str:
    """Return at most *limit* characters, without control characters and surrogates."""
    if not isinstance(value, str):
        return ""
    kept = (c for c in value[:limit] if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()
