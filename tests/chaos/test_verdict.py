"""Tests of the verdict: each kind of broken promise is detected, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.chaos.records import Drawing, Evidence, JobRow, RequestRecord, VisibleMessage
from tests.chaos.schedule import Origin
from tests.chaos.verdict import ViolationKind, find_violations

UUID = "01900000-0000-7000-8000-000000000001"
HERE, ELSEWHERE = "discord 1 (general)", "discord 2 (general)"
FINISHED_AT = 1_000.0  # Unix time

REQUEST = RequestRecord(
    1, Origin.DISCORD_CHANNEL, key="discord:9", allowed_places=frozenset({HERE})
)
PICTURE = VisibleMessage(HERE, "5", REQUEST.prompt, pictures=1, is_private=False, is_pending=False)
SENTENCE = replace(
    PICTURE, pictures=0, text=f"{REQUEST.prompt}\nSomething went wrong while drawing."
)
RECEIPT = replace(SENTENCE, is_pending=True)
JOB = JobRow(
    id=UUID,
    key="discord:9",
    prompt=REQUEST.prompt,
    state="drawn",
    error="",
    private=False,
    owner="A1",
    finished_at=FINISHED_AT,
    delivery="delivered",
    message_id="5",
    comics=1,
    comic_owner="A1",
)
DRAWING = Drawing(UUID, 1, FINISHED_AT - 2, epoch=0)
FAILED = replace(JOB, state="failed", comics=0, comic_owner="", error="generation_failed")


def evidence(
    *messages: VisibleMessage,
    request: RequestRecord = REQUEST,
    jobs: tuple[JobRow, ...] = (JOB,),
    drawings: tuple[Drawing, ...] = (DRAWING,),
    fetched: dict[str, str] | None = None,
) -> Evidence:
    return Evidence([request], [*messages], [*jobs], [*drawings], fetched or {})


def violations(case: Evidence) -> list[tuple[ViolationKind, str]]:
    return [(violation.kind, violation.description) for violation in find_violations(case)]


# --- No violation ---------------------------------------------------------------------------------


def test_a_picture_in_the_right_place_is_no_violation() -> None:
    assert find_violations(evidence(PICTURE)) == []


def test_a_sentence_in_the_right_place_is_no_violation_if_there_is_no_comic() -> None:
    assert find_violations(evidence(SENTENCE, jobs=(FAILED,))) == []


def test_a_request_that_was_refused_and_not_drawn_is_no_violation() -> None:
    request = replace(REQUEST, refused="I can’t accept requests")

    assert find_violations(evidence(request=request, jobs=(), drawings=())) == []


def test_a_generator_that_forgot_everything_may_draw_again() -> None:
    again = Drawing(UUID, 2, FINISHED_AT - 1, epoch=1)

    assert find_violations(evidence(PICTURE, drawings=(DRAWING, again))) == []


def test_an_api_call_that_gets_its_picture_is_no_violation() -> None:
    request = RequestRecord(1, Origin.WEB_VISITOR, uuid=UUID)
    job = replace(JOB, delivery="", message_id="")
    fetched = {UUID: "picture"}

    assert find_violations(evidence(request=request, jobs=(job,), fetched=fetched)) == []


# --- Doubled --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "description"),
    [
        (evidence(PICTURE, PICTURE), "2 pictures"),
        (evidence(PICTURE, jobs=(JOB, JOB)), "2 jobs"),
        (evidence(PICTURE, jobs=(replace(JOB, comics=2),)), "2 rows in the gallery"),
        (
            evidence(PICTURE, drawings=(DRAWING, DRAWING)),
            "2 drawings by a generator that knew the job (epoch 0)",
        ),
        (
            evidence(PICTURE, drawings=(DRAWING, Drawing(UUID, 2, FINISHED_AT + 1, epoch=1))),
            "drawn again after it had ended",
        ),
        (
            evidence(PICTURE, request=replace(REQUEST, refused="No")),
            "accepted, although the requester received 'No'",
        ),
    ],
)
def test_doubled_requests_are_detected(case: Evidence, description: str) -> None:
    assert violations(case) == [(ViolationKind.DOUBLED, description)]


# --- Stuck ----------------------------------------------------------------------------------------


def test_a_job_that_has_not_ended_is_stuck() -> None:
    job = replace(FAILED, state="drawing", delivery="pending")

    assert violations(evidence(RECEIPT, jobs=(job,))) == [
        (ViolationKind.STUCK, "the job is drawing")
    ]


def test_a_delivery_that_is_pending_is_stuck() -> None:
    job = replace(JOB, delivery="pending")

    assert violations(evidence(PICTURE, jobs=(job,))) == [
        (ViolationKind.STUCK, "the delivery is pending")
    ]


# --- Lost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "description"),
    [
        (evidence(), "no picture"),
        (evidence(RECEIPT), "no picture"),
        (evidence(RECEIPT, jobs=(FAILED,)), "failed (generation_failed), but no message says so"),
        (
            evidence(PICTURE, jobs=(replace(JOB, comics=0, comic_owner=""),)),
            "no row in the gallery",
        ),
        (evidence(PICTURE, jobs=(replace(JOB, comic_owner="B2"),)), "in another user's gallery"),
        (
            evidence(PICTURE, jobs=(replace(JOB, delivery="undeliverable"),)),
            "marked as undeliverable, although a route existed",
        ),
        (evidence(replace(PICTURE, place=ELSEWHERE)), f"in the wrong place: {ELSEWHERE}"),
        (evidence(RECEIPT, jobs=(), drawings=()), "a receipt is shown, but there is no job"),
        (
            evidence(PICTURE, request=replace(REQUEST, origin=Origin.DISCORD_CHANNEL_PRIVATE)),
            f"private, but visible to others: {HERE}",
        ),
        (
            evidence(request=RequestRecord(1, Origin.TELEGRAM_WORDS), jobs=(), drawings=()),
            "sent to the bot, but neither accepted nor refused",
        ),
        (
            evidence(
                request=RequestRecord(1, Origin.WEB_VISITOR, uuid=UUID),
                jobs=(),
                drawings=(),
                fetched={},
            ),
            f"accepted as {UUID}, but there is no such job",
        ),
        (
            evidence(
                request=RequestRecord(1, Origin.WEB_VISITOR, uuid=UUID),
                fetched={UUID: "status drawing"},
            ),
            "the requester gets status drawing",
        ),
    ],
)
def test_lost_requests_are_detected(case: Evidence, description: str) -> None:
    assert (ViolationKind.LOST, description) in violations(case)
    assert {kind for kind, _ in violations(case)} == {ViolationKind.LOST}
