"""Handlers of `/gallery`: list, search, change, delete and report comics."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.request_parsing import body_of, job_id_of, query_of
from bots.web.api.schemas import (
    ComicChange,
    ComicDetailsView,
    ComicView,
    GalleryQuery,
    GalleryView,
    ReportBody,
)
from bots.web.api.serialization import comic_view, details_view
from bots.web.app_keys import SERVICES
from bots.web.authentication import any_requester, known_caller
from bots.web.json_responses import json_response
from core.errors import InvalidOptionsError
from core.models.comics import GalleryFilter
from core.models.identity import JobId, Platform, Requester
from core.services import Services


async def gallery(request: web.Request) -> web.StreamResponse:
    """Return a page of the caller's comics, newest first."""
    caller = await known_caller(request)
    query = query_of(request, GalleryQuery)
    page, next_cursor = await request.config_dict[SERVICES].gallery.page(
        caller.requester,
        wanted=_filter_of(query),
        cursor=query.cursor or None,
        limit=query.limit,
    )
    items = [await comic_view(request, comic) for comic in page.comics]
    return json_response(GalleryView(items=items, next_cursor=next_cursor))


async def comic(request: web.Request) -> web.StreamResponse:
    """Return one of the caller's comics."""
    caller = await known_caller(request)
    services, comic_id = request.config_dict[SERVICES], job_id_of(request)
    found = await services.gallery.own(caller.requester, comic_id)
    status = await services.job_statuses.get(comic_id, caller.requester)
    return json_response(await details_view(request, found, status.job))


async def change(request: web.Request) -> web.StreamResponse:
    """Change the fields of a comic that are given."""
    caller = await known_caller(request)
    comic_id = job_id_of(request)
    changes = await body_of(request, ComicChange)
    services = request.config_dict[SERVICES]
    if changes.deleted is False:
        if len(changes.model_dump(exclude_none=True)) > 1:
            # Each change is its own transaction, and a request is applied entirely or not at all.
            raise InvalidOptionsError({"deleted": "must be the only field"})
        await services.gallery.restore(caller.requester, comic_id)
    if changes.favorite is not None or changes.title is not None:
        await services.gallery.update(
            caller.requester, comic_id, favorite=changes.favorite, title=changes.title
        )
    if changes.shared is not None:
        await _set_shared(services, caller.requester, comic_id, shared=changes.shared)
    changed = await services.gallery.own(caller.requester, comic_id)
    return json_response(await comic_view(request, changed))


async def delete(request: web.Request) -> web.StreamResponse:
    """Hide a comic; its image is deleted about a minute later."""
    caller = await known_caller(request)
    await request.config_dict[SERVICES].gallery.delete(caller.requester, job_id_of(request))
    return web.Response(status=204)


async def report(request: web.Request) -> web.StreamResponse:
    """Report a comic that the caller can see."""
    body = await body_of(request, ReportBody)
    await request.config_dict[SERVICES].gallery.report(
        await any_requester(request), job_id_of(request), body.reason, share_token=body.share
    )
    return web.Response(status=204)


def _filter_of(query: GalleryQuery) -> GalleryFilter:
    favorite = None if query.favorite is None else query.favorite == "true"
    platform = Platform(query.platform) if query.platform else None
    return GalleryFilter(text=query.q, style=query.style, favorite=favorite, platform=platform)


async def _set_shared(
    services: Services, requester: Requester, comic_id: JobId, *, shared: bool
) -> None:
    if shared:
        await services.gallery.share(requester, comic_id)
    else:
        await services.gallery.unshare(requester, comic_id)


_UUID_OF_PATH = {"uuid": "$request.path.uuid"}

OPERATIONS = (
    Operation(
        id="getGallery",
        method="GET",
        path="/gallery",
        handler=gallery,
        summary="List the caller's comics, newest first",
        tag="gallery",
        access=Access.KNOWN,
        query=GalleryQuery,
        responses={
            200: ResponseSpec(
                description="Page of comics",
                model=GalleryView,
                links={
                    "next": ResponseLink(
                        to="getGallery", parameters={"cursor": "$response.body#/nextCursor"}
                    ),
                    "comic": ResponseLink(
                        to="getComic", parameters={"uuid": "$response.body#/items/0/uuid"}
                    ),
                },
            )
        },
    ),
    Operation(
        id="getComic",
        method="GET",
        path="/gallery/{uuid}",
        handler=comic,
        summary="Get one of the caller's comics with details and its text version",
        tag="gallery",
        access=Access.KNOWN,
        responses={200: ResponseSpec(description="The comic", model=ComicDetailsView)},
    ),
    Operation(
        id="changeComic",
        method="PATCH",
        path="/gallery/{uuid}",
        handler=change,
        summary="Favourite, rename, share, or undo a deletion",
        tag="gallery",
        access=Access.KNOWN,
        body=ComicChange,
        responses={
            200: ResponseSpec(
                description="The changed comic",
                model=ComicView,
                links={"comic": ResponseLink(to="getComic", parameters=_UUID_OF_PATH)},
            )
        },
    ),
    Operation(
        id="deleteComic",
        method="DELETE",
        path="/gallery/{uuid}",
        handler=delete,
        summary="Delete a comic; PATCH with `deleted: false` undoes it for about a minute",
        tag="gallery",
        access=Access.KNOWN,
        responses={
            204: ResponseSpec(
                description="Deleted",
                has_body=False,
                links={"comic": ResponseLink(to="getComic", parameters=_UUID_OF_PATH)},
            )
        },
    ),
    Operation(
        id="reportComic",
        method="POST",
        path="/gallery/{uuid}/report",
        handler=report,
        summary="Report a comic that the caller can see",
        tag="gallery",
        access=Access.ANYONE,
        body=ReportBody,
        responses={204: ResponseSpec(description="Stored for the operators", has_body=False)},
        errors={429: "Too many reports"},
    ),
)
