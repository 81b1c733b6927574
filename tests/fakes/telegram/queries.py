"""Methods that answer callback queries and inline queries."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.api_errors import bad, query_is_too_old
from tests.fakes.telegram.inline_results import cached_file, is_cached, read_results
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.state import CALLBACK_SECONDS, INLINE_SECONDS, InlineResult, Method, State
from tests.fakes.telegram.text import units

MAX_ANSWER = 200
MAX_OFFSET = 64  # bytes
MAX_CACHE = 86_400
DEFAULT_CACHE = 300


async def answer_callback_query(state: State, params: Params) -> Any:
    callback_query = state.callback_queries.get(params.text("callback_query_id"))
    is_young = (
        callback_query is not None and state.clock.now() - callback_query.at <= CALLBACK_SECONDS
    )
    if callback_query is None or callback_query.is_answered or not is_young:
        raise query_is_too_old()
    if units(params.text("text")) > MAX_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    url = params.text("url")
    if url and not url.startswith(f"https://t.me/{state.bot.username}?"):
        raise bad("URL_INVALID")  # except for games, the URL may only lead to the bot itself
    callback_query.answer = {
        "text": params.text("text"),
        "show_alert": params.flag("show_alert"),
        "url": url,
    }
    state.changed()
    return True


async def answer_inline_query(state: State, params: Params) -> Any:
    results = read_results(state, params)
    if len(params.text("next_offset").encode()) > MAX_OFFSET:
        raise bad("NEXT_OFFSET_INVALID")
    inline_query = state.inline_queries.get(params.text("inline_query_id"))
    if (
        inline_query is None
        or inline_query.results is not None
        or state.clock.now() - inline_query.at > INLINE_SECONDS
    ):
        raise query_is_too_old()
    inline_query.results = [
        InlineResult(inline_query, given, cached_file(state, given) if is_cached(given) else None)
        for given in results
    ]
    inline_query.next_offset = params.text("next_offset")
    inline_query.button = params.parsed("button") or {}
    seconds = min(max(params.number("cache_time", DEFAULT_CACHE), 0), MAX_CACHE)
    whose = inline_query.user.id if params.flag("is_personal") else 0
    if seconds:
        until = state.clock.now() + seconds
        state.inline_cache[whose, inline_query.query, inline_query.offset] = (until, inline_query)
    state.changed()
    return True


METHODS: dict[str, Method] = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
}
