"""Comics that follow from an earlier one: again, edited, continued, or tried once more."""

from __future__ import annotations

from core.models.identity import Params
from core.models.jobs import Job, JobState
from core.models.requests import ComicRequest, Relation

# What says how a comic looks, and who is in it. What happens in it is said anew each time.
KEPT_BY_A_CONTINUATION = frozenset(
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
    """Return the same once more; what was drawn already is drawn anew, with another seed."""
    drawn = job.state is JobState.DRAWN
    left_out = {"prompt", "seed"} if drawn else {"prompt"}
    return _follow_up(
        job,
        job.prompt,
        {name: value for name, value in job.params.items() if name not in left_out},
        relation=Relation.AGAIN if drawn else Relation.RETRY,
        request_key=request_key,
    )


def edited(
    job: Job, *, text: str, options: Params, clamp: bool = True, request_key: str
) -> ComicRequest:
    """Return the comic with another text or other options; those not named stay as they are.

    The seed stays too, so that what was not changed looks as before, unless nothing was changed:
    who asks for that wants to see another picture. A script told the old text panel by panel, so
    it goes with it.
    """
    kept = {name: value for name, value in job.params.items() if name != "prompt"}
    if text != job.prompt:
        kept.pop("script", None)
    whole = {**kept, **options}
    if text == job.prompt and whole == kept:
        del whole["seed"]
    return _follow_up(
        job, text, whole, relation=Relation.EDIT, clamp=clamp, request_key=request_key
    )


def continued(job: Job, *, text: str, request_key: str) -> ComicRequest:
    """Return what happens next: in the same style and layout, with the same seed and characters."""
    kept = {name: value for name, value in job.params.items() if name in KEPT_BY_A_CONTINUATION}
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
    # Bent by default: nobody chose these options here and now who could choose others.
    return ComicRequest(
        text=text,
        options=options,
        private=job.private or None,  # what was not private is as the place has it where one asks
        age_restricted=job.age_restricted,
        clamp=clamp,
        request_key=request_key,
        parent_id=job.id,
        relation=relation,
    )
