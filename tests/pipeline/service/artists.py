"""Small artists for the artist processes of tests; some of them misbehave on purpose."""

from __future__ import annotations

import io
import os
import signal
import time
from pathlib import Path

from PIL import Image

from pipeline.errors import (
    ArtistUnreadyError,
    DeviceLostError,
    DrawingError,
    ErrorCode,
    UnreadyReason,
    api_fault,
)
from pipeline.models import (
    DrawingOrder,
    DrawnPage,
    DrawnPanel,
    ProgressReport,
    ScriptPanelText,
    SpeechLine,
)

MODEL = "squares"
QUICK = "tests.pipeline.service.artists:quick"
GATED = "tests.pipeline.service.artists:gated"
ENDLESS = "tests.pipeline.service.artists:endless"
OBEDIENT = "tests.pipeline.service.artists:obedient"

GATE_VARIABLE = "COMICAI_TEST_GATE"
_SIZE = 32


def quick(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Draw one plain square per panel, in a color derived from the panel's seed."""
    report("planning", 0)
    seeds = [(order.seed + index) % 2**32 for index in range(order.panel_count)]
    panels = []
    for index, seed in enumerate(seeds, start=1):
        report("rendering", index)
        panels.append(DrawnPanel(index, seed, _square(seed, order.format)))
    report("lettering", 0)
    report("composing", 0)
    return DrawnPage(
        image=_square(order.seed, order.format),
        content_type=f"image/{order.format}",
        width=_SIZE,
        height=_SIZE,
        seed=order.seed,
        model=MODEL,
        title=order.prompt[:20],
        alt_text=f"A comic: {order.prompt}",
        script=tuple(
            ScriptPanelText(
                scene="a square", caption=order.prompt[:160], dialogue=(SpeechLine("Hi!"),)
            )
            for _ in seeds
        ),
        panels=tuple(panels) if order.panels else (),
    )


def gated(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Draw like `quick`, but start the second panel only once the gate file exists."""
    gate = Path(os.environ[GATE_VARIABLE])

    def report_at_the_gate(stage: str, panel: int) -> None:
        report(stage, panel)
        while stage == "rendering" and panel == 1 and not gate.exists():
            time.sleep(0.01)

    return quick(order, report_at_the_gate)


def endless(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Report the first panel again and again until stopped."""
    while True:
        report("rendering", 1)
        time.sleep(0.01)


def obedient(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
    """Do what the prompt says: crash, refuse, owe, die (always) or die once; draw otherwise."""
    report("planning", 0)
    if order.prompt == "crash":
        raise ZeroDivisionError
    if order.prompt == "lose the GPU":
        raise DeviceLostError("AcceleratorError")
    if order.prompt == "refuse":
        raise DrawingError(api_fault(ErrorCode.OUTPUT_REJECTED, "not a nice picture"))
    if order.prompt == "owe":
        raise ArtistUnreadyError(
            UnreadyReason.NO_CREDIT, "the account is empty", retry_after_seconds=90
        )
    if order.prompt == "die" or (order.prompt == "die once" and _first_time()):
        os.kill(os.getpid(), signal.SIGKILL)
    print("artists may print")  # noqa: T201 - must not mix with the frames
    return quick(order, report)


def _first_time() -> bool:
    try:
        Path(os.environ[GATE_VARIABLE]).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _square(seed: int, image_format: str) -> bytes:
    file = io.BytesIO()
    color = (seed % 256, seed // 256 % 256, seed // 65536 % 256)
    Image.new("RGB", (_SIZE, _SIZE), color).save(file, image_format)
    return file.getvalue()
