"""Transitions of the acknowledgement's state machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from bots.discord.acknowledgement import (
    LEGAL_IN,
    Acknowledgement,
    Acknowledger,
    IllegalAcknowledgementError,
    ResponseState,
)

NOT_ACKNOWLEDGED, PUBLIC, EPHEMERAL, COMPONENT, ACCEPTED, REMOVED = (
    ResponseState.NOT_ACKNOWLEDGED,
    ResponseState.PUBLIC,
    ResponseState.EPHEMERAL,
    ResponseState.COMPONENT_MESSAGE,
    ResponseState.ACCEPTED,
    ResponseState.REMOVED,
)
UNKNOWN, THIS, ANOTHER = (
    Acknowledger.UNKNOWN,
    Acknowledger.THIS_SESSION,
    Acknowledger.ANOTHER_SESSION,
)


def acknowledge(
    by: Acknowledger, *, private: bool = False, message_id: str | None = "1"
) -> Callable[[Acknowledgement], None]:
    return lambda subject: subject.acknowledged(by, private=private, message_id=message_id)


TRANSITIONS: Mapping[str, Callable[[Acknowledgement], None]] = {
    "announced": lambda subject: subject.announced(private=False),
    "announced privately": lambda subject: subject.announced(private=True),
    "announced_update": Acknowledgement.announced_update,
    "acknowledged": acknowledge(THIS),
    "acknowledged privately": acknowledge(THIS, private=True),
    "acknowledged elsewhere": acknowledge(ANOTHER),
    "acknowledged_update": Acknowledgement.acknowledged_update,
    "found_acknowledged": Acknowledgement.found_acknowledged,
    "taken_over": Acknowledgement.taken_over,
    "removed": Acknowledgement.removed,
    "moved_to": lambda subject: subject.moved_to("2"),
    "accepted": Acknowledgement.accepted,
}

# How a state is reached, and the states that its legal transitions lead to.
TABLE: Mapping[tuple[str, ...], tuple[ResponseState, Mapping[str, ResponseState]]] = {
    (): (
        NOT_ACKNOWLEDGED,
        {
            "announced": PUBLIC,
            "announced privately": EPHEMERAL,
            "announced_update": COMPONENT,
        },
    ),
    ("announced",): (
        PUBLIC,
        {
            "acknowledged": PUBLIC,
            "acknowledged privately": EPHEMERAL,
            "acknowledged elsewhere": PUBLIC,
            "found_acknowledged": PUBLIC,
            "removed": REMOVED,
            "accepted": ACCEPTED,
        },
    ),
    ("announced privately",): (
        EPHEMERAL,
        {
            "acknowledged": PUBLIC,
            "acknowledged privately": EPHEMERAL,
            "acknowledged elsewhere": PUBLIC,
            "found_acknowledged": EPHEMERAL,
            "removed": REMOVED,
            "accepted": ACCEPTED,
        },
    ),
    ("announced", "acknowledged"): (
        PUBLIC,
        {"found_acknowledged": PUBLIC, "removed": REMOVED, "accepted": ACCEPTED},
    ),
    ("announced", "acknowledged elsewhere"): (
        PUBLIC,
        {
            "found_acknowledged": PUBLIC,
            "taken_over": PUBLIC,
            "removed": REMOVED,
            "accepted": ACCEPTED,
        },
    ),
    ("announced", "acknowledged elsewhere", "taken_over"): (
        PUBLIC,
        {"found_acknowledged": PUBLIC, "removed": REMOVED, "accepted": ACCEPTED},
    ),
    ("announced_update",): (
        COMPONENT,
        {"acknowledged_update": COMPONENT, "found_acknowledged": COMPONENT},
    ),
    ("announced_update", "acknowledged_update"): (COMPONENT, {"found_acknowledged": COMPONENT}),
    ("announced_update", "found_acknowledged"): (COMPONENT, {"found_acknowledged": COMPONENT}),
    ("announced", "acknowledged", "removed"): (
        REMOVED,
        {"found_acknowledged": REMOVED, "moved_to": EPHEMERAL},
    ),
    ("announced", "acknowledged", "removed", "moved_to"): (
        EPHEMERAL,
        {"found_acknowledged": EPHEMERAL, "removed": REMOVED, "accepted": ACCEPTED},
    ),
    ("announced", "acknowledged", "accepted"): (ACCEPTED, {"found_acknowledged": ACCEPTED}),
}


def after(*path: str, in_dm: bool = False) -> Acknowledgement:
    subject = Acknowledgement(in_dm=in_dm)
    for transition in path:
        TRANSITIONS[transition](subject)
    return subject


@pytest.mark.parametrize("transition", TRANSITIONS)
@pytest.mark.parametrize("path", TABLE, ids=" > ".join)
def test_every_transition_leads_to_its_state_or_is_illegal(
    path: tuple[str, ...], transition: str
) -> None:
    state, legal = TABLE[path]
    subject = after(*path)
    assert subject.state is state

    if transition in legal:
        TRANSITIONS[transition](subject)
        assert subject.state is legal[transition]
    else:
        unchanged = after(*path)
        with pytest.raises(IllegalAcknowledgementError, match=transition.split(maxsplit=1)[0]):
            TRANSITIONS[transition](subject)
        assert subject == unchanged


def test_the_table_reaches_every_state_and_tries_every_transition() -> None:
    assert {state for state, _ in TABLE.values()} == set(ResponseState)
    assert {name.split()[0] for name in TRANSITIONS} == LEGAL_IN.keys()
    assert {name for _, legal in TABLE.values() for name in legal} == TRANSITIONS.keys()


@pytest.mark.parametrize(
    ("path", "acknowledger", "is_responder"),
    [
        (("announced",), UNKNOWN, True),
        (("announced", "acknowledged"), THIS, True),
        (("announced", "acknowledged", "found_acknowledged"), THIS, True),
        (("announced", "acknowledged elsewhere"), ANOTHER, False),
        (("announced", "found_acknowledged"), ANOTHER, False),
        (("announced", "acknowledged elsewhere", "taken_over"), ANOTHER, True),
        (("announced", "found_acknowledged", "taken_over"), ANOTHER, True),
        (("announced_update",), UNKNOWN, True),
        (("announced_update", "acknowledged_update"), THIS, True),
        (("announced_update", "found_acknowledged"), ANOTHER, False),
    ],
    ids=lambda value: " > ".join(value) if isinstance(value, tuple) else None,
)
def test_this_session_responds_unless_another_one_acknowledged(
    path: tuple[str, ...], acknowledger: Acknowledger, is_responder: bool
) -> None:
    subject = after(*path)

    assert subject.acknowledger is acknowledger
    assert subject.is_exclusive is (acknowledger is not ANOTHER)
    assert subject.is_responder is is_responder


def test_a_response_in_a_direct_message_is_seen_by_the_user_only_without_discords_flag() -> None:
    subject = after("announced", "acknowledged", in_dm=True)

    assert subject.state is EPHEMERAL
    assert not subject.is_ephemeral


def test_the_acknowledging_session_decides_who_sees_the_response() -> None:
    subject = after("announced privately", "acknowledged elsewhere")

    assert subject.state is PUBLIC
    assert not subject.is_ephemeral
    assert subject.message_id == "1"


def test_a_moved_response_is_the_ephemeral_follow_up() -> None:
    subject = after("announced", "acknowledged", "removed", "moved_to")

    assert (subject.message_id, subject.follow_up_id) == ("1", "2")
    assert subject.is_ephemeral
