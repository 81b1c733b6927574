"""A comic's picture by its stable link: as it was drawn, smaller, or as a file."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from aiohttp import ETag, web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.request_parsing import job_id_of, query_of
from bots.web.api.schemas import ImageQuery
from bots.web.api.serialization import image_link
from bots.web.app_keys import SERVICES
from bots.web.caller import any_requester
from core.models.comics import Comic

CACHED = "private, max-age=31536000, immutable"  # what is drawn never changes


async def image(request: web.Request) -> web.StreamResponse:
    """Lead to the picture, by a link that is good for a while; or send it."""
    query = query_of(request, ImageQuery)
    found = await request.config_dict[SERVICES].gallery.get(
        await any_requester(request), job_id_of(request), share_token=query.share
    )
    if query.download:
        return await _as_file(request, found)
    if query.width:
        return await _at_most_wide(request, found, int(query.width))
    response = web.Response(status=302)
    response.headers["Location"] = await image_link(request, found)
    return response


async def _at_most_wide(request: web.Request, comic: Comic, width: int) -> web.Response:
    """Send a rendition, which browsers keep, or nothing if this one has it."""
    # Weak: another version of an encoder may write the same picture with other bytes.
    name = sha256(f"{comic.ref.bucket}/{comic.ref.key} {width}".encode()).hexdigest()[:20]
    etag = ETag(name, is_weak=True)
    if any(known.value in {name, "*"} for known in request.if_none_match or ()):
        response = web.Response(status=304)
    else:
        picture = await request.config_dict[SERVICES].renditions.at_most_wide(comic, width)
        response = web.Response(body=picture.data, content_type=picture.content_type)
    response.etag = etag
    response.headers["Cache-Control"] = CACHED
    # Whoever uses the browser next is somebody else.
    response.headers["Vary"] = "Authorization, Cookie"
    return response


async def _as_file(request: web.Request, comic: Comic) -> web.Response:
    picture = await request.config_dict[SERVICES].renditions.original(comic)
    response = web.Response(body=picture.data, content_type=picture.content_type)
    # RFC 6266: in this form a name may have any letters.
    name = quote(picture.filename, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


OPERATIONS = (
    Operation(
        id="getImage",
        method="GET",
        path="/comics/{uuid}/image",
        handler=image,
        summary="The picture, under a link that stays",
        tag="gallery",
        access=Access.ANYONE,
        query=ImageQuery,
        answers={
            200: ResponseSpec(description="The picture, as asked for", media_type="image/*"),
            302: ResponseSpec(
                description="Where the picture is for now",
                has_body=False,
                headers={"Location": "The picture"},
            ),
            304: ResponseSpec(description="Not changed", has_body=False),
        },
        errors={502: "What lies there is no picture"},
    ),
)
