"""CPU time of processes."""

from __future__ import annotations

import psutil


def family(pid: int) -> list[psutil.Process]:
    """Return a process and its descendants, the process first."""
    main = psutil.Process(pid)
    return [main, *main.children(recursive=True)]


def cpu_seconds(pid: int) -> float:
    """Return the user and system time of a process and its descendants, running or ended."""
    return sum(
        own_cpu_seconds(each.pid) + _ended_children_cpu_seconds(each) for each in family(pid)
    )


def own_cpu_seconds(pid: int) -> float:
    """Return the user and system time of a process without its descendants."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def _ended_children_cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.children_user + times.children_system
