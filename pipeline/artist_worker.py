"""Artist process: `python -m pipeline.artist_worker module:function`, driven over stdin.

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

from pipeline.errors import ApiFault, DrawingError, ErrorCode, api_fault
from pipeline.ipc import (
    DrawMessage,
    FailedMessage,
    FinishedMessage,
    Frame,
    ReadyMessage,
    StageMessage,
    StopMessage,
    StoppedMessage,
    encode,
)
from pipeline.ipc import read_message as read
from pipeline.log_setup import configure_logging
from pipeline.models import DrawingOrder, DrawnPage, ProgressReport
from pipeline.xmp import with_xmp

log = structlog.get_logger(__name__)

Artist = Callable[[DrawingOrder, ProgressReport], DrawnPage]

_NICENESS = 5  # the server, and whoever shares the machine, answer before anybody draws


class _StopDrawing(BaseException):
    """Unwinds an artist. Not an Exception, so that no artist's handler takes it for a mishap."""


class ArtistWorker:
    """Draws one order after another, and hears a stop while it draws."""

    def __init__(self, artist: Artist, answers: IO[bytes]) -> None:
        self._artist = artist
        self._answers = answers
        self._orders: queue.SimpleQueue[DrawMessage] = queue.SimpleQueue()
        self._stop = threading.Event()

    def listen(self, questions: IO[bytes]) -> None:
        """Take in what the server says; end the process when it says no more."""
        while frame := read(questions):
            match frame:
                case DrawMessage():
                    self._stop.clear()
                    self._orders.put(frame)
                case StopMessage():
                    self._stop.set()
        os._exit(0)

    def work(self, model: str) -> None:
        """Say that *model* is ready, and draw for ever."""
        self._say(ReadyMessage(model))
        while True:
            self._say(self._answer(self._orders.get()))

    def _answer(self, asked: DrawMessage) -> Frame:
        try:
            drawing = self._artist(asked.order, self._report)
            return _finished(drawing, asked.uuid)
        except _StopDrawing:
            return StoppedMessage()
        except DrawingError as error:
            return FailedMessage(error.fault)
        except Exception as error:
            log.exception("drawing_crashed", uuid=asked.uuid)
            return FailedMessage(_fault_of(error))

    def _report(self, stage: str, panel: int) -> None:
        if self._stop.is_set():
            raise _StopDrawing
        self._say(StageMessage(stage, panel))

    def _say(self, frame: Frame) -> None:
        try:
            self._answers.write(encode(frame))
            self._answers.flush()
        except BrokenPipeError:
            os._exit(0)  # the server is gone, and whoever listens is about to find out as well


def _fault_of(error: Exception) -> ApiFault:
    return api_fault(ErrorCode.GENERATION_FAILED, f"{type(error).__name__} while drawing")


def _finished(drawing: DrawnPage, uuid: str) -> FinishedMessage:
    def marked(image: bytes) -> bytes:
        return with_xmp(image, drawing.content_type, uuid)

    panels = tuple(replace(panel, image=marked(panel.image)) for panel in drawing.panels)
    drawing = replace(drawing, image=marked(drawing.image), panels=panels)
    return FinishedMessage(drawing, hashlib.sha256(drawing.image).hexdigest())


def load_artist(reference: str) -> tuple[Artist, str]:
    """Return the function that *reference* (`module:function`) names, and its module's MODEL."""
    name, _, function = reference.partition(":")
    module = importlib.import_module(name)
    return getattr(module, function), str(getattr(module, "MODEL", ""))


def main(reference: str) -> None:
    # Ctrl-C in a terminal reaches the whole group; ending is the server's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    configure_logging()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what an artist prints must not get between the frames
    artist, model = load_artist(reference)
    worker = ArtistWorker(artist, answers)
    questions = open(0, "rb", closefd=False)  # noqa: SIM115 - open as long as the process is
    threading.Thread(target=worker.listen, args=(questions,), daemon=True).start()
    worker.work(model)


if __name__ == "__main__":
    main(sys.argv[1])
