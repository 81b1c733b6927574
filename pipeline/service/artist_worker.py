"""Artist process: `python -m pipeline.service.artist_worker ARTIST`, driven over stdin.

The process exits as soon as its stdin, the pipe from the server, closes for any reason, even in the
middle of a drawing.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import IO

import structlog
from PIL import Image

from pipeline.comic.moderator import PictureCheck
from pipeline.comic.page import draw_page
from pipeline.comic.painter import Painter
from pipeline.errors import (
    ApiFault,
    ArtistUnreadyError,
    DeviceLostError,
    DrawingError,
    ErrorCode,
    UnreadyReason,
    api_fault,
)
from pipeline.log_setup import configure_logging
from pipeline.models import DrawingOrder, DrawnPage, ProgressReport
from pipeline.moderation.moderator import ComicModerator
from pipeline.service.artists import is_painter, reference_of
from pipeline.service.ipc import (
    DrawMessage,
    FailedMessage,
    FinishedMessage,
    Frame,
    ReadyMessage,
    StageMessage,
    StopMessage,
    StoppedMessage,
    UnreadyMessage,
    encode,
    read_message,
)
from pipeline.service.xmp import with_xmp
from pipeline.settings import SettingsError, options_from

log = structlog.get_logger(__name__)

Artist = Callable[[DrawingOrder, ProgressReport], DrawnPage]

_DEVICE_LOST = 70  # exit status
_NICENESS = 5  # the server and other processes on the machine take priority over drawing


class _StopDrawing(BaseException):
    """Unwinds an artist. A BaseException, so that `except Exception` in an artist misses it."""


class ArtistWorker:
    """Draws one order after another and accepts a stop request while drawing."""

    def __init__(self, artist: Artist, responses: IO[bytes]) -> None:
        self._artist = artist
        self._responses = responses
        self._orders: queue.SimpleQueue[DrawMessage] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._send_lock = threading.Lock()  # panels may report from threads

    def read_requests(self, requests: IO[bytes]) -> None:
        """Read the server's messages, in a thread; exit the process when the pipe closes."""
        while frame := read_message(requests):
            match frame:
                case DrawMessage():
                    self._stop.clear()
                    self._orders.put(frame)
                case StopMessage():
                    self._stop.set()
        os._exit(0)

    def serve(self, ready: ReadyMessage) -> None:
        """Report *ready*, then draw orders until the process exits."""
        self._send(ready)
        while True:
            self._send(self._handle(self._orders.get()))

    def _handle(self, message: DrawMessage) -> Frame:
        try:
            drawing = self._artist(message.order, self._report)
            return _finished(drawing, message.uuid)
        except _StopDrawing:
            return StoppedMessage()
        except ArtistUnreadyError as error:
            return _unready(error)
        except DrawingError as error:
            return FailedMessage(error.fault)
        except DeviceLostError:
            log.exception("artist_device_lost", uuid=message.uuid)
            os._exit(_DEVICE_LOST)  # without a reply: the server starts a new process
        except Exception as error:
            log.exception("drawing_crashed", uuid=message.uuid)
            return FailedMessage(_to_fault(error))

    def _report(self, stage: str, panel: int) -> None:
        if self._stop.is_set():
            raise _StopDrawing
        self._send(StageMessage(stage, panel))

    def _send(self, frame: Frame) -> None:
        try:
            with self._send_lock:
                self._responses.write(encode(frame))
                self._responses.flush()
        except BrokenPipeError:
            os._exit(0)  # the server has exited; the reader thread will see the same


def _to_fault(error: Exception) -> ApiFault:
    return api_fault(ErrorCode.GENERATION_FAILED, f"{type(error).__name__} while drawing")


def _unready(error: ArtistUnreadyError) -> UnreadyMessage:
    return UnreadyMessage(error.reason, error.fault.message, error.retry_after_seconds)


def _finished(drawing: DrawnPage, uuid: str) -> FinishedMessage:
    def tagged(image: bytes) -> bytes:
        return with_xmp(image, drawing.content_type, uuid)

    panels = tuple(replace(panel, image=tagged(panel.image)) for panel in drawing.panels)
    drawing = replace(drawing, image=tagged(drawing.image), panels=panels)
    return FinishedMessage(drawing, hashlib.sha256(drawing.image).hexdigest())


def load_artist(artist: str) -> tuple[Artist, ReadyMessage]:
    """Return the function that draws pages, and what it announces.

    *artist* is a name in `pipeline.service.artists`, or `module:function` of a function that draws
    whole pages, whose module may have a MODEL.
    """
    name, _, function = reference_of(artist).partition(":")
    module = importlib.import_module(name)
    loaded = getattr(module, function)
    moderator = ComicModerator(options_from().moderation)
    if not is_painter(artist):
        page_artist = _checked(loaded, moderator.picture_check)
        return page_artist, ReadyMessage(str(getattr(module, "MODEL", "")))
    painter: Painter = loaded()

    def draw(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
        return draw_page(order, painter, report, moderator=moderator)

    return draw, ReadyMessage(painter.model, painter.input_keys)


def _checked(artist: Artist, check: PictureCheck | None) -> Artist:
    """Return *artist* with a check of its finished pages and panels."""
    if check is None:
        return artist

    def draw(order: DrawingOrder, report: ProgressReport) -> DrawnPage:
        drawing = artist(order, report)
        for content in (drawing.image, *(panel.image for panel in drawing.panels)):
            with Image.open(io.BytesIO(content)) as image:
                check(image, order.safety)
        return drawing

    return draw


def _load_failure(error: DrawingError | SettingsError) -> ArtistUnreadyError:
    if isinstance(error, ArtistUnreadyError):
        return error
    message = error.fault.message if isinstance(error, DrawingError) else str(error)
    return ArtistUnreadyError(UnreadyReason.LOAD_FAILED, message)


def main(artist: str) -> None:
    # Ctrl-C in a terminal reaches the whole process group; the server decides when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    configure_logging()
    responses = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output printed by an artist must not mix with the frames
    try:
        draw, ready = load_artist(artist)
    except (DrawingError, SettingsError) as error:
        responses.write(encode(_unready(_load_failure(error))))
        responses.flush()
        return
    worker = ArtistWorker(draw, responses)
    requests = open(0, "rb", closefd=False)  # noqa: SIM115 - open until the process exits
    threading.Thread(target=worker.read_requests, args=(requests,), daemon=True).start()
    worker.serve(ready)


if __name__ == "__main__":
    main(sys.argv[1])
