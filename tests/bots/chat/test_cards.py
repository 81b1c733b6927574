"""Cards about jobs and comics: their text, and the buttons below them."""

from __future__ import annotations

import pytest

from bots.chat.cards import (
    AUTHOR,
    Card,
    Credit,
    Rows,
    bare,
    comic_card,
    confirm_rows,
    end_card,
    fetch_later_card,
    possibly_delivered_card,
    receipt_card,
    removed_card,
    status_card,
)
from core.models.comics import Visibility
from core.models.job_status import JobStatus
from core.models.jobs import JobState, Receipt
from core.models.requests import Notice
from core.sentences import sentence
from tests.bots.chat.samples import COMIC, OWNER, comic, job, shown

CANCEL = f"✖️ Cancel (plain) cancel:AZW3oYwffT6fABI0VniavA:{OWNER}"
FETCH = f"📬 Fetch my comic (main) fetch:AZW3oYwffT6fABI0VniavA:{OWNER}"
RETRY = f"🔁 Try again (main) retry:AZW3oYwffT6fABI0VniavA:{OWNER}"
EDIT = f"✏️ Edit & redraw (plain) edit:AZW3oYwffT6fABI0VniavA:{OWNER}"
NOTICE = Notice(key="notice_age_restricted")
WRITTEN_BY_BOB = Credit(f"Words by {AUTHOR}", "77")


def lines(*keys: str) -> list[str]:
    return [sentence(key, "en") for key in keys]


@pytest.mark.parametrize("state", [state for state in JobState if not state.is_terminal])
def test_an_open_job_can_be_canceled(state: JobState) -> None:
    open_job = job(state=state, notices=(NOTICE,), author="77")
    status = status_card(
        JobStatus(job=open_job, comic=None, position=2, eta_seconds=90), "en", OWNER
    )
    receipt = receipt_card(
        Receipt(job_id=COMIC, state=state, position=2, eta_seconds=90, notices=(NOTICE,)),
        "a cat",
        "en",
        OWNER,
        "77",
    )

    assert shown(status.rows) == shown(receipt.rows) == [[CANCEL]]
    assert (status.quote, receipt.quote) == ("a cat opens a bakery", "a cat")
    for card in (status, receipt):
        assert card.text.splitlines()[1:] == lines("notice_age_restricted")
        assert card.credit == WRITTEN_BY_BOB


@pytest.mark.parametrize("state", [state for state in JobState if state.is_terminal])
def test_an_ended_job_cannot_be_canceled(state: JobState) -> None:
    ended = job(state=state, error_code="internal")
    status = status_card(JobStatus(job=ended, comic=None, position=0, eta_seconds=None), "en", "7")
    receipt = receipt_card(
        Receipt(job_id=COMIC, state=state, position=0, eta_seconds=None), "a cat", "en", "7"
    )

    assert (status.rows, receipt.rows) == ((), ())
    assert (status.credit, receipt.credit) == (None, None)


def test_a_job_that_outlasts_its_reply_can_be_fetched_or_canceled() -> None:
    card = fetch_later_card(job(author="77"), "en", OWNER)

    assert shown(card.rows) == [[FETCH, CANCEL]]
    assert card.text == sentence("fetch_later", "en")
    assert (card.quote, card.credit) == ("a cat opens a bakery", WRITTEN_BY_BOB)


def test_a_comic_that_may_have_been_delivered_can_be_fetched() -> None:
    sent = Card(text="drawing", quote="a cat", credit=WRITTEN_BY_BOB, rows=((),))

    card = possibly_delivered_card(sent, COMIC, "en", OWNER)

    assert shown(card.rows) == [[FETCH]]
    assert card.text == sentence("perhaps_there", "en")
    assert (card.quote, card.credit) == ("a cat", WRITTEN_BY_BOB)


# --- Failures -------------------------------------------------------------------------------------


def test_a_failure_can_be_retried_and_edited() -> None:
    card = end_card(job(state=JobState.FAILED, error_code="internal", author="77"), None, "en", "7")

    assert shown(card.rows) == [[RETRY.replace(OWNER, "7"), EDIT.replace(OWNER, "7")]]
    assert "wrong" in card.text
    assert (card.quote, card.credit) == ("a cat opens a bakery", WRITTEN_BY_BOB)


