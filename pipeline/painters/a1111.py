"""A1111 painter: paints panels by the API of AUTOMATIC1111's web UI, which other programs share.

Forge, SD.Next and stable-diffusion.cpp serve `/sdapi/v1/txt2img` too. One picture is painted at a
time, for all users of the program, so a job is interrupted only while it is certain to be ours.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.comic.received_pictures import MAX_BYTES, decoded, unusable
from pipeline.comic.shot_words import shot_words
from pipeline.errors import (
    ApiFault,
    ArtistUnreadyError,
    DrawingError,
    ErrorCode,
    UnreadyReason,
    api_fault,
)
from pipeline.painters.canvas import canvas_size, fitted
from pipeline.painters.client_loop import ClientLoop
from pipeline.settings import ArtistOptions, PipelineOptions, SettingsError, options_from

log = structlog.get_logger(__name__)

TXT2IMG = "/sdapi/v1/txt2img"
PROGRESS = "/sdapi/v1/progress"  # of whatever is being painted
TASK_PROGRESS = "/internal/progress"  # of one task
INTERRUPT = "/sdapi/v1/interrupt"  # of whatever is being painted

_MAX_BODY = MAX_BYTES * 4 // 3 + (1 << 20)  # bytes of JSON with a picture in base64
_CONNECT_SECONDS = 10.0
_POLL_SECONDS = 0.5
_POLL_TIMEOUT = 5.0
_ABANDON_SECONDS = 600.0  # how long a canceled picture may wait for its turn
_MISSING = frozenset({404, 405})
_QUALITY = {"draft": 0.6, "high": 1.5}  # of the steps


class A1111Options(BaseModel):
    """The table `artist.options` of this painter."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    steps: int = Field(default=25, ge=1, le=150)
    cfg_scale: float = Field(default=6.0, ge=0, le=30)
    sampler_name: str = ""
    scheduler: str = ""
    native: int = Field(default=1024, ge=256, le=2048)  # side of the square that the model paints
    smallest: int = Field(default=768, ge=256, le=2048)
    multiple: int = Field(default=64, ge=8, le=128)
    max_tokens: int = Field(default=150, ge=40, le=1000)
    timeout_seconds: float = Field(default=300, gt=0, le=900)  # of a picture, waiting included
    request: dict[str, Any] = {}  # more fields for txt2img


def painter() -> A1111Painter:
    """Return the painter of the settings. Raises SettingsError; no request is sent."""
    return A1111Painter(options_from().artist)


def check_settings(options: PipelineOptions) -> None:
    """Raise SettingsError, with one sentence, if the painter cannot work with *options*."""
    checked_options(options.artist)


def checked_options(artist: ArtistOptions) -> A1111Options:
    """Return the options of the settings. Raises SettingsError."""
    if not artist.url:
        raise SettingsError(
            "artist.url: a1111 needs the address of the web UI, such as http://127.0.0.1:7860"
        )
    try:
        return A1111Options.model_validate(artist.options)
    except ValidationError as error:
        mistake = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = ".".join(map(str, mistake["loc"]))
        raise SettingsError(f"artist.options.{key}: {mistake['msg']}") from None


