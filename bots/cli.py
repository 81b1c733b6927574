"""Command line of ComicAI. Each command imports what it needs itself, which keeps --help fast."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Coroutine
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import typer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from core.chats.moderation_admin import ModerationAdmin
    from core.config.settings import Config

T = TypeVar("T")

FAILED, MISUSED, INTERRUPTED = 1, 2, 130

cli = typer.Typer(
    help="ComicAI: turn a sentence into a comic.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
admin = typer.Typer(help="Bans, reports and takedowns.", no_args_is_help=True)
cli.add_typer(admin, name="admin")


def main() -> None:
    """Run the command that was typed. Errors end in a sentence on stderr, never in a traceback."""
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the outermost handler: prints or logs each error
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Print what went wrong to stderr; return the exit status."""
    from bots.terminal.error_messages import sentence_for

    known = sentence_for(error, os.environ)
    if known is not None:
        _print_error(known)
        return FAILED
    import structlog

    if not structlog.is_configured():
        # structlog's default configuration prints the local variables of each frame.
        from core.runtime.log_setup import configure_logging

        configure_logging()
    error_id = secrets.token_hex(4)
    structlog.get_logger(__name__).error("command_failed", error_id=error_id, exc_info=error)
    _print_error(f"An unexpected error occurred. Please report it with the id {error_id}.")
    return FAILED


def _print_error(text: str) -> None:
    from core.runtime.log_setup import redact

    typer.secho(redact(text), fg=typer.colors.RED, err=True)


# The progress bar shows how the job proceeds, so the log has warnings and errors only.
QUIET = {"COMICAI_OPS__LOG_LEVEL": "warning"}


def _configure(**overrides: object) -> Config:
    """Load the configuration, with command-line options taking precedence, and set up logging."""
    from core.runtime.log_setup import configure_logging

    configure_logging()  # until the configuration is known
    from core.config.settings import ConfigError, load_config
    from core.runtime.config_redaction import secret_values
    from core.runtime.log_setup import log_uncaught_exceptions

    typed = {name: str(value) for name, value in overrides.items() if value is not None}
    try:
        config = load_config(environ={**os.environ, **typed})
    except ConfigError as error:
        _print_error(str(error))
        raise typer.Exit(MISUSED) from None
    configure_logging(config.ops.log_level, secrets=secret_values(config))
    log_uncaught_exceptions()
    return config


def _run(work: Coroutine[Any, Any, T]) -> T:
    import uvloop

    return uvloop.run(work)


# --- Serving --------------------------------------------------------------------------------------

Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default=False)]
Port = Annotated[int | None, typer.Option(help="Port to listen on.", show_default=False)]


def _serve(parts: frozenset[str] | None, host: str | None = None, port: int | None = None) -> None:
    config = _configure(COMICAI_WEB__HOST=host, COMICAI_WEB__PORT=port)
    from bots.parts import ALL_PARTS
    from bots.process import run

    _run(run(config, ALL_PARTS if parts is None else parts))


@cli.command("run")
def run_everything(host: Host = None, port: Port = None) -> None:
    """Run everything in one process."""
    _serve(None, host, port)


@cli.command()
def web(host: Host = None, port: Port = None) -> None:
    """Serve the HTTP API and the web pages only."""
    _serve(frozenset({"web"}), host, port)


@cli.command()
def worker() -> None:
    """Draw and deliver comics only."""
    _serve(frozenset({"worker"}))


@cli.command()
def discord() -> None:
    """Run the Discord bot only."""
    _serve(frozenset({"discord"}))


@cli.command()
def telegram() -> None:
    """Run the Telegram bot only."""
    _serve(frozenset({"telegram"}))


@cli.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def pipeline(context: typer.Context) -> None:
    """Serve the reference generator, or check one: pipeline check URL."""
    from pipeline.cli import main as run_pipeline

    raise typer.Exit(run_pipeline(context.args))


@cli.command()
def migrate() -> None:
    """Migrate the database to this release."""
    config = _configure()
    from bots.data_folder import DataFolder
    from storage.migrate import migrate as migrate_database

    DataFolder(config.data_dir).make()
    migrate_database(config.database_url, data_dir=config.data_dir)
    typer.echo("The database is up to date.")


# --- Making comics --------------------------------------------------------------------------------


