"""Repository of the rented GPU instance."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from core.models.gpu import GpuInstance
from storage.connection import SqlConnection
from storage.statements import put
from storage.tables import instances


class SqlGpuInstanceRepository:
    """SQL implementation of `core.ports.gpu.GpuInstanceRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def by_name(self, name: str) -> GpuInstance | None:
        query = select(instances).where(instances.c.name == name)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        resumes = tuple(datetime.fromisoformat(at) for at in row["resumes"])
        samples = tuple(row["ready_samples"])
        return GpuInstance(**{**row, "resumes": resumes, "ready_samples": samples})

    async def store(self, instance: GpuInstance) -> None:
        values = asdict(instance)
        values["resumes"] = [at.isoformat() for at in instance.resumes]
        values["ready_samples"] = list(instance.ready_samples)
        key = {"name": values.pop("name")}
        await put(self._connection, instances, key, values)
