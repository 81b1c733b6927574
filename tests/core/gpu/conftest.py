"""Fixtures: the fake cloud, found by the real client, and that client as our port."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.gpu.jarvis_cloud import JarvisCloud
from tests.fakes.jarvis import API_KEY, FakeJarvis


@pytest.fixture
async def jarvis() -> AsyncIterator[FakeJarvis]:
    async with FakeJarvis().running() as fake:
        with fake.found_by_the_client():
            yield fake


@pytest.fixture
async def cloud(jarvis: FakeJarvis) -> AsyncIterator[JarvisCloud]:
    cloud = JarvisCloud(API_KEY, script_id=jarvis.script_id, is_spot=False)
    yield cloud
    await cloud.close()
