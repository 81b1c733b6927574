"""Property-based test: the running server conforms to its OpenAPI document."""

from __future__ import annotations

import asyncio
import random
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bots.web.app_keys import HTTP_METRICS
from tests.application import SECRET, RunningApp, running_app, sign_up
from tests.child_processes import child
from tests.durations import FULL_LENGTH
from tests.property_tests import EXPLORES

EXAMPLES = 200 if FULL_LENGTH else 50  # an operation
SEQUENCES = 400 if FULL_LENGTH else 120  # of operations
RUN_SECONDS = 900
SEED = random.randrange(2**32) if EXPLORES else 20260131

# JSON Schema cannot express some rules (a script has one entry per panel, `deleted` is the only
# field, a cursor was issued by the server), so input that is valid by the schema may be refused.
# signOutEverywhere gets a token of another account, since it invalidates its own.
SETTINGS = """
seed = {seed}
request-timeout = 30
# CPython 3.11 cannot parse in two threads at once: github.com/python/cpython/issues/106905
workers = 1
continue-on-failure = true

[generation]
max-examples = {examples}
no-shrink = true
database = "none"

[headers]
Authorization = "Bearer {token}"

# URLs in a response are not ids.
[phases.stateful.inference]
algorithms = ["dependency-analysis"]

[phases.stateful]
max-steps = 10
[phases.stateful.generation]
max-examples = {sequences}

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 429]

[[operations]]
include-operation-id = ["getHistory", "getGallery", "changeMe"]
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 422, 429]

# The length of a prompt is checked after clean-up, so one too long by the schema may be accepted.
[[operations]]
include-operation-id = ["generate", "editJob", "continueJob"]
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 422, 429]
[operations.checks.negative_data_rejection]
expected-statuses = [200, 202, 400, 401, 403, 404, 409, 413, 415, 422, 429, 502, 504]

# Deleted comics can be restored for about a minute.
[[operations]]
include-operation-id = ["changeComic", "getComic", "getImage"]
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 422, 429]
[operations.checks.use_after_free]
enabled = false

[[operations]]
include-operation-id = "signOutEverywhere"
headers = {{ Authorization = "Bearer {other_token}" }}
"""

# Responses that must have occurred for the run to be meaningful.
REACHED = {
    ("POST", "/ml/generate", "200"),
    ("GET", "/ml/{uuid}", "200"),
    ("GET", "/ml/{uuid}/events", "200"),
    ("POST", "/ml/{uuid}/cancel", "200"),
    ("GET", "/ml", "200"),
    ("POST", "/ml/{uuid}/retry", "200"),
    ("POST", "/ml/{uuid}/edit", "200"),
    ("POST", "/ml/{uuid}/continue", "200"),
    ("GET", "/gallery/{uuid}", "200"),
    ("PATCH", "/gallery/{uuid}", "200"),
    ("DELETE", "/gallery/{uuid}", "204"),
    ("POST", "/gallery/{uuid}/report", "204"),
    ("GET", "/comics/{uuid}/image", "200"),
    ("GET", "/comics/{uuid}/image", "302"),
    ("PATCH", "/auth/me", "200"),
    ("POST", "/auth/register", "201"),
    ("POST", "/link", "200"),
}


@pytest.mark.servers
@pytest.mark.hypothesis
@pytest.mark.timeout(RUN_SECONDS + 60)
async def test_the_server_conforms_to_its_openapi_document(
    tmp_path: Path, migrated_file: Path
) -> None:
    web = {"port": 0, "jwt_secret": SECRET, "wait_seconds": 5}
    async with running_app(tmp_path, migrated=migrated_file, web=web) as app:
        await _write_settings(app, tmp_path / "schemathesis.toml")

        status, output = await _run_schemathesis(f"{app.url}/openapi.json", tmp_path)

        answered = _answered(app.web_app[HTTP_METRICS].registry)
    assert status == 0, output[-20_000:]
    assert answered >= REACHED
    assert not [answer for answer in answered if answer[2] == "500"]


async def _write_settings(app: RunningApp, path: Path) -> None:
    client = await app.browser(cookies=False)
    here, there = [await sign_up(client, f"{name}@example.org") for name in ("ada", "bob")]
    settings = SETTINGS.format(
        seed=SEED,
        examples=EXAMPLES,
        sequences=SEQUENCES,
        token=here["token"],
        other_token=there["token"],
    )
    await asyncio.to_thread(path.write_text, settings)


async def _run_schemathesis(url: str, folder: Path) -> tuple[int, str]:
    program = Path(sys.executable).with_name("schemathesis")
    async with (
        child(str(program), "run", url, cwd=folder, stdout=PIPE, stderr=STDOUT) as process,
        asyncio.timeout(RUN_SECONDS),
    ):
        output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()


def _answered(registry: CollectorRegistry) -> set[tuple[str, str, str]]:
    return {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"])
        for family in registry.collect()
        for sample in family.samples
        if sample.name == "comicai_http_requests_total"
    }
