"""Conversion of the core's models to the schemas of the API."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.schemas import (
    ComicDetailsView,
    ComicView,
    DetailView,
    JobItemView,
    JobView,
    Problem,
    ProgressView,
)
from bots.web.api.schemas_people import IdentityView, MergeView, PreviewIdentityView, UserView
from bots.web.app_keys import SERVICES
from bots.web.client_address import base_url
from bots.web.request_locale import locale_of
from core.content.continuation import CONTINUATION
from core.models.comics import Comic
from core.models.identity import JobId
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Progress
from core.models.people import MergePreview, ProfileDetails
from core.people.profiles import DEFAULT_SETTINGS
from core.sentences import describe_notice, describe_status, details, explain_end, read_as_text


async def job_view(request: web.Request, status: JobStatus) -> JobView:
    """Return a job with a new link to its image."""
    s3_url = await image_link(request, status.comic) if status.comic else None
    return _job_view(request, status, s3_url)


async def job_item(request: web.Request, status: JobStatus) -> JobItemView:
    """Return a job as an item of its owner's history."""
    job = status.job
    comic = await comic_view(request, status.comic) if status.comic else None
    return JobItemView(
        **dict(_job_view(request, status, comic.s3_url if comic else None)),
        prompt=job.prompt,
        input_params={key: job.params[key] for key in job.params if key != CONTINUATION},
        private=job.private,
        relation=job.relation,
        parent_uuid=job.parent_id,
        created_at=job.created_at,
        comic=comic,
    )


def _job_view(request: web.Request, status: JobStatus, s3_url: str | None) -> JobView:
    job, locale = status.job, locale_of(request)
    progress = job.progress if job.state is JobState.DRAWING else None
    return JobView(
        uuid=job.id,
        status=job.state,
        stage=progress.stage if progress else None,
        s3_url=s3_url,
        progress=_progress_view(progress) if progress else None,
        position=status.position,
        eta_seconds=status.eta_seconds,
        message=describe_status(status, locale),
        notices=describe_notice(job.notices, locale),
        error=end_problem(job, locale),
    )


def _progress_view(progress: Progress) -> ProgressView:
    return ProgressView(percent=progress.percent, panel=progress.panel, panels=progress.panels)


async def comic_view(request: web.Request, comic: Comic) -> ComicView:
    """Return a comic as an item of its owner's gallery."""
    return ComicView(
        uuid=comic.id,
        s3_url=await image_link(request, comic),
        image_url=image_url(request, comic.id),
        prompt=comic.prompt,
        title=comic.title,
        style=comic.style,
        platform=comic.platform,
        favorite=comic.favorite,
        created_at=comic.created_at,
        width=comic.width,
        height=comic.height,
        alt_text=comic.alt_text,
        share_url=share_url(request, comic),
    )


async def details_view(request: web.Request, comic: Comic, job: Job) -> ComicDetailsView:
    """Return a comic with its details and text version."""
    locale = locale_of(request)
    return ComicDetailsView(
        **dict(await comic_view(request, comic)),
        details=[
            DetailView(label=detail.label, value=detail.value)
            for detail in details(comic, job, locale)
        ],
        text=read_as_text(comic, locale),
        panels=job.panels,
    )


def user_view(details: ProfileDetails) -> UserView:
    return UserView(
        user_id=details.profile.id,
        display_name=details.profile.display_name,
        email=details.email,
        locale=details.profile.locale,
        settings={**DEFAULT_SETTINGS, **details.profile.settings},
        created_at=details.profile.created_at,
        identities=[
            IdentityView(platform=identity.platform, external_id=identity.external_id)
            for identity in details.identities
        ],
        comics=details.comics,
    )


def merge_view(preview: MergePreview) -> MergeView:
    """Return the result of a merge, without the external ids of its identities."""
    identities = [
        PreviewIdentityView(platform=identity.platform) for identity in preview.identities
    ]
    return MergeView(identities=identities, comics=preview.comics)


async def image_link(request: web.Request, comic: Comic) -> str:
    """Return a temporary absolute URL of the image."""
    gallery = request.config_dict[SERVICES].gallery
    return await gallery.link(comic, base_url=base_url(request))


def image_url(request: web.Request, comic_id: JobId, share_token: str | None = None) -> str:
    """Return the stable URL of the image; with a token, everyone who has the URL may see it."""
    query = f"?share={share_token}" if share_token else ""
    return f"{base_url(request)}/comics/{comic_id}/image{query}"


def share_url(request: web.Request, comic: Comic) -> str | None:
    """Return the share link of a comic, or None if it is not shared."""
    return image_url(request, comic.id, comic.share_token) if comic.share_token else None


def status_url(request: web.Request, job_id: JobId) -> str:
    return f"{base_url(request)}/ml/{job_id}"


def end_problem(job: Job, locale: str) -> Problem | None:
    """Return why a job ended without a comic, or None if it did not."""
    if not job.state.is_terminal or job.state is JobState.DRAWN:
        return None
    code = job.error_code or job.state.value
    return Problem(
        code=code,
        message=explain_end(job, locale),
        retryable=job.state in {JobState.FAILED, JobState.EXPIRED},
    )