class A1111Painter:
    """A painter that asks one program for one picture at a time."""

    parallel = 1
    knows_heads = False
    max_references = 0
    input_keys = ("steps", "guidance", "quality", "negativePrompt", "safety")

    def __init__(self, artist: ArtistOptions) -> None:
        self._options = checked_options(artist)
        self._checkpoint = artist.model
        self.model = artist.model or "a1111"
        self._progress = 0.0
        self._sources = [TASK_PROGRESS, PROGRESS]  # those that the program has
        # its lines at the level info would be one for each poll
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._http = httpx.AsyncClient(
            base_url=artist.url.removesuffix("/sdapi/v1"),
            headers={"Accept-Encoding": "identity", **_authorization(artist)},
            follow_redirects=False,  # an answer must not choose a host
            timeout=httpx.Timeout(self._options.timeout_seconds, connect=_CONNECT_SECONDS),
        )
        self._loop = ClientLoop("a1111")
        self._abandoned: set[asyncio.Task[None]] = set()

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        self._progress = 0.0
        data = self._loop.wait_for(self._painted(shot), report, lambda _seconds: self._progress)
        return Picture(fitted(decoded(data), shot))

    def close(self) -> None:
        """Close the connections and end the event loop."""
        self._loop.close(self._http.aclose())

    async def _painted(self, shot: Shot) -> bytes:
        """Return the encoded picture of *shot*; if canceled, interrupt it in the background."""
        task = f"task(comicai-{uuid.uuid4().hex})"
        request = asyncio.create_task(self._request(shot, task))
        polls = asyncio.create_task(self._poll(task))
        try:
            async with asyncio.timeout(self._options.timeout_seconds):
                return await asyncio.shield(request)
        except TimeoutError:
            self._abandon(request, task)
            raise _failed("did not answer in time") from None
        except asyncio.CancelledError:
            self._abandon(request, task)
            raise
        finally:
            polls.cancel()

    async def _request(self, shot: Shot, task: str) -> bytes:
        body = json.dumps(self._body(shot, task)).encode()
        headers = {"Content-Type": "application/json"}
        try:
            async with self._http.stream("POST", TXT2IMG, content=body, headers=headers) as answer:
                content = await _bounded(answer)
        except httpx.TimeoutException:
            raise _failed("did not answer in time") from None
        except (httpx.ConnectError, httpx.UnsupportedProtocol):
            raise ArtistUnreadyError(
                UnreadyReason.UNREACHABLE, "the program at artist.url is unreachable"
            ) from None
        except httpx.HTTPError as error:
            raise _failed(f"broke the connection ({type(error).__name__})") from None
        if answer.status_code != httpx.codes.OK:
            raise _refusal(answer, content)
        return _first_picture(content)

    def _body(self, shot: Shot, task: str) -> dict[str, Any]:
        options, order = self._options, shot.order
        width, height = canvas_size(
            shot.width,
            shot.height,
            native=options.native,
            smallest=min(options.smallest, options.native),
            multiple=options.multiple,
        )
        words = shot_words(shot, options.max_tokens)
        steps = order.steps or round(options.steps * _QUALITY.get(order.quality, 1.0))
        body: dict[str, Any] = {
            "prompt": words.words,
            "negative_prompt": words.negative_words,
            "seed": shot.panel_seed,
            "steps": max(1, steps),
            "cfg_scale": options.cfg_scale if order.guidance is None else order.guidance,
            "width": width,
            "height": height,
            "batch_size": 1,
            "n_iter": 1,
            "save_images": False,  # what people ask for stays off that machine's disk
            "force_task_id": task,
        }
        if options.sampler_name:
            body["sampler_name"] = options.sampler_name
        if options.scheduler:
            body["scheduler"] = options.scheduler
        if self._checkpoint:
            body["override_settings"] = {"sd_model_checkpoint": self._checkpoint}
            # loading the former model again after every picture would take longer than painting
            body["override_settings_restore_afterwards"] = False
        return {**body, **options.request}

    # --- Progress and interruption ----------------------------------------------------------------

    async def _poll(self, task: str) -> None:
        """Keep the progress of *task* up to date, as far as the program reports it."""
        while self._sources:
            await asyncio.sleep(_POLL_SECONDS)
            if TASK_PROGRESS in self._sources:
                state = await self._state_of(task)
                share = state.get("progress") if state.get("active") else None
            else:
                state = await self._asked("GET", PROGRESS, params={"skip_current_image": "true"})
                share = state.get("progress")
            if isinstance(share, int | float):
                self._progress = max(self._progress, min(float(share), 0.99))

    async def _state_of(self, task: str) -> Mapping[str, Any]:
        body = {"id_task": task, "id_live_preview": -1, "live_preview": False}
        return await self._asked("POST", TASK_PROGRESS, json=body)

    async def _asked(self, method: str, source: str, **more: Any) -> Mapping[str, Any]:
        """Return the answer of a source of progress, empty on failure; forget missing ones."""
        try:
            request = self._http.build_request(method, source, timeout=_POLL_TIMEOUT, **more)
            answer = await self._http.send(request, stream=True)
            try:
                if answer.status_code in _MISSING and source in self._sources:
                    self._sources.remove(source)
                found = json.loads(await _bounded(answer, limit=1 << 20))
            finally:
                await answer.aclose()
        except (httpx.HTTPError, DrawingError, ValueError):
            return {}
        return found if isinstance(found, dict) and answer.is_success else {}

    def _abandon(self, request: asyncio.Task[bytes], task: str) -> None:
        """Stop the picture that nobody waits for, in the background."""
        stopping = asyncio.create_task(self._interrupted(request, task))
        self._abandoned.add(stopping)
        stopping.add_done_callback(self._abandoned.discard)

    async def _interrupted(self, request: asyncio.Task[bytes], task: str) -> None:
        """Interrupt *task* as soon as it is being painted, and only then.

        The program forgets an interruption when the next task begins, and a task that waits behind
        those of others cannot be withdrawn.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(_ABANDON_SECONDS):
                while not request.done() and TASK_PROGRESS in self._sources:
                    if (await self._state_of(task)).get("active") is True:
                        await self._asked("POST", INTERRUPT)
                        log.info("a1111_task_interrupted")
                        break
                    await asyncio.sleep(_POLL_SECONDS)
        request.cancel()
        with suppress(asyncio.CancelledError, DrawingError):
            await request


def _authorization(artist: ArtistOptions) -> dict[str, str]:
    """Return the header for `--api-auth user:password`, or for a proxy with bearer tokens."""
    token = artist.token.get_secret_value()
    if not token:
        return {}
    if ":" in token:
        return {"Authorization": f"Basic {base64.b64encode(token.encode()).decode()}"}
    return {"Authorization": f"Bearer {token}"}


async def _bounded(answer: httpx.Response, limit: int = _MAX_BODY) -> bytes:
    """Return the body. Raises DrawingError before it fills the memory."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise unusable("a compressed body, which may be of any size")
    chunks: list[bytes] = []
    size = 0
    async for chunk in answer.aiter_raw():
        size += len(chunk)
        if size > limit:
            raise unusable(f"more than {limit >> 20} MB")
        chunks.append(chunk)
    return b"".join(chunks)


