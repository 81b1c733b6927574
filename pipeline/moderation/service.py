"""Moderation service: words and pictures checked by an API like OpenAI's `/v1/moderations`.

Its answers are untrusted input: bounded while they are read, and without effect on anything but the
verdict. No redirect is followed, so an answer cannot choose a host.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
from dataclasses import dataclass
from typing import Any

import structlog
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import (
    ArtistUnreadyError,
    DrawingError,
    ErrorCode,
    PipelineError,
    UnreadyReason,
    api_fault,
)
from pipeline.settings import ModerationOptions

log = structlog.get_logger(__name__)

DEFAULT_MODEL = "omni-moderation-latest"
SECONDS = 20.0  # for one exchange
LONGEST_SIDE = 1024  # pixels of a picture that is sent; larger ones show nothing more

_MAX_BYTES = 64 * 1024  # of an answer; OpenAI's have two kilobytes
_TRIES = 2  # the second one after a rate limit, a dropped connection or an error of the server
_PAUSE = 1.0  # seconds before it, unless the service says how long
_LONGEST_WAIT = 10.0  # seconds
_JPEG_QUALITY = 85

# Categories whose flag means that a comic is not shown. Others, such as violence, are part of many
# stories: they count in strict comics only.
_REFUSED = (
    "sexual",
    "sexual/minors",
    "violence/graphic",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "hate",
    "hate/threatening",
    "harassment/threatening",
    "illicit/violent",
)
# Scores from which strict comics are refused although the service does not flag them.
_STRICT_SCORES = {"sexual": 0.15, "sexual/minors": 0.05, "violence/graphic": 0.3, "violence": 0.6}


class _Result(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    flagged: bool
    categories: dict[str, bool | None] = {}
    category_scores: dict[str, float | None] = {}


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    results: list[_Result] = Field(min_length=1, max_length=8)


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    retry_after: float | None
    body: bytes

    @property
    def is_rate_limit(self) -> bool:
        return self.status == 429 and b"insufficient_quota" not in self.body

    @property
    def may_pass(self) -> bool:
        return self.is_rate_limit or self.status in {500, 502, 503, 504}


class _NoAnswerError(PipelineError):
    """The service could not be reached, or closed the connection."""


class ModerationService:
    """Client of the service; its methods block, and are called from threads."""

    def __init__(self, options: ModerationOptions, *, seconds: float = SECONDS) -> None:
        self._options = options
        self._seconds = seconds

    def check_words(self, words: str, safety: str) -> None:
        """Raise DrawingError (`prompt_rejected`) if *words* may not be drawn."""
        if self._refuses(words, safety):
            raise DrawingError(
                api_fault(ErrorCode.PROMPT_REJECTED, "the moderation service refuses the words")
            )

    def check_picture(self, image: Image.Image, safety: str) -> None:
        """Raise DrawingError (`output_rejected`) if *image* may not be shown."""
        picture = {"type": "image_url", "image_url": {"url": _data_url(image)}}
        if self._refuses([picture], safety):
            raise DrawingError(
                api_fault(ErrorCode.OUTPUT_REJECTED, "the moderation service refuses the picture")
            )

    def _refuses(self, content: object, safety: str) -> bool:
        body = {"model": self._options.model or DEFAULT_MODEL, "input": content}
        results = _results(asyncio.run(self._ask(body)))
        return any(_is_refused(result, safety) for result in results)

    async def _ask(self, body: dict[str, Any]) -> bytes:
        """Return the verdict, asking once more after what may pass within seconds."""
        for _ in range(_TRIES - 1):
            try:
                response = await self._post(body)
            except _NoAnswerError:
                await asyncio.sleep(_PAUSE)
                continue
            if response.status == 200:
                return response.body
            wait = _PAUSE if response.retry_after is None else response.retry_after
            if not response.may_pass or wait > _LONGEST_WAIT:
                raise _failure(response)
            await asyncio.sleep(wait)
        try:
            response = await self._post(body)
        except _NoAnswerError as error:
            raise _unavailable(str(error)) from None
        if response.status != 200:
            raise _failure(response)
        return response.body

    async def _post(self, body: dict[str, Any]) -> _Response:
        import aiohttp  # loaded only where a service is configured

        token = self._options.token.get_secret_value()
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as http,
                http.post(
                    f"{self._options.url}/moderations",
                    json=body,
                    headers=headers,
                    allow_redirects=False,
                ) as response,
            ):
                data = await _bounded(response)
                return _Response(response.status, _seconds_in(response.headers), data)
        except TimeoutError:
            raise _unavailable("did not answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise _NoAnswerError(f"is unreachable ({type(error).__name__})") from None


def _data_url(image: Image.Image) -> str:
    small = image.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=_JPEG_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"


async def _bounded(response: Any) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(16 * 1024):
        data += chunk
        if len(data) > _MAX_BYTES:
            raise _unavailable("sent too large an answer")
    return bytes(data)


def _seconds_in(headers: Any) -> float | None:
    try:
        return max(0.0, float(headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _results(body: bytes) -> list[_Result]:
    try:
        return _Answer.model_validate(json.loads(body)).results
    except (ValidationError, ValueError, RecursionError):
        raise _unavailable("sent something else than a verdict") from None


def _is_refused(result: _Result, safety: str) -> bool:
    known = {name: flag for name, flag in result.categories.items() if flag is not None}
    if safety == "strict":
        scores = result.category_scores
        return result.flagged or any(
            (scores.get(name) or 0.0) >= limit for name, limit in _STRICT_SCORES.items()
        )
    # a service of other categories, or of none, decides by itself
    return result.flagged and (
        not any(known.values()) or any(known.get(name) for name in _REFUSED) or _is_foreign(known)
    )


def _is_foreign(categories: dict[str, bool]) -> bool:
    """Return whether a flagged category is none of OpenAI's."""
    harmless = {"violence", "harassment", "illicit", *_REFUSED}
    return any(flag and name not in harmless for name, flag in categories.items())


def _failure(response: _Response) -> DrawingError:
    """Return what follows from a status; the texts of the service may repeat words or the key."""
    about = f"said status {response.status}"
    if response.is_rate_limit:
        seconds = None if response.retry_after is None else round(response.retry_after)
        message = f"the moderation service {about}"
        return DrawingError(
            api_fault(ErrorCode.OVERLOADED, message, retry_after_seconds=seconds or 15)
        )
    return _unavailable(about)


def _unavailable(what: str) -> ArtistUnreadyError:
    """Return the error of a check that cannot be made: the job waits, and nothing is shown."""
    log.warning("moderation_unavailable", reason=what)
    return ArtistUnreadyError(UnreadyReason.MODERATION, f"the moderation service {what}")
