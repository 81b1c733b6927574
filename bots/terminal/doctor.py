"""`comicai doctor`: run all checks concurrently, each with a time-out, and print the findings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import structlog
from rich.console import Console
from rich.text import Text

from bots.terminal import checks
from bots.terminal.checks_gpu import check_gpu
from bots.terminal.checks_notify import check_notify
from bots.terminal.checks_painting import check_artist, check_moderation, check_planner
from bots.terminal.diagnoses import DiagnosedError
from core.config.settings import Config, ConfigError
from core.runtime.log_setup import redact

log = structlog.get_logger(__name__)

CHECK_SECONDS = 20.0

Check: TypeAlias = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of a check: *detail* if all is well, or *problem* and *fix*."""

    name: str
    detail: str = ""
    problem: str = ""
    fix: str = ""


def checks_of(config: Config) -> Mapping[str, Check]:
    """Return the checks of this installation; each raises DiagnosedError if it fails."""
    named = {
        "artist": check_artist,
        "data folder": checks.check_data_folder,
        "database": checks.check_database,
        "discord": checks.check_discord,
        "engine": checks.check_engine,
        "generator": checks.check_generator,
        "gpu": check_gpu,
        "images": checks.check_images,
        "moderation": check_moderation,
        "notices": check_notify,
        "packages": checks.check_packages,
        "planner": check_planner,
        "python": checks.check_python,
        "secrets": checks.check_secrets,
        "telegram": checks.check_telegram,
        "web port": checks.check_web_port,
    }
    return {name: partial(check, config) for name, check in named.items()}


async def examine(checks: Mapping[str, Check], *, seconds: float = CHECK_SECONDS) -> list[Finding]:
    """Run all checks concurrently; return their findings, sorted by name."""
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(_finding(name, check, seconds)) for name, check in checks.items()
        ]
    return sorted((task.result() for task in tasks), key=lambda finding: finding.name)


async def _finding(name: str, check: Check, seconds: float) -> Finding:
    try:
        async with asyncio.timeout(seconds):
            return Finding(name, detail=await check())
    except DiagnosedError as error:
        return Finding(name, problem=error.problem, fix=error.fix)
    except TimeoutError:
        return Finding(name, problem=f"no answer within {seconds:g} s", fix="Is it reachable?")
    except Exception as error:
        # An unexpected error in one check must not hide the findings of the others.
        log.exception("doctor_check_failed", check=name)
        return Finding(name, problem=f"{type(error).__name__}: {error}", fix="See the log above.")


def config_findings(error: ConfigError) -> list[Finding]:
    """Return a finding for each error in the configuration; without one, no check can run."""
    fix = "Correct it in config.local.toml, .env or the environment."
    return [Finding("config", problem=line, fix=fix) for line in str(error).splitlines()]


def show(findings: Sequence[Finding], console: Console) -> None:
    """Print the findings, one per line, each problem followed by its fix.

    Lines are not wrapped here: a link that is wrapped can be neither clicked nor copied.
    """
    width = max((len(finding.name) for finding in findings), default=0)

    def print_line(mark: str, color: str, name: str, text: Text) -> None:
        start = Text.assemble((f"{mark:<6}", color), f"  {name:<{width}}  ")
        console.print(start + text, soft_wrap=True)

    for finding in findings:
        if finding.problem:
            print_line("broken", "red", finding.name, Text(redact(finding.problem)))
            print_line("", "", "", Text(f"→ {finding.fix}", "yellow"))
        else:
            print_line("ok", "green", finding.name, Text(finding.detail))
