"""Acknowledgement of an interaction, as a state machine without I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from core.errors import ComicAIError


class ResponseState(Enum):
    """Where the response to an interaction is to go."""

    NOT_ACKNOWLEDGED = "nowhere yet: this session has not tried to acknowledge the interaction"
    PUBLIC = "a new message that everyone in the channel sees"
    EPHEMERAL = "a new message that only the user sees"
    COMPONENT_MESSAGE = "the message with the component, which must not be overwritten"
    ACCEPTED = "the receipt of an accepted request"
    REMOVED = "deleted, so that others do not see it; an ephemeral follow-up is due"


class Acknowledger(Enum):
    """Which session acknowledged the interaction."""

    UNKNOWN = "not known (yet): the call is running, or its reply was lost"
    THIS_SESSION = "this session"
    ANOTHER_SESSION = "another session that received the same event, and is likely to respond"


# The states in which each transition is legal.
LEGAL_IN: Mapping[str, frozenset[ResponseState]] = MappingProxyType(
    {
        "announced": frozenset({ResponseState.NOT_ACKNOWLEDGED}),
        "announced_update": frozenset({ResponseState.NOT_ACKNOWLEDGED}),
        "acknowledged": frozenset({ResponseState.PUBLIC, ResponseState.EPHEMERAL}),
        "acknowledged_update": frozenset({ResponseState.COMPONENT_MESSAGE}),
        "found_acknowledged": frozenset(ResponseState) - {ResponseState.NOT_ACKNOWLEDGED},
        "taken_over": frozenset({ResponseState.PUBLIC, ResponseState.EPHEMERAL}),
        "removed": frozenset({ResponseState.PUBLIC, ResponseState.EPHEMERAL}),
        "moved_to": frozenset({ResponseState.REMOVED}),
        "accepted": frozenset({ResponseState.PUBLIC, ResponseState.EPHEMERAL}),
    }
)

# States in which the response must not be edited any more.
NEEDS_FOLLOW_UP = frozenset(
    {ResponseState.COMPONENT_MESSAGE, ResponseState.ACCEPTED, ResponseState.REMOVED}
)


class IllegalAcknowledgementError(ComicAIError):
    """A transition that the state does not allow: a bug in a handler."""

    def __init__(self, transition: str, acknowledgement: Acknowledgement) -> None:
        super().__init__(f"{transition} is illegal for {acknowledgement}")


@dataclass(slots=True, kw_only=True)
class Acknowledgement:
    """State of an interaction's acknowledgement, and of the response that it announced.

    The methods are its transitions, and the only ones to change an attribute. They raise
    IllegalAcknowledgementError.
    """

    in_dm: bool = False  # in a direct-message channel with the bot, only the user sees anything
    state: ResponseState = field(default=ResponseState.NOT_ACKNOWLEDGED, init=False)
    acknowledger: Acknowledger = field(default=Acknowledger.UNKNOWN, init=False)
    is_taken_over: bool = field(default=False, init=False)  # this session responds for the other
    is_ephemeral: bool = field(default=False, init=False)  # Discord's flag on the response
    message_id: str | None = field(default=None, init=False)  # of the response; None: unknown
    follow_up_id: str | None = field(default=None, init=False)  # of the message that replaced it

    @property
    def is_exclusive(self) -> bool:
        """Whether no other session can have handled the interaction, as far as is known."""
        return self.acknowledger is not Acknowledger.ANOTHER_SESSION

    @property
    def is_responder(self) -> bool:
        """Whether this session is the one to respond."""
        return self.is_exclusive or self.is_taken_over

    # --- Transitions ------------------------------------------------------------------------------

    def announced(self, *, private: bool) -> None:
        """The call that announces a new message has been started; its reply may be lost."""
        self._check("announced")
        self._enter_new_message(private=private)

    def announced_update(self) -> None:
        """The call that announces an edit of the component's message has been started."""
        self._check("announced_update")
        self.state = ResponseState.COMPONENT_MESSAGE

    def acknowledged(self, by: Acknowledger, *, private: bool, message_id: str | None) -> None:
        """The interaction is acknowledged; that session has decided who sees the response."""
        self._check("acknowledged", legal=self.acknowledger is Acknowledger.UNKNOWN)
        self.acknowledger = by
        self.message_id = message_id
        self._enter_new_message(private=private)

    def acknowledged_update(self) -> None:
        """This session's announcement of an edit was accepted."""
        self._check("acknowledged_update", legal=self.acknowledger is Acknowledger.UNKNOWN)
        self.acknowledger = Acknowledger.THIS_SESSION

    def found_acknowledged(self) -> None:
        """It is acknowledged: by another session, unless this one is known to have done so."""
        self._check("found_acknowledged")
        if self.acknowledger is Acknowledger.UNKNOWN:
            self.acknowledger = Acknowledger.ANOTHER_SESSION

    def taken_over(self) -> None:
        """The session that acknowledged it does not respond, so this session has to."""
        self._check("taken_over", legal=not self.is_responder)
        self.is_taken_over = True

    def removed(self) -> None:
        """The response was deleted: what follows has to be sent as a follow-up."""
        self._check("removed")
        self.state = ResponseState.REMOVED

    def moved_to(self, follow_up: str) -> None:
        """An ephemeral follow-up is the response from now on."""
        self._check("moved_to")
        self.state = ResponseState.EPHEMERAL
        self.is_ephemeral = True
        self.follow_up_id = follow_up

    def accepted(self) -> None:
        """The request is committed: no later message may say otherwise."""
        self._check("accepted")
        self.state = ResponseState.ACCEPTED

    # --- Internals --------------------------------------------------------------------------------

    def _check(self, transition: str, *, legal: bool = True) -> None:
        if not legal or self.state not in LEGAL_IN[transition]:
            raise IllegalAcknowledgementError(transition, self)

    def _enter_new_message(self, *, private: bool) -> None:
        self.is_ephemeral = private
        seen_by_user_only = private or self.in_dm
        self.state = ResponseState.EPHEMERAL if seen_by_user_only else ResponseState.PUBLIC
