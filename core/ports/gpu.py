"""Ports: the cloud that rents out the GPU, and the repository of our instance."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from core.errors import ComicAIError
from core.models.gpu import Balance, GpuInstance, Machine


class CloudFailure(StrEnum):
    """Kind of a failed call to the cloud."""

    UNAVAILABLE = "unavailable"  # down, slow, or its answer cannot be read; the outcome is unknown
    UNAUTHORIZED = "unauthorized"  # the API key is wrong
    NO_BALANCE = "no_balance"
    NO_FREE_GPU = "no_free_gpu"
    REFUSED = "refused"  # the machine is in another state, or is gone


class GpuCloudError(ComicAIError):
    """A call to the cloud failed. The message is for logs, and contains no secret and no URL."""

    def __init__(self, kind: CloudFailure, message: str = "") -> None:
        super().__init__(f"{kind.value}: {message}" if message else kind.value)
        self.kind = kind


class GpuCloud(Protocol):
    """Control plane of a GPU cloud.

    An answer to `resume` or `pause` proves nothing, and neither does an error: whether the machine
    was resumed or paused, only the next `find` tells. All methods raise GpuCloudError.
    """

    async def find(self, name: str) -> tuple[Machine, ...]:
        """Return the machines of this name, without those that are being destroyed."""
        ...

    async def resume(self, machine: Machine) -> None:
        """Ask for a paused machine to be resumed with everything that a resume would lose."""
        ...

    async def pause(self, machine: Machine) -> None:
        """Ask for a running machine to be paused."""
        ...

    async def balance(self) -> Balance:
        """Return the prepaid money that is left."""
        ...

    async def usd_per_hour(self, machine: Machine) -> float | None:
        """Return the live price of a machine's GPUs; None if the cloud does not list it."""
        ...

    async def close(self) -> None:
        """Release the threads, without waiting for a call in progress."""
        ...


class GpuInstanceRepository(Protocol):
    """The instance's row, which all processes read and the keeper's holder writes."""

    async def by_name(self, name: str) -> GpuInstance | None: ...

    async def store(self, instance: GpuInstance) -> None:
        """Insert or replace the row."""
        ...
