"""`comicai gpu status`, `wake` and `pause`: the rented GPU, as its operator sees it.

The keeper alone calls the cloud to change anything; these commands ask it to.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum

from bots.app import open_app
from bots.parts import WEB
from bots.process import migrate_if_needed
from bots.rented_gpu import open_cloud
from bots.terminal.errors import TerminalError
from core.config.settings import Config
from core.gpu.policy import idle_timeout, wake_seconds
from core.gpu.wake_hints import HINT, HINTED_WAKE, PAUSE_WISH
from core.models.gpu import Balance, GpuInstance, Machine
from core.ports.database import Database, UnitOfWork
from core.ports.gpu import GpuCloudError

KEPT_SECONDS = 90.0  # after its last look nobody keeps the instance


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuReport:
    """The row, what the cloud says, and what follows for the next pause."""

    name: str
    is_kept: bool  # a process of the fleet looks after it
    open_jobs: int
    instance: GpuInstance | None  # None: nobody has looked at it yet
    machines: tuple[Machine, ...] = ()
    balance: Balance | None = None
    problem: str = ""  # of the call to the cloud
    idle_timeout: float = 0.0  # seconds without work after which it is paused


async def read_status(config: Config) -> GpuReport:
    """Return the state of the instance, asking the cloud too."""
    name = _name(config)
    await migrate_if_needed(config)
    async with open_app(config, frozenset({WEB})) as app:
        instance, now, open_jobs = await _row(app.services.database, name)
    machines, balance, problem = await _ask_the_cloud(config)
    return GpuReport(
        name=name,
        is_kept=_is_kept(instance, now),
        open_jobs=open_jobs,
        instance=instance,
        machines=machines,
        balance=balance,
        problem=problem,
        idle_timeout=idle_timeout(
            wake=wake_seconds(instance.ready_samples if instance else ()),
            usd_per_hour=instance.usd_per_hour if instance else None,
            usd_per_waiting_hour=config.jarvis.usd_per_waiting_hour,
        ),
    )


async def ask_for(config: Config, wish: str) -> str:
    """Ask the keeper for a `wake` or a `pause`; return a sentence. Raises TerminalError."""
    name = _name(config)
    await migrate_if_needed(config)

    async def work(unit: UnitOfWork) -> None:
        await unit.timestamps.touch(HINT if wish == "wake" else PAUSE_WISH)
        await unit.timestamps.remove(HINTED_WAKE if wish == "wake" else HINT)

    async with open_app(config, frozenset({WEB})) as app:
        database = app.services.database
        instance, now, open_jobs = await _row(database, name)
        if not _is_kept(instance, now):
            raise TerminalError(
                f"Nobody keeps {name}: start `comicai run` or `comicai worker` first."
            )
        if wish == "pause" and open_jobs:
            raise TerminalError(
                f"{name} stays on, because comics are unfinished: {open_jobs}. Try again later."
            )
        await database.write(work)
    verb = "woken" if wish == "wake" else "paused"
    return f"{name} is being {verb}; `comicai gpu status` shows how far it is."


def status_json(report: GpuReport) -> str:
    """Return the report as JSON, without addresses."""
    content = asdict(report)
    if report.instance is not None:
        del content["instance"]["url"]
    for machine in content["machines"]:
        del machine["endpoint"]
    return json.dumps(content, default=_plain)


def status_lines(report: GpuReport) -> list[str]:
    """Return the report as lines of text."""
    instance = report.instance
    lines = [f"Instance     {report.name}"]
    if instance is None:
        lines.append("State        not looked at yet")
    else:
        reason = f" ({instance.reason.value})" if instance.reason else ""
        lines.append(f"State        {instance.state.value}{reason} since {_time(instance.since)}")
        lines.append(f"Kept         {'yes' if report.is_kept else 'no: no worker is running'}")
    for machine in report.machines:
        count = f"{machine.gpu_count} × {machine.gpu_type}"
        spot = ", spot" if machine.is_spot else ""
        lines.append(f"Machine      {machine.id}: {machine.status.value}, {count}{spot}")
    if report.problem:
        lines.append(f"Machine      unknown: {report.problem}")
    elif not report.machines:
        lines.append("Machine      none of this name")
    lines.append(f"Comics       {report.open_jobs} unfinished")
    if instance is not None:
        lines += _money_lines(instance, report)
    if report.balance is not None:
        lines.append(f"Balance      {report.balance.amount:.2f} {report.balance.currency}")
    return lines


def _money_lines(instance: GpuInstance, report: GpuReport) -> list[str]:
    price = "unknown" if instance.usd_per_hour is None else f"{instance.usd_per_hour:.2f} USD/h"
    wakes = len(instance.ready_samples)
    usual = f"usually {wake_seconds(instance.ready_samples):.0f} s" if wakes else "not measured yet"
    return [
        f"Price        {price}; spent today about {instance.spent_today:.2f} USD",
        f"Wake         {usual}; in the last hour: {len(instance.resumes)}",
        f"Pause        after {report.idle_timeout / 60:.1f} min without work",
    ]


async def _row(database: Database, name: str) -> tuple[GpuInstance | None, datetime, int]:
    async def work(unit: UnitOfWork) -> tuple[GpuInstance | None, datetime, int]:
        open_jobs = sum((await unit.job_counts.open_by_state()).values())
        return await unit.gpu_instances.by_name(name), await unit.now(), open_jobs

    return await database.read(work)


async def _ask_the_cloud(config: Config) -> tuple[tuple[Machine, ...], Balance | None, str]:
    cloud = open_cloud(config)
    try:
        machines = await cloud.find(config.jarvis.instance_name)
        return machines, await cloud.balance(), ""
    except GpuCloudError as error:
        return (), None, str(error)
    except TimeoutError:
        return (), None, "Jarvis Labs does not answer"
    finally:
        await cloud.close()


def _is_kept(instance: GpuInstance | None, now: datetime) -> bool:
    looked_at = instance.looked_at if instance else None
    return looked_at is not None and (now - looked_at).total_seconds() < KEPT_SECONDS


def _name(config: Config) -> str:
    if not config.jarvis.instance_name:
        raise TerminalError("No GPU is rented: jarvis.instance_name is empty.")
    return config.jarvis.instance_name


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
