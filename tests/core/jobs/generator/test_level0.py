"""Level-0 generators, which support only the plain request and its response."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from core.errors import (
    GeneratorError,
    GeneratorFailedError,
    GeneratorRefusesError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
)
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.conventional_keys import page_finder
from core.models.comics import ImageRef
from tests.child_processes import server
from tests.core.jobs.generator.conftest import Client, Time
from tests.fakes.generator import FakeGenerator, Fault, JobFault

ROOT = Path(__file__).parents[4]


@pytest.fixture
async def fake(fake: FakeGenerator) -> FakeGenerator:
    fake.level = 0
    return fake


async def test_a_plain_response_is_a_comic(client: Client) -> None:
    drawn = await client.draw()

    assert drawn.ref == ImageRef("local", f"jobs/{client.job_id}/page.png")
    assert (await client.images.inspect(drawn.ref)).width == 32
    assert (drawn.sha256, drawn.seed, drawn.panels) == (None, None, ())


async def test_nothing_is_polled_and_nothing_is_cancelled(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw()
    await client.generator.cancel(client.job_id, 1)

    assert [call.route for call in fake.calls] == ["health", "submit"]


async def test_a_level_0_generator_that_responds_is_healthy(client: Client) -> None:
    health = await client.generator.health()

    assert (health.ready, health.level, health.input_keys) == (True, 0, None)


async def test_a_closed_level_0_generator_is_not_healthy(
    client: Client, fake: FakeGenerator
) -> None:
    await fake.stop()

    with pytest.raises(GeneratorUnavailableError):
        await client.generator.health()


async def test_nothing_is_polled_without_a_status_route(
    client: Client, fake: FakeGenerator
) -> None:
    await client.generator.health()

    await client.draw(fresh=False)

    assert [call.route for call in fake.calls] == ["health", "submit"]


async def test_a_status_is_polled_while_the_level_is_unknown(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.HTML, route="health")
    fake.fail(Fault.HTML, route="status")

    assert (await client.draw(fresh=False)).ref.key

    assert [call.route for call in fake.calls] == ["health", "status", "submit"]


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.HANG, Fault.TAKEN_THEN_DROP])
async def test_a_lost_response_is_requested_a_second_time(
    client: Client, fake: FakeGenerator, time: Time, fault: Fault
) -> None:
    if fault is Fault.HANG:
        client.shorten_timeouts()
    fake.fail(fault)

    await client.draw()

    assert len(fake.calls_to("submit")) == 2
    assert time.slept == [30]


async def test_a_lost_response_is_not_requested_a_third_time(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.DROP, times=2)

    with pytest.raises(GeneratorFailedError) as caught:
        await client.draw()

    assert caught.value.reason == "no_answer"
    assert len(fake.calls_to("submit")) == 2


async def test_a_gateway_without_a_generator_postpones_the_job(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.BAD_GATEWAY, times=10)

    with pytest.raises(GeneratorUnavailableError) as caught:
        await client.draw()

    assert caught.value.reason == "bad_gateway"
    assert len(fake.calls_to("submit")) == 2


async def test_a_strict_generator_gets_the_prompt_alone(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.INVALID_REQUEST)

    await client.draw(style="manga")

    first, second = fake.calls_to("submit")
    assert set(first.body["inputParams"]) == {"prompt", "panelCount", "style"}
    assert second.body["inputParams"] == {"prompt": "a secret cat"}


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        (JobFault.PROMPT_REJECTED, GeneratorRejectedError, "prompt_rejected"),
        (JobFault.OUTPUT_REJECTED, GeneratorRejectedError, "output_rejected"),
        (JobFault.GENERATION_FAILED, GeneratorRetryError, "generation_failed"),
        (JobFault.BAD_URL, GeneratorRefusesError, "wrong_bucket"),
        (JobFault.NO_URL, GeneratorFailedError, "bad_response"),
        (Fault.CRASH, GeneratorRetryError, "internal"),
        (Fault.UNAUTHORIZED, GeneratorRefusesError, "unauthorized"),
    ],
)
async def test_failures_have_the_same_meaning_as_at_level_1(
    client: Client,
    fake: FakeGenerator,
    fault: Fault | JobFault,
    kind: type[GeneratorError],
    reason: str,
) -> None:
    fake.fail(fault)

    with pytest.raises(kind) as caught:
        await client.draw()

    assert caught.value.reason == reason
    assert len(fake.calls_to("submit")) == 1


async def test_a_lease_only_has_to_outlast_the_submission(
    client: Client, fake: FakeGenerator
) -> None:
    client.lease_seconds = 20

    await client.draw()

    assert len(client.lease_checks) == 1


async def test_a_generator_upgraded_to_level_1_is_polled_from_then_on(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw()
    fake.level = 1

    await client.draw(attempt=2)

    assert fake.calls_to("status")


@pytest.fixture
async def documented(tmp_path: Path) -> AsyncIterator[str]:
    """URL of the example server in the documentation."""
    async with server(
        *(sys.executable, str(ROOT / "docs" / "level0_server.py"), "0", str(tmp_path / "images")),
        status=-signal.SIGTERM,
        stderr=asyncio.subprocess.DEVNULL,
    ) as (url,):
        yield url


@pytest.mark.servers
async def test_the_server_in_the_documentation_draws_a_comic(
    documented: str, http: aiohttp.ClientSession, client: Client
) -> None:
    client.generator = HttpGenerator(http, documented, token="", locate=client.images.locate)

    assert (await client.generator.health()).level == 0
    drawn = await client.draw(fresh=False)

    assert (await client.images.inspect(drawn.ref)).width == 256


async def test_an_answer_with_a_url_is_the_comic_whatever_else_it_holds(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.CLAIMS_OK)

    drawn = await client.draw()

    assert drawn.ref.key == f"jobs/{client.job_id}/page.png"
    assert len(fake.drawn) == 1
    assert fake.calls_to("status") == []


@pytest.mark.parametrize("times", [1, 2])
async def test_a_picture_whose_response_was_lost_is_found_by_its_key(
    client: Client, fake: FakeGenerator, times: int
) -> None:
    client.generator._find_page = page_finder(client.images, ("local",))
    fake.fail(Fault.DROP, times=times - 1)
    fake.fail(Fault.TAKEN_THEN_DROP)

    drawn = await client.draw()

    assert drawn.ref.key == f"jobs/{client.job_id}/page.png"
    assert (len(fake.drawn), len(fake.calls_to("submit"))) == (1, times)
