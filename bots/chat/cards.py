"""Cards: what stands in a message, before a platform gives it its own form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from bots.chat.callback_data import Action, encode
from core.models.comics import Comic, Visibility
from core.models.identity import JobId
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Receipt
from core.sentences import describe_notice, describe_receipt, describe_status, explain_end, sentence


class Tone(Enum):
    """How a button looks, where a platform can show it."""

    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: a word beside its icon, and what it carries."""

    icon: str
    label: str
    code: str
    tone: Tone = Tone.PLAIN
    elsewhere: str = ""  # what it is called where it leads to another chat


Rows = tuple[tuple[Button, ...], ...]

AUTHOR = "{author}"


@dataclass(frozen=True, slots=True)
class Credit:
    """Names whose words were drawn: a sentence, with AUTHOR where the name goes."""

    text: str
    author: str  # by the platform's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message. All of it is plain text: whoever shows it keeps markup and mentions out."""

    text: str = ""
    heading: tuple[str, ...] = ()  # lines that are read back from the message later
    quote: str = ""  # what a person wrote
    credit: Credit | None = None  # where those are somebody else's words
    rows: Rows = ()
    comic: Comic | None = None  # its picture is shown


# --- While somebody waits -------------------------------------------------------------------------


def receipt_card(receipt: Receipt, prompt: str, locale: str, owner: str, author: str = "") -> Card:
    """Say that a request is taken on, and what was bent to make it fit."""
    lines = [describe_receipt(receipt, locale), *describe_notice(receipt.notices, locale)]
    rows = () if receipt.state.is_terminal else waiting_rows(receipt.job_id, locale, owner)
    return Card(text="\n".join(lines), quote=prompt, rows=rows, credit=_credit(author, locale))


def status_card(status: JobStatus, locale: str, owner: str) -> Card:
    """Say how far it is."""
    job = status.job
    lines = [describe_status(status, locale), *describe_notice(job.notices, locale)]
    rows = () if job.state.is_terminal else waiting_rows(job.id, locale, owner)
    return Card(
        text="\n".join(lines), quote=job.prompt, rows=rows, credit=_credit(job.author, locale)
    )


def parting_card(job: Job, locale: str, owner: str) -> Card:
    """Say that it takes longer than this message can be changed, and how to get it then."""
    return Card(
        text=sentence("fetch_later", locale),
        quote=job.prompt,
        credit=_credit(job.author, locale),
        rows=((_fetch(job.id, locale, owner), _cancel(job.id, locale, owner)),),
    )


def perhaps_there_card(card: Card, job_id: JobId, locale: str, owner: str) -> Card:
    """Say that the picture of *card* may be where it was asked for, and how to get it if not."""
    return Card(
        text=sentence("perhaps_there", locale),
        quote=card.quote,
        credit=card.credit,
        rows=((_fetch(job_id, locale, owner),),),
    )


def waiting_rows(job_id: JobId, locale: str, owner: str) -> Rows:
    return ((_cancel(job_id, locale, owner),),)


def _cancel(job_id: JobId, locale: str, owner: str) -> Button:
    label = sentence("button_cancel", locale)
    return Button("✖️", label, encode(Action.CANCEL, job_id, owner))


def _fetch(job_id: JobId, locale: str, owner: str) -> Button:
    label = sentence("button_fetch", locale)
    return Button("📬", label, encode(Action.FETCH, job_id, owner), Tone.MAIN)


# --- At the end -----------------------------------------------------------------------------------


def end_card(job: Job, comic: Comic | None, locale: str, owner: str) -> Card:
    """Show the comic and what was bent to make it fit, or say why there is none."""
    if comic is None:
        return failure_card(job, locale, owner)
    shown = comic_card(comic, locale, owner, job.author)
    return replace(shown, text="\n".join(describe_notice(job.notices, locale)))


def comic_card(comic: Comic, locale: str, owner: str, author: str = "") -> Card:
    """Show the comic, with all that can be done with it."""
    return Card(
        quote=comic.prompt,
        credit=_credit(author, locale),
        rows=comic_rows(comic, locale, owner),
        comic=comic,
    )


def failure_card(job: Job, locale: str, owner: str) -> Card:
    """Say why there is no comic, and offer another try, unless its person was forgotten."""
    if job.profile_id is None:
        return Card(text=explain_end(job, locale))
    retry = Button(
        "🔁",
        sentence("button_retry", locale),
        encode(Action.RETRY, job.id, owner),
        Tone.MAIN,
    )
    edit = Button("✏️", sentence("button_edit", locale), encode(Action.EDIT, job.id, owner))
    deleted = job.state is JobState.DRAWN
    return Card(
        text=sentence("image_missing", locale) if deleted else explain_end(job, locale),
        quote=job.prompt,
        credit=_credit(job.author, locale),
        rows=((retry, edit),),
    )


def comic_rows(comic: Comic, locale: str, owner: str) -> Rows:
    """Return the buttons under a comic."""

    def one(action: Action, icon: str, label: str, tone: Tone = Tone.PLAIN) -> Button:
        return Button(icon, label, encode(action, comic.id, owner), tone)

    def say(key: str) -> str:
        return sentence(key, locale)

    favorite = (
        one(Action.UNFAVORITE, "💛", say("button_unfavorite"))
        if comic.favorite
        else one(Action.FAVORITE, "⭐", say("button_favorite"))
    )
    shared = (
        [share_button("button_share", comic.id, locale, owner)]
        if comic.visibility is Visibility.PRIVATE
        else []
    )
    return (
        (
            one(Action.AGAIN, "🔁", say("button_again")),
            one(Action.EDIT, "✏️", say("button_edit")),
            one(Action.CONTINUE, "⏩", say("button_continue")),
            favorite,
            *shared,
        ),
        (
            one(Action.DETAILS, "🔎", say("button_details")),
            one(Action.READ, "📖", say("button_read")),
            one(Action.ORIGINAL, "🖼️", say("button_original")),
            one(Action.DELETE, "🗑️", say("button_delete")),
            one(Action.REPORT, "🚩", say("button_report")),
        ),
    )


def share_button(label: str, comic_id: JobId, locale: str, owner: str) -> Button:
    """Return what shows a comic to others: here, or in another chat where nobody else is here."""
    return Button(
        "📣",
        sentence(label, locale),
        encode(Action.SHARE, comic_id, owner),
        elsewhere=sentence("button_share_elsewhere", locale),
    )


def confirm_rows(comic_id: JobId, locale: str, owner: str) -> Rows:
    """Return the buttons that ask whether it shall really be deleted."""
    return (
        (
            Button(
                "🗑️",
                sentence("button_delete_now", locale),
                encode(Action.DELETE_NOW, comic_id, owner),
                Tone.DANGER,
            ),
            Button("↩️", sentence("button_keep", locale), encode(Action.KEEP, comic_id, owner)),
        ),
    )


def removed_card(comic_id: JobId, locale: str, *, whole: bool) -> Card:
    """Say what was deleted; what was one's own can be brought back for a while."""
    if not whole:
        return Card(text=sentence("message_removed", locale))
    back = Button("↩️", sentence("button_restore", locale), encode(Action.RESTORE, comic_id))
    return Card(text=sentence("comic_removed", locale), rows=((back,),))


def bare(card: Card) -> Card:
    """Return the card without what people wrote and without buttons."""
    return Card(text=card.text, comic=card.comic)


def _credit(author: str, locale: str) -> Credit | None:
    return Credit(sentence("words_by", locale, author=AUTHOR), author) if author else None
