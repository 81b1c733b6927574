"""Handler of a comic's stable image URL: redirect, rendition or file download."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from aiohttp import ETag, web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.request_parsing import job_id_of, query_of
from bots.web.api.schemas import ImageQuery
from bots.web.api.serialization import image_link
from bots.web.app_keys import SERVICES
from bots.web.authentication import any_requester
from core.models.comics import Comic

CACHED = "private, max-age=31536000, immutable"  # the image of a comic never changes


async def image(request: web.Request) -> web.StreamResponse:
    """Redirect to a presigned URL of the original; with *width* or *download*, send an image."""
    query = query_of(request, ImageQuery)
    found = await request.config_dict[SERVICES].gallery.get(
        await any_requester(request), job_id_of(request), share_token=query.share
    )
    if query.download:
        return await _download(request, found)
    if query.width:
        return await _rendition(request, found, int(query.width))
    response = web.Response(status=302)
    response.headers["Location"] = await image_link(request, found)
    return response


async def _rendition(request: web.Request, comic: Comic, width: int) -> web.Response:
    """Return a rendition, which browsers cache, or 304 if the browser has it."""
    # Weak, because another version of the encoder may produce other bytes for the same image.
    name = sha256(f"{comic.ref.bucket}/{comic.ref.key} {width}".encode()).hexdigest()[:20]
    etag = ETag(name, is_weak=True)
    if any(known.value in {name, "*"} for known in request.if_none_match or ()):
        response = web.Response(status=304)
    else:
        picture = await request.config_dict[SERVICES].renditions.at_most_wide(comic, width)
        response = web.Response(body=picture.data, content_type=picture.content_type)
    response.etag = etag
    response.headers["Cache-Control"] = CACHED
    # Another user of the same browser may not have access.
    response.headers["Vary"] = "Authorization, Cookie"
    return response


async def _download(request: web.Request, comic: Comic) -> web.Response:
    picture = await request.config_dict[SERVICES].renditions.original(comic)
    response = web.Response(body=picture.data, content_type=picture.content_type)
    # RFC 6266: this form of the file name may contain any character.
    name = quote(picture.filename, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


OPERATIONS = (
    Operation(
        id="getImage",
        method="GET",
        path="/comics/{uuid}/image",
        handler=image,
        summary="Get the image of a comic, by a stable URL",
        tag="gallery",
        access=Access.ANYONE,
        query=ImageQuery,
        responses={
            200: ResponseSpec(description="The requested image", media_type="image/*"),
            302: ResponseSpec(
                description="Redirect to a temporary URL of the original image",
                has_body=False,
                headers={"Location": "URL of the image"},
            ),
            304: ResponseSpec(description="Not modified", has_body=False),
        },
        errors={502: "The stored file is not an image"},
    ),
)
