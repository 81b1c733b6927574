"""Jarvis Labs as the cloud that rents out the GPU, through its official client `jarvislabs`.

The client is synchronous, and a lost answer may hold its thread for two minutes. So each call has a
daemon thread of its own, of which there are few, and our own time-out. A daemon thread does not
hold up the end of the process, as a pool's threads would.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from core.errors import ComicAIError
from core.models.gpu import Balance, Machine, MachineStatus
from core.ports.gpu import CloudFailure, GpuCloudError

if TYPE_CHECKING:
    from jarvislabs.models import Instance, ServerMetaGPU

log = structlog.get_logger(__name__)

T = TypeVar("T")

THREADS = 6  # at once; a hanging resume holds one, and looks go on beside it
LOOK_SECONDS = 25.0  # the client repeats a GET three times, after 1, 2 and 4 s
CHANGE_SECONDS = 10.0  # after it the outcome is unknown, and the next look shows it
_AFTER_RESUME = "misc/status"  # what the client asks every 3 s after it has asked for a resume

_STATUSES = {
    "running": MachineStatus.RUNNING,
    "paused": MachineStatus.PAUSED,
    "pausing": MachineStatus.PAUSING,
    "failed": MachineStatus.FAILED,
    "destroying": MachineStatus.DESTROYING,
}


class _AcceptedError(ComicAIError):
    """The client has asked for a resume, and would wait for up to ten minutes from here on."""


def _transport(api_key: str) -> Any:
    """Return the client's transport, which ends its wait for a resumed machine: we look anyway."""
    from jarvislabs.transport import Transport

    class NoWaitTransport(Transport):  # type: ignore[misc] # the client is not typed
        def request(self, method: str, path: str, **options: Any) -> Any:
            if path == _AFTER_RESUME:
                raise _AcceptedError(path)
            return super().request(method, path, **options)

    return NoWaitTransport(api_key)


class JarvisCloud:
    """Implementation of the port `GpuCloud` on Jarvis Labs."""

    def __init__(self, api_key: str, *, script_id: str, is_spot: bool) -> None:
        # Imported here: the client loads 350 modules, which an installation without it saves.
        from jarvislabs.account import Account
        from jarvislabs.instances import Instances
        from jarvislabs.ssh_keys import SSHKeys

        self._transport = _transport(api_key)
        self._instances = Instances(self._transport, SSHKeys(self._transport))
        self._account = Account(self._transport)
        self._script_id = script_id or None
        self._is_spot = is_spot
        self._currency = ""
        self._threads = threading.Semaphore(THREADS)

    async def find(self, name: str) -> tuple[Machine, ...]:
        rows = await self._run(self._rows, LOOK_SECONDS)
        machines = (_machine(row) for row in rows if row.name == name)
        return tuple(each for each in machines if each.status is not MachineStatus.DESTROYING)

    async def resume(self, machine: Machine) -> None:
        def call() -> None:
            with suppress(_AcceptedError):
                self._instances.resume(
                    machine.id,
                    # All three are lost unless they are given again.
                    http_ports=machine.http_ports,
                    script_id=self._script_id,
                    is_spot=self._is_spot,
                )

        await self._change(call)

    async def pause(self, machine: Machine) -> None:
        await self._change(lambda: self._instances.pause(machine.id))

    async def balance(self) -> Balance:
        found = await self._run(self._account.balance, LOOK_SECONDS)
        amount = found.balance + found.grants
        return Balance(amount=amount, currency=await self._account_currency())

    async def usd_per_hour(self, machine: Machine) -> float | None:
        if await self._account_currency() != "USD":
            return None
        offers = await self._run(self._account.gpu_availability, LOOK_SECONDS)
        prices = (_price(offer, machine) for offer in offers)
        price = next((each for each in prices if each is not None), None)
        return None if price is None else price * machine.gpu_count

    async def close(self) -> None:
        # A thread that still uses the connections gets an error, which nobody waits for.
        self._transport.close()

    async def _account_currency(self) -> str:
        if not self._currency:
            self._currency = await self._run(self._account.currency, LOOK_SECONDS)
        return self._currency

    def _rows(self) -> list[Instance]:
        """Return all instances of the account; one that cannot be parsed hides only itself."""
        from jarvislabs.models import Instance
        from pydantic import ValidationError

        try:
            return list(self._instances.list())
        except ValidationError:
            # The client parses the whole list at once.
            found: Any = self._transport.request("GET", "users/fetch")
        rows = []
        for row in found["instances"]:
            try:
                rows.append(Instance(**row))
            except (ValidationError, TypeError):
                log.warning("gpu_row_rejected")
        return rows

    async def _change(self, call: Callable[[], object]) -> None:
        try:
            await self._run(call, CHANGE_SECONDS)
        except TimeoutError:
            return  # its outcome is unknown; the next look tells

    async def _run(self, call: Callable[[], T], seconds: float) -> T:
        """Run a call of the client in a thread. Raises GpuCloudError, and TimeoutError."""
        if not self._threads.acquire(blocking=False):
            raise GpuCloudError(CloudFailure.UNAVAILABLE, "earlier calls still hang")
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # so that the thread can always set its outcome

        def work() -> None:
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001 - handed to the caller
                future.set_exception(error)
            finally:
                self._threads.release()

        threading.Thread(target=work, name="jarvislabs", daemon=True).start()
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001
            # Whatever the client raises: its own errors, those of pydantic and json, of sockets,
            # and of attributes that an unexpected answer lacks.
            raise _cloud_error(error) from None  # its traceback shows the answer, with tokens


def _machine(row: Instance) -> Machine:
    endpoints = row.endpoints or [""]
    return Machine(
        id=row.machine_id,
        name=row.name or "",
        status=_STATUSES.get(row.status.lower(), MachineStatus.STARTING),
        endpoint=endpoints[0],
        gpu_type=row.gpu_type or "",
        gpu_count=row.num_gpus or 1,
        region=row.region or "",
        is_spot=bool(row.is_spot),
        http_ports=row.http_ports or "",
    )


def _price(offer: ServerMetaGPU, machine: Machine) -> float | None:
    is_same = (offer.gpu_type, offer.region) == (machine.gpu_type, machine.region)
    if not is_same or offer.workload_type not in {"container", None}:
        return None
    price: float | None = offer.spot_price if machine.is_spot else offer.price_per_hour
    return price


def _cloud_error(error: Exception) -> GpuCloudError:
    """Return our exception; messages of the client may quote an answer, and are left out."""
    from jarvislabs import exceptions as sdk

    name = type(error).__name__
    if isinstance(error, sdk.ValidationError | sdk.APIError) and "no free" in str(error).lower():
        return GpuCloudError(CloudFailure.NO_FREE_GPU, name)
    if isinstance(error, sdk.APIError):
        return GpuCloudError(CloudFailure.UNAVAILABLE, f"{name} {error.status_code}")
    kinds = {
        sdk.AuthError: CloudFailure.UNAUTHORIZED,
        sdk.InsufficientBalanceError: CloudFailure.NO_BALANCE,
        sdk.NotFoundError: CloudFailure.REFUSED,
        sdk.ValidationError: CloudFailure.REFUSED,
    }
    return GpuCloudError(kinds.get(type(error), CloudFailure.UNAVAILABLE), name)
