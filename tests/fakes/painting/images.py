"""Fake images API, as strict as OpenAI's: `/images/generations`, `/images/edits`, `/models`.

Two models: `gpt-image-2` takes OpenAI's parameters only and always returns base64; `open-model`
behaves like the servers of open models, which take a seed and return links unless asked otherwise.
"""

from __future__ import annotations

import asyncio
import base64
import io
import re
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from aiohttp import web
from PIL import Image

from tests.fakes.painting.endpoint import FAULT, FakeEndpoint, drop
from tests.fakes.painting.pictures import (
    flat_picture,
    png_bomb,
    truncated_picture,
    webp_bomb,
)

KEY = "sk-fake"
MODEL = "gpt-image-2"
OPEN_MODEL = "open-model"
LINK_LOCAL = "http://169.254.169.254/latest/meta-data/"
HUGE_BYTES = 80 << 20

_PROMPT_LIMIT = 32_000  # characters
_MOST_IMAGES = 16  # references
_PIXELS = range(655_360, 8_294_401)
_EDGE = 3840
_COMMON = {"prompt", "model", "n", "size", "quality"}
_OPENAI = {
    "background",
    "moderation",
    "output_compression",
    "output_format",
    "safety_identifier",
    "user",
}
_EDITS = {"input_fidelity"}
_OPEN = {"seed", "negative_prompt", "response_format", "num_inference_steps", "guidance_scale"}
_QUALITIES = {"auto", "low", "medium", "high"}
_NUMBERS = {"n", "seed", "num_inference_steps"}


class ImagesFault(StrEnum):
    """What goes wrong with one request."""

    MODERATION_BLOCKED = "moderation_blocked"
    CONTENT_POLICY_VIOLATION = "content_policy_violation"
    RATE_LIMIT = "rate_limit"  # 429 with Retry-After
    INSUFFICIENT_QUOTA = "insufficient_quota"  # 429, which no waiting ends
    PAYMENT_REQUIRED = "payment_required"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    MODEL_NOT_FOUND = "model_not_found"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"  # 503 with Retry-After
    BAD_GATEWAY = "bad_gateway"  # a proxy's page
    HANG = "hang"
    DROP = "drop"
    ECHO = "echo"  # an error that repeats the prompt and the key
    REDIRECT_LOOPBACK = "redirect_loopback"
    REDIRECT_LINK_LOCAL = "redirect_link_local"
    # lies: 200 with something other than one picture of the size
    NO_PICTURE = "no_picture"
    TWO_PICTURES = "two_pictures"
    BROKEN_PICTURE = "broken_picture"
    NOT_A_PICTURE = "not_a_picture"
    NOT_BASE64 = "not_base64"
    OTHER_SIZE = "other_size"
    TINY_PICTURE = "tiny_picture"
    WEBP_BOMB = "webp_bomb"
    PNG_BOMB = "png_bomb"
    NONSENSE = "nonsense"  # JSON of another API
    HTML = "html"
    HUGE = "huge"
    COMPRESSED = "compressed"  # gzip, although the client asked for none
    LINK = "link"  # to this server
    LINK_ELSEWHERE = "link_elsewhere"
    LINK_REDIRECTS = "link_redirects"
    LINK_LINK_LOCAL = "link_link_local"
    LINK_FILE = "link_file"
    LINK_HUGE = "link_huge"


class RequestError(Exception):
    """A request that OpenAI refuses."""

    def __init__(self, message: str, *, param: str | None, code: str | None = None) -> None:
        super().__init__(message)
        self.param = param
        self.code = code


