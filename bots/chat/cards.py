"""Cards: messages in platform-neutral form, before an adapter renders them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from bots.chat.callback_data import Action, encode
from core.models.comics import Comic, Visibility
from core.models.identity import JobId
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Receipt
from core.models.requests import Notice
from core.sentences import describe_receipt, describe_status, explain_end, notices_line, sentence


class Tone(Enum):
    """Button style, on platforms that have one."""

    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: icon, label and callback data."""

    icon: str
    label: str
    code: str
    tone: Tone = Tone.PLAIN
    elsewhere: str = ""  # the label where the button opens another chat


Rows = tuple[tuple[Button, ...], ...]

AUTHOR = "{author}"


@dataclass(frozen=True, slots=True)
class Credit:
    """Attribution of a prompt to its author: a sentence, with AUTHOR in place of the name."""

    text: str
    author: str  # the platform's user id


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message in plain text. The adapter that renders it escapes markup and mentions."""

    text: str = ""
    heading: tuple[str, ...] = ()  # lines that are read back from the message later
    quote: str = ""  # text that a user wrote
    credit: Credit | None = None  # set where another user wrote the quote
    rows: Rows = ()
    comic: Comic | None = None  # its image is attached


# --- Before the job ends --------------------------------------------------------------------------


def receipt_card(receipt: Receipt, prompt: str, locale: str, owner: str, author: str = "") -> Card:
    """Return the receipt of an accepted request, with notices of adjusted options."""
    lines = _with_notices(describe_receipt(receipt, locale), receipt.notices, locale)
    rows = () if receipt.state.is_terminal else waiting_rows(receipt.job_id, locale, owner)
    return Card(text=lines, quote=prompt, rows=rows, credit=_credit(author, locale))


def status_card(status: JobStatus, locale: str, owner: str) -> Card:
    """Return the job's progress, or its result in words."""
    job = status.job
    lines = _with_notices(describe_status(status, locale), job.notices, locale)
    rows = () if job.state.is_terminal else waiting_rows(job.id, locale, owner)
    return Card(text=lines, quote=job.prompt, rows=rows, credit=_credit(job.author, locale))


def fetch_later_card(job: Job, locale: str, owner: str) -> Card:
    """Return the notice that the job outlasts the reply token, with a button to fetch the comic."""
    return Card(
        text=sentence("fetch_later", locale),
        quote=job.prompt,
        credit=_credit(job.author, locale),
        rows=((_fetch(job.id, locale, owner), _cancel(job.id, locale, owner)),),
    )


def possibly_delivered_card(card: Card, job_id: JobId, locale: str, owner: str) -> Card:
    """Return the notice that the comic may be in the original chat, with a button to fetch it."""
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


# --- After the job ended --------------------------------------------------------------------------


def end_card(job: Job, comic: Comic | None, locale: str, owner: str) -> Card:
    """Return the comic with notices of adjusted options, or the reason for the failure."""
    if comic is None:
        return failure_card(job, locale, owner)
    shown = comic_card(comic, locale, owner, job.author)
    return replace(shown, text=notices_line(job.notices, locale))


def comic_card(comic: Comic, locale: str, owner: str, author: str = "") -> Card:
    """Return the comic with the buttons of its actions."""
    return Card(
        quote=comic.prompt,
        credit=_credit(author, locale),
        rows=comic_rows(comic, locale, owner),
        comic=comic,
    )


def failure_card(job: Job, locale: str, owner: str) -> Card:
    """Return the reason for the failure, with retry buttons unless the profile was erased."""
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

    def button(action: Action, icon: str, label: str, tone: Tone = Tone.PLAIN) -> Button:
        return Button(icon, label, encode(action, comic.id, owner), tone)

    def say(key: str) -> str:
        return sentence(key, locale)

    favorite = (
        button(Action.UNFAVORITE, "💛", say("button_unfavorite"))
        if comic.favorite
        else button(Action.FAVORITE, "⭐", say("button_favorite"))
    )
    share = (
        [share_button("button_share", comic.id, locale, owner)]
        if comic.visibility is Visibility.PRIVATE
        else []
    )
    return (
        (
            button(Action.AGAIN, "🔁", say("button_again")),
            button(Action.EDIT, "✏️", say("button_edit")),
            button(Action.CONTINUE, "⏩", say("button_continue")),
            favorite,
            *share,
        ),
        (
            button(Action.DETAILS, "🔎", say("button_details")),
            button(Action.READ, "📖", say("button_read")),
            button(Action.ORIGINAL, "🖼️", say("button_original")),
            button(Action.DELETE, "🗑️", say("button_delete")),
            button(Action.REPORT, "🚩", say("button_report")),
        ),
    )


def share_button(label: str, comic_id: JobId, locale: str, owner: str) -> Button:
    """Return the share button: for this chat, or for another chat where this one is private."""
    return Button(
        "📣",
        sentence(label, locale),
        encode(Action.SHARE, comic_id, owner),
        elsewhere=sentence("button_share_elsewhere", locale),
    )


def confirm_rows(comic_id: JobId, locale: str, owner: str) -> Rows:
    """Return the buttons that confirm or abandon a deletion."""
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
    """Return the confirmation of a deletion; *whole*: the comic, which its owner can restore."""
    if not whole:
        return Card(text=sentence("message_removed", locale))
    restore = Button("↩️", sentence("button_restore", locale), encode(Action.RESTORE, comic_id))
    return Card(text=sentence("comic_removed", locale), rows=((restore,),))


def bare(card: Card) -> Card:
    """Return the card without user-written text and without buttons."""
    return Card(text=card.text, comic=card.comic)


def _with_notices(text: str, notices: Iterable[Notice], locale: str) -> str:
    """Return the text with the notices in a line of their own."""
    return "\n".join(filter(None, (text, notices_line(notices, locale))))


def _credit(author: str, locale: str) -> Credit | None:
    return Credit(sentence("words_by", locale, author=AUTHOR), author) if author else None
