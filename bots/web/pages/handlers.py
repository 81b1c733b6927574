"""What is put into each page. A page changes nothing; all that does goes through the API."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.request_parsing import job_id_of, query_of
from bots.web.api.schemas import PageQuery
from bots.web.app_keys import SERVICES
from bots.web.caller import any_requester, cookie_of, visitor
from bots.web.pages.choices import IDEAS, PANELS, PLATFORMS
from bots.web.pages.page_locale import catalogue_of, page_locale
from bots.web.pages.rendering import page, told_to_people
from core.content.params import DEFAULT_PANELS, DEFAULT_STYLE
from core.content.prompts import PROMPT_LIMIT
from core.gallery.service import REASON_LIMIT, TITLE_LIMIT
from core.people.accounts import PASSWORD_MIN
from core.sentences import STYLES, read_as_text


@told_to_people
async def chat(request: web.Request) -> web.StreamResponse:
    """Show the chat; whoever comes for the first time is known from now on."""
    await _greet(request)
    return await page(
        request,
        "chat.html",
        styles=STYLES,
        style=DEFAULT_STYLE,
        panels=PANELS,
        panel_count=DEFAULT_PANELS,
        ideas=IDEAS,
        prompt_limit=PROMPT_LIMIT,
        reason_limit=REASON_LIMIT,
    )


@told_to_people
async def gallery(request: web.Request) -> web.StreamResponse:
    await _greet(request)
    return await page(
        request,
        "gallery.html",
        styles=STYLES,
        platforms=PLATFORMS,
        title_limit=TITLE_LIMIT,
        reason_limit=REASON_LIMIT,
    )


@told_to_people
async def account(request: web.Request) -> web.StreamResponse:
    await _greet(request)
    languages = catalogue_of(request).languages.values()
    return await page(request, "account.html", languages=languages, password_min=PASSWORD_MIN)


@told_to_people
async def link(request: web.Request) -> web.StreamResponse:
    """Show what a code would put together, and ask; the code is claimed by a button alone."""
    await _greet(request)
    return await page(request, "link.html")


@told_to_people
async def comic(request: web.Request) -> web.StreamResponse:
    """Show one comic to whoever may see it. Raises NotFoundError.

    Who was sent a link to an age-restricted one has to want it first.
    """
    query = query_of(request, PageQuery)
    share = query.share
    found = await request.config_dict[SERVICES].gallery.get(
        await any_requester(request), job_id_of(request), share_token=share
    )
    if found.age_restricted and share and not query.adult:
        return await page(request, "adults.html", comic=found, share=share)
    return await page(
        request,
        "comic.html",
        comic=found,
        text=read_as_text(found, page_locale(request)),
        share=share or "",
        title_limit=TITLE_LIMIT,
        reason_limit=REASON_LIMIT,
    )


async def _greet(request: web.Request) -> None:
    """Give a new browser the cookie by which it is known; needs no database."""
    if cookie_of(request) is None:
        await visitor(request)
