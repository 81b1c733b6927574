"""Fake of AUTOMATIC1111's web UI and of stable-diffusion.cpp's server, which serves a part of it.

One task is painted at a time, in the order of arrival, for all clients. An interruption stops the
task that is being painted, of any client, and is forgotten when the next one begins.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from aiohttp import web

from tests.fakes.painting.endpoint import FAULT, FakeEndpoint, drop
from tests.fakes.painting.images import HUGE_BYTES, LINK_LOCAL
from tests.fakes.painting.pictures import (
    flat_picture,
    png_bomb,
    truncated_picture,
    webp_bomb,
)

CREDENTIALS = "artist:secret-of-the-ui"
CHECKPOINT = "comicDiffusion_v2.safetensors"
SAMPLERS = {"Euler", "Euler a", "DPM++ 2M", "LCM"}

_FIELDS: dict[str, tuple[type, ...]] = {
    "prompt": (str,),
    "negative_prompt": (str,),
    "seed": (int,),
    "steps": (int,),
    "cfg_scale": (int, float),
    "width": (int,),
    "height": (int,),
    "batch_size": (int,),
    "n_iter": (int,),
    "save_images": (bool,),
    "send_images": (bool,),
    "sampler_name": (str,),
    "scheduler": (str,),
    "force_task_id": (str,),
    "override_settings": (dict,),
    "override_settings_restore_afterwards": (bool,),
    "alwayson_scripts": (dict,),
    "clip_skip": (int,),
}


class A1111Fault(StrEnum):
    """What goes wrong with one request."""

    SERVER_ERROR = "server_error"
    OUT_OF_MEMORY = "out_of_memory"
    OVERLOADED = "overloaded"  # 503 of a proxy, with Retry-After
    BAD_GATEWAY = "bad_gateway"
    VALIDATION = "validation"  # 422 that repeats the request
    NO_API = "no_api"  # started without --api
    HANG = "hang"
    DROP = "drop"
    REDIRECT_LOOPBACK = "redirect_loopback"
    REDIRECT_LINK_LOCAL = "redirect_link_local"
    # lies: 200 with something other than one picture of the size
    NO_PICTURE = "no_picture"
    NULL_PICTURES = "null_pictures"
    TWO_PICTURES = "two_pictures"
    DATA_URL = "data_url"
    BROKEN_PICTURE = "broken_picture"
    NOT_A_PICTURE = "not_a_picture"
    NOT_BASE64 = "not_base64"
    OTHER_SIZE = "other_size"
    TINY_PICTURE = "tiny_picture"
    WEBP_BOMB = "webp_bomb"
    PNG_BOMB = "png_bomb"
    NONSENSE = "nonsense"
    HTML = "html"
    HUGE = "huge"
    COMPRESSED = "compressed"


_REDIRECTS = {A1111Fault.REDIRECT_LOOPBACK: "", A1111Fault.REDIRECT_LINK_LOCAL: LINK_LOCAL}


class FakeA1111(FakeEndpoint):
    """The program; with *basic* it is stable-diffusion.cpp's, without progress or interruption."""

    def __init__(
        self, token: str = "", *, seconds: float = 0.0, elsewhere: str = "", basic: bool = False
    ) -> None:
        super().__init__(token if ":" in token else "")
        self.seconds = seconds  # that a picture takes
        self.elsewhere = elsewhere
        self.basic = basic
        self.current = ""  # task that is being painted
        self.pending: list[str] = []
        self.interrupted: list[str] = []  # tasks that were stopped
        self.finished: list[str] = []
        self.step = 0
        self.steps = 0
        self._lock = asyncio.Lock()
        self._interrupt = asyncio.Event()

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/sdapi/v1/txt2img", self._txt2img, name="txt2img")
        router.add_get("/sdapi/v1/sd-models", self._models, name="sd-models")
        if not self.basic:
            router.add_get("/sdapi/v1/progress", self._progress, name="progress")
            router.add_post("/internal/progress", self._task_progress, name="task-progress")
            router.add_post("/sdapi/v1/interrupt", self._interrupt_current, name="interrupt")

    # --- Routes -----------------------------------------------------------------------------------

    async def _models(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        return web.json_response(
            [{"title": CHECKPOINT, "model_name": CHECKPOINT.partition(".")[0]}]
        )

    async def _txt2img(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refused(request):
            return refused
        try:
            params = await request.json()
        except ValueError:
            return _detail(422, [{"type": "json_invalid", "msg": "JSON decode error"}])
        if mistakes := _mistakes(params):
            return _detail(422, mistakes)
        if params.get("sampler_name", "Euler") not in SAMPLERS:
            return _detail(404, "Sampler not found")
        wanted = params.get("override_settings", {}).get("sd_model_checkpoint", CHECKPOINT)
        if wanted != CHECKPOINT:
            return _detail(404, "Model not found")
        self.log_call(request, params)
        picture = await self._painted(request, params)
        return self._answer(request.get(FAULT), params, picture)

    async def _painted(self, request: web.Request, params: Mapping[str, Any]) -> bytes:
        task = params.get("force_task_id") or f"task({len(self.calls)})"
        self.pending.append(task)
        async with self._lock:
            self._begin(task, steps=params.get("steps", 20))
            try:
                for step in range(self.steps):
                    self.step = step
                    if self._interrupt.is_set():
                        self.interrupted.append(task)
                        break
                    await asyncio.sleep(self.seconds / self.steps)
            finally:
                self._end(task)
        # sizes are rounded down to what the latent space has
        width, height = (params.get(side, 512) // 8 * 8 for side in ("width", "height"))
        return _picture(request.get(FAULT), f"{params['prompt']} {params['seed']}", width, height)

    def _begin(self, task: str, *, steps: int) -> None:
        if task in self.pending:
            self.pending.remove(task)
        self.current, self.steps, self.step = task, steps, 0
        self._interrupt.clear()

    def _end(self, task: str) -> None:
        self.current = ""
        self.finished.append(task)

    def _answer(
        self, fault: str | None, params: Mapping[str, Any], picture: bytes
    ) -> web.StreamResponse:
        text = base64.b64encode(picture).decode()
        images: list[str] | None = [text]
        match fault:
            case A1111Fault.NO_PICTURE:
                images = []
            case A1111Fault.NULL_PICTURES:
                images = None
            case A1111Fault.TWO_PICTURES:
                images = [text, base64.b64encode(flat_picture("a map", 64, 64)).decode()]
            case A1111Fault.DATA_URL:
                images = [f"data:image/png;base64,{text}"]
            case A1111Fault.NOT_BASE64:
                images = ["no base64 at all!"]
        info = json.dumps({"seed": params["seed"], "prompt": params["prompt"]})
        return web.json_response({"images": images, "parameters": dict(params), "info": info})

    async def _progress(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        self.log_call(request, dict(request.query))
        share = self.step / self.steps if self.current and self.steps else 0.0
        state = {"job": self.current, "sampling_step": self.step, "interrupted": False}
        body = {"progress": share, "eta_relative": 1.0, "state": state, "current_image": None}
        return web.json_response(body)

    async def _task_progress(self, request: web.Request) -> web.Response:
        params = await request.json()
        if not isinstance(params.get("id_task"), str):
            return _detail(422, [{"loc": ["body", "id_task"], "msg": "Field required"}])
        self.log_call(request, params)
        task = params["id_task"]
        active = task == self.current
        body: dict[str, Any] = {
            "active": active,
            "queued": task in self.pending,
            "completed": task in self.finished,
            "progress": self.step / self.steps if active else None,
            "eta": None,
            "live_preview": None,
            "id_live_preview": -1,
            "textinfo": None,
        }
        return web.json_response(body)

    async def _interrupt_current(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        self.log_call(request, {"interrupted": self.current})
        self._interrupt.set()
        return web.json_response({})

    # --- Faults -----------------------------------------------------------------------------------

    async def respond_to(self, fault: str, request: web.Request) -> web.StreamResponse | None:
        named = A1111Fault(fault)
        if named in _REDIRECTS:
            target = _REDIRECTS[named] or f"{self.elsewhere}{request.path}"
            raise web.HTTPTemporaryRedirect(target)
        match named:
            case A1111Fault.HANG:
                await self.stopping.wait()
                return drop(request)
            case A1111Fault.DROP:
                return drop(request)
            case A1111Fault.HUGE:
                return await _huge(request)
        return _error_response(named, str((await request.json()).get("prompt")))

    def _refused(self, request: web.Request) -> web.Response | None:
        expected = base64.b64encode(self.token.encode()).decode()
        if not self.token or request.headers.get("Authorization") == f"Basic {expected}":
            return None
        response = _detail(401, "Incorrect username or password")
        response.headers["WWW-Authenticate"] = "Basic"
        return response


def _mistakes(params: Any) -> list[dict[str, Any]]:
    """Return what the API refuses; fields that it does not know are ignored there, not here."""
    if not isinstance(params, dict):
        return [{"loc": ["body"], "msg": "Input should be a valid dictionary"}]
    found: list[dict[str, Any]] = []
    for name, value in params.items():
        kinds = _FIELDS.get(name, ())
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            found.append({"loc": ["body", name], "msg": "Input should be valid", "input": value})
    missing = [name for name in ("prompt", "seed") if name not in params]
    return found + [{"loc": ["body", name], "msg": "Field required"} for name in missing]


def _detail(status: int, detail: Any) -> web.Response:
    return web.json_response({"detail": detail}, status=status)


def _error(status: int, name: str, text: str) -> web.Response:
    body = {"error": name, "detail": "", "body": "", "errors": text}
    return web.json_response(body, status=status)


def _error_response(fault: A1111Fault, prompt: str) -> web.Response | None:
    """Return an answer without pictures; those of the program repeat the prompt."""
    compressed = web.json_response({"images": []})
    compressed.enable_compression(web.ContentCoding.gzip)
    return {
        A1111Fault.SERVER_ERROR: _error(500, "RuntimeError", f"failed: {prompt}"),
        A1111Fault.OUT_OF_MEMORY: _error(500, "OutOfMemoryError", "CUDA out of memory."),
        A1111Fault.OVERLOADED: web.Response(status=503, headers={"Retry-After": "7"}),
        A1111Fault.BAD_GATEWAY: web.Response(status=502, text="<html>Bad gateway"),
        A1111Fault.VALIDATION: _detail(422, [{"loc": ["body"], "input": prompt}]),
        A1111Fault.NO_API: _detail(404, "Not Found"),
        A1111Fault.NONSENSE: web.json_response({"images": {"x": prompt}}),
        A1111Fault.HTML: web.Response(text=f"<html>{prompt}"),
        A1111Fault.COMPRESSED: compressed,
    }.get(fault)


def _picture(fault: str | None, words: str, width: int, height: int) -> bytes:
    lies = {
        A1111Fault.BROKEN_PICTURE: lambda: truncated_picture(width, height),
        A1111Fault.NOT_A_PICTURE: lambda: b"<svg onload='alert(1)'/>",
        A1111Fault.OTHER_SIZE: lambda: flat_picture(words, 640, 480, "WEBP"),
        A1111Fault.TINY_PICTURE: lambda: flat_picture(words, 1, 1),
        A1111Fault.WEBP_BOMB: webp_bomb,
        A1111Fault.PNG_BOMB: png_bomb,
    }
    if fault in lies:
        return lies[A1111Fault(fault)]()
    return flat_picture(words, width, height)


async def _huge(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for _ in range(HUGE_BYTES >> 20):
        await response.write(b" " * (1 << 20))
    await response.write_eof()
    return response
