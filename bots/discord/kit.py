"""What every command and button of the adapter works with."""

from __future__ import annotations

from dataclasses import dataclass

from bots.discord.answers import Answers
from bots.discord.moderators import Moderators
from bots.discord.orders import Orders
from bots.discord.rest import Rest
from core.chats import ChatBook
from core.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The services of the process, and how to answer."""

    services: Services
    rest: Rest
    answers: Answers
    orders: Orders
    chats: ChatBook
    moderators: Moderators