class FakeImages(FakeEndpoint):
    """The API with one key. *elsewhere* is the origin of another server, to lead clients to."""

    prefix = "/v1"

    def __init__(self, token: str = KEY, *, seconds: float = 0.0, elsewhere: str = "") -> None:
        super().__init__(token)
        self.seconds = seconds
        self.elsewhere = elsewhere
        self.retry_after = 1
        self.together = 0  # requests that are being answered now
        self.most_together = 0
        self.references: list[list[bytes]] = []  # of each edit, in order

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/images/generations", self._generate, name="generations")
        router.add_post("/v1/images/edits", self._edit, name="edits")
        router.add_get("/v1/models", self._models, name="models")
        router.add_get("/files/{name}", self._file, name="files")

    # --- Routes -----------------------------------------------------------------------------------

    async def _models(self, request: web.Request) -> web.Response:
        if refused := self._refused_key(request):
            return refused
        models = [{"id": name, "object": "model"} for name in (MODEL, OPEN_MODEL)]
        return web.json_response({"object": "list", "data": models})

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refused_key(request):
            return refused
        if request.content_type != "application/json":
            return error(400, "invalid_request_error", "the body must be JSON")
        try:
            params = await request.json()
            check_params(params, edits=False)
        except ValueError:
            return error(400, "invalid_request_error", "could not parse the JSON body")
        except RequestError as refusal:
            return refused_params(refusal)
        return await self._answer(request, params, "")

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refused_key(request):
            return refused
        if request.content_type != "multipart/form-data":
            return error(400, "invalid_request_error", "the body must be multipart/form-data")
        form = await request.post()
        images: list[bytes] = []
        params: dict[str, Any] = {}
        for name, value in form.items():
            if isinstance(value, web.FileField):
                if name not in {"image", "image[]"}:
                    return error(400, "invalid_request_error", f"Unknown parameter: '{name}'.")
                images.append(value.file.read())
            else:
                params[name] = int(value) if name in _NUMBERS and value.isdigit() else value
        try:
            check_params(params, edits=True)
            check_images(images)
        except RequestError as refusal:
            return refused_params(refusal)
        self.references.append(images)
        return await self._answer(request, params, f" with {len(images)}")

    async def _answer(
        self, request: web.Request, params: Mapping[str, Any], suffix: str
    ) -> web.StreamResponse:
        began = time.monotonic()
        self.log_call(request, params)
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        width, height = size_of(params)
        words = f"{params['prompt']} {params.get('seed', '')}{suffix}"
        fault = ImagesFault(request[FAULT]) if FAULT in request else None
        picture = _picture(fault, words, width, height)
        try:
            await asyncio.sleep(max(0.0, began + self.seconds - time.monotonic()))
        finally:
            self.together -= 1
        as_link = params["model"] == OPEN_MODEL and params.get("response_format") != "b64_json"
        data: list[dict[str, Any]] = [
            {"url": f"{self._origin}/files/good.png"} if as_link else {"b64_json": _base64(picture)}
        ]
        if fault is not None:
            data = self._lie(fault, data)
        return web.json_response({"created": int(time.time()), "data": data})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self.log_call(request, {})
        name = request.match_info["name"]
        if name == "moved.png":
            raise web.HTTPFound(f"{self.elsewhere}/files/good.png")
        if name == "huge.png":
            return await _huge(request)
        return web.Response(body=flat_picture("a link", 1024, 1024), content_type="image/png")

    # --- Faults -----------------------------------------------------------------------------------

    async def respond_to(self, fault: str, request: web.Request) -> web.StreamResponse | None:
        named = ImagesFault(fault)
        if named in _ERRORS:
            status, kind, code = _ERRORS[named]
            response = error(status, kind, f"the fake's {code}", code=code)
            if named in {ImagesFault.RATE_LIMIT, ImagesFault.OVERLOADED}:
                response.headers["Retry-After"] = str(self.retry_after)
            return response
        if named in {ImagesFault.HANG, ImagesFault.DROP}:
            if named is ImagesFault.HANG:
                await self.stopping.wait()
            return drop(request)
        if named in {ImagesFault.REDIRECT_LOOPBACK, ImagesFault.REDIRECT_LINK_LOCAL}:
            loopback = f"{self.elsewhere}/v1/images/generations"
            to = loopback if named is ImagesFault.REDIRECT_LOOPBACK else LINK_LOCAL
            raise web.HTTPTemporaryRedirect(to)
        if named is ImagesFault.ECHO:
            secret = request.headers.get("Authorization", "")
            body = (await request.read()).decode("utf-8", "replace")
            return error(400, secret, body, code=body[:200])
        return await _foreign_body(named, request)

    def _lie(self, fault: ImagesFault, data: list[dict[str, Any]]) -> list[dict[str, Any]]:
        links = {
            ImagesFault.LINK: f"{self._origin}/files/good.png",
            ImagesFault.LINK_ELSEWHERE: f"{self.elsewhere}/files/good.png",
            ImagesFault.LINK_REDIRECTS: f"{self._origin}/files/moved.png",
            ImagesFault.LINK_HUGE: f"{self._origin}/files/huge.png",
            ImagesFault.LINK_LINK_LOCAL: LINK_LOCAL,
            ImagesFault.LINK_FILE: "file:///etc/passwd",
        }
        if fault in links:
            return [{"url": links[fault]}]
        if fault is ImagesFault.NO_PICTURE:
            return []
        if fault is ImagesFault.TWO_PICTURES:
            return data * 2
        if fault is ImagesFault.NOT_BASE64:
            return [{"b64_json": "no base64 at all!"}]
        return data

    @property
    def _origin(self) -> str:
        return self.url.removesuffix(self.prefix)

    def _refused_key(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Authorization") == f"Bearer {self.token}":
            return None
        message = "Incorrect API key provided."
        return error(401, "invalid_request_error", message, code="invalid_api_key")


# --- Rules ----------------------------------------------------------------------------------------


def check_params(params: Any, *, edits: bool) -> None:
    """Raise RequestError for what the API refuses."""
    if not isinstance(params, dict):
        raise RequestError("the body must be an object", param=None)
    model = params.get("model")
    if model not in {MODEL, OPEN_MODEL}:
        message = f"The model '{model}' does not exist."
        raise RequestError(message, param="model", code="model_not_found")
    known = _COMMON | (_OPENAI if model == MODEL else _OPEN) | (_EDITS if edits else set())
    if unknown := sorted(set(params) - known):
        message = f"Unknown parameter: '{unknown[0]}'."
        raise RequestError(message, param=unknown[0], code="unknown_parameter")
    prompt = params.get("prompt")
    if not isinstance(prompt, str) or not 0 < len(prompt) <= _PROMPT_LIMIT:
        raise RequestError("Invalid 'prompt'.", param="prompt")
    if not isinstance(params.get("n", 1), int) or not 1 <= params.get("n", 1) <= 10:
        raise RequestError("Invalid 'n'.", param="n")
    if model == MODEL and params.get("quality", "auto") not in _QUALITIES:
        raise RequestError("Invalid 'quality'.", param="quality", code="invalid_value")
    if params.get("output_format", "png") not in {"png", "webp", "jpeg"}:
        raise RequestError("Invalid 'output_format'.", param="output_format", code="invalid_value")
    check_size(params, model)


def check_size(params: Mapping[str, Any], model: str) -> None:
    width, height = size_of(params)
    good = width % 16 == 0 and height % 16 == 0 and max(width, height) <= _EDGE
    if model == MODEL:
        good = good and width * height in _PIXELS and max(width, height) <= 3 * min(width, height)
    if not good:
        raise RequestError("Invalid 'size'.", param="size", code="invalid_value")


def size_of(params: Mapping[str, Any]) -> tuple[int, int]:
    size = params.get("size", "1024x1024")
    size = "1024x1024" if size == "auto" else size
    if not isinstance(size, str) or not re.fullmatch(r"[1-9]\d{1,3}x[1-9]\d{1,3}", size):
        raise RequestError("Invalid 'size'.", param="size", code="invalid_value")
    width, height = size.split("x")
    return int(width), int(height)


def check_images(images: list[bytes]) -> None:
    if not 1 <= len(images) <= _MOST_IMAGES:
        raise RequestError("1 to 16 images are needed", param="image")
    for data in images:
        try:
            kind = Image.open(io.BytesIO(data)).format
        except OSError:
            raise RequestError("Invalid image file.", param="image") from None
        if kind not in {"PNG", "WEBP", "JPEG"}:
            raise RequestError("Invalid image file.", param="image")


# --- Answers --------------------------------------------------------------------------------------

_USER_ERROR = "image_generation_user_error"
_ERRORS = {
    ImagesFault.MODERATION_BLOCKED: (400, _USER_ERROR, "moderation_blocked"),
    ImagesFault.CONTENT_POLICY_VIOLATION: (400, _USER_ERROR, "content_policy_violation"),
    ImagesFault.RATE_LIMIT: (429, "requests", "rate_limit_exceeded"),
    ImagesFault.INSUFFICIENT_QUOTA: (429, "insufficient_quota", "insufficient_quota"),
    ImagesFault.PAYMENT_REQUIRED: (402, "invalid_request_error", "payment_required"),
    ImagesFault.UNAUTHORIZED: (401, "invalid_request_error", "invalid_api_key"),
    ImagesFault.FORBIDDEN: (403, "invalid_request_error", "organization_not_verified"),
    ImagesFault.MODEL_NOT_FOUND: (404, "invalid_request_error", "model_not_found"),
    ImagesFault.SERVER_ERROR: (500, "server_error", "server_error"),
    ImagesFault.OVERLOADED: (503, "server_error", "overloaded"),
}


def error(status: int, kind: str, message: str, *, code: str | None = None) -> web.Response:
    body = {"error": {"message": message, "type": kind, "param": None, "code": code}}
    return web.json_response(body, status=status)


def refused_params(refusal: RequestError) -> web.Response:
    status = 404 if refusal.code == "model_not_found" else 400
    body = {
        "message": str(refusal),
        "type": "invalid_request_error",
        "param": refusal.param,
        "code": refusal.code,
    }
    return web.json_response({"error": body}, status=status)


def _picture(fault: ImagesFault | None, words: str, width: int, height: int) -> bytes:
    special: dict[ImagesFault, Callable[[], bytes]] = {
        ImagesFault.BROKEN_PICTURE: lambda: truncated_picture(width, height),
        ImagesFault.NOT_A_PICTURE: lambda: b"<svg onload='alert(1)'/>",
        ImagesFault.OTHER_SIZE: lambda: flat_picture(words, 640, 480, "WEBP"),
        ImagesFault.TINY_PICTURE: lambda: flat_picture(words, 1, 1),
        ImagesFault.WEBP_BOMB: webp_bomb,
        ImagesFault.PNG_BOMB: png_bomb,
    }
    if fault in special:
        return special[fault]()
    return flat_picture(words, width, height)


async def _foreign_body(fault: ImagesFault, request: web.Request) -> web.StreamResponse | None:
    match fault:
        case ImagesFault.BAD_GATEWAY:
            return web.Response(status=502, text="<html>Bad gateway", content_type="text/html")
        case ImagesFault.HTML:
            return web.Response(text="<html>Sign in", content_type="text/html")
        case ImagesFault.NONSENSE:
            return web.json_response({"images": ["x"], "data": "y"})
        case ImagesFault.HUGE:
            return await _huge(request)
        case ImagesFault.COMPRESSED:
            response = web.json_response({"created": 1, "data": []})
            response.enable_compression(web.ContentCoding.gzip)
            return response
    return None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def _huge(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for _ in range(HUGE_BYTES >> 20):
        await response.write(b" " * (1 << 20))
    await response.write_eof()
    return response
