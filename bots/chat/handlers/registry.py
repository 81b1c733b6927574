"""Registration of button handlers: each method declares beside its name what it handles."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bots.chat.callback_data import Action

ACTIONS = "handled_actions"  # attribute of a decorated method

Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])


def handles(*actions: Action) -> Callable[[Method], Method]:
    """Decorate a method that handles the buttons with these actions."""

    def declare(method: Method) -> Method:
        vars(method)[ACTIONS] = actions
        return method

    return declare


def handlers_of(*owners: object) -> dict[Action, Callable[[Any], Awaitable[None]]]:
    """Return the decorated methods of these objects by action; they take a platform's context.

    Raises ValueError if two methods handle the same action.
    """
    handlers: dict[Action, Callable[[Any], Awaitable[None]]] = {}
    for owner in owners:
        for name, member in _members(type(owner)).items():
            for action in getattr(member, ACTIONS, ()):
                if action in handlers:
                    raise ValueError(f"two handlers of {action.name}: {name} and another")
                handlers[action] = getattr(owner, name)
    return handlers


def _members(cls: type) -> dict[str, Any]:
    """Return the attributes of a class and its bases, each as the most derived class has it."""
    return {name: member for base in reversed(cls.__mro__) for name, member in vars(base).items()}
