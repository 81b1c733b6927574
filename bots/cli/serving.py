"""Commands that run the service, or parts of it, and prepare its database."""

from __future__ import annotations

from typing import Annotated

import typer

from bots.cli.app import cli, configure, run

Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default=False)]
Port = Annotated[int | None, typer.Option(help="Port to listen on.", show_default=False)]


def _serve(parts: frozenset[str] | None, host: str | None = None, port: int | None = None) -> None:
    config = configure(COMICAI_WEB__HOST=host, COMICAI_WEB__PORT=port)
    from bots.parts import ALL_PARTS
    from bots.process import run as run_parts

    run(run_parts(config, ALL_PARTS if parts is None else parts))


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
    config = configure()
    from bots.data_folder import DataFolder
    from storage.migrate import migrate as migrate_database

    DataFolder(config.data_dir).make()
    migrate_database(config.database_url, data_dir=config.data_dir)
    typer.echo("The database is up to date.")
