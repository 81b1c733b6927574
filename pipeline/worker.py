"""The drawing process: `python -m pipeline.worker module:function` draws what its stdin says.

It lives exactly as long as the pipe from the server: when that closes, for whatever reason, the
process is gone at once, also in the middle of a drawing.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import IO

import structlog

from pipeline.errors import Code, DrawingError, Fault, fault
from pipeline.frames import Draw, Failed, Finished, Frame, Ready, Stage, Stop, Stopped, encode
from pipeline.frames import read_frame as read
from pipeline.logs import configure_logs
from pipeline.models import Drawing, DrawingOrder, Report
from pipeline.xmp import with_xmp

log = structlog.get_logger(__name__)

Artist = Callable[[DrawingOrder, Report], Drawing]

_NICENESS = 5  # the server, and whoever shares the machine, answer before anybody draws


class _StopDrawing(BaseException):
    """Unwinds an artist. Not an Exception, so that no artist's handler takes it for a mishap."""


class Worker:
    """Draws one order after another, and hears a stop while it draws."""

    def __init__(self, artist: Artist, answers: IO[bytes]) -> None:
        self._artist = artist
        self._answers = answers
        self._orders: queue.SimpleQueue[Draw] = queue.SimpleQueue()
        self._stop = threading.Event()

    def listen(self, questions: IO[bytes]) -> None:
        """Take in what the server says; end the process when it says no more."""
        while frame := read(questions):
            match frame:
                case Draw():
                    self._stop.clear()
                    self._orders.put(frame)
                case Stop():
                    self._stop.set()
        os._exit(0)

    def work(self, model: str) -> None:
        """Say that *model* is ready, and draw for ever."""
        self._say(Ready(model))
        while True:
            self._say(self._answer(self._orders.get()))

    def _answer(self, asked: Draw) -> Frame:
        try:
            drawing = self._artist(asked.order, self._report)
            return _finished(drawing, asked.uuid)
        except _StopDrawing:
            return Stopped()
        except DrawingError as error:
            return Failed(error.fault)
        except Exception as error:
            log.exception("drawing_crashed", uuid=asked.uuid)
            return Failed(_fault_of(error))

    def _report(self, stage: str, panel: int) -> None:
        if self._stop.is_set():
            raise _StopDrawing
        self._say(Stage(stage, panel))

    def _say(self, frame: Frame) -> None:
        try:
            self._answers.write(encode(frame))
            self._answers.flush()
        except BrokenPipeError:
            os._exit(0)  # the server is gone, and whoever listens is about to find out as well


def _fault_of(error: Exception) -> Fault:
    return fault(Code.GENERATION_FAILED, f"{type(error).__name__} while drawing")


def _finished(drawing: Drawing, uuid: str) -> Finished:
    def marked(image: bytes) -> bytes:
        return with_xmp(image, drawing.content_type, uuid)

    panels = tuple(replace(panel, image=marked(panel.image)) for panel in drawing.panels)
    drawing = replace(drawing, image=marked(drawing.image), panels=panels)
    return Finished(drawing, hashlib.sha256(drawing.image).hexdigest())


def load_artist(reference: str) -> tuple[Artist, str]:
    """Return the function that *reference* (`module:function`) names, and its module's MODEL."""
    name, _, function = reference.partition(":")
    module = importlib.import_module(name)
    return getattr(module, function), str(getattr(module, "MODEL", ""))


def main(reference: str) -> None:
    # Ctrl-C in a terminal reaches the whole group; ending is the server's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    configure_logs()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what an artist prints must not get between the frames
    artist, model = load_artist(reference)
    worker = Worker(artist, answers)
    questions = open(0, "rb", closefd=False)  # noqa: SIM115 - open as long as the process is
    threading.Thread(target=worker.listen, args=(questions,), daemon=True).start()
    worker.work(model)


if __name__ == "__main__":
    main(sys.argv[1])
