"""Tests of the registration of button handlers."""

from __future__ import annotations

import pytest

from bots.chat.callback_data import Action
from bots.chat.handlers.registry import handlers_of, handles


class Greeter:
    def __init__(self) -> None:
        self.greeted: list[str] = []

    @handles(Action.READ, Action.DETAILS)
    async def _greet(self, context: str) -> None:
        self.greeted.append(context)

    async def not_a_handler(self, context: str) -> None:
        raise AssertionError(context)


class PoliteGreeter(Greeter):
    @handles(Action.SHARE)
    async def _greet(self, context: str) -> None:
        self.greeted.append(f"dear {context}")


class Rival:
    @handles(Action.DETAILS)
    async def _details(self, context: str) -> None:
        raise AssertionError(context)


async def test_every_declared_action_calls_the_method_of_its_object() -> None:
    greeter = Greeter()

    handlers = handlers_of(greeter)
    await handlers[Action.READ]("Ann")
    await handlers[Action.DETAILS]("Ben")

    assert handlers.keys() == {Action.READ, Action.DETAILS}
    assert greeter.greeted == ["Ann", "Ben"]


async def test_an_overriding_method_declares_its_own_actions() -> None:
    greeter = PoliteGreeter()

    handlers = handlers_of(greeter)
    await handlers[Action.SHARE]("Ann")

    assert handlers.keys() == {Action.SHARE}
    assert greeter.greeted == ["dear Ann"]


def test_two_handlers_of_one_action_are_rejected() -> None:
    with pytest.raises(ValueError, match="DETAILS"):
        handlers_of(Greeter(), Rival())
