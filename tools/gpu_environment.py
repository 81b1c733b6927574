"""Set-up of .venv-gpu: torch and the packages of `comicai[gpu]`, on top of the packages of .venv.

Run by .venv's Python. The exit status is 3 if there is no build of torch to install; then the tests
of the diffusers painter are skipped. The build for CPUs is a tenth of the one for GPUs.
The variable TORCH names another one: TORCH=torch takes that of the index.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-gpu"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
LOCK = ROOT / "pipeline" / "requirements-gpu.txt"
CPU_TORCH = "torch==2.13.0+cpu"
NO_TORCH = 3  # exit status
SECONDS = 600  # of one installation
PIP = (
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-compile",
    "--no-input",
    "--disable-pip-version-check",
)


def main() -> int:
    """Create or update the environment; return the exit status."""
    torch = os.environ.get("TORCH") or CPU_TORCH
    stamp = _stamp(torch)
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp:
        return 0
    print("Setting up .venv-gpu: torch, diffusers and transformers", file=sys.stderr, flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if _ran(sys.executable, "-m", "venv", str(VENV)):
        print("The virtual environment .venv-gpu could not be made.", file=sys.stderr)
        return 1
    _put_on_top_of(Path(sysconfig.get_path("purelib")))
    if _ran(str(PYTHON), *PIP, "--only-binary", ":all:", torch):
        print(
            f"{torch} cannot be installed here, so the tests that need it are skipped.\n"
            "Name a build that your package index has: make test-gpu-painter TORCH=torch",
            file=sys.stderr,
        )
        return NO_TORCH
    if _ran(str(PYTHON), *PIP, "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)):
        print(f"The packages in {LOCK.relative_to(ROOT)} cannot be installed.", file=sys.stderr)
        return NO_TORCH
    STAMP.write_text(stamp, encoding="utf-8")
    return 0


def _put_on_top_of(packages: Path) -> None:
    """Let the environment find the packages of another one after its own."""
    command = (str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    made = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    below = Path(made.stdout.strip()) / "below.pth"
    below.write_text(f"{packages}\n", encoding="utf-8")


def _stamp(torch: str) -> str:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    found = {"folder": str(ROOT), "python": sys.version, "torch": torch, "lock": lock}
    return json.dumps(found, indent=1)


def _ran(*command: str) -> int:
    try:
        return subprocess.run(command, cwd=ROOT, timeout=SECONDS, check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"No end after {SECONDS} s: {' '.join(command)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
