"""Manual artist: a test decides when it pauses, resumes and fails."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque

from pipeline.errors import DrawingCanceledError
from pipeline.models import (
    DrawingOrder,
    DrawnPage,
    DrawnPanel,
    PageNotice,
    PictureCost,
    ScriptPanelText,
    SpeechLine,
)
from pipeline.service.artist_process import OnOutput, OnStage, TimedDrawing, ignore_output
from pipeline.service.ipc import PaidMessage, PanelMessage

MODEL = "by-hand"
PAGE = b"\x89PNG a page"


class ManualArtist:
    """Draws immediately, except that it waits for `resume` at the stage and panel in `pause_at`.

    Each of the next drawings raises one of `errors`, in order.
    """

    def __init__(self, *, ready: bool = True) -> None:
        self.is_ready = ready
        self.model = MODEL
        self.input_keys: tuple[str, ...] = ()
        self.pause_at: tuple[str, int] | None = None
        self.paused = asyncio.Event()
        self.resume = asyncio.Event()
        self.errors: deque[Exception] = deque()
        self.orders: list[DrawingOrder] = []
        self.closed = False
        self.price: PictureCost | None = None  # of each panel
        self.keeps_panels = False
        self.fail_after: Exception | None = None  # the panels
        self._canceled = False

    async def warm(self) -> None:
        self.is_ready = True

    async def draw(
        self,
        uuid: str,
        order: DrawingOrder,
        on_stage: OnStage,
        on_output: OnOutput = ignore_output,
    ) -> TimedDrawing:
        self._canceled = False
        self.orders.append(order)
        if self.errors:
            raise self.errors.popleft()
        for stage, panel in _stages(order):
            if self._canceled:
                raise DrawingCanceledError
            await on_stage(stage, panel)
            if stage == "rendering":
                await self._hand_out(panel, order, on_output)
            if self.pause_at == (stage, panel):
                self.paused.set()
                await self.resume.wait()
        if self.fail_after is not None:
            raise self.fail_after
        return TimedDrawing(
            _drawing(order), hashlib.sha256(PAGE).hexdigest(), load_ms=1, run_ms=8000
        )

    async def _hand_out(self, panel: int, order: DrawingOrder, on_output: OnOutput) -> None:
        """Report the panel's price and the panel itself, as far as they are set."""
        if self.price is not None:
            await on_output(PaidMessage(self.price))
        if self.keeps_panels:
            seed = (order.seed + panel - 1) % 2**32
            await on_output(PanelMessage(DrawnPanel(panel, seed, b"kept", "image/webp")))

    def cancel(self) -> None:
        self._canceled = True

    async def close(self) -> None:
        self.closed = True


def _stages(order: DrawingOrder) -> list[tuple[str, int]]:
    panels = [("rendering", panel) for panel in range(1, order.panel_count + 1)]
    return [("planning", 0), *panels, ("lettering", 0), ("composing", 0)]


def _drawing(order: DrawingOrder) -> DrawnPage:
    panels = [
        DrawnPanel(index, (order.seed + index - 1) % 2**32, b"panel %d" % index)
        for index in range(1, order.panel_count + 1)
    ]
    return DrawnPage(
        image=PAGE,
        content_type=f"image/{order.format}",
        width=640,
        height=480,
        seed=order.seed,
        model=MODEL,
        title="A title",
        alt_text="What is to be seen",
        script=(ScriptPanelText("a moon", "Once", (SpeechLine("Hello!", "Mimi", "shout"),)),),
        notices=(PageNotice("understood", {"what": ("noir", "no text")}),),
        continuation={"recap": order.prompt, "before": dict(order.continuation)},
        panels=tuple(panels) if order.panels else (),
    )
