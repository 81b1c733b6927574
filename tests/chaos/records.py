"""Records that a run is judged by: the requests, and what each side knows about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.chaos.schedule import Origin


@dataclass(slots=True)
class RequestRecord:
    """One request, as its requester knows it."""

    number: int
    origin: Origin
    key: str = ""  # its request key; empty if only the process knows it
    uuid: str = ""  # as returned to the requester
    allowed_places: frozenset[str] = frozenset()  # where its answer may be
    refused: str = ""  # the sentence by which it was refused
    maybe_refused: bool = False  # a refusal followed in its chat, possibly of another request
    unanswered: bool = False  # the requester got no answer at all, or never learned the outcome

    @property
    def marker(self) -> str:
        """Text that occurs in this request and in no other."""
        return f"bakery no {self.number:05d}"

    @property
    def prompt(self) -> str:
        return f"a cat opens {self.marker} on the moon"


@dataclass(frozen=True, slots=True)
class VisibleMessage:
    """One message of the bot that a user sees at the end."""

    place: str  # the name of the chat
    message_id: str
    text: str
    pictures: int
    is_private: bool  # visible to the requester only
    is_pending: bool  # it says that an answer will follow
    offers_comic: bool = False  # it says that the comic is ready, and has a button to fetch it


@dataclass(frozen=True, slots=True)
class JobRow:
    """A row of `jobs` and its rows in other tables."""

    id: str
    key: str
    prompt: str
    state: str
    error: str
    private: bool
    owner: str
    finished_at: float  # Unix time; 0 if not finished
    delivery: str  # state of the delivery; empty if there is no delivery
    message_id: str  # of the answer
    comics: int  # rows in the gallery
    comic_owner: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing that the generator started."""

    uuid: str
    attempt: int
    at: float  # Unix time
    epoch: int  # incremented whenever the generator restarts without its call log


@dataclass(slots=True)
class Evidence:
    """Everything that is known when all requests have ended."""

    requests: list[RequestRecord]
    messages: list[VisibleMessage]
    jobs: list[JobRow]
    drawings: list[Drawing]
    fetched: dict[str, str] = field(default_factory=dict)  # web: result of fetching, by UUID
