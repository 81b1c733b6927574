"""CPU time of processes."""

from __future__ import annotations

import psutil


def family(pid: int) -> list[psutil.Process]:
    """Return a process and its descendants."""
    main = psutil.Process(pid)
    return [main, *main.children(recursive=True)]


def cpu_seconds(pid: int) -> float:
    """Return the user and system time of a process and its descendants, running or ended."""
    return sum(_cpu_seconds(each) for each in family(pid))


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system
