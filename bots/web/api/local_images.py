"""Pictures of the local image store, by signed link."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.request_parsing import query_of
from bots.web.api.schemas import SignedQuery
from bots.web.app_keys import LOCAL_IMAGES
from core.errors import ImageMissingError, InvalidOptionsError, NotFoundError
from core.models.comics import ImageRef

BUCKET = "local"
CONTENT_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}


async def picture(request: web.Request) -> web.StreamResponse:
    """Send a picture, whole or in ranges. Whatever is wrong, there is no such picture."""
    images = request.config_dict[LOCAL_IMAGES]
    if images is None:
        raise NotFoundError
    key = request.match_info["key"]
    try:
        signed = query_of(request, SignedQuery)
    except InvalidOptionsError as error:
        raise NotFoundError from error
    now = datetime.now(UTC)
    if not images.verify_link(key, signed.expires, signed.signature, now):
        raise NotFoundError
    try:
        path = await images.open_path(ImageRef(BUCKET, key))
    except ImageMissingError as error:
        raise NotFoundError from error
    content_type = CONTENT_TYPES.get(path.suffix)
    if content_type is None:
        raise NotFoundError
    left = max(int(signed.expires) - int(now.timestamp()), 0)
    headers = {
        "Content-Type": content_type,
        # A picture never changes under its key; the link is worth as long as its signature.
        "Cache-Control": f"private, max-age={left}, immutable",
        # Whoever has the link may put the picture into a page of their own.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return web.FileResponse(path, headers=headers)


OPERATIONS = (
    Operation(
        id="getStoredImage",
        method="GET",
        path="/images/{key}",
        patterns={"key": ".*"},
        handler=picture,
        summary="A picture of the local store, by the signed link that an s3Url is",
        tag="server",
        access=Access.OPEN,
        query=SignedQuery,
        answers={
            200: ResponseSpec(description="The picture", media_type="image/*"),
            206: ResponseSpec(description="A range of it", media_type="image/*"),
            304: ResponseSpec(description="Not changed", has_body=False),
            416: ResponseSpec(description="No such range", has_body=False),
        },
        errors={404: "No such picture, or no right to it"},
    ),
)
