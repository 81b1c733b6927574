"""The client of Jarvis Labs, unchanged, against a fake control plane."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable

import pytest

from core.gpu import jarvis_cloud
from core.gpu.jarvis_cloud import JarvisCloud
from core.models.gpu import Balance, Machine, MachineStatus
from core.ports.gpu import CloudFailure, GpuCloudError
from tests.fakes.jarvis import API_KEY, FakeJarvis


async def the_machine(cloud: JarvisCloud) -> Machine:
    (machine,) = await cloud.find("comics")
    return machine


async def until(cloud: JarvisCloud, status: MachineStatus) -> Machine:
    async with asyncio.timeout(30):
        while (machine := await the_machine(cloud)).status is not status:
            await asyncio.sleep(0.02)
    return machine


async def failure(call: Awaitable[object]) -> GpuCloudError:
    with pytest.raises(GpuCloudError) as caught:
        await call
    return caught.value


async def test_a_machine_is_found_by_its_name(jarvis: FakeJarvis, cloud: JarvisCloud) -> None:
    jarvis.add("comics", is_spot=True, http_ports="7860")
    jarvis.add("comics-2")
    jarvis.add("comics", status="Destroying")

    machine = await the_machine(cloud)

    assert (machine.status, machine.endpoint) == (MachineStatus.PAUSED, "")
    assert (machine.gpu_type, machine.gpu_count, machine.region) == ("A100", 1, "india-noida-01")
    assert (machine.is_spot, machine.http_ports) == (True, "7860")
    assert await cloud.find("nobody") == ()


async def test_several_machines_of_a_name_are_all_found(
    jarvis: FakeJarvis, cloud: JarvisCloud
) -> None:
    jarvis.add("comics")
    jarvis.add("comics", status="Running")

    assert len(await cloud.find("comics")) == 2


@pytest.mark.parametrize("status", ["Creating", "Resuming", "Migrating"])
async def test_an_unknown_status_is_a_transition(
    jarvis: FakeJarvis, cloud: JarvisCloud, status: str
) -> None:
    jarvis.add("comics", status=status)

    assert (await the_machine(cloud)).status is MachineStatus.STARTING


async def test_a_resume_changes_id_and_address_and_keeps_what_it_is_given(
    jarvis: FakeJarvis, cloud: JarvisCloud
) -> None:
    machine = jarvis.add("comics", http_ports="7860")
    before = await the_machine(cloud)

    await cloud.resume(before)
    first = await until(cloud, MachineStatus.RUNNING)
    await cloud.pause(first)
    paused = await until(cloud, MachineStatus.PAUSED)
    await cloud.resume(paused)
    second = await until(cloud, MachineStatus.RUNNING)

    assert len({before.id, first.id, second.id}) == 3
    assert first.endpoint != second.endpoint
    assert paused.endpoint == ""
    assert machine.script_id == jarvis.script_id
    assert (jarvis.resumed, jarvis.paused) == (["comics"] * 2, ["comics"])
    assert jarvis.calls["status"] == 0  # the client does not wait in a thread


async def test_the_ports_of_a_machine_are_given_again(
    jarvis: FakeJarvis, cloud: JarvisCloud
) -> None:
    machine = jarvis.add("comics", http_ports="7860,8080")

    await cloud.resume(await the_machine(cloud))

    assert machine.http_ports == "7860,8080"


async def test_a_spot_machine_stays_one(jarvis: FakeJarvis) -> None:
    machine = jarvis.add("comics", is_spot=True)
    cloud = JarvisCloud(API_KEY, script_id="", is_spot=True)

    await cloud.resume(await the_machine(cloud))

    assert machine.is_spot
    assert machine.script_id is None  # none is configured
    await cloud.close()


async def test_a_missing_gpu_an_empty_wallet_and_a_wrong_state_are_told_apart(
    jarvis: FakeJarvis, cloud: JarvisCloud
) -> None:
    jarvis.add("comics")
    machine = await the_machine(cloud)
    jarvis.free_gpus = 0
    assert (await failure(cloud.resume(machine))).kind is CloudFailure.NO_FREE_GPU
    jarvis.free_gpus, jarvis.balance = 8, 0.0
    assert (await failure(cloud.resume(machine))).kind is CloudFailure.NO_BALANCE
    jarvis.balance = 5.0
    jarvis.machines[0].status = "Resuming"
    assert (await failure(cloud.resume(machine))).kind is CloudFailure.REFUSED
    gone = Machine(id=1, name="comics", status=MachineStatus.PAUSED)
    assert (await failure(cloud.resume(gone))).kind is CloudFailure.REFUSED
    assert (await failure(cloud.pause(gone))).kind is CloudFailure.REFUSED
    assert jarvis.resumed == []


async def test_a_wrong_key_is_told_apart(jarvis: FakeJarvis) -> None:
    cloud = JarvisCloud("another-key", script_id="", is_spot=False)

    error = await failure(cloud.find("comics"))

    assert error.kind is CloudFailure.UNAUTHORIZED
    assert "another-key" not in str(error)
    await cloud.close()


@pytest.mark.parametrize("fault", [{"html": True}, {"status": 522}, {"status": 418}])
async def test_an_answer_that_is_none_leaves_the_outcome_unknown(
    jarvis: FakeJarvis, cloud: JarvisCloud, fault: dict[str, int]
) -> None:
    jarvis.add("comics")
    machine = await the_machine(cloud)
    for route, call in (
        ("fetch", lambda: cloud.find("comics")),
        ("balance", cloud.balance),
        ("server_meta", lambda: cloud.usd_per_hour(machine)),
        ("resume", lambda: cloud.resume(machine)),
        ("pause", lambda: cloud.pause(machine)),
    ):
        jarvis.fail(route, **fault)

        error = await failure(call())

        assert error.kind is CloudFailure.UNAVAILABLE, route
        assert "http" not in str(error).lower().replace("httpstatus", "")
        jarvis.mend()


@pytest.mark.parametrize("status", [429, 503])
async def test_a_look_is_repeated_after_a_passing_fault(
    jarvis: FakeJarvis, cloud: JarvisCloud, status: int
) -> None:
    jarvis.add("comics")
    jarvis.fail("fetch", status=status, times=1)

    assert (await the_machine(cloud)).name == "comics"


@pytest.mark.parametrize("change", ["resume", "pause"])
async def test_a_lost_answer_to_a_change_is_not_repeated(
    jarvis: FakeJarvis, cloud: JarvisCloud, change: str
) -> None:
    machine = jarvis.add("comics")
    if change == "pause":
        await jarvis.start(machine)
    jarvis.fail(change, cut=True)
    call = cloud.resume if change == "resume" else cloud.pause

    error = await failure(call(await the_machine(cloud)))

    assert error.kind is CloudFailure.UNAVAILABLE
    assert len(jarvis.resumed) + len(jarvis.paused) == 1
    jarvis.mend()
    await until(cloud, MachineStatus.RUNNING if change == "resume" else MachineStatus.PAUSED)


async def test_one_row_that_cannot_be_read_hides_only_itself(
    jarvis: FakeJarvis, cloud: JarvisCloud
) -> None:
    jarvis.add("comics")
    jarvis.broken_rows.append({"machine_id": "not a number", "instance_name": "old", "status": 7})

    assert (await the_machine(cloud)).name == "comics"
    assert await cloud.find("old") == ()


async def test_a_resume_that_hangs_holds_up_neither_its_caller_nor_looks(
    jarvis: FakeJarvis, cloud: JarvisCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jarvis_cloud, "CHANGE_SECONDS", 0.3)
    jarvis.add("comics")
    machine = await the_machine(cloud)
    jarvis.fail("resume", hang=True)

    await asyncio.wait_for(cloud.resume(machine), 30)

    assert (await the_machine(cloud)).status is MachineStatus.PAUSED
    threads = [each for each in threading.enumerate() if each.name == "jarvislabs"]
    assert threads
    assert all(each.daemon for each in threads)


async def test_calls_that_all_hang_are_bounded(
    jarvis: FakeJarvis, cloud: JarvisCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jarvis_cloud, "CHANGE_SECONDS", 0.1)
    jarvis.add("comics")
    machine = await the_machine(cloud)
    jarvis.fail("resume", hang=True)
    for _ in range(jarvis_cloud.THREADS):
        await cloud.resume(machine)

    began = time.monotonic()
    error = await failure(cloud.resume(machine))

    assert error.kind is CloudFailure.UNAVAILABLE
    assert time.monotonic() - began < 30


async def test_the_balance_and_the_price_are_in_the_currency_of_the_account(
    jarvis: FakeJarvis, cloud: JarvisCloud
) -> None:
    jarvis.add("comics", num_gpus=2)
    jarvis.add("spot", is_spot=True)
    machine = await the_machine(cloud)
    (spot,) = await cloud.find("spot")

    assert await cloud.balance() == Balance(amount=100.0, currency="USD")
    assert await cloud.usd_per_hour(machine) == pytest.approx(2 * 0.89)
    assert await cloud.usd_per_hour(spot) == pytest.approx(0.89 / 2)
    unknown = Machine(id=1, name="x", status=MachineStatus.RUNNING, gpu_type="A30", region="IN2")
    assert await cloud.usd_per_hour(unknown) is None


async def test_a_price_in_rupees_is_not_taken_for_dollars(jarvis: FakeJarvis) -> None:
    jarvis.currency = "INR"
    jarvis.add("comics")
    cloud = JarvisCloud(API_KEY, script_id="", is_spot=False)

    assert (await cloud.balance()).currency == "INR"
    assert await cloud.usd_per_hour(await the_machine(cloud)) is None
    await cloud.close()
