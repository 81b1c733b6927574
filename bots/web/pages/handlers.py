"""Page handlers. Pages only read; all changes go through the API."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.request_parsing import job_id_of, query_of
from bots.web.api.schemas import PageQuery
from bots.web.app_keys import SERVICES
from bots.web.authentication import any_requester, visitor
from bots.web.pages.option_choices import IDEAS, PANELS, PLATFORMS
from bots.web.pages.page_locale import catalogue_of, page_locale
from bots.web.pages.rendering import page, with_error_page
from bots.web.session_cookie import cookie_of
from core.config.recipients import recipients_in
from core.content.params import DEFAULT_PANELS, DEFAULT_STYLE
from core.content.prompts import PROMPT_LIMIT
from core.gallery.service import REASON_LIMIT, TITLE_LIMIT
from core.people.passwords import PASSWORD_MIN
from core.sentences import STYLES, read_as_text, recipients_text


@with_error_page
async def chat(request: web.Request) -> web.StreamResponse:
    """Show the chat; a new browser gets a cookie."""
    await _ensure_cookie(request)
    return await page(
        request,
        "chat.html",
        styles=STYLES,
        style=DEFAULT_STYLE,
        panels=PANELS,
        panel_count=DEFAULT_PANELS,
        wakes_gpu=request.config_dict[SERVICES].wake_hints.enabled,
        ideas=IDEAS,
        prompt_limit=PROMPT_LIMIT,
        reason_limit=REASON_LIMIT,
    )


@with_error_page
async def gallery(request: web.Request) -> web.StreamResponse:
    await _ensure_cookie(request)
    return await page(
        request,
        "gallery.html",
        styles=STYLES,
        platforms=PLATFORMS,
        title_limit=TITLE_LIMIT,
        reason_limit=REASON_LIMIT,
    )


@with_error_page
async def account(request: web.Request) -> web.StreamResponse:
    await _ensure_cookie(request)
    recipients = recipients_in(request.config_dict[SERVICES].config)
    return await page(
        request,
        "account.html",
        languages=catalogue_of(request).languages.values(),
        password_min=PASSWORD_MIN,
        recipients=recipients_text(recipients, page_locale(request)),
    )


@with_error_page
async def link(request: web.Request) -> web.StreamResponse:
    """Show the profile that a link code would result in; only the button claims the code."""
    await _ensure_cookie(request)
    return await page(request, "link.html")


@with_error_page
async def comic(request: web.Request) -> web.StreamResponse:
    """Show one comic to users who may see it. Raises NotFoundError.

    By a share link, an age-restricted comic is shown only after a confirmation.
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


async def _ensure_cookie(request: web.Request) -> None:
    """Set a visitor's cookie in a new browser, without using the database."""
    if cookie_of(request) is None:
        await visitor(request)
