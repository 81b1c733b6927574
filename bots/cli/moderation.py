"""Commands under `comicai admin`: bans, reports and takedowns."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

import typer

from bots.cli.app import cli, configure, run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from core.chats.moderation_admin import ModerationAdmin

T = TypeVar("T")

admin = typer.Typer(help="Bans, reports and takedowns.", no_args_is_help=True)
cli.add_typer(admin, name="admin")


class PlatformName(StrEnum):
    """Platforms on which a user can be banned."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"


PlatformArgument = Annotated[
    PlatformName, typer.Argument(metavar="PLATFORM", help="Platform of the user.")
]
UserArgument = Annotated[
    str, typer.Argument(metavar="USER", help="Id of the user on the platform.")
]
ChatOption = Annotated[
    str, typer.Option(help="Id of the only chat it applies to.", show_default="all chats")
]


@admin.command()
def ban(
    platform: PlatformArgument,
    user: UserArgument,
    chat: ChatOption = "",
    reason: Annotated[
        str, typer.Option(help="Reason, shown in the list of bans.", show_default=False)
    ] = "",
) -> None:
    """Refuse all further requests of a user."""
    from core.models.identity import Identity, Platform

    identity = Identity(Platform(platform), user)
    _administer(lambda moderation: moderation.ban(identity, chat=chat, reason=reason))
    typer.echo("Banned.")


@admin.command()
def unban(platform: PlatformArgument, user: UserArgument, chat: ChatOption = "") -> None:
    """Lift a user's ban."""
    from core.models.identity import Identity, Platform

    identity = Identity(Platform(platform), user)
    _administer(lambda moderation: moderation.unban(identity, chat=chat))
    typer.echo("No longer banned.")


@admin.command()
def bans() -> None:
    """List the banned users."""
    from rich.console import Console

    from bots.terminal.admin import show_bans

    show_bans(_administer(lambda moderation: moderation.bans()), Console())


@admin.command()
def reports() -> None:
    """List the open reports about comics."""
    from rich.console import Console

    from bots.terminal.admin import show_reports

    show_reports(_administer(lambda moderation: moderation.open_reports()), Console())


@admin.command()
def dismiss(report: Annotated[UUID, typer.Argument(help="The report's UUID.")]) -> None:
    """Close a report and keep the comic."""
    _administer(lambda moderation: moderation.resolve(report))
    typer.echo("Dismissed.")


@admin.command()
def takedown(comic: Annotated[UUID, typer.Argument(help="The comic's UUID.")]) -> None:
    """Hide a comic from everyone, its owner too; close its reports."""
    from core.models.identity import JobId

    closed = _administer(lambda moderation: moderation.take_down(JobId(comic)))
    typer.echo(f"Taken down. Reports closed: {closed}.")


def _administer(act: Callable[[ModerationAdmin], Awaitable[T]]) -> T:
    """Call *act* on the database directly, with no other permission than the database password."""
    config = configure()
    from bots.terminal.operator_access import as_operator

    return run(as_operator(config, act))
