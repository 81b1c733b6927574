"""Tests of the repository: its files, locks and scripts."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/artists.md",
    "docs/glossary.md",
    "docs/operating.md",
    "docs/performance.md",
    "docs/reliability.md",
    "docs/verified.md",
]

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

# Each in two halves, so that this file does not contain what it searches for.
# The GPU machine's user in the examples is nobody's.
MACHINE_PATH = re.compile("/(?:" + "home|Users" + r")/(?!comicai\b)\w+|/" + r"root/\w+")
INDEX_URL = re.compile(r"https?://[^\s\"'`]*/" + r"simple\b|python" + "hosted")


def project_files() -> Iterator[Path]:
    """Yield every file that is or will be in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=30,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in pattern.finditer(text)]
    return found


def run(
    *command: str | Path, cwd: Path = ROOT, environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **(environ or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


# --- Files ----------------------------------------------------------------------------------------


def test_no_file_contains_a_path_of_a_developers_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_file_contains_the_url_of_a_package_index() -> None:
    assert lines_with(INDEX_URL) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_in_the_documents_has_a_target(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if ":" not in target]
    assert [
        target for target in targets if not (ROOT / name).parent.joinpath(target).exists()
    ] == []


def test_every_path_that_the_architecture_names_exists() -> None:
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml|md|yml))`", ARCHITECTURE)

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_architecture_says_where_to_change_what() -> None:
    table = ARCHITECTURE.split("| To change ... | look in |\n| --- | --- |\n")[1]
    rows = [row for row in table.splitlines() if row and not row.startswith("| **")]

    assert len(rows) > 40
    for row in rows:
        subject, places = (cell.strip() for cell in row.strip("|").split(" | "))
        assert subject
        assert re.search(r"`[\w./-]+`", places), row


def test_the_architecture_names_every_package_of_the_core() -> None:
    packages = [path.parent.name for path in sorted((ROOT / "core").glob("*/__init__.py"))]

    assert len(packages) > 10
    assert [name for name in packages if f"`core/{name}/`" not in ARCHITECTURE] == []


def test_everything_the_dockerfile_copies_exists_and_is_not_ignored() -> None:
    copied = [
        source
        for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    ]
    allowed = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    }

    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert set(copied) <= allowed


def test_the_container_starts_without_a_shell() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert re.findall(r"^(?:ENTRYPOINT|CMD) (\S)", text, re.MULTILINE) == ["[", "["]
    assert re.search(r"^USER (?!root)", text, re.MULTILINE)


@pytest.mark.parametrize("name", [".ci/run", "tools/setup.sh", "tools/servers.sh"])
def test_scripts_can_be_run_and_parsed(name: str) -> None:
    script = ROOT / name
    shell = script.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")

    assert script.stat().st_mode & stat.S_IXUSR
    assert run(shell, "-n", script).stderr == ""


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None

    shown = run("make", "--no-print-directory", environ={"MAKEFLAGS": ""})

    assert shown.returncode == 0
    assert [line.split()[1] for line in shown.stdout.splitlines()] == targets[1].split()


# --- The lock -------------------------------------------------------------------------------------


LOCKS = [
    "requirements.txt",
    "requirements-build.txt",
    "requirements-dev.txt",
    "pipeline/requirements.txt",
    "pipeline/requirements-gpu.txt",
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the lock files and scripts, which tests may change."""
    for folder in ("tools", "pipeline"):
        (tmp_path / folder).mkdir()
    for name in [*LOCKS, "pyproject.toml", "tools/lock.py", "tools/servers.sh"]:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def check_lock(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "tools/lock.py", "--check", cwd=folder)


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_lock_is_up_to_date() -> None:
    assert check_lock(ROOT).stderr == ""


def test_a_changed_dependency_makes_the_lock_stale(checkout: Path) -> None:
    replace_text(checkout / "pyproject.toml", "dependencies = [", 'dependencies = [\n    "attrs",')

    checked = check_lock(checkout)

    assert checked.returncode == 1
    assert checked.stderr.count("make lock") == len(LOCKS)


def test_a_changed_rule_of_the_linter_does_not_make_the_lock_stale(checkout: Path) -> None:
    replace_text(checkout / "pyproject.toml", "line-length = 100", "line-length = 99")

    assert check_lock(checkout).returncode == 0


def test_build_requirements_are_locked(checkout: Path) -> None:
    (checkout / "requirements-build.txt").unlink()

    assert "requirements-build.txt: not made for" in check_lock(checkout).stderr


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_lock_for_gpus_leaves_torch_to_the_machine(pyproject: dict[str, Any]) -> None:
    lock = (ROOT / "pipeline/requirements-gpu.txt").read_text(encoding="utf-8")
    torch = (ROOT / "pipeline/requirements-torch.txt").read_text(encoding="utf-8")
    extra = pyproject["project"]["optional-dependencies"]["gpu"]

    assert re.search(r"^diffusers==\S+ \\\n    --hash=", lock, re.MULTILINE)
    assert not re.search(r"^(torch|triton|nvidia-\w+)\b", lock, re.MULTILINE)
    assert [line for line in extra if line in torch.splitlines()] == ["torch>=2.13,<3"]


def test_the_pipeline_alone_needs_packages_of_the_project(pyproject: dict[str, Any]) -> None:
    needed = {line.lower() for line in pyproject["dependency-groups"]["pipeline"]}
    direct = {
        re.split(r"[\[<>=!~ ;]", line)[0].lower() for line in pyproject["project"]["dependencies"]
    }

    assert needed <= direct


def test_the_container_is_built_from_locked_packages_only() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    hashed = re.findall(r"--require-hashes -r (\S+)", text)
    assert hashed == ["requirements.txt", "requirements-build.txt"]
    assert re.search(r"pip wheel .*--no-build-isolation", text)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org",
        "--find-links /srv/wheels",
        "attrs @ file:///srv/attrs.whl",
        "attrs @ git+https://example.org/attrs",
        "-i example.org",
    ],
)
def test_a_lock_with_the_url_of_an_index_is_refused(checkout: Path, line: str) -> None:
    with (checkout / "requirements.txt").open("a") as lock:
        lock.write(f"{line}\n")

    assert "requirements.txt: names a place" in check_lock(checkout).stderr


@pytest.mark.parametrize("name", ["aiohttp", "hatchling"])
def test_all_locks_have_the_tested_versions(checkout: Path, name: str) -> None:
    replace_text(checkout / "requirements-dev.txt", f"\n{name}==", f"\n{name}==0")

    assert f"{name}: " in check_lock(checkout).stderr


# --- Servers --------------------------------------------------------------------------------------

PROGRAMS = "sh cat id".split()  # noqa: SIM905


@pytest.fixture
def minimal_system(checkout: Path) -> Path:
    """A copy on a machine that has nothing but a shell and its usual programs."""
    (checkout / "bin").mkdir()
    for name in PROGRAMS:
        program = shutil.which(name)
        assert program
        (checkout / "bin" / name).symlink_to(program)
    return checkout


def test_missing_servers_are_reported_with_alternatives(minimal_system: Path) -> None:
    nothing = {"COMICAI_TEST_MYSQL_URL": "", "COMICAI_TEST_REDIS_URL": "", "CHROMIUM": ""}

    done = run(
        minimal_system / "tools" / "servers.sh",
        environ={**nothing, "PATH": str(minimal_system / "bin")},
    )

    assert done.returncode == 1
    assert all(word in done.stderr for word in ("redis-server", "chromium", *nothing))


def test_configured_servers_need_not_be_installed(minimal_system: Path) -> None:
    variables = ("COMICAI_TEST_MYSQL_URL", "COMICAI_TEST_REDIS_URL", "CHROMIUM", "LIBFAKETIME")
    named = dict.fromkeys(variables, "x")

    done = run(
        minimal_system / "tools" / "servers.sh",
        environ={**named, "PATH": str(minimal_system / "bin")},
    )

    assert done.returncode == 0
