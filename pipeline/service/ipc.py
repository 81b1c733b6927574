"""Inter-process protocol: length-prefixed frames over the stdin and stdout of an artist process."""

from __future__ import annotations

import asyncio
import pickle
import struct
from dataclasses import dataclass
from typing import IO

from pipeline.errors import ApiFault, UnreadyReason
from pipeline.models import DrawingOrder, DrawnPage, DrawnPanel, PictureCost

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class DrawMessage:
    """To the process: draw this order."""

    uuid: str
    order: DrawingOrder


@dataclass(frozen=True, slots=True)
class StopMessage:
    """To the process: stop the current drawing at its next stage or panel."""


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """From the process: the artist is loaded. *model* may be empty.

    *input_keys* are those of `inputParams` that affect its comics, besides those of every painter.
    """

    model: str
    input_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadyMessage:
    """From the process: the artist cannot draw at present; after a failed load, it exits."""

    reason: UnreadyReason
    message: str
    retry_after_seconds: int


@dataclass(frozen=True, slots=True)
class StageMessage:
    """From the process: a stage or panel of the drawing began."""

    stage: str
    panel: int


@dataclass(frozen=True, slots=True)
class PaidMessage:
    """From the process: pictures were paid."""

    cost: PictureCost


@dataclass(frozen=True, slots=True)
class PanelMessage:
    """From the process: a panel is painted; it is kept beside the page."""

    panel: DrawnPanel


Output = PaidMessage | PanelMessage


@dataclass(frozen=True, slots=True)
class FinishedMessage:
    """From the process: the finished drawing and the SHA-256 of its page."""

    drawing: DrawnPage
    sha256: str


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """From the process: the drawing failed."""

    fault: ApiFault


@dataclass(frozen=True, slots=True)
class StoppedMessage:
    """From the process: the drawing was stopped on request."""


Frame = (
    DrawMessage
    | StopMessage
    | ReadyMessage
    | UnreadyMessage
    | StageMessage
    | PaidMessage
    | PanelMessage
    | FinishedMessage
    | FailedMessage
    | StoppedMessage
)


def encode(frame: Frame) -> bytes:
    body = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


async def receive(reader: asyncio.StreamReader) -> Frame:
    """Return the next frame. Raises IncompleteReadError when the other end is closed."""
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    return _decode(await reader.readexactly(length))


def read_message(file: IO[bytes]) -> Frame | None:
    """Return the next frame, blocking; None when the other end is closed."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = file.read(length)
    return _decode(body) if len(body) == length else None


def _decode(body: bytes) -> Frame:
    # Both ends are this program, and no other process can write to these pipes.
    frame: Frame = pickle.loads(body)  # noqa: S301
    return frame
