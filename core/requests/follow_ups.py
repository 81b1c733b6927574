"""Follow-up requests: regenerate, edit, continue or retry an earlier comic."""

from __future__ import annotations

from dataclasses import replace

from core.content.continuation import CONTINUATION
from core.content.orders import read_prompt
from core.content.params import MAX_PANELS, ordered_options
from core.content.prompts import PROMPT_LIMIT, cut, tidy
from core.models.identity import Params
from core.models.jobs import Job, JobState
from core.models.requests import ComicRequest, PromptReading, Relation

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
    return _follow_up(
        job,
        job.prompt,
        {},
        inherited=_chosen(job, without={"seed"} if drawn else set()),
        reading=_earlier_reading(job, without={"seed"} if drawn else set()),
        relation=Relation.AGAIN if drawn else Relation.RETRY,
        request_key=request_key,
    )


def edited(
    job: Job, *, text: str, options: Params, clamp: bool = True, request_key: str
) -> ComicRequest:
    """Return the request with another text or other options; unnamed options are kept.

    The seed is kept too, so that unchanged parts look the same. If nothing was changed, the user
    wants another picture, so the seed is dropped. A script follows the old text panel by panel, so
    a new text drops it. Options that the old text ordered go with it; orders of the new text win
    over kept options, except for one that was in the old text and lost against an option there.
    """
    kept = {name: value for name, value in job.params.items() if name != "prompt"}
    reading, chosen = None, dict(options)
    if text != job.prompt:
        inherited = _chosen(job, without={"script"})
        chosen = {**_upheld(job, text), **options}
    else:
        seed = {"seed"} if {**kept, **options} == kept else set[str]()
        inherited = _chosen(job, without=seed)
        reading = _earlier_reading(job, without=seed)
    return _follow_up(
        job,
        text,
        chosen,
        inherited=inherited,
        reading=reading,
        relation=Relation.EDIT,
        clamp=clamp,
        request_key=request_key,
    )


def continued(
    job: Job, *, text: str, request_key: str, continuation: Params | None = None
) -> ComicRequest:
    """Return a continuation with the same style, layout, seed and characters.

    *continuation* is what the generator has said about the comic; None: nothing.
    """
    kept = {
        name: value
        for name, value in job.params.items()
        if name in CONTINUED_OPTIONS - _unchosen(job)
    }
    request = _follow_up(
        job, text, {}, inherited=kept, relation=Relation.CONTINUE, request_key=request_key
    )
    return replace(request, continuation=continuation)


def _chosen(job: Job, *, without: set[str]) -> Params:
    """Return the options of a job that its prompt did not order."""
    dropped = {"prompt", *without, *_unchosen(job), *ordered_options(job.notices)}
    return {name: value for name, value in job.params.items() if name not in dropped}


def _unchosen(job: Job) -> set[str]:
    """Return the options whose values are defaults that nobody chose."""
    return {"panelCount", MAX_PANELS} if MAX_PANELS in job.params else set()


def _earlier_reading(job: Job, *, without: set[str]) -> PromptReading:
    """Return how the prompt of a job was read, whatever a later release would read in it."""
    names = [name for name in ordered_options(job.notices) if name not in without]
    options = {name: job.params[name] for name in names if name in job.params}
    return PromptReading(str(job.params["prompt"]), options)


def _upheld(job: Job, text: str) -> Params:
    """Return the options that won against an order of the old text which is in the new one, too."""
    old, new = (read_prompt(cut(tidy(each), PROMPT_LIMIT)) for each in (job.prompt, text))
    followed = ordered_options(job.notices)
    return {
        name: job.params[name]
        for name, value in old.options.items()
        if name not in followed and new.options.get(name) == value and name in job.params
    }


def _follow_up(
    job: Job,
    text: str,
    options: Params,
    *,
    inherited: Params,
    reading: PromptReading | None = None,
    relation: Relation,
    clamp: bool = True,
    request_key: str,
) -> ComicRequest:
    # Clamped by default: the user did not choose these options now and cannot correct them.
    return ComicRequest(
        text=text,
        options=options,
        inherited=inherited,
        reading=reading,
        private=job.private or None,  # None: the default of the place of the new request
        age_restricted=job.age_restricted,
        clamp=clamp,
        request_key=request_key,
        parent_id=job.id,
        continuation=job.params.get(CONTINUATION),  # a page drawn again still continues the same
        relation=relation,
    )