def test_a_drawn_comic_whose_picture_is_missing_can_be_drawn_again() -> None:
    card = end_card(job(state=JobState.DRAWN), None, "en", OWNER)

    assert card.text == sentence("image_missing", "en")
    assert shown(card.rows) == [[RETRY, EDIT]]


def test_a_failure_of_an_erased_profile_quotes_nothing_and_has_no_buttons() -> None:
    erased = job(state=JobState.FAILED, error_code="internal", profile_id=None, author="77")

    card = end_card(erased, None, "en", OWNER)

    assert card == Card(text=card.text)
    assert card.text


# --- Comics ---------------------------------------------------------------------------------------


def test_a_comic_has_the_buttons_of_all_its_actions() -> None:
    id_and_owner = f"AZW3oYwffT6fABI0VniavA:{OWNER}"

    assert shown(comic_card(comic(), "en", OWNER).rows) == [
        [
            f"🔁 Again (plain) again:{id_and_owner}",
            f"✏️ Edit & redraw (plain) edit:{id_and_owner}",
            f"⏩ Continue (plain) more:{id_and_owner}",
            f"⭐ Favorite (plain) fav1:{id_and_owner}",
        ],
        [
            f"🔎 Details (plain) info:{id_and_owner}",
            f"📖 Read as text (plain) read:{id_and_owner}",
            f"🖼️ Original file (plain) file:{id_and_owner}",
            f"🗑️ Delete (plain) del:{id_and_owner}",
            f"🚩 Report (plain) report:{id_and_owner}",
        ],
    ]


def first_row(rows: Rows) -> list[str]:
    return shown(rows)[0]


def test_a_favorite_can_be_unfavorited() -> None:
    card = comic_card(comic(favorite=True), "en", OWNER)

    assert first_row(card.rows)[3].startswith("💛 Unfavorite (plain) fav0:")


@pytest.mark.parametrize("visibility", Visibility)
def test_only_a_private_comic_can_be_shared(visibility: Visibility) -> None:
    card = comic_card(comic(visibility=visibility), "en", OWNER)

    private = visibility is Visibility.PRIVATE
    assert [each.code for each in card.rows[0]][4:] == (
        [f"share:AZW3oYwffT6fABI0VniavA:{OWNER}"] if private else []
    )
    if private:
        assert card.rows[0][4].elsewhere == sentence("button_share_elsewhere", "en")


def test_a_delivered_comic_names_the_author_and_adjusted_options() -> None:
    drawn = job(state=JobState.DRAWN, notices=(NOTICE,), author="77")

    card = end_card(drawn, comic(), "en", OWNER)

    assert card.text == sentence("notice_age_restricted", "en")
    assert (card.quote, card.credit, card.comic) == (
        "a cat opens a bakery",
        WRITTEN_BY_BOB,
        comic(),
    )
    assert card.rows


def test_a_card_without_what_users_wrote_keeps_the_comic() -> None:
    card = end_card(job(state=JobState.DRAWN, notices=(NOTICE,)), comic(), "en", OWNER)

    assert bare(card) == Card(text=sentence("notice_age_restricted", "en"), comic=comic())


# --- Deletion -------------------------------------------------------------------------------------


def test_a_deletion_is_confirmed_or_abandoned() -> None:
    assert shown(confirm_rows(COMIC, "en", OWNER)) == [
        [
            f"🗑️ Yes, delete (danger) delyes:AZW3oYwffT6fABI0VniavA:{OWNER}",
            f"↩️ Keep (plain) delno:AZW3oYwffT6fABI0VniavA:{OWNER}",
        ]
    ]


def test_a_deleted_comic_can_be_restored_but_a_removed_message_cannot() -> None:
    deleted = removed_card(COMIC, "en", whole=True)
    removed = removed_card(COMIC, "en", whole=False)

    assert shown(deleted.rows) == [["↩️ Restore (plain) undel:AZW3oYwffT6fABI0VniavA"]]
    assert removed.rows == ()
    assert [deleted.text, removed.text] == lines("comic_removed", "message_removed")
