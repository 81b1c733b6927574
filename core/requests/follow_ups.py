"""Follow-up requests: regenerate, edit, continue or retry an earlier comic."""

from __future__ import annotations

from core.models.identity import Params
from core.models.jobs import Job, JobState
from core.models.requests import ComicRequest, Relation

# Options for the look of a comic and its characters; the plot is new in each continuation.
CONTINUED_OPTIONS = frozenset(
    {
        "style",
        "colorMode",
        "panelCount",
        "layout",
        "aspect",
        "panelSize",
        "quality",
        "seed",
        "negativePrompt",
        "characters",
        "lettering",
        "language",
        "readingDirection",
        "output",
    }
)


def regenerated(job: Job, *, request_key: str) -> ComicRequest:
    """Return the same request again; a comic that was drawn gets a new seed."""
    drawn = job.state is JobState.DRAWN
    dropped = {"prompt", "seed"} if drawn else {"prompt"}
    return _follow_up(
        job,
        job.prompt,
        {name: value for name, value in job.params.items() if name not in dropped},
        relation=Relation.AGAIN if drawn else Relation.RETRY,
        request_key=request_key,
    )


def edited(
    job: Job, *, text: str, options: Params, clamp: bool = True, request_key: str
) -> ComicRequest:
    """Return the request with another text or other options; unnamed options are kept.

    The seed is kept too, so that unchanged parts look the same. If nothing was changed, the user
    wants another picture, so the seed is dropped. A script follows the old text panel by panel, so
    a new text drops it.
    """
    kept = {name: value for name, value in job.params.items() if name != "prompt"}
    if text != job.prompt:
        kept.pop("script", None)
    merged = {**kept, **options}
    if text == job.prompt and merged == kept:
        del merged["seed"]
    return _follow_up(
        job, text, merged, relation=Relation.EDIT, clamp=clamp, request_key=request_key
    )


def continued(job: Job, *, text: str, request_key: str) -> ComicRequest:
    """Return a continuation with the same style, layout, seed and characters."""
    kept = {name: value for name, value in job.params.items() if name in CONTINUED_OPTIONS}
    return _follow_up(job, text, kept, relation=Relation.CONTINUE, request_key=request_key)


def _follow_up(
    job: Job,
    text: str,
    options: Params,
    *,
    relation: Relation,
    clamp: bool = True,
    request_key: str,
) -> ComicRequest:
    # Clamped by default: the user did not choose these options now and cannot correct them.
    return ComicRequest(
        text=text,
        options=options,
        private=job.private or None,  # None: the default of the place of the new request
        age_restricted=job.age_restricted,
        clamp=clamp,
        request_key=request_key,
        parent_id=job.id,
        relation=relation,
    )
