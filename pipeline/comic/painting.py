"""Painting of a comic's panels: one after another, or several at the same time, and checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

import structlog

from pipeline.comic.image_encoding import KEPT_TYPE, encode_kept
from pipeline.comic.job_cache import JobCache
from pipeline.comic.moderator import PictureCheck
from pipeline.comic.painter import Painter, Picture, Shot, StepReport
from pipeline.errors import DrawingError, ErrorCode
from pipeline.models import NO_COST, DrawnPanel, PictureCost, ProgressReport

log = structlog.get_logger(__name__)

_NEXT_SEED = 0x9E3779B1  # odd and large, so that no other panel of the comic has the new seed


def _ignore_cost(_cost: PictureCost) -> None:
    """Ignore a cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintingHooks:
    """What happens to the pictures besides the page; by default, nothing.

    *check* is that of pictures before they are used; one that is rejected is painted once more.
    *on_paid* is called as soon as a picture is paid, *on_painted* with each panel that is finished
    and kept. Both may be called from several threads.
    """

    check: PictureCheck | None = None
    cache: JobCache | None = None
    on_paid: Callable[[PictureCost], None] = _ignore_cost
    on_painted: Callable[[DrawnPanel], None] | None = None

    @property
    def keeps(self) -> bool:
        return self.cache is not None or self.on_painted is not None


NO_HOOKS = PaintingHooks()


def paint_panels(
    shots: Sequence[Shot],
    painter: Painter,
    report: ProgressReport,
    hooks: PaintingHooks = NO_HOOKS,
) -> list[Picture]:
    """Return the pictures of *shots* in their order. Raises DrawingError."""
    panels = _PanelPainter(painter, report, hooks)
    if painter.parallel <= 1 or len(shots) <= 1:
        return _painted_in_turn(shots, panels)
    return _painted_together(shots, panels, painter.parallel)


class _PanelPainter:
    """Paints one panel after the other of one comic, and keeps them."""

    def __init__(self, painter: Painter, report: ProgressReport, hooks: PaintingHooks) -> None:
        self._painter = painter
        self._report = report
        self._hooks = hooks
        self._cache = hooks.cache or JobCache(None)
        self._check = hooks.check if getattr(painter, "needs_check", True) else None

    @property
    def keeps(self) -> bool:
        return self._hooks.keeps

    def paint(self, shot: Shot) -> Picture:
        """Return the picture of a panel, from the cache if it was painted before.

        A picture that fails the check is painted once more, with another seed.
        """
        self._report("rendering", shot.index + 1)
        kept = self._cache.picture(self._key(shot), shot)
        if kept is not None:
            return kept
        try:
            return self._checked(shot)
        except DrawingError as error:
            if error.fault.code is not ErrorCode.OUTPUT_REJECTED:
                raise
            log.info("picture_rejected", panel=shot.index + 1)
        again = replace(shot, seed=(shot.seed + _NEXT_SEED) % 2**32)
        return replace(self._checked(again), seed=again.panel_seed)

    def keep(self, shot: Shot, picture: Picture) -> None:
        """Keep the picture of a panel, and hand it on as an image of its own."""
        encoded = encode_kept(picture.image)
        self._cache.put_picture(self._key(shot), picture, encoded)
        if self._hooks.on_painted is not None:
            seed = shot.panel_seed if picture.seed is None else picture.seed
            panel = DrawnPanel(shot.index + 1, seed, encoded, KEPT_TYPE, self._painter.model)
            self._hooks.on_painted(panel)

    def _key(self, shot: Shot) -> str:
        """Return the key of a picture that was checked, if pictures are checked."""
        kind = "unchecked" if self._check is None else "picture"
        return self._cache.picture_key(self._painter.model, shot, kind=kind)

    def _checked(self, shot: Shot) -> Picture:
        """Return a picture that may be shown. Raises DrawingError.

        A paid one is kept if the check cannot be made, and checked by the next attempt.
        """
        if self._check is None:
            return self._painted(shot)
        cache = self._cache
        key = cache.picture_key(self._painter.model, shot, kind="unchecked")
        picture = cache.picture(key, shot) or self._painted(shot)
        try:
            self._check(picture.image, shot.order.safety)
        except DrawingError as error:
            if error.fault.code is ErrorCode.OUTPUT_REJECTED:
                cache.remove(key)
            elif picture.cost.images:
                cache.put_picture(key, picture, encode_kept(picture.image))
            raise
        cache.remove(key)
        return picture

    def _painted(self, shot: Shot) -> Picture:
        try:
            picture = self._painter.paint(shot, self._steps(shot))
        except DrawingError as error:
            self._pay(PictureCost(error.paid_images, error.paid_usd))
            raise
        except Exception:
            raise
        except BaseException:  # canceled: a service charges for what it was asked to paint
            self._pay(getattr(self._painter, "interrupted_cost", NO_COST))
            raise
        self._pay(picture.cost)
        return picture

    def _pay(self, cost: PictureCost) -> None:
        if cost.images:
            self._hooks.on_paid(cost)

    def _steps(self, shot: Shot) -> StepReport:
        def report_step(_share: float) -> None:
            self._report("rendering", shot.index + 1)

        return report_step


def _painted_in_turn(shots: Sequence[Shot], panels: _PanelPainter) -> list[Picture]:
    """Paint one panel after another.

    A paid one is kept before anything else happens, others while the next one is painted.
    """
    if not panels.keeps:
        return [panels.paint(shot) for shot in shots]
    pictures: list[Picture] = []
    keeping: list[Future[None]] = []
    with ThreadPoolExecutor(1, "keeper") as keeper:
        for shot in shots:
            picture = panels.paint(shot)
            pictures.append(picture)
            keeping.append(keeper.submit(panels.keep, shot, picture))
            if picture.cost.images:
                keeping[-1].result()
        for future in keeping:
            future.result()
    return pictures


def _painted_together(shots: Sequence[Shot], panels: _PanelPainter, parallel: int) -> list[Picture]:
    """Paint in threads; the first failure ends the comic, and panels that have not begun.

    Panels that are being painted then are still paid and kept, for the next attempt.
    """

    def paint_and_keep(shot: Shot) -> Picture:
        picture = panels.paint(shot)
        if panels.keeps:
            panels.keep(shot, picture)
        return picture

    with ThreadPoolExecutor(min(parallel, len(shots)), "panel") as threads:
        futures = [threads.submit(paint_and_keep, shot) for shot in shots]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]
