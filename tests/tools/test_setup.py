"""The set-up of .venv, by real Pythons, pips and uvs, with packages of a few lines."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.clone import ROOT, TIMEOUT, Clone
from tests.tools.tiny_build import write_wheel

RUNNING = {"alpha-1.0", "tinybuild-1.0", "comicai-1.0"}
ALL = RUNNING | {"omega-1.0", "uv-1.0"}
OFFLINE_UV = {"UV_OFFLINE": "1", "UV_NO_INDEX": "1"}

makes_venvs = pytest.mark.servers  # a real .venv takes seconds
pytestmark = pytest.mark.timeout(400)  # and more of them where the machine is busy


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone")


@pytest.fixture
def silent_index() -> Iterator[str]:
    """An index that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.fixture
def dead_index() -> str:
    """A package index at a closed port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}/"


# --- Installation ---------------------------------------------------------------------------------


@makes_venvs
def test_each_set_is_installed_once_without_changing_the_other(clone: Clone) -> None:
    status, output = clone.set_up("runtime")
    assert status == 0, output
    assert clone.packages() == RUNNING
    assert "downloading 2 packages" in output
    assert "installing 2 packages" in output
    assert "Set up .venv with pip" in output
    assert "make run" not in output
    assert clone.set_up("runtime") == (0, "")

    status, output = clone.set_up("everything")
    assert status == 0, output
    assert clone.packages() == ALL
    assert "installing ComicAI" not in output
    assert clone.set_up("runtime") == (0, "")
    assert clone.set_up("everything") == (0, "")


@makes_venvs
def test_a_changed_lock_is_installed_in_the_affected_sets(clone: Clone) -> None:
    clone.set_up("everything")
    for name in ("alpha", "omega"):
        write_wheel(clone.wheels, name, {f"{name}.py": "new = True\n"}, version="2.0")

    clone.lock(alpha="1.0", omega="2.0")
    assert clone.set_up("runtime") == (0, "")
    assert clone.packages() == ALL
    clone.lock(alpha="2.0", omega="2.0")
    assert clone.set_up("runtime")[0] == 0
    assert clone.packages() == ALL - {"alpha-1.0"} | {"alpha-2.0"}
    # With the first locks again, the installation is not considered up to date.
    clone.lock(alpha="1.0", omega="1.0")
    assert clone.set_up("everything")[0] == 0
    assert clone.packages() == ALL


@makes_venvs
def test_after_a_move_everything_is_installed_again(clone: Clone) -> None:
    clone.set_up("runtime")
    moved = clone.folder.rename(clone.folder.with_name("moved"))
    there = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(moved / "wheels")}
    clone.folder = moved

    assert clone.set_up("runtime", there)[0] == 0

    comicai = subprocess.check_output(moved / ".venv" / "bin" / "comicai", text=True, timeout=60)
    assert comicai == "comicai\n"


@makes_venvs
def test_two_set_ups_at_once_wait_for_each_other(clone: Clone) -> None:
    both = [clone.start("runtime"), clone.start("everything")]
    output = "".join(child.communicate(timeout=TIMEOUT)[1] for child in both)

    assert [child.returncode for child in both] == [0, 0], output
    assert "waiting for another set-up" in output
    assert clone.packages() == ALL
    assert clone.set_up("everything") == (0, "")


# --- When it fails --------------------------------------------------------------------------------


@makes_venvs
def test_a_wrong_hash_is_reported_and_the_old_installation_still_works(clone: Clone) -> None:
    clone.set_up("runtime")
    lock = clone.folder / "requirements-dev.txt"
    good = lock.read_text()
    head, _, digest = good.rpartition("sha256:")
    assert head.rpartition("==")[0].endswith("uv")
    lock.write_text(f"{head}sha256:{digest[::-1].strip()}\n")

    status, output = clone.set_up("everything")

    assert status == 1
    assert "DO NOT MATCH THE HASHES" in output
    assert "sends other files than those that are locked" in output
    assert "WARNING" not in output
    assert clone.set_up("runtime") == (0, "")
    assert clone.packages() == RUNNING
    lock.write_text(good)
    assert clone.set_up("everything")[0] == 0
    assert clone.packages() == ALL


@makes_venvs
def test_an_unreachable_index_is_reported(clone: Clone, dead_index: str) -> None:
    status, output = clone.set_up("runtime", {"PIP_INDEX_URL": dead_index, "PIP_RETRIES": "1"})

    assert status == 1
    assert "no answer from the package index, trying again" in output
    assert "The package index cannot be reached" in output
    assert "WARNING" not in output
    assert not clone.stamp.exists()
    assert "NewConnectionError" in (clone.folder / ".venv" / "setup.log").read_text()


def wait_for(condition: Path, text: str) -> None:
    until = time.monotonic() + 90
    while not (condition.exists() and text in condition.read_text()):
        assert time.monotonic() < until
        time.sleep(0.05)


@makes_venvs
def test_an_interrupted_set_up_starts_over(clone: Clone, silent_index: str) -> None:
    clone.set_up("runtime")
    child = clone.start("everything", {"PIP_INDEX_URL": silent_index, "PIP_NO_CACHE_DIR": "1"})
    log = clone.folder / ".venv" / "setup.log"
    wait_for(log, silent_index)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate(timeout=60)
    (clone.folder / ".venv" / "left over").touch()

    assert clone.set_up("runtime")[0] == 0

    assert not (clone.folder / ".venv" / "left over").exists()
    assert clone.packages() == RUNNING


@makes_venvs
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupting_it_before_the_installation_changes_nothing(
    clone: Clone, silent_index: str, number: signal.Signals
) -> None:
    clone.set_up("runtime")
    child = clone.start("everything", {"PIP_INDEX_URL": silent_index, "PIP_NO_CACHE_DIR": "1"})
    wait_for(clone.folder / ".venv" / "setup.log", silent_index)

    child.send_signal(number)

    output = child.communicate(timeout=60)[1]
    assert child.returncode == 130, output
    assert "interrupted" in output
    assert "Traceback" not in output
    assert clone.set_up("runtime") == (0, "")


# --- Requirements ---------------------------------------------------------------------------------

# As Debian's does without the package python3-venv; else the real one.
WITHOUT_VENV = """#!/bin/sh
case "$*" in
    "-m venv "*) echo "not created successfully because ensurepip is not available." ; exit 1 ;;
