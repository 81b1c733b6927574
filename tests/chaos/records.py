"""What was asked for, and what became of it, as each side has it in its books."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.chaos.schedule import Way


@dataclass(slots=True)
class Asked:
    """One request, as who made it remembers it."""

    number: int
    way: Way
    key: str = ""  # its request key; empty where nobody outside can know it
    uuid: str = ""  # as it was told to its maker
    belongs: frozenset[str] = frozenset()  # the places where its answer may be
    refused: str = ""  # the sentence that said "not taken"
    excused: bool = False  # somebody in its chat was told so after it, perhaps its maker
    unanswered: bool = False  # its maker was never told anything, or that nobody knows

    @property
    def words(self) -> str:
        """What stands in this request and in no other."""
        return words_of(self.number)

    @property
    def prompt(self) -> str:
        return f"a cat opens {self.words} on the moon"


def words_of(number: int) -> str:
    return f"bakery no {number:05d}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the bot's that somebody finds at the end."""

    place: str  # a chat's name
    message: str  # its id there
    text: str
    pictures: int
    is_private: bool  # nobody sees it but the person whom it is for
    waits: bool  # it still says that something is to come
    offers_it: bool = False  # it says that the comic is done, and has a button to fetch it


@dataclass(frozen=True, slots=True)
class JobRow:
    """A row of `jobs`, and what hangs on it."""

    id: str
    key: str
    prompt: str
    state: str
    error: str
    private: bool
    owner: str
    finished_at: float  # Unix time; 0: it is not
    delivery: str  # its state; empty: none
    message: str  # the id of the message that its answer is in
    comics: int  # rows in the gallery
    comic_owner: str


@dataclass(frozen=True, slots=True)
class Run:
    """One drawing that the generator began."""

    uuid: str
    attempt: int
    at: float  # Unix time
    epoch: int  # raised whenever the generator forgot everything


@dataclass(slots=True)
class Books:
    """All of them, once everything has come to rest."""

    asked: list[Asked]
    shown: list[Shown]
    jobs: list[JobRow]
    runs: list[Run]
    fetched: dict[str, str] = field(default_factory=dict)  # web: uuid → what came of fetching it
