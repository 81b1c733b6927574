"""Shots of orders, for tests of painters and of their words."""

from __future__ import annotations

from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.painter import Shot
from pipeline.models import DrawingOrder


def shots_of(order: DrawingOrder) -> list[Shot]:
    page = plan_page(order)
    return [shot_of(page, order, index) for index in range(len(page.story.panels))]


def no_report(share: float) -> None:
    """Ignore the progress of a panel."""
