"""Whoever judges has to see each kind of broken promise: a suite that sees none proves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.chaos.records import Asked, Books, JobRow, Run, Shown
from tests.chaos.schedule import Way
from tests.chaos.verdict import Fault, judge

UUID = "01900000-0000-7000-8000-000000000001"
HOME, ELSEWHERE = "discord 1 (general)", "discord 2 (general)"
ENDED = 1_000.0  # Unix time

ASKED = Asked(1, Way.DISCORD_CHANNEL, key="discord:9", belongs=frozenset({HOME}))
PICTURE = Shown(HOME, "5", ASKED.prompt, pictures=1, is_private=False, waits=False)
SENTENCE = replace(PICTURE, pictures=0, text=f"{ASKED.prompt}\nSomething went wrong while drawing.")
RECEIPT = replace(SENTENCE, waits=True)
JOB = JobRow(
    id=UUID,
    key="discord:9",
    prompt=ASKED.prompt,
    state="drawn",
    error="",
    private=False,
    owner="A1",
    finished_at=ENDED,
    delivery="delivered",
    message="5",
    comics=1,
    comic_owner="A1",
)
RUN = Run(UUID, 1, ENDED - 2, epoch=0)
FAILED = replace(JOB, state="failed", comics=0, comic_owner="", error="generation_failed")


def books(
    *shown: Shown,
    asked: Asked = ASKED,
    jobs: tuple[JobRow, ...] = (JOB,),
    runs: tuple[Run, ...] = (RUN,),
    fetched: dict[str, str] | None = None,
) -> Books:
    return Books([asked], [*shown], [*jobs], [*runs], fetched or {})


def faults(case: Books) -> list[tuple[Fault, str]]:
    return [(violation.fault, violation.what) for violation in judge(case)]


# --- What is right --------------------------------------------------------------------------------


def test_a_picture_in_its_place_is_right() -> None:
    assert judge(books(PICTURE)) == []


def test_a_sentence_in_its_place_is_right_where_there_is_no_comic() -> None:
    assert judge(books(SENTENCE, jobs=(FAILED,))) == []


def test_a_request_that_was_refused_and_not_drawn_is_right() -> None:
    asked = replace(ASKED, refused="I can’t accept requests")

    assert judge(books(asked=asked, jobs=(), runs=())) == []


def test_a_generator_that_forgot_everything_may_be_asked_again() -> None:
    again = Run(UUID, 2, ENDED - 1, epoch=1)

    assert judge(books(PICTURE, runs=(RUN, again))) == []


def test_an_api_call_that_gets_its_picture_is_right() -> None:
    asked = Asked(1, Way.WEB_VISITOR, uuid=UUID)
    job = replace(JOB, delivery="", message="")

    assert judge(books(asked=asked, jobs=(job,), fetched={UUID: "picture"})) == []


# --- What is doubled ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "what"),
    [
        (books(PICTURE, PICTURE), "2 pictures"),
        (books(PICTURE, jobs=(JOB, JOB)), "2 jobs"),
        (books(PICTURE, jobs=(replace(JOB, comics=2),)), "2 rows in the gallery"),
        (
            books(PICTURE, runs=(RUN, RUN)),
            "2 drawings by a generator that knew of it (its life 0)",
        ),
        (
            books(PICTURE, runs=(RUN, Run(UUID, 2, ENDED + 1, epoch=1))),
            "drawn again, after it was at an end",
        ),
        (
            books(PICTURE, asked=replace(ASKED, refused="No")),
            "taken on, though its maker was told 'No'",
        ),
    ],
)
def test_what_is_doubled_is_seen(case: Books, what: str) -> None:
    assert faults(case) == [(Fault.DOUBLED, what)]


# --- What is stuck --------------------------------------------------------------------------------


def test_a_job_that_is_not_at_an_end_is_stuck() -> None:
    job = replace(FAILED, state="drawing", delivery="pending")

    assert faults(books(RECEIPT, jobs=(job,))) == [(Fault.STUCK, "its job is drawing")]


def test_a_delivery_that_is_pending_is_stuck() -> None:
    job = replace(JOB, delivery="pending")

    assert faults(books(PICTURE, jobs=(job,))) == [(Fault.STUCK, "its delivery is pending")]


# --- What is lost ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "what"),
    [
        (books(), "no picture"),
        (books(RECEIPT), "no picture"),
        (books(RECEIPT, jobs=(FAILED,)), "failed (generation_failed), and no word of it"),
        (
            books(PICTURE, jobs=(replace(JOB, comics=0, comic_owner=""),)),
            "no row in the gallery",
        ),
        (books(PICTURE, jobs=(replace(JOB, comic_owner="B2"),)), "in somebody else's gallery"),
        (
            books(PICTURE, jobs=(replace(JOB, delivery="undeliverable"),)),
            "given up as undeliverable, though there was a way",
        ),
        (
            books(replace(PICTURE, place=ELSEWHERE)),
            f"in a place where it does not belong: {ELSEWHERE}",
        ),
        (books(RECEIPT, jobs=(), runs=()), "its receipt stands there, and there is no job"),
        (
            books(PICTURE, asked=replace(ASKED, way=Way.DISCORD_CHANNEL_PRIVATE)),
            f"private, and others see it: {HOME}",
        ),
        (
            books(asked=Asked(1, Way.TELEGRAM_WORDS), jobs=(), runs=()),
            "written to the bot, and neither taken on nor refused",
        ),
        (
            books(asked=Asked(1, Way.WEB_VISITOR, uuid=UUID), jobs=(), runs=(), fetched={}),
            f"accepted as {UUID}, and there is no such job",
        ),
        (
            books(asked=Asked(1, Way.WEB_VISITOR, uuid=UUID), fetched={UUID: "says drawing"}),
            "its maker gets says drawing",
        ),
    ],
)
def test_what_is_lost_is_seen(case: Books, what: str) -> None:
    assert (Fault.LOST, what) in faults(case)
    assert {fault for fault, _ in faults(case)} == {Fault.LOST}
