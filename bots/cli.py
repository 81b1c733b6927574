"""The command line. Whatever a command needs is imported when it runs, so that --help is quick."""

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
    help="ComicAI: a sentence in, a comic out.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
admin = typer.Typer(help="Bans, reports and takedowns.", no_args_is_help=True)
cli.add_typer(admin, name="admin")


def main() -> None:
    """Run the command that was typed. Mistakes end in a sentence, never in a traceback."""
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last one to hear of it: told, or logged
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Say on stderr what went wrong; return the exit status."""
    from bots.terminal.error_messages import sentence_for

    known = sentence_for(error, os.environ)
    if known is not None:
        _complain(known)
        return FAILED
    import structlog

    if not structlog.is_configured():
        # structlog's own configuration prints the local variables of each frame.
        from core.runtime.log_setup import configure_logging

        configure_logging()
    error_id = secrets.token_hex(4)
    structlog.get_logger(__name__).error("command_failed", error_id=error_id, exc_info=error)
    _complain(f"Something went wrong that nobody foresaw. Please report it as {error_id}.")
    return FAILED


def _complain(text: str) -> None:
    from core.runtime.log_setup import redact

    typer.secho(redact(text), fg=typer.colors.RED, err=True)


# What happens on the way to a comic is on the progress bar; the log tells of trouble only.
QUIET = {"COMICAI_OPS__LOG_LEVEL": "warning"}


def _configure(**overrides: object) -> Config:
    """Read the configuration, with what was typed over it, and set the logs up."""
    from core.runtime.log_setup import configure_logging

    configure_logging()  # for what happens until the configuration is known
    from core.config.settings import ConfigError, load_config
    from core.runtime.config_view import secret_values
    from core.runtime.log_setup import log_uncaught_exceptions

    typed = {name: str(value) for name, value in overrides.items() if value is not None}
    try:
        config = load_config(environ={**os.environ, **typed})
    except ConfigError as error:
        _complain(str(error))
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
    from bots.app import ALL_PARTS
    from bots.process import run

    _run(run(config, ALL_PARTS if parts is None else parts))


@cli.command("run")
def run_everything(host: Host = None, port: Port = None) -> None:
    """Run everything in one process."""
    _serve(None, host, port)


@cli.command()
def web(host: Host = None, port: Port = None) -> None:
    """Serve the HTTP API and the pages; draw nothing."""
    _serve(frozenset({"web"}), host, port)


@cli.command()
def worker() -> None:
    """Draw and deliver, and serve nothing."""
    _serve(frozenset({"worker"}))


@cli.command()
def discord() -> None:
    """Answer in Discord; draw nothing."""
    _serve(frozenset({"discord"}))


@cli.command()
def telegram() -> None:
    """Answer in Telegram; draw nothing."""
    _serve(frozenset({"telegram"}))


@cli.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def pipeline(context: typer.Context) -> None:
    """Serve the reference generator, or check any: pipeline check URL."""
    from pipeline.cli import main as run_pipeline

    raise typer.Exit(run_pipeline(context.args))


@cli.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    config = _configure()
    from bots.data_folder import DataFolder
    from storage.migrate import migrate as bring_up_to_date

    DataFolder(config.data_dir).make()
    bring_up_to_date(config.database_url, data_dir=config.data_dir)
    typer.echo("The database is up to date.")


# --- Making comics --------------------------------------------------------------------------------


@cli.command()
def comic(
    prompt: Annotated[str, typer.Argument(help="The story, in a sentence or more.")],
    *,
    panels: Annotated[int | None, typer.Option(help="1 to 12.", show_default=False)] = None,
    style: Annotated[str | None, typer.Option(help="Such as manga or noir.")] = None,
    layout: Annotated[str | None, typer.Option(help="auto, strip, grid, page or vertical.")] = None,
    aspect: Annotated[str | None, typer.Option(help="Of a panel, such as 4:3.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same comic.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Of the lettering, such as en or ja.")
    ] = None,
    private: Annotated[
        bool | None,
        typer.Option("--private/--public", help="Whether its UUID is enough to see it."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file; without it, comic-UUID.png.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Draw a comic and write it to a file. Ctrl+C cancels it."""
    from bots.terminal.output_file import check_out

    check_out(out, force=force)
    config = _configure(**QUIET)
    named = {
        "panelCount": panels,
        "style": style,
        "layout": layout,
        "aspect": aspect,
        "seed": seed,
        "language": language,
    }
    options = {name: value for name, value in named.items() if value is not None}
    from rich.console import Console

    from bots.terminal.comic import ComicOptions, SavedComic, make_comic
    from bots.terminal.identity import shell_locale
    from bots.terminal.open_client import open_client

    wish = ComicOptions(prompt=prompt, options=options, private=private, out=out, force=force)

    async def work() -> SavedComic:
        async with open_client(config, draws=True) as client:
            locale = shell_locale(os.environ)
            return await make_comic(client, wish, Console(stderr=True), locale=locale)

    made = _run(work())
    if as_json:
        typer.echo(json.dumps({"uuid": str(made.uuid), "path": str(made.path)}))
    else:
        typer.echo(f"{made.uuid}  {made.path}")