def _first_picture(content: bytes) -> bytes:
    """Return the picture in an answer; extensions add others after it."""
    try:
        images = json.loads(content)["images"]
        text = images[0]
        if text.startswith("data:"):
            text = text.partition(",")[2]
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise unusable("invalid base64") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise unusable("no picture") from None


def _refusal(answer: httpx.Response, content: bytes) -> DrawingError:
    """Return the error for a status, without the program's text, which may repeat the prompt."""
    status = answer.status_code
    if status in {401, 403}:
        return ArtistUnreadyError(
            UnreadyReason.UNAUTHORIZED, f"the program at artist.url answered with status {status}"
        )
    if status == 404 and b" not found" not in content:  # "Not Found": no such route
        return ArtistUnreadyError(
            UnreadyReason.LOAD_FAILED,
            "the program at artist.url has no txt2img; A1111 and Forge need the option --api",
        )
    if status in {429, 503}:
        return DrawingError(
            api_fault(
                ErrorCode.OVERLOADED,
                f"the program at artist.url answered with status {status}",
                retry_after_seconds=_retry_after(answer),
            )
        )
    if status >= 500:
        lower = content.lower()
        if b"outofmemory" in lower or b"out of memory" in lower:
            return DrawingError(api_fault(ErrorCode.GPU_OOM, "out of memory at artist.url"))
        return _failed(f"answered with status {status}")
    message = f"the program at artist.url refused the request with status {status}"
    return DrawingError(
        ApiFault(code=ErrorCode.GENERATION_FAILED, message=message, retryable=False)
    )


def _retry_after(answer: httpx.Response) -> int | None:
    text = answer.headers.get("Retry-After", "")
    return min(int(text), 3600) if text.isascii() and text.isdigit() else None


def _failed(what: str) -> DrawingError:
    return DrawingError(api_fault(ErrorCode.GENERATION_FAILED, f"the program at artist.url {what}"))
