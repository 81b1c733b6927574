"""Cards about an account: link codes, the queue, settings and stored data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bots.chat.account_cards import (
    code_card,
    forget_card,
    linked_card,
    preview_card,
    privacy_card,
    settings_card,
)
from bots.chat.queue_card import QUEUE_SHOWN, queue_card
from core.models.identity import Identity, JobId, Platform, ProfileId
from core.models.job_status import JobStatus
from core.models.people import MergePreview, Profile, ProfileDetails
from core.models.recipients import Recipient, Role
from core.sentences import sentence
from tests.bots.chat.samples import NOW, job, shown

DETAILS = ProfileDetails(
    profile=Profile(id=ProfileId(UUID(int=1)), created_at=NOW),
    email=None,
    identities=tuple(Identity(platform, "1") for platform in Platform),
    comics=3,
)
EVERYWHERE = "Discord, Telegram, the web, the terminal"


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(600, 10), (91, 2), (89, 1), (29, 1), (0, 1), (-5, 1)]
)
def test_a_link_code_says_how_long_it_is_valid(seconds: int, minutes: int) -> None:
    card = code_card("K7WQ-2MXA", NOW + timedelta(seconds=seconds), NOW, "en")

    assert card.text == sentence("link_code", "en", code="K7WQ-2MXA", minutes=minutes)


def test_a_merge_is_previewed_and_confirmed_by_a_button() -> None:
    preview = MergePreview(identities=DETAILS.identities, comics=3)

    card = preview_card(preview, "K7WQ-2MXA", "en")

    assert EVERYWHERE in card.text
    assert "3 comics" in card.text
    assert shown(card.rows) == [["🔗 Combine (main) link:AAAAAAAAAAAAAAAAAAAAAA:K7WQ2MXA"]]


def test_a_merge_is_confirmed_with_its_platforms() -> None:
    assert EVERYWHERE in linked_card(DETAILS, "en").text


def open_jobs(count: int) -> list[JobStatus]:
    return [
        JobStatus(
            job=job(id=JobId(UUID(int=number)), prompt=f"story {number}"),
            comic=None,
            position=number,
            eta_seconds=60 * number,
        )
        for number in range(1, count + 1)
    ]


def test_open_jobs_are_listed_in_order_with_their_positions() -> None:
    lines = queue_card(open_jobs(3), "en").text.splitlines()

    assert [lines[0], lines[2], lines[4]] == ["1. story 1", "2. story 2", "3. story 3"]
    assert "about 60 s" in lines[1]
    assert "Number 3" in lines[5]


@pytest.mark.parametrize("count", [1, QUEUE_SHOWN, QUEUE_SHOWN + 2])
def test_the_first_open_jobs_have_a_cancel_button_each(count: int) -> None:
    card = queue_card(open_jobs(count), "en")

    with_button = min(count, 5)
    assert len(card.text.splitlines()) == 2 * count
    assert [len(row) for row in card.rows] == [1] * with_button
    assert [row[0].label for row in card.rows] == [
        f"Cancel {number}" for number in range(1, with_button + 1)
    ]
    assert shown(card.rows)[0] == ["✖️ Cancel 1 (plain) qcancel:AAAAAAAAAAAAAAAAAAAAAQ"]


def test_an_empty_queue_has_no_buttons() -> None:
    card = queue_card([], "en")

    assert (card.text, card.rows) == (sentence("queue_empty", "en"), ())


def test_each_setting_has_a_button_that_toggles_it() -> None:
    values: dict[str, Any] = {"notify": True, "drawn_by_others": False}

    card = settings_card(values, "en")

    assert [line[0] for line in card.text.splitlines()] == ["✅", "⬜"]
    (off,), (on,) = shown(card.rows)
    assert off.startswith("⬜ Switch off: ")
    assert off.endswith(" (plain) set:AAAAAAAAAAAAAAAAAAAAAA:notify=0")
    assert on.startswith("✅ Switch on: ")
    assert on.endswith(" (plain) set:AAAAAAAAAAAAAAAAAAAAAA:drawn_by_others=1")


def test_stored_data_is_described_and_can_be_deleted() -> None:
    card = privacy_card(DETAILS, 3, "en", recipients=())

    kept, elsewhere = sentence("privacy", "en"), sentence("recipient_none", "en")
    assert card.text.startswith(f"{kept} {elsewhere}\n\n")
    assert "3 comics" in card.text
    assert EVERYWHERE in card.text
    assert shown(card.rows) == [
        ["🗑️ Delete everything about me (danger) forget:AAAAAAAAAAAAAAAAAAAAAA"]
    ]


def test_a_user_of_whom_nothing_is_stored_has_nothing_to_delete() -> None:
    card = privacy_card(None, 0, "en", recipients=(), addition="privacy_inline")

    keys = ("privacy", "recipient_none", "privacy_inline")
    assert card.text == " ".join(sentence(key, "en") for key in keys)
    assert card.rows == ()


def test_hosts_that_get_words_or_pictures_are_named() -> None:
    recipients = (
        Recipient(Role.PAINTER, "paints.example"),
        Recipient(Role.MODERATION, "checks.example", gets_pictures=True),
    )

    text = privacy_card(None, 0, "en", recipients=recipients).text

    assert "Your words go to paints.example, which paints the pictures." in text
    assert "and the painted pictures go to checks.example" in text
    assert sentence("recipient_none", "en") not in text


def test_erasing_everything_is_confirmed_by_a_button() -> None:
    card = forget_card("en")

    assert card.text == sentence("forget_confirm", "en")
    assert shown(card.rows) == [
        ["🗑️ Yes, delete everything (danger) forgetme:AAAAAAAAAAAAAAAAAAAAAA"]
    ]
