"""Fake Telegram: a protocol-true Bot API server, and the actions of its users for tests."""

from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.flood import FloodLimits, Window
from tests.fakes.telegram.ledger import Call
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.state import InlineQuery, InlineResult, Press
from tests.fakes.telegram.updates import Update
from tests.fakes.telegram.world import GENERAL, Chat, Message, Standing, Topic, User

__all__ = [
    "GENERAL",
    "TOKEN",
    "Call",
    "Chat",
    "FakeTelegram",
    "Fault",
    "FloodLimits",
    "InlineQuery",
    "InlineResult",
    "Message",
    "Press",
    "Standing",
    "Topic",
    "Update",
    "User",
    "Window",
]
