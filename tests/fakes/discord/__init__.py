"""A Discord that is true to the protocol. (draft)"""

from tests.fakes.discord.acting import CannotError
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.ledger import Call
from tests.fakes.discord.limits import Limit
from tests.fakes.discord.messages import Flag, Message
from tests.fakes.discord.options import CannotGiveError
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel, Guild, Kind, Permission, Role, User

__all__ = [
    "Call",
    "CannotError",
    "CannotGiveError",
    "Channel",
    "FakeDiscord",
    "Fault",
    "Flag",
    "Guild",
    "Interaction",
    "Kind",
    "Limit",
    "Message",
    "Permission",
    "Role",
    "User",
]
