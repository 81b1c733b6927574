"""Commands for the rented GPU instance: `comicai gpu ...`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bots.cli.app import QUIET, AsJson, cli, configure, run
from core.gpu.policy import SELF_PAUSE_MINUTES

gpu = typer.Typer(help="The GPU instance that is rented from Jarvis Labs.", no_args_is_help=True)
cli.add_typer(gpu, name="gpu")


@gpu.command()
def status(*, as_json: AsJson = False) -> None:
    """Show the state of the instance, its price, and when it will be paused."""
    config = configure(**QUIET)
    from bots.terminal.gpu import read_status, status_json, status_lines

    report = run(read_status(config))
    typer.echo(status_json(report) if as_json else "\n".join(status_lines(report)))


@gpu.command()
def wake(*, as_json: AsJson = False) -> None:
    """Have the instance woken now, as somebody who is about to ask for a comic does."""
    _ask("wake", as_json=as_json)


@gpu.command()
def pause(*, as_json: AsJson = False) -> None:
    """Have the instance paused now, unless comics are being drawn."""
    _ask("pause", as_json=as_json)


def _ask(wish: str, *, as_json: bool) -> None:
    config = configure(**QUIET)
    from bots.terminal.gpu import ask_for

    message = run(ask_for(config, wish))
    typer.echo(json.dumps({"asked": wish, "message": message}) if as_json else message)


@gpu.command()
def trace(
    days: Annotated[int, typer.Option(min=1, max=365, help="Number of days.")] = 28,
) -> None:
    """Print when comics were drawn, as JSON without text or names, for `bench.gpu_cost`."""
    config = configure(**QUIET)
    from bots.terminal.gpu_trace import read_drawings, trace_json

    typer.echo(trace_json(run(read_drawings(config, days=days))))


@gpu.command()
def script(
    *,
    artist: Annotated[str, typer.Option(help="The pipeline's --artist.")] = "diffusers",
    exit_when_idle: Annotated[
        float, typer.Option(min=0, max=1440, help="Minutes without a request until it pauses.")
    ] = SELF_PAUSE_MINUTES,
    policy: Annotated[bool, typer.Option(help="Print the policy of its S3 user.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print both as JSON.")] = False,
) -> None:
    """Print the start-up script of the instance, which contains no secret."""
    config = configure(**QUIET)
    from bots.terminal.gpu_script import gpu_script

    if not (config.jarvis.instance_name and config.images.bucket):
        typer.echo("jarvis.instance_name and images.bucket are needed.", err=True)
        raise typer.Exit(2)
    printed = gpu_script(config, artist=artist, idle_minutes=exit_when_idle)
    if as_json:
        typer.echo(printed.as_json())
    else:
        typer.echo(printed.policy if policy else printed.script, nl=False)
