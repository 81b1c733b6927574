"""Fake of Jarvis Labs: its control plane, and its machines behind a proxy."""

from tests.fakes.jarvis.machines import FakeMachine
from tests.fakes.jarvis.server import API_KEY, FakeJarvis

__all__ = ["API_KEY", "FakeJarvis", "FakeMachine"]
