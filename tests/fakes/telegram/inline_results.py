"""Inline query results: articles, and photos and documents by file id or URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.telegram.api_errors import ApiError, bad
from tests.fakes.telegram.files import StoredFile
from tests.fakes.telegram.keyboards import markup_of
from tests.fakes.telegram.media import MEDIA
from tests.fakes.telegram.message_text import Formatted, formatted_caption, formatted_text
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.state import State

MAX_RESULTS = 50
MAX_ID = 64  # bytes


def read_results(state: State, params: Params) -> list[dict[str, Any]]:
    """Parse the results of an answer. Raises ApiError."""
    results = params.parsed("results")
    if not isinstance(results, list):
        raise bad("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    for result in results:
        _check(state, result)
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    return results


def _check(state: State, result: Any) -> None:
    if not isinstance(result, dict):
        raise _unreadable("expected an Object")
    if not isinstance(result.get("id"), str) or not 1 <= len(result["id"].encode()) <= MAX_ID:
        raise bad("RESULT_ID_INVALID")
    kind = result.get("type")
    if kind == "article":
        if not result.get("title"):
            raise bad("ARTICLE_TITLE_EMPTY")
        if "input_message_content" not in result:
            raise _unreadable('Can\'t find field "input_message_content"')
    elif kind not in MEDIA:
        raise _unreadable(f"type {kind!r} is not known to this fake")
    elif is_cached(result):
        cached_file(state, result)
    elif not str(result.get(f"{kind}_url", "")).startswith(("http://", "https://")):
        raise bad(f"{str(kind).upper()}_CONTENT_URL_EMPTY")
    elif kind == "photo" and not str(result.get("thumbnail_url", "")).startswith("http"):
        raise bad("PHOTO_THUMB_URL_EMPTY")
    words_of(result)
    markup_of(result.get("reply_markup"))


def is_cached(result: Mapping[str, Any]) -> bool:
    """Return whether a result refers to a file by its id."""
    return f"{result['type']}_file_id" in result


def cached_file(state: State, result: Mapping[str, Any]) -> StoredFile:
    """Return the file of a result's file id. Raises ApiError."""
    kind = result["type"]
    file = state.files.named(str(result[f"{kind}_file_id"]))
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if file.kind != MEDIA[kind]:
        raise bad(f"can't use file of type {file.kind} as {MEDIA[kind]}")
    return file


def words_of(result: Mapping[str, Any]) -> Formatted:
    """Return the text or the caption that a result is sent with. Raises ApiError."""
    content = result.get("input_message_content")
    if content is not None:
        if not isinstance(content, dict) or "message_text" not in content:
            raise _unreadable("input message content is not specified")
        return formatted_text(
            str(content["message_text"]), content.get("parse_mode", ""), content.get("entities")
        )
    caption, mode = result.get("caption", ""), result.get("parse_mode", "")
    return formatted_caption(caption, mode, result.get("caption_entities"))


def _unreadable(why: str) -> ApiError:
    return bad(f"can't parse inline query result: {why}")