@cli.command()
def comic(
    prompt: Annotated[str, typer.Argument(help="The story, in one or more sentences.")],
    *,
    panels: Annotated[
        int | None, typer.Option(help="Number of panels, 1 to 12.", show_default=False)
    ] = None,
    style: Annotated[str | None, typer.Option(help="Style, such as manga or noir.")] = None,
    layout: Annotated[str | None, typer.Option(help="auto, strip, grid, page or vertical.")] = None,
    aspect: Annotated[
        str | None, typer.Option(help="Aspect ratio of a panel, such as 4:3.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same comic.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the lettering, such as en or ja.")
    ] = None,
    private: Annotated[
        bool | None,
        typer.Option(
            "--private/--public", help="Only you can see it, or everyone who has its UUID."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write; default: comic-UUID.png.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Draw a comic and write it to a file. Ctrl+C cancels it."""
    from bots.terminal.output_file import check_out

    check_out(out, force=force)
    config = _configure(**QUIET)
    typed = {
        "panelCount": panels,
        "style": style,
        "layout": layout,
        "aspect": aspect,
        "seed": seed,
        "language": language,
    }
    options = {name: value for name, value in typed.items() if value is not None}
    from rich.console import Console

    from bots.terminal.comic import ComicOptions, SavedComic, make_comic
    from bots.terminal.open_client import open_client
    from bots.terminal.shell_locale import shell_locale

    wanted = ComicOptions(prompt=prompt, options=options, private=private, out=out, force=force)

    async def work() -> SavedComic:
        async with open_client(config, draws=True) as client:
            locale = shell_locale(os.environ)
            return await make_comic(client, wanted, Console(stderr=True), locale=locale)

    saved = _run(work())
    if as_json:
        typer.echo(json.dumps({"uuid": str(saved.uuid), "path": str(saved.path)}))
    else:
        typer.echo(f"{saved.uuid}  {saved.path}")


@cli.command()
def plan(
    prompt: Annotated[str, typer.Argument(help="The story, in one or more sentences.")],
    *,
    panels: Annotated[
        int | None, typer.Option(help="Number of panels, 1 to 12.", show_default=False)
    ] = None,
    style: Annotated[str | None, typer.Option(help="Style, such as manga or noir.")] = None,
    layout: Annotated[str | None, typer.Option(help="auto, strip, grid, page or vertical.")] = None,
    aspect: Annotated[
        str | None, typer.Option(help="Aspect ratio of a panel, such as 4:3.")
    ] = None,
    lettering: Annotated[
        str | None, typer.Option(help="none, captions, bubbles or full.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed plans the same comic.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the lettering, such as en or ja.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the story of a comic without drawing it."""
    config = _configure(**QUIET)
    typed = {
        "panelCount": panels,
        "style": style,
        "layout": layout,
        "aspect": aspect,
        "lettering": lettering,
        "seed": seed,
        "language": language,
    }
    options = {name: value for name, value in typed.items() if value is not None}
    from bots.terminal.plan import planned, story_text
    from bots.terminal.shell_locale import shell_locale

    locale = shell_locale(os.environ)
    story = _run(planned(config, prompt, options, locale=locale))
    if as_json:
        typer.echo(json.dumps(story, ensure_ascii=False, indent=2))
    else:
        typer.echo(story_text(story, locale))


@cli.command()
def gallery(
    *,
    search: Annotated[str, typer.Option(help="Words in the prompt.", show_default=False)] = "",
    style: Annotated[str, typer.Option(help="This style only.", show_default=False)] = "",
    favorites: Annotated[bool, typer.Option("--favorites", help="Favorites only.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Number of comics.")] = 20,
    cursor: Annotated[
        str | None,
        typer.Option(help="Cursor printed with the previous page.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the comics made at this terminal, newest first."""
    config = _configure(**QUIET)
    from rich.console import Console

    from bots.terminal.gallery import gallery_json, show_gallery
    from bots.terminal.open_client import open_client
    from core.models.comics import GalleryFilter

    wanted = GalleryFilter(text=search, style=style, favorite=True if favorites else None)

    async def work() -> None:
        async with open_client(config, draws=False) as client:
            page = await client.gallery(wanted, cursor=cursor, limit=limit)
        if as_json:
            typer.echo(gallery_json(page))
        else:
            show_gallery(page, Console())

    _run(work())


# --- Operating ------------------------------------------------------------------------------------


@cli.command("config")
def show_config() -> None:
    """Print every setting; for secrets, only whether they are set."""
    config = _configure()
    from core.runtime.config_redaction import public_view

    for name, value in public_view(config).items():
        settings = value if isinstance(value, dict) else {"": value}
        for key, setting in settings.items():
            typer.echo(f"{f'{name}.{key}' if key else name} = {json.dumps(setting)}")


@cli.command()
def doctor() -> None:
    """Check everything ComicAI depends on; print how to fix it."""
    from core.config.settings import ConfigError, load_config
    from core.runtime.config_redaction import secret_values
    from core.runtime.log_setup import configure_logging

    configure_logging("error")
    from rich.console import Console

    from bots.terminal.doctor import checks_of, config_findings, examine, show

    try:
        config = load_config()
    except ConfigError as error:
        findings = config_findings(error)
    else:
        configure_logging("error", secrets=secret_values(config))
        findings = _run(examine(checks_of(config)))
    show(findings, Console())
    raise typer.Exit(FAILED if any(finding.problem for finding in findings) else 0)


@cli.command()
def costs(
    days: Annotated[int, typer.Option(min=1, max=3650, help="Number of days, with today.")] = 30,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what painted pictures have cost, by day, chat and painter."""
    config = _configure(**QUIET)
    from rich.console import Console

    from bots.terminal.costs import costs_json, read_costs, show_costs

    lines = _run(read_costs(config, days=days))
    if as_json:
        typer.echo(costs_json(lines))
    else:
        show_costs(lines, Console())


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
    config = _configure()
    from bots.terminal.operator_access import as_operator

    return _run(as_operator(config, act))
