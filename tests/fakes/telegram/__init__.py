"""Fake Telegram: a protocol-true Bot API server, and the actions of its users for tests."""

from tests.fakes.telegram.call_log import Call
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.flood_control import FloodLimits, Window
from tests.fakes.telegram.models import GENERAL, Chat, MemberStatus, Message, Topic, User
from tests.fakes.telegram.pending_updates import Update
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.state import CallbackQuery, InlineQuery, InlineResult

__all__ = [
    "GENERAL",
    "TOKEN",
    "Call",
    "CallbackQuery",
    "Chat",
    "FakeTelegram",
    "Fault",
    "FloodLimits",
    "InlineQuery",
    "InlineResult",
    "MemberStatus",
    "Message",
    "Topic",
    "Update",
    "User",
    "Window",
]
