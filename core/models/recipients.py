"""Recipients: hosts other than this installation that get words or pictures of its users."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a recipient does."""

    GENERATOR = "generator"  # draws whole comics
    PAINTER = "painter"
    PLANNER = "planner"
    MODERATION = "moderation"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A host that gets the words of users; *gets_pictures*: and the pictures of their comics."""

    role: Role
    host: str
    gets_pictures: bool = False
