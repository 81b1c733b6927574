"""Hints about failed installations: what the output says, and what to do."""

from __future__ import annotations

import re

from installing.commands import LOG, CommandError

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


def explain(error: CommandError) -> str:
    """Return pip's own error lines and a hint on what to do."""
    errors = [at for at, line in enumerate(error.lines) if line.lower().startswith("error")]
    lines = error.lines[errors[0] :][:15] if errors else error.lines[-5:]
    hint = next((hint for sign, hint in HINTS.items() if re.search(sign, str(error))), OTHER_HINT)
    shown = "\n".join(f"  {line}" for line in lines if line)
    return f"Packages could not be installed:\n{shown}\n{hint}\nAll that was printed: {LOG}"
