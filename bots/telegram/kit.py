"""What every command and button of the adapter works with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bots.telegram.answers import Answers
from bots.telegram.asks import Ask
from bots.telegram.deeplinks import start_url
from bots.telegram.moderators import Moderators
from bots.telegram.orders import Orders
from bots.telegram.pictures import Pictures
from bots.telegram.rest import Rest
from core.chats import ChatBook
from core.models import Requester
from core.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """The services of the process, and how to answer."""

    services: Services
    rest: Rest
    answers: Answers
    orders: Orders
    pictures: Pictures
    chats: ChatBook
    moderators: Moderators

    async def name(self) -> str:
        """Return the bot's own name, without the @. Raises CallError."""
        return (await self.rest.bot()).username

    async def start_url(self, payload: str = "") -> str:
        """Return what opens a private chat with the bot. Raises CallError."""
        return start_url(await self.name(), payload)

    async def with_powers(self, ask: Ask) -> Requester:
        """Return who asks, and whether they moderate the group."""
        if not ask.requester.community:
            return ask.requester
        moderates = await self.moderators.are(ask.requester.community, ask.user_id)
        return replace(ask.requester, moderates=moderates)
