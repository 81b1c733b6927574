"""Handler of signed links to the local image store."""

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
    """Send an image, whole or in ranges. Raises NotFoundError for every kind of bad link."""
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
        # An image never changes under its key, and its link is valid until the signature expires.
        "Cache-Control": f"private, max-age={left}, immutable",
        # Everyone who has the link may embed the image in a page of another site.
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
        summary="Get an image of the local store by its signed link, the s3Url of a comic",
        tag="server",
        access=Access.OPEN,
        query=SignedQuery,
        responses={
            200: ResponseSpec(description="The image", media_type="image/*"),
            206: ResponseSpec(description="The requested range of the image", media_type="image/*"),
            304: ResponseSpec(description="Not modified", has_body=False),
            416: ResponseSpec(description="Range not satisfiable", has_body=False),
        },
        errors={404: "No such image, or an invalid or expired link"},
    ),
)
