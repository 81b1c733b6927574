"""Long-running commands, with explanations of their failures."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Callable, Iterator, Sequence

from installing.stamp import ROOT, VENV

LOG = VENV / "setup.log"
TICK = 0.5  # seconds


class CommandError(Exception):
    """A command failed; *lines* are its output."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def follow(
    command: Sequence[str],
    mutex: int,
    hear: Callable[[str], None],
    tick: Callable[[], None],
) -> None:
    """Run a command; pass each line of its output to *hear*, and call *tick* twice a second.

    The command inherits the lock on the file *mutex*. If only this process is killed, the next
    set-up waits until the command has ended.
    """
    lines: list[str] = []
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(mutex,),
        ) as child,
    ):
        try:
            print(f"$ {' '.join(command)}", file=log, flush=True)
            for line in _printed(child, tick):
                print(line, file=log, flush=True)
                lines.append(line)
                hear(line)
            status = child.wait()
        except BaseException:
            child.terminate()
            raise
    if status:
        raise CommandError(lines)


def _printed(child: subprocess.Popen[bytes], tick: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of a process's output until it is closed."""
    assert child.stdout is not None  # for mypy
    output, rest = child.stdout.fileno(), b""
    while True:
        tick()
        if not select.select([output], [], [], TICK)[0]:
            continue
        if not (chunk := os.read(output, 65536)):
            break
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace").rstrip()
    if rest:
        yield rest.decode(errors="replace").rstrip()