@cli.command()
def gallery(
    *,
    search: Annotated[str, typer.Option(help="Words of the prompt.", show_default=False)] = "",
    style: Annotated[str, typer.Option(help="Of this style only.", show_default=False)] = "",
    favorites: Annotated[bool, typer.Option("--favorites", help="Favorites only.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 20,
    cursor: Annotated[
        str | None, typer.Option(help="Where the last page ended.", show_default=False)
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
    """Print every setting; of secrets, only whether they are set."""
    config = _configure()
    from core.runtime.config_view import public_view

    for name, value in public_view(config).items():
        settings = value if isinstance(value, dict) else {"": value}
        for key, setting in settings.items():
            typer.echo(f"{f'{name}.{key}' if key else name} = {json.dumps(setting)}")


@cli.command()
def doctor() -> None:
    """Check whatever ComicAI depends on, and say how to mend it."""
    from core.config.settings import ConfigError, load_config
    from core.runtime.config_view import secret_values
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


class PlatformName(StrEnum):
    """Where people can be banned."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"


Where = Annotated[PlatformName, typer.Argument(help="Where they come from.")]
Who = Annotated[str, typer.Argument(help="Their id there.")]
Chat = Annotated[str, typer.Option(help="In this chat only.", show_default="everywhere")]


@admin.command()
def ban(
    platform: Where,
    who: Who,
    chat: Chat = "",
    reason: Annotated[str, typer.Option(help="For the list of bans.", show_default=False)] = "",
) -> None:
    """Take nothing more from somebody."""
    from core.models.identity import Identity, Platform

    identity = Identity(Platform(platform), who)
    _administer(lambda community: community.ban(identity, chat=chat, reason=reason))
    typer.echo("Banned.")


@admin.command()
def unban(platform: Where, who: Who, chat: Chat = "") -> None:
    """Let somebody ask again."""
    from core.models.identity import Identity, Platform

    identity = Identity(Platform(platform), who)
    _administer(lambda community: community.unban(identity, chat=chat))
    typer.echo("No longer banned.")


@admin.command()
def bans() -> None:
    """List who is banned, and where."""
    from rich.console import Console

    from bots.terminal.admin import show_bans

    show_bans(_administer(lambda community: community.bans()), Console())


@admin.command()
def reports() -> None:
    """List complaints about comics that nobody has dealt with."""
    from rich.console import Console

    from bots.terminal.admin import show_reports

    show_reports(_administer(lambda community: community.open_reports()), Console())


@admin.command()
def dismiss(report: Annotated[UUID, typer.Argument(help="The report's UUID.")]) -> None:
    """Close a complaint and leave the comic."""
    _administer(lambda community: community.resolve(report))
    typer.echo("Dismissed.")


@admin.command()
def takedown(comic: Annotated[UUID, typer.Argument(help="The comic's UUID.")]) -> None:
    """Hide a comic from everybody, its owner too, and close the complaints about it."""
    from core.models.identity import JobId

    closed = _administer(lambda community: community.take_down(JobId(comic)))
    typer.echo(f"Taken down. Reports closed: {closed}.")


def _administer(act: Callable[[ModerationAdmin], Awaitable[T]]) -> T:
    """Act on the database directly: whoever can read its password may."""
    config = _configure()
    from bots.terminal.operator_access import as_operator

    return _run(as_operator(config, act))
