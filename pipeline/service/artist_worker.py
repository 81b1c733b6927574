"""Artist process: `python -m pipeline.service.artist_worker ARTIST`, driven over stdin.

The process exits as soon as its stdin, the pipe from the server, closes for any reason, even in the
middle of a drawing.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import io
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

import structlog
from PIL import Image

from pipeline.comic.job_cache import JobCache
from pipeline.comic.moderator import PictureCheck
from pipeline.comic.page import draw_page
from pipeline.comic.painter import Painter
from pipeline.comic.painting import PaintingHooks
from pipeline.comic.portraits import PortraitStore
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
from pipeline.models import (
    NO_COST,
    DrawingOrder,
    DrawnPage,
    DrawnPanel,
    PictureCost,
    ProgressReport,
)
from pipeline.moderation.moderator import ComicModerator
from pipeline.service.artists import FREE_PAINTER, PAINTER_KEY, is_painter, reference_of
from pipeline.service.ipc import (
    DrawMessage,
    FailedMessage,
    FinishedMessage,
    Frame,
    PaidMessage,
    PanelMessage,
    ReadyMessage,
    StageMessage,
    StopMessage,
    StoppedMessage,
    UnreadyMessage,
    encode,
    read_message,
)
from pipeline.service.paid_pictures import portraits_beside
from pipeline.service.xmp import source_type, with_xmp
from pipeline.settings import ArtistOptions, SettingsError, options_from

log = structlog.get_logger(__name__)

PageArtist = Callable[[DrawingOrder, ProgressReport], DrawnPage]
Artist = Callable[[DrawingOrder, ProgressReport, PaintingHooks], DrawnPage]

CacheFactory = Callable[[DrawMessage], JobCache | None]

_DEVICE_LOST = 70  # exit status
_NICENESS = 5  # the server and other processes on the machine take priority over drawing


class _StopDrawing(BaseException):
    """Unwinds an artist. A BaseException, so that `except Exception` in an artist misses it."""


class ArtistWorker:
    """Draws one order after another and accepts a stop request while drawing."""

    def __init__(
        self, artist: Artist, responses: IO[bytes], *, cache: CacheFactory, keeps_panels: bool
    ) -> None:
        self._artist = artist
        self._cache = cache
        self._keeps_panels = keeps_panels
        self._responses = responses
        self._orders: queue.SimpleQueue[DrawMessage] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._send_lock = threading.Lock()  # panels may report from threads
        self._paid = NO_COST  # and reported, in the current drawing

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
            drawing = self._artist(message.order, self._report, self._hooks(message))
            self._pay(drawing.cost - self._paid)
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

    def _hooks(self, message: DrawMessage) -> PaintingHooks:
        def send_panel(panel: DrawnPanel) -> None:
            image = with_xmp(
                panel.image, panel.content_type, message.uuid, source_type(panel.model)
            )
            self._send(PanelMessage(replace(panel, image=image)))

        self._paid = NO_COST
        return PaintingHooks(
            cache=self._cache(message),
            on_paid=self._pay,
            on_painted=send_panel if self._keeps_panels else None,
        )

    def _pay(self, cost: PictureCost) -> None:
        """Report a cost as soon as it is known: the process may die before the drawing ends."""
        if cost.images > 0:
            with self._send_lock:
                self._paid += cost
            self._send(PaidMessage(cost))

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
    source = source_type(drawing.model)

    def tagged(image: bytes) -> bytes:
        return with_xmp(image, drawing.content_type, uuid, source)

    panels = tuple(
        replace(panel, image=tagged(panel.image), content_type=drawing.content_type)
        for panel in drawing.panels
    )
    drawing = replace(drawing, image=tagged(drawing.image), panels=panels)
    return FinishedMessage(drawing, hashlib.sha256(drawing.image).hexdigest())


def load_artist(artist: str, portraits: PortraitStore | None = None) -> tuple[Artist, ReadyMessage]:
    """Return the function that draws pages, and what it announces.

    *artist* is a name in `pipeline.service.artists`, or `module:function`: without parameters, it
    returns a painter; otherwise it draws whole pages, and its module may have a MODEL.
    """
    name, _, function = reference_of(artist).partition(":")
    module = importlib.import_module(name)
    loaded = getattr(module, function)
    moderator = ComicModerator(options_from().moderation)
    if not (is_painter(artist) or _is_factory(loaded)):
        whole = _checked(loaded, moderator.picture_check)
        return whole, ReadyMessage(str(getattr(module, "MODEL", "")))
    painter: Painter = loaded()

    def draw(order: DrawingOrder, report: ProgressReport, hooks: PaintingHooks) -> DrawnPage:
        chosen = _painter_named(order.painter) if order.painter else painter
        return draw_page(order, chosen, report, portraits, hooks, moderator=moderator)

    keys = (*painter.input_keys, PAINTER_KEY, *moderator.input_keys)
    return draw, ReadyMessage(painter.model, tuple(dict.fromkeys(keys)))


def _checked(artist: PageArtist, check: PictureCheck | None) -> Artist:
    """Return an artist that draws whole pages, with a check of these and of their panels."""

    def draw(order: DrawingOrder, report: ProgressReport, _hooks: PaintingHooks) -> DrawnPage:
        drawing = artist(order, report)
        if check is None:
            return drawing
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


def _is_factory(function: Callable[..., object]) -> bool:
    return not inspect.signature(function).parameters


def _painter_named(name: str) -> Painter:
    """Return another painter than the one of this process, imported when it is first needed."""
    module, _, function = reference_of(name).partition(":")
    painter: Painter = getattr(importlib.import_module(module), function)()
    return painter


def _caches(artist: str, folder: str, options: ArtistOptions) -> CacheFactory:
    """Return what makes the cache of a job: none for the sketch, which costs nothing."""
    salt = _salt(artist, options)

    def cache_of(message: DrawMessage) -> JobCache | None:
        if not folder or FREE_PAINTER in {artist, message.order.painter}:
            return None
        return JobCache(Path(folder) / message.uuid, salt=salt)

    return cache_of


def _salt(artist: str, options: ArtistOptions) -> str:
    """Return the settings that change pictures."""
    return json.dumps([artist, options.url, options.model, options.preset, options.options])


def _portraits(artist: str, cache_folder: str, options: ArtistOptions) -> PortraitStore:
    """Return the portraits beside the caches of jobs, which other comics use too."""
    folder = portraits_beside(Path(cache_folder)) if cache_folder else None
    return PortraitStore(folder, salt=_salt(artist, options))


def main(artist: str, cache_folder: str = "") -> None:
    # Ctrl-C in a terminal reaches the whole process group; the server decides when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    configure_logging()
    responses = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output printed by an artist must not mix with the frames
    try:
        options = options_from().artist
        draw, ready = load_artist(artist, _portraits(artist, cache_folder, options))
    except (DrawingError, SettingsError) as error:
        responses.write(encode(_unready(_load_failure(error))))
        responses.flush()
        return
    worker = ArtistWorker(
        draw,
        responses,
        cache=_caches(artist, cache_folder, options),
        keeps_panels=options.keep_panels,
    )
    requests = open(0, "rb", closefd=False)  # noqa: SIM115 - open until the process exits
    threading.Thread(target=worker.read_requests, args=(requests,), daemon=True).start()
    worker.serve(ready)


if __name__ == "__main__":
    main(*sys.argv[1:])
