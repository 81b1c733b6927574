"""Fake language model: `/v1/chat/completions`, as strict as OpenAI's about structured outputs.

Its story repeats the spoken words of the request, as the instructions demand. Faults make it answer
what models and the proxies before them answer at times.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from aiohttp import web

from pipeline.comic.planner.reading.passages import passages_of
from pipeline.comic.planner.text_portions import portions
from pipeline.comic.story_json import MAX_SPEECH
from tests.fakes.painting.endpoint import FAULT, FakeEndpoint, drop

KEY = "sk-fake"
MODEL = "story-model"
HUGE_BYTES = 10 << 20

_PARAMS = {
    "frequency_penalty",
    "logprobs",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "model",
    "n",
    "presence_penalty",
    "response_format",
    "seed",
    "stop",
    "stream",
    "temperature",
    "top_p",
    "user",
}
_ROLES = {"system", "developer", "user", "assistant", "tool"}
# Keywords that strict mode refuses, or did so in some releases.
_NOT_IN_STRICT_MODE = {"allOf", "default", "if", "maxLength", "minLength", "not", "oneOf"}


class PlannerFault(StrEnum):
    """What goes wrong with one request."""

    UNAUTHORIZED = "unauthorized"
    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"  # a proxy's page
    HTML = "html"  # the same with status 200
    HANG = "hang"
    TRICKLE = "trickle"  # a byte now and then, forever
    DROP = "drop"
    HUGE = "huge"
    COMPRESSED = "compressed"
    REDIRECT = "redirect"  # to *elsewhere*
    NONSENSE = "nonsense"  # JSON of another API
    NO_CHOICES = "no_choices"
    REFUSAL = "refusal"
    CUT_OFF = "cut_off"
    PROSE = "prose"
    FENCED = "fenced"  # prose around JSON
    LIST = "list"
    DEEP = "deep"
    THIRTEEN_PANELS = "thirteen_panels"
    ONE_PANEL_LESS = "one_panel_less"
    STRANGER = "stranger"  # a speaker who is not in the cast
    TWINS = "twins"  # two characters with one id
    LONG_LINE = "long_line"
    MANY_LINES = "many_lines"
    LONG_CAPTIONS = "long_captions"
    CHANGED_QUOTE = "changed_quote"
    CONTROL_CHARACTERS = "control_characters"  # usable once they are removed
    OWN_OPTIONS = "own_options"  # usable: options that are not its to choose


class RequestError(Exception):
    """A request that OpenAI refuses."""


class FakePlanner(FakeEndpoint):
    """The API with one key and one model. *elsewhere* is the origin that redirects lead to."""

    prefix = "/v1"

    def __init__(self, token: str = KEY, *, seconds: float = 0.0, elsewhere: str = "") -> None:
        super().__init__(token)
        self.seconds = seconds
        self.elsewhere = elsewhere
        self.hanging = asyncio.Event()  # a request hangs

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/chat/completions", self._complete, name="completions")
        router.add_get("/v1/models", self._models, name="models")

    async def _models(self, request: web.Request) -> web.Response:
        if refused := self._refused_key(request):
            return refused
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refused_key(request):
            return refused
        try:
            params = await request.json()
            _check_params(params)
        except ValueError:
            return _error(400, "invalid_request_error", "could not parse the JSON body")
        except RequestError as refusal:
            return _error(400, "invalid_request_error", str(refusal))
        if params["model"] != MODEL:
            return _error(404, "invalid_request_error", "The model does not exist")
        self.log_call(request, params)
        await asyncio.sleep(self.seconds)
        fault = PlannerFault(request[FAULT]) if FAULT in request else None
        asked = json.loads(params["messages"][-1]["content"])
        return web.json_response(_completion(_content(fault, asked), fault))

    async def respond_to(self, fault: str, request: web.Request) -> web.StreamResponse | None:
        if (refusal := _REFUSALS.get(PlannerFault(fault))) is not None:
            return _error(*refusal)
        if (lie := _LIES.get(PlannerFault(fault))) is not None:
            return lie()
        match PlannerFault(fault):
            case PlannerFault.HANG:
                self.hanging.set()
                await self.stopping.wait()
            case PlannerFault.TRICKLE:
                return await self._trickle(request)
            case PlannerFault.DROP:
                return drop(request)
            case PlannerFault.REDIRECT:
                there = {"Location": f"{self.elsewhere}/v1/chat/completions"}
                return web.Response(status=307, headers=there)
        return None

    async def _trickle(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while not self.stopping.is_set():
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    def _refused_key(self, request: web.Request) -> web.Response | None:
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            return _error(401, "invalid_request_error", "Incorrect API key provided")
        return None


_PAGE = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body></body></html>"


def _error(status: int, kind: str, message: str) -> web.Response:
    error = {"message": message, "type": kind, "param": None, "code": None}
    return web.json_response({"error": error}, status=status)


def _page(status: int) -> web.Response:
    return web.Response(status=status, text=_PAGE, content_type="text/html")


def _compressed() -> web.Response:
    body = gzip.compress(b" " * HUGE_BYTES)
    headers = {"Content-Encoding": "gzip"}
    return web.Response(body=body, content_type="application/json", headers=headers)


_REFUSALS = {
    PlannerFault.UNAUTHORIZED: (401, "invalid_request_error", "Incorrect API key provided"),
    PlannerFault.RATE_LIMIT: (429, "rate_limit_exceeded", "Rate limit reached"),
    PlannerFault.SERVER_ERROR: (500, "server_error", "The server had an error"),
}
_LIES: Mapping[PlannerFault, Callable[[], web.Response]] = {
    PlannerFault.BAD_GATEWAY: lambda: _page(502),
    PlannerFault.HTML: lambda: _page(200),
    PlannerFault.HUGE: lambda: web.Response(
        body=b" " * HUGE_BYTES, content_type="application/json"
    ),
    PlannerFault.COMPRESSED: _compressed,
    PlannerFault.NONSENSE: lambda: web.json_response({"created": 1, "data": []}),
}


# --- Requests -------------------------------------------------------------------------------------


def _check_params(params: Any) -> None:
    if not isinstance(params, dict):
        raise RequestError("the body must be an object")
    if unknown := set(params) - _PARAMS:
        raise RequestError(f"Unrecognized request argument supplied: {min(unknown)}")
    if not isinstance(params.get("model"), str) or not params["model"]:
        raise RequestError("you must provide a model parameter")
    tokens = params.get("max_tokens", 1)
    if not isinstance(tokens, int) or tokens < 1:
        raise RequestError("max_tokens is too small")
    messages = params.get("messages")
    if not isinstance(messages, list) or not messages:
        raise RequestError("messages is too short")
    for message in messages:
        if message.get("role") not in _ROLES or not isinstance(message.get("content"), str):
            raise RequestError("Invalid value for messages")
    _check_format(params.get("response_format", {"type": "text"}))


def _check_format(wanted: Any) -> None:
    if wanted.get("type") not in {"text", "json_object", "json_schema"}:
        raise RequestError("Invalid value for response_format.type")
    if wanted["type"] == "json_schema":
        described = wanted.get("json_schema", {})
        if not described.get("name"):
            raise RequestError("Missing required parameter: response_format.json_schema.name")
        if described.get("strict"):
            _check_strict(described.get("schema"))


def _check_strict(schema: Any) -> None:
    """Refuse what OpenAI's strict mode refuses, anywhere in a schema."""
    if isinstance(schema, list):
        for item in schema:
            _check_strict(item)
    if not isinstance(schema, dict):
        return
    if refused := _NOT_IN_STRICT_MODE & set(schema):
        raise RequestError(f"In context=(), '{min(refused)}' is not permitted.")
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            raise RequestError("In context=(), 'additionalProperties' must be false.")
        if set(schema.get("required", ())) != set(schema.get("properties", {})):
            raise RequestError("In context=(), 'required' must list every property.")
    for key, value in schema.items():
        named = key in {"properties", "$defs"}
        _check_strict(list(value.values()) if named else value)


