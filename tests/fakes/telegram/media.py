"""Photos and documents of a call: uploaded, by file_id, or by URL."""

from __future__ import annotations

import mimetypes
from typing import Any

from tests.fakes.telegram.api_errors import ApiError, bad
from tests.fakes.telegram.fetching import fetch
from tests.fakes.telegram.files import MAX_UPLOAD, StoredFile, measured_photo
from tests.fakes.telegram.params import Params, Upload
from tests.fakes.telegram.state import State

MEDIA = {"photo": "Photo", "document": "Document"}


SEND_REFUSAL = "wrong file identifier/HTTP URL specified"  # for another bot's id
EDIT_REFUSAL = "MEDIA_EMPTY"  # the same, in send methods only


async def file_of(
    state: State,
    params: Params,
    kind: str,
    value: Any,
    refusal: str = SEND_REFUSAL,
    *,
    detects_type: bool = True,
) -> StoredFile:
    """Return the file that *value* refers to, or that was uploaded. Raises ApiError.

    *detects_type*: an uploaded document becomes what its content is, and WebP a sticker.
    """
    if not isinstance(value, str):
        value = ""
    upload = params.files.get(value.removeprefix("attach://") if value else kind)
    if upload is not None and (not value or value.startswith("attach://")):
        return await _uploaded(state, kind, upload, detects_type=detects_type)
    if not value:
        raise bad(f"there is no {kind} in the request")
    if value.startswith("attach://"):
        raise bad(f"can't parse media: can't find attached file {value.removeprefix('attach://')}")
    if value.startswith(("http://", "https://")):
        return await fetch(state, value, kind)
    if "." in value:  # only URLs contain a dot
        raise bad("invalid file HTTP URL specified: Unsupported URL protocol")
    file = state.files.named(value)
    if file is None:
        raise bad(refusal)
    if file.kind != MEDIA[kind]:
        raise bad(f"can't use file of type {file.kind} as {MEDIA[kind]}")
    return file


async def _uploaded(state: State, kind: str, upload: Upload, *, detects_type: bool) -> StoredFile:
    if len(upload.data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        width, height = await measured_photo(upload.data)
        return state.files.keep("Photo", upload.data, width=width, height=height)
    if not upload.data:
        raise bad("file must be non-empty")
    if detects_type and _is_webp(upload):
        return state.files.keep("Sticker", upload.data, name=upload.name, mime="image/webp")
    guessed = mimetypes.guess_type(upload.name)[0] or upload.content_type
    return state.files.keep("Document", upload.data, name=upload.name, mime=guessed)


def _is_webp(upload: Upload) -> bool:
    has_header = upload.data[:4] == b"RIFF" and upload.data[8:12] == b"WEBP"
    return has_header or upload.name.lower().endswith(".webp")


def is_upload(value: Any) -> bool:
    """Return whether media are uploaded with the call, rather than given by file_id or URL."""
    return isinstance(value, str) and value.startswith("attach://")
