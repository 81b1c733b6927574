"""Error responses of the fake generator, and of a proxy in front of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web

from tests.fakes.generator.faults import Fault

PAGE = "<!doctype html><html><title>Home</title><script>{}</script></html>"


def html(status: int) -> web.Response:
    return web.Response(status=status, text=PAGE, content_type="text/html")


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    retry_after: float | None = None,
    param: str | None = None,
) -> web.Response:
    """Return the contract's error envelope."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    retryable = status in {404, 429, 500, 503}
    error = {"code": code, "message": message, "retryable": retryable, "param": param}
    return web.json_response({"error": error}, status=status, headers=headers)


_REPLIES: Mapping[Fault, Callable[[], web.Response]] = {
    Fault.BAD_GATEWAY: lambda: html(502),
    Fault.TAKEN_THEN_BAD_GATEWAY: lambda: html(502),
    Fault.CRASH: lambda: web.Response(status=500, text="Internal Server Error"),
    Fault.HTML: lambda: html(200),
    Fault.HTML_NOT_FOUND: lambda: html(404),
    Fault.REDIRECT: lambda: web.Response(status=302, headers={"Location": "/login"}),
    Fault.NONSENSE: lambda: web.json_response({"images": []}),
    Fault.TAKEN_THEN_NONSENSE: lambda: web.json_response({"images": []}),
    Fault.HUGE: lambda: web.json_response({"s3Url": "a" * 2_000_000}),
    Fault.UNAUTHORIZED: lambda: refusal(401, "unauthorized", "a valid bearer token is needed"),
    Fault.INVALID_REQUEST: lambda: refusal(
        422, "invalid_request", "out of range", param="inputParams.style"
    ),
    Fault.PAYMENT_REQUIRED: lambda: refusal(402, "payment_required", "no credit left"),
    Fault.CONFLICT: lambda: refusal(409, "conflict", "same uuid, other inputParams"),
}


def faulty_reply(fault: Fault, retry_after: float) -> web.Response | None:
    """Return the response to a request with this fault; None if the connection breaks."""
    if fault is Fault.WARMING:
        return refusal(503, "warming", "loading weights", retry_after=retry_after)
    if fault is Fault.OVERLOADED:
        return refusal(429, "overloaded", "too much to do", retry_after=retry_after)
    reply = _REPLIES.get(fault)
    return reply() if reply else None
