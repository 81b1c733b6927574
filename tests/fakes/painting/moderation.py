"""Fake moderation service, as strict as OpenAI's: `/v1/moderations`, with words and pictures.

It flags words that contain FLAGGED_WORD, and pictures that are mostly red. Faults make it answer
what services and the proxies before them answer at times.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import io
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from aiohttp import web
from PIL import Image, ImageStat

from tests.fakes.painting.endpoint import FAULT, FakeEndpoint, drop
from tests.fakes.painting.images import LINK_LOCAL, RequestError, error

KEY = "sk-fake"
MODEL = "omni-moderation-latest"
FLAGGED_WORD = "tomato"
HUGE_BYTES = 10 << 20

_MODELS = {MODEL, "omni-moderation-2024-09-26"}
_PICTURE_LIMIT = 20 << 20  # bytes
_FORMATS = {"JPEG", "PNG", "WEBP", "GIF"}
_CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)


class ModerationFault(StrEnum):
    """What goes wrong with one request."""

    NOTHING = "nothing"
    FLAG = "flag"  # a flag for the category of the fake, whatever was sent
    UNAUTHORIZED = "unauthorized"
    RATE_LIMIT = "rate_limit"  # 429 with Retry-After
    INSUFFICIENT_QUOTA = "insufficient_quota"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"  # a proxy's page
    HTML = "html"  # the same with status 200
    HANG = "hang"
    DROP = "drop"
    HUGE = "huge"
    REDIRECT = "redirect"
    ECHO = "echo"  # an error that repeats the body and the key
    NONSENSE = "nonsense"  # JSON of another API
    NO_RESULTS = "no_results"
    NO_VERDICT = "no_verdict"  # a result without `flagged`
    ODD_SCORES = "odd_scores"


class FakeModeration(FakeEndpoint):
    """The service with one key. *category* is what it flags; *score* is that of the rest."""

    prefix = "/v1"

    def __init__(self, token: str = KEY, *, seconds: float = 0.0) -> None:
        super().__init__(token)
        self.seconds = seconds
        self.category = "sexual"
        self.score = 0.0
        self.retry_after: float = 0
        self.pictures: list[Image.Image] = []
        self.words: list[str] = []

    def fail_after(self, good: int, fault: str, *, times: int = 1) -> None:
        """Let *times* requests fail after *good* ones that do not."""
        self.fail(ModerationFault.NOTHING, route="moderations", times=good)
        self.fail(fault, route="moderations", times=times)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/moderations", self._moderate, name="moderations")

    async def _moderate(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return error(401, "invalid_request_error", "Incorrect key.", code="invalid_api_key")
        if request.content_type != "application/json":
            return error(400, "invalid_request_error", "the body must be JSON")
        try:
            params = await request.json()
            texts, pictures = inputs_of(params)
        except ValueError:
            return error(400, "invalid_request_error", "could not parse the JSON body")
        except RequestError as refusal:
            return error(400, "invalid_request_error", str(refusal), code=refusal.code)
        self.log_call(request, params)
        self.words += texts
        self.pictures += pictures
        await asyncio.sleep(self.seconds)
        fault = ModerationFault(request.get(FAULT, ModerationFault.NOTHING))
        if fault not in {ModerationFault.FLAG, ModerationFault.NOTHING}:
            return _lie(fault)
        flagged = (
            fault is ModerationFault.FLAG
            or any(FLAGGED_WORD in text.lower() for text in texts)
            or any(_is_red(picture) for picture in pictures)
        )
        results = [self._result(flagged=flagged, has_picture=bool(pictures))]
        return web.json_response({"id": "modr-1", "model": params["model"], "results": results})

    def _result(self, *, flagged: bool, has_picture: bool) -> dict[str, Any]:
        flags = {name: flagged and name == self.category for name in _CATEGORIES}
        scores = {name: 0.95 if flag else 0.0 for name, flag in flags.items()}
        if not flagged:
            scores[self.category] = self.score
        applied = ["image"] if has_picture else ["text"]
        return {
            "flagged": flagged,
            "categories": flags,
            "category_scores": scores,
            "category_applied_input_types": dict.fromkeys(_CATEGORIES, applied),
        }

    async def respond_to(self, fault: str, request: web.Request) -> web.StreamResponse | None:
        named = ModerationFault(fault)
        if named in _ERRORS:
            status, kind = _ERRORS[named]
            response = error(status, kind, f"the fake's {kind}", code=kind)
            if named is ModerationFault.RATE_LIMIT:
                response.headers["Retry-After"] = str(self.retry_after)
            return response
        if named in {ModerationFault.HANG, ModerationFault.DROP}:
            if named is ModerationFault.HANG:
                await self.stopping.wait()
            return drop(request)
        if named is ModerationFault.REDIRECT:
            raise web.HTTPTemporaryRedirect(LINK_LOCAL)
        if named is ModerationFault.ECHO:
            body = (await request.read()).decode("utf-8", "replace")
            return error(400, request.headers.get("Authorization", ""), body)
        return _FOREIGN[named]() if named in _FOREIGN else None


_ERRORS = {
    ModerationFault.UNAUTHORIZED: (401, "invalid_api_key"),
    ModerationFault.RATE_LIMIT: (429, "rate_limit_exceeded"),
    ModerationFault.INSUFFICIENT_QUOTA: (429, "insufficient_quota"),
    ModerationFault.SERVER_ERROR: (500, "server_error"),
}


def _page(status: int) -> web.Response:
    text = "<html><body>nothing here</body></html>"
    return web.Response(text=text, content_type="text/html", status=status)


_FOREIGN = {
    ModerationFault.BAD_GATEWAY: lambda: _page(502),
    ModerationFault.HTML: lambda: _page(200),
    ModerationFault.HUGE: lambda: web.Response(
        body=b" " * HUGE_BYTES, content_type="application/json"
    ),
}


def _lie(fault: ModerationFault) -> web.Response:
    result: dict[str, Any] = {"flagged": False, "categories": {}, "category_scores": {}}
    if fault is ModerationFault.NONSENSE:
        return web.json_response({"choices": []})
    if fault is ModerationFault.NO_VERDICT:
        del result["flagged"]
    elif fault is ModerationFault.ODD_SCORES:
        result["category_scores"] = {"sexual": "low"}
    results = [] if fault is ModerationFault.NO_RESULTS else [result]
    return web.json_response({"id": "modr-1", "model": MODEL, "results": results})


# --- Rules ----------------------------------------------------------------------------------------


def inputs_of(params: Any) -> tuple[list[str], list[Image.Image]]:
    """Return the texts and pictures of a request. Raises RequestError for what is refused."""
    if not isinstance(params, dict):
        raise RequestError("the body must be an object", param=None)
    if unknown := sorted(set(params) - {"input", "model"}):
        raise RequestError(f"Unknown parameter: '{unknown[0]}'.", param=unknown[0])
    if params.get("model", MODEL) not in _MODELS:
        raise RequestError("Invalid value for 'model'.", param="model", code="model_not_found")
    given = params.get("input")
    items = [given] if isinstance(given, str) else given
    if not isinstance(items, list) or not items:
        raise RequestError("Invalid 'input'.", param="input")
    texts = [item for item in items if isinstance(item, str)]
    parts = [item for item in items if isinstance(item, dict)]
    if len(texts) + len(parts) != len(items) or (texts and parts):
        raise RequestError("Invalid 'input'.", param="input")
    texts += [_text_of(part) for part in parts if part.get("type") == "text"]
    pictures = [_picture_of(part) for part in parts if part.get("type") != "text"]
    if len(pictures) > 1:
        raise RequestError("Only one image is allowed.", param="input", code="too_many_images")
    return texts, pictures


def _text_of(part: Mapping[str, Any]) -> str:
    if part.keys() != {"type", "text"} or not isinstance(part["text"], str):
        raise RequestError("Invalid 'input'.", param="input")
    return part["text"]


def _picture_of(part: Mapping[str, Any]) -> Image.Image:
    if part.keys() != {"type", "image_url"} or part["type"] != "image_url":
        raise RequestError("Invalid 'input'.", param="input")
    url = part["image_url"].get("url") if isinstance(part["image_url"], dict) else None
    head, _, encoded = url.partition(";base64,") if isinstance(url, str) else ("", "", "")
    if not head.startswith("data:image/"):
        raise RequestError("Invalid image URL.", param="input", code="invalid_image_url")
    try:
        data = base64.b64decode(encoded, validate=True)
        image = Image.open(io.BytesIO(data))
        image.load()
    except (binascii.Error, ValueError, OSError):
        raise RequestError("Invalid image.", param="input", code="invalid_image") from None
    if image.format not in _FORMATS or f"image/{image.format.lower()}" != head[5:]:
        raise RequestError("Invalid image format.", param="input", code="invalid_image_format")
    if len(data) > _PICTURE_LIMIT:
        raise RequestError("The image is too large.", param="input", code="image_too_large")
    return image


def _is_red(picture: Image.Image) -> bool:
    red, green, blue = ImageStat.Stat(picture.convert("RGB")).mean
    return red > 150 and green < 80 and blue < 80
