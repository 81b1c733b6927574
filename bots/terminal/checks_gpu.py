"""Check of the rented GPU for `comicai doctor`."""

from __future__ import annotations

from bots.rented_gpu import open_cloud
from bots.terminal.diagnoses import DiagnosedError
from core.config.settings import Config
from core.models.gpu import Balance, Machine, MachineStatus
from core.ports.gpu import CloudFailure, GpuCloudError

LOW_BALANCE = 1.0  # in the currency of the account


async def check_gpu(config: Config) -> str:
    """Find the instance on Jarvis Labs, and the money of the account."""
    name = config.jarvis.instance_name
    if not name:
        return "none is rented"
    cloud = open_cloud(config)
    try:
        machines = await cloud.find(name)
        balance = await cloud.balance()
    except GpuCloudError as error:
        raise _diagnosed(error) from error
    finally:
        await cloud.close()
    machine = _only(machines, name)
    _check_money(balance)
    return f"{name}: {machine.status.value}, {machine.gpu_count} × {machine.gpu_type}"


def _only(machines: tuple[Machine, ...], name: str) -> Machine:
    if not machines:
        raise DiagnosedError(
            f"Jarvis Labs has no instance named {name}",
            "Correct jarvis.instance_name, or create the instance: docs/jarvis-labs.md.",
        )
    if len(machines) > 1:
        raise DiagnosedError(
            f"Jarvis Labs has {len(machines)} instances named {name}",
            "Rename or remove all but one; none of them is woken meanwhile.",
        )
    if machines[0].status is MachineStatus.FAILED:
        raise DiagnosedError(f"the instance {name} has failed", "Look at it on jarvislabs.ai.")
    return machines[0]


def _check_money(balance: Balance) -> None:
    if balance.amount < LOW_BALANCE:
        raise DiagnosedError(
            f"the balance at Jarvis Labs is {balance.amount:.2f} {balance.currency}",
            "Top it up; without money the instance is paused and cannot be woken.",
        )


def _diagnosed(error: GpuCloudError) -> DiagnosedError:
    if error.kind is CloudFailure.UNAUTHORIZED:
        return DiagnosedError(
            "Jarvis Labs rejects the API key", "Make one on jarvislabs.ai and set jarvis.api_key."
        )
    return DiagnosedError(f"Jarvis Labs does not answer ({error})", "Try again in a minute.")
