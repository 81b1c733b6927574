"""Commands for operators: configuration, checks, costs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bots.cli.app import FAILED, QUIET, AsJson, cli, configure, run


@cli.command("config")
def show_config() -> None:
    """Print every setting; for secrets, only whether they are set."""
    config = configure()
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
        findings = run(examine(checks_of(config)))
    show(findings, Console())
    raise typer.Exit(FAILED if any(finding.problem for finding in findings) else 0)


@cli.command()
def costs(
    days: Annotated[int, typer.Option(min=1, max=3650, help="Number of days, with today.")] = 30,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what painted pictures have cost, by day, chat and painter."""
    config = configure(**QUIET)
    from rich.console import Console

    from bots.terminal.costs import costs_json, read_costs, show_costs

    lines = run(read_costs(config, days=days))
    if as_json:
        typer.echo(costs_json(lines))
    else:
        show_costs(lines, Console())