esac
exec {python} "$@"
"""


@pytest.fixture
def minimal_system(clone: Clone) -> Clone:
    """The same on a machine that has nothing but a shell."""
    programs = clone.folder / "bin"
    programs.mkdir()
    for name in ("sh", "dirname"):
        program = shutil.which(name)
        assert program
        (programs / name).symlink_to(program)
    return clone


def set_up_minimal(clone: Clone) -> tuple[int, str]:
    return clone.set_up("runtime", {"PATH": str(clone.folder / "bin"), "PYTHON": "python3"})


def test_without_a_recent_python_the_set_up_says_so(minimal_system: Clone) -> None:
    status, output = set_up_minimal(minimal_system)

    assert status == 1
    assert "Python 3.11 or later" in output


def test_without_venv_the_set_up_names_the_package(minimal_system: Clone) -> None:
    python = minimal_system.folder / "bin" / "python3"
    python.write_text(WITHOUT_VENV.format(python=sys.executable))
    python.chmod(0o755)

    status, output = set_up_minimal(minimal_system)

    assert status == 1
    _progress, reason = output.splitlines()
    assert reason.startswith("python3 cannot make virtual environments")
    assert "apt-get install python3-venv" in reason


# --- pip or uv ------------------------------------------------------------------------------------


@makes_venvs
def test_uv_is_used_if_pip_would_use_the_same_index(clone: Clone) -> None:
    clone.set_up("everything")
    write_wheel(clone.wheels, "alpha", {"alpha.py": "new = True\n"}, version="2.0")
    clone.lock(alpha="2.0", omega="1.0")

    status, output = clone.set_up("everything", {**OFFLINE_UV, "UV_FIND_LINKS": str(clone.wheels)})

    assert status == 0, output
    assert "Set up .venv with uv" in output
    assert clone.packages() == ALL - {"alpha-1.0"} | {"alpha-2.0"}
    assert list(clone.folder.glob(".venv/lib/python*/site-packages/__pycache__/alpha.*.pyc"))


def decisive(environ: dict[str, str]) -> str:
    """Return what the set-up finds in the settings of a real pip."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    code = "import sys; from installing.installers import decisive_settings as decisive"
    found = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sorted(decisive(sys.stdin.read())))"],
        cwd=ROOT / "tools",
        input=listed.stdout,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return found.stdout.strip()


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("unset")
@pytest.mark.parametrize(
    "name",
    ["index-url", "extra-index-url", "find-links", "no-index", "constraint", "proxy", "cert"],
)
@pytest.mark.parametrize("section", ["environment", "global", "install"])
def test_pip_is_used_if_only_pip_reads_a_setting(tmp_path: Path, section: str, name: str) -> None:
    file = tmp_path / "pip.conf"
    if section == "environment":
        environ = {f"PIP_{name.upper().replace('-', '_')}": "1", "PIP_CONFIG_FILE": os.devnull}
    else:
        file.write_text(f"[{section}]\n{name} = 1\n")
        environ = {"PIP_CONFIG_FILE": str(file)}

    assert name in decisive(environ).split()


@pytest.mark.usefixtures("unset")
def test_irrelevant_settings_do_not_require_pip(tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.touch()
    of_this_machine = decisive({"PIP_CONFIG_FILE": str(file)})
    file.write_text("[global]\ntimeout = 60\n[list]\nformat = columns\n[download]\nno-deps = 1\n")

    settings = {"PIP_CONFIG_FILE": str(file), "PIP_CACHE_DIR": "/var/cache/a=b"}

    assert decisive(settings) == of_this_machine


# --- Progress -------------------------------------------------------------------------------------

SHOW = """
import sys
from installing.progress import Progress
progress = Progress(sys.stdout)
for done in range(1, 1001):
    progress.show("installing {total} packages", 1000, done)
progress.show("installing ComicAI")
progress.end("Ready.")
"""


def test_progress_is_brief_if_the_output_is_no_terminal() -> None:
    shown = subprocess.check_output(
        [sys.executable, "-c", SHOW], cwd=ROOT / "tools", text=True, timeout=60
    )

    assert shown.splitlines() == [
        "Setting up .venv: installing 1000 packages: 1 done",
        "Setting up .venv: installing ComicAI",
        "Ready.",
    ]


def test_on_a_terminal_one_line_is_rewritten() -> None:
    ours, theirs = os.openpty()
    subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT / "tools", stdout=theirs, check=True)
    os.close(theirs)

    shown = os.read(ours, 65536).decode()

    os.close(ours)
    assert shown.count("\n") == 1
    assert shown.endswith("\r\x1b[KReady.\r\n")
    assert "installing ComicAI" in shown
