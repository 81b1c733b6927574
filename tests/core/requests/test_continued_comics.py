"""Comics continued again and again, drawn by the sketch: the heroine stays who she is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace

from core.jobs.generator.contract import parse_job
from core.models.comics import DrawnComic, ImageRef
from core.models.jobs import Progress
from core.models.requests import ComicRequest
from core.ports.jobs import GenerationRequest
from pipeline.models import DrawingOrder, DrawnPage
from pipeline.painters.sketch import draw
from pipeline.service.params import to_order
from tests.core.job_services import JobServices, make_requester

ME = make_requester()
TEXTS = (
    "Mimi the cat and a girl named Nora open a bakery on the moon.",
    "She is tired. A pelican brings a letter.",
    'The cat hides. "Where are you?" asks Nora.',
    "The pelican laughs.",
    "Nora sleeps.",
)


class SketchGenerator:
    """Generator that draws with the real sketch and answers in the form of the contract."""

    def __init__(self, job_services: JobServices) -> None:
        self._services = job_services
        self.orders: list[DrawingOrder] = []

    async def __call__(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        order = to_order(json.loads(json.dumps(dict(request.params))))
        self.orders.append(order)
        page: DrawnPage = await asyncio.to_thread(draw, order, lambda _stage, _panel: None)
        plain = await self._services.generator.draw_at_once(request, report)
        body = {"s3Url": "x", "continuation": json.loads(json.dumps(page.continuation))}
        answer = parse_job(body, request.job_id, lambda _url: ImageRef("local", "x")).comic
        assert answer is not None
        return replace(plain, continuation=answer.continuation)


async def test_the_heroine_of_page_five_is_the_heroine_of_page_one(
    job_services: JobServices,
) -> None:
    sketch = SketchGenerator(job_services)
    job_services.generator.answers = [sketch] * len(TEXTS)
    options = {"panelCount": 2, "panelSize": 512, "style": "noir"}
    first = ComicRequest(text=TEXTS[0], options=options)
    last = (await job_services.comics.request(first, ME)).job_id
    await job_services.draw_all()
    for text in TEXTS[1:]:
        last = (await job_services.comics.continue_story(last, ME, text=text)).job_id
        await job_services.draw_all()

    pages = [order.continuation for order in sketch.orders[1:]]
    looks = [{one["name"]: one["look"] for one in page["cast"]} for page in pages]
    assert [order.style for order in sketch.orders] == ["noir"] * len(TEXTS)
    assert len({order.seed for order in sketch.orders}) == 1
    assert looks[0].keys() == {"Mimi", "Nora"}
    assert looks[1].keys() == {"Mimi", "Nora", "pelican"}
    assert looks[1:] == [looks[1]] * 3
    assert looks[0].items() <= looks[1].items()