# --- Answers --------------------------------------------------------------------------------------


def _completion(content: str | None, fault: PlannerFault | None) -> dict[str, Any]:
    refusal = "I cannot help with that." if fault is PlannerFault.REFUSAL else None
    message = {
        "role": "assistant",
        "content": None if refusal else content,
        "refusal": refusal,
    }
    ended = "length" if fault is PlannerFault.CUT_OFF else "stop"
    choices = [{"index": 0, "message": message, "finish_reason": ended}]
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [] if fault is PlannerFault.NO_CHOICES else choices,
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _content(fault: PlannerFault | None, asked: Mapping[str, Any]) -> str:
    story = story_for(asked)
    match fault:
        case PlannerFault.PROSE:
            return "Here is a funny comic about a cat who opens a bakery."
        case PlannerFault.FENCED:
            return f"Sure! Here it is:\n```json\n{json.dumps(story)}\n```"
        case PlannerFault.LIST:
            return json.dumps([story])
        case PlannerFault.DEEP:
            return "[" * 100_000
        case PlannerFault.CUT_OFF:
            return json.dumps(story)[:-40]
    if fault in _SPOILED:
        _SPOILED[fault](story)
    return json.dumps(story)


def story_for(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story of the panels asked for, in which a cook says the words in quotation marks."""
    quotes = [passage.text for passage in passages_of(asked["request"]) if passage.is_spoken]
    names = [character["name"] for character in asked["characters"]] or ["Nora"]
    panels = [
        {
            "place": "kitchen" if number else "bakery on the moon",
            "time": "night",
            "weather": "clear",
            "shot": "medium",
            "cast": [{"id": "c1", "action": "hold", "emotion": "happy", "holds": ["cake"]}],
            "things": ["pot"],
            "lines": [{"kind": "caption", "text": f"Part {number + 1}.", "speaker": None}],
        }
        for number in range(asked["panels"])
    ]
    for number, quote in enumerate(quotes):
        panel: Any = panels[min(number, len(panels) - 1)]
        for part in portions(quote, MAX_SPEECH):
            panel["lines"].append({"kind": "speech", "text": part, "speaker": "c1"})
    cook = {
        "id": "c1",
        "name": names[0],
        "species": "human",
        "gender": "female",
        "description": "a cook with red hair",
        "role": "chef",
    }
    return {"title": "The last cake", "cast": [cook], "panels": panels}


def _line(kind: str, text: str, speaker: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "text": text, "speaker": speaker}


def _add_lines(*lines: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    def spoil(story: dict[str, Any]) -> None:
        story["panels"][0]["lines"] += lines

    return spoil


def _thirteen(story: dict[str, Any]) -> None:
    story["panels"] = (story["panels"] * 13)[:13]


def _one_less(story: dict[str, Any]) -> None:
    story["panels"].pop()


def _twins(story: dict[str, Any]) -> None:
    story["cast"] *= 2


def _change_quotes(story: dict[str, Any]) -> None:
    for panel in story["panels"]:
        for line in panel["lines"]:
            line["text"] = line["text"][1:]


def _add_control_characters(story: dict[str, Any]) -> None:
    story["title"] = "The\x00 last\ud800 cake\u202e"
    story["panels"][0]["lines"][0]["text"] = "Part\x07 1."


def _choose_options(story: dict[str, Any]) -> None:
    story |= {
        "style": "photo",
        "aspect": "99:1",
        "version": 7,
        "colorMode": "neon",
        "panelCount": 1,
    }
    story |= {"color_mode": "neon", "notices": [{"code": "paid", "args": {}}], "lettering": "none"}


_SPOILED: Mapping[PlannerFault | None, Callable[[dict[str, Any]], None]] = {
    PlannerFault.THIRTEEN_PANELS: _thirteen,
    PlannerFault.ONE_PANEL_LESS: _one_less,
    PlannerFault.STRANGER: _add_lines(_line("speech", "Hello", "c9")),
    PlannerFault.TWINS: _twins,
    PlannerFault.LONG_LINE: _add_lines(_line("speech", "ha " * 60, "c1")),
    PlannerFault.MANY_LINES: _add_lines(*[_line("speech", "Ha", "c1")] * 5),
    PlannerFault.LONG_CAPTIONS: _add_lines(*[_line("caption", "Once upon a time. " * 5)] * 2),
    PlannerFault.CHANGED_QUOTE: _change_quotes,
    PlannerFault.CONTROL_CHARACTERS: _add_control_characters,
    PlannerFault.OWN_OPTIONS: _choose_options,
}
