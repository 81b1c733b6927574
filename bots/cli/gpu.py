"""Commands for the rented GPU instance: `comicai gpu ...`."""

from __future__ import annotations

from typing import Annotated

import typer

from bots.cli.app import QUIET, cli, configure, run

gpu = typer.Typer(help="The GPU instance that is rented from Jarvis Labs.", no_args_is_help=True)
cli.add_typer(gpu, name="gpu")


@gpu.command()
def trace(
    days: Annotated[int, typer.Option(min=1, max=365, help="Number of days.")] = 28,
) -> None:
    """Print when comics were drawn, as JSON without text or names, for `bench.gpu_cost`."""
    config = configure(**QUIET)
    from bots.terminal.gpu_trace import read_drawings, trace_json

    typer.echo(trace_json(run(read_drawings(config, days=days))))
