"""Tests of `compose.yaml`, which is parsed and compared with the code, without Docker."""

from __future__ import annotations

import asyncio
import re
import shlex
import subprocess
import sys
from asyncio.subprocess import DEVNULL
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bots.cli import cli
from core.config.settings import DATABASE_NAMES, OTHER_NAMES, PREFIX, SPEC_NAMES, Config
from pipeline.cli import SECRET_VARIABLE, TOKEN_VARIABLE
from pipeline.settings import SECTIONS, PipelineOptions
from tests.child_processes import child

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "compose.yaml"
PINNED = re.compile(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*")
INTERPOLATED = re.compile(r"\$\{(\w+)(?::?[-?][^}]*)?\}")

COMPOSE: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
METRICS_ADDRESS = "COMICAI_OPS__METRICS_ADDRESS"
URL = re.compile(r"http://[^\s']+")
OURS = {name for name, service in SERVICES.items() if service["image"] == "comicai:latest"}
LASTING = OURS - {"migrate"}


def settings() -> set[str]:
    """Return every variable that ComicAI reads."""
    known = {
        f"{PREFIX}{section}__{key}".upper()
        for section, field in Config.model_fields.items()
        for key in getattr(field.annotation, "model_fields", {})
    }
    return known | SPEC_NAMES.keys() | {*DATABASE_NAMES, *OTHER_NAMES}


def painting_variables() -> set[str]:
    """Return every variable that says what paints, plans and moderates in the pipeline."""
    return {
        f"{PREFIX}{section}__{key}".upper()
        for section in SECTIONS
        for key in getattr(PipelineOptions.model_fields[section].annotation, "model_fields", {})
    }


def test_the_file_conforms_to_the_compose_schema() -> None:
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.compose-spec", str(FILE)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert checked.returncode == 0, checked.stdout


def test_every_part_has_a_service() -> None:
    assert {"migrate", "web", "worker", "discord", "telegram", "pipeline"} == OURS
    assert {"mysql", "redis", "storage", "bucket"} == SERVICES.keys() - OURS


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_exists(name: str) -> None:
    command, *options = SERVICES[name]["command"]

    known: Any = typer.main.get_command(cli)
    assert command in known.commands
    if command == "pipeline":
        helped = subprocess.run(
            [sys.executable, "-m", "pipeline", "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        for option in options:
            assert f"{option.partition('=')[0]} " in helped.stdout
    else:
        assert options == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_environment_variable_is_a_setting(name: str) -> None:
    variables = SERVICES[name]["environment"].keys()

    assert variables
    assert variables - settings() == set()
    if name == "pipeline":
        keys = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", *painting_variables()}
        assert variables <= {*keys, TOKEN_VARIABLE, SECRET_VARIABLE}


def test_all_processes_have_the_same_settings() -> None:
    variables = [SERVICES[name]["environment"] for name in OURS - {"pipeline"}]

    assert all(each == variables[0] for each in variables)
    assert variables[0]["COMICAI_ENGINE__URL"].startswith("redis://redis:")
    assert variables[0]["DB_HOST"] in SERVICES


def test_the_file_contains_no_secret() -> None:
    secret = re.compile(r"PASS|SECRET|TOKEN|ACCESS_KEY")
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable) and value != "yes":
                assert INTERPOLATED.fullmatch(value), f"{name}: {variable}"


def test_every_interpolated_variable_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    interpolated = {found[1] for found in INTERPOLATED.finditer(FILE.read_text(encoding="utf-8"))}
    assert {each for each in interpolated if f"{each}=" not in example} == set()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_restarts_and_has_a_health_check(name: str) -> None:
    service = SERVICES[name]
    once = name in {"migrate", "bucket"}

    assert service["restart"] == ("on-failure" if once else "unless-stopped")
    assert once or service["healthcheck"]["test"][0].startswith("CMD")
    if name in OURS:
        seconds = int(service["stop_grace_period"].removesuffix("s"))
        assert seconds > 20  # what a worker may take to hand back
        assert service["build"] == "."
    else:
        assert PINNED.fullmatch(service["image"])


def test_services_start_after_their_dependencies() -> None:
    for name in OURS - {"migrate", "pipeline"}:
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
            "bucket": {"condition": "service_completed_successfully"},
        }
    for name, service in SERVICES.items():
        for other, needed in service.get("depends_on", {}).items():
            watched = "healthcheck" in SERVICES[other]
            assert needed["condition"] != "service_healthy" or watched, (name, other)


def test_the_image_starts_comicai_with_the_given_command() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert 'ENTRYPOINT ["comicai"]' in dockerfile
    assert all(isinstance(SERVICES[name]["command"], list) for name in OURS)


def health_program(name: str) -> str:
    """Return the Python code of a container's health check."""
    *python, code = SERVICES[name]["healthcheck"]["test"]
    assert python == ["CMD", "python", "-c"]
    return str(code)


@pytest.mark.parametrize("name", sorted(LASTING))
def test_the_health_check_uses_the_configured_address(name: str) -> None:
    _, _, metrics_port = COMPOSE["x-comicai"]["environment"][METRICS_ADDRESS].partition(":")
    pipeline = name == "pipeline"

    (url,) = URL.findall(health_program(name))

    address = "127.0.0.1:6006/health" if pipeline else f"127.0.0.1:{metrics_port}/health/live"
    assert url == f"http://{address}"


@pytest.mark.parametrize("name", sorted(LASTING))
@pytest.mark.parametrize(("status", "ended_well"), [(200, True), (503, False)])
async def test_the_health_check_returns_the_servers_answer(
    name: str, status: int, *, ended_well: bool
) -> None:
    interpolated: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        interpolated.append(request.path)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        here = f"127.0.0.1:{server.port}"
        code = re.sub(r"127\.0\.0\.1:\d+", here, health_program(name))
        async with child(sys.executable, "-c", code, stderr=DEVNULL) as program:
            async with asyncio.timeout(60):
                ended = await program.wait()

    assert (ended == 0) is ended_well
    assert len(interpolated) == 1


def test_the_package_for_logging_in_to_mysql_is_installed() -> None:
    """MySQL 8 encrypts passwords with RSA if TLS is off; the driver needs a package for that."""
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert int(SERVICES["mysql"]["image"].partition(":")[2].split(".")[0]) >= 8
    assert re.search(r"^cryptography==", locked, re.MULTILINE)


def test_all_used_volumes_are_declared() -> None:
    used = {
        volume.partition(":")[0] for each in SERVICES.values() for volume in each.get("volumes", ())
    }

    assert used == COMPOSE["volumes"].keys()


def test_shell_commands_can_be_parsed() -> None:
    lines = [
        service["healthcheck"]["test"][1]
        for service in SERVICES.values()
        if service.get("healthcheck", {}).get("test", ())[:1] == ["CMD-SHELL"]
    ]

    assert lines
    assert all(map(shlex.split, lines))
