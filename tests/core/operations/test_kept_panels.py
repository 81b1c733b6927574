"""Panels that are kept beside a page are removed after their lifetime, or with their comic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.errors import ImageMissingError, ImageStoreError
from core.models.comics import DrawnComic, ImageRef, PanelImage
from core.models.identity import JobId
from core.models.jobs import Progress
from core.models.requests import ComicRequest
from core.ports.jobs import GenerationRequest
from tests.core.job_services import LONG_AGO, JobServices, make_requester


def panel_ref(job_id: JobId, index: int) -> ImageRef:
    return ImageRef("local", f"jobs/{job_id}/panel-{index}.webp")


async def draw(job_services: JobServices, **options: Any) -> JobId:
    """Draw a comic of which the generator keeps two panels."""

    async def with_panels(
        request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        refs = [panel_ref(request.job_id, index) for index in (1, 2)]
        for ref in refs:
            await job_services.images.put(ref, b"a panel", "image/webp")
        drawn = await job_services.generator.draw_at_once(request, report)
        panels = (PanelImage(index=n, seed=n, ref=ref) for n, ref in enumerate(refs, 1))
        return replace(drawn, panels=tuple(panels))

    job_services.generator.answers = [with_panels]
    request = ComicRequest(text="a cat", options=options)
    receipt = await job_services.comics.request(request, make_requester())
    await job_services.draw_all()
    return receipt.job_id


def expire(job_services: JobServices) -> None:
    job_services.sql(
        f"UPDATE comics SET panels_until = '{LONG_AGO}' WHERE panels_until IS NOT NULL"
    )


async def kept(job_services: JobServices, job_id: JobId) -> tuple[int, bool]:
    """Return the number of panels of the comic, and whether their objects exist."""
    comic = await job_services.comic(job_id)
    assert comic is not None
    assert await job_services.images.read(comic.ref), "the page stays"
    try:
        await job_services.images.read(panel_ref(job_id, 2))
    except ImageMissingError:
        return len(comic.panels), False
    return len(comic.panels), True


async def test_panels_are_removed_after_their_lifetime(job_services: JobServices) -> None:
    job_id = await draw(job_services)
    await job_services.worker.sweep.run_once()
    assert await kept(job_services, job_id) == (2, True)

    expire(job_services)
    await job_services.worker.sweep.run_once()

    assert await kept(job_services, job_id) == (0, False)


async def test_panels_that_were_asked_for_stay_with_their_comic(job_services: JobServices) -> None:
    job_id = await draw(job_services, output={"panels": True})

    expire(job_services)
    await job_services.worker.sweep.run_once()

    assert await kept(job_services, job_id) == (2, True)


async def test_panels_are_removed_with_their_comic(job_services: JobServices) -> None:
    job_id = await draw(job_services)
    await job_services.database.write(lambda unit: unit.comics.delete(job_id, undo=False))

    await job_services.worker.sweep.run_once()

    assert job_services.query("SELECT id FROM comics") == []
    with pytest.raises(ImageMissingError):
        await job_services.images.read(panel_ref(job_id, 1))


async def test_panels_are_tried_again_while_the_store_is_unavailable(
    job_services: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(_refs: object) -> None:
        raise ImageStoreError

    job_id = await draw(job_services)
    expire(job_services)
    with monkeypatch.context() as patch:
        patch.setattr(job_services.images, "delete", unavailable)
        await job_services.worker.sweep.run_once()
    assert await kept(job_services, job_id) == (2, True)

    await job_services.worker.sweep.run_once()

    assert await kept(job_services, job_id) == (0, False)
