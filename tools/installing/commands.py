"""Long-running commands, with explanations of their failures."""

from __future__ import annotations

import os
import re
import select
import subprocess
from collections.abc import Callable, Iterator, Sequence

from installing.stamp import ROOT, VENV

LOG = VENV / "setup.log"
TICK = 0.5  # seconds

HINTS = {
    "DO NOT MATCH THE HASHES": """\
The package index sends other files than those that are locked; they were not installed.
Try again later, or with another index.""",
    "No space left on device": "Make room on the disk, then run the same again.",
    r"Retrying \(|ConnectionError|Max retries|Timeout|Connection refused": """\
The package index cannot be reached. Check the network, the proxy, and the settings that
`.venv/bin/python -m pip config list` shows. Then run the same again.""",
    "No matching distribution|not a supported wheel": """\
The package index has no such package for this Python on this machine. If there is another
Python: make clean, then make setup PYTHON=/path/to/python3""",
}
OTHER_HINT = "Run the same again. If that does not help, run `make clean` first."


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


def explain(error: CommandError) -> str:
    """Return pip's own error lines and a hint on what to do."""
    errors = [at for at, line in enumerate(error.lines) if line.lower().startswith("error")]
    lines = error.lines[errors[0] :][:15] if errors else error.lines[-5:]
    hint = next((hint for sign, hint in HINTS.items() if re.search(sign, str(error))), OTHER_HINT)
    shown = "\n".join(f"  {line}" for line in lines if line)
    return f"Packages could not be installed:\n{shown}\n{hint}\nAll that was printed: {LOG}"
