"""What the server and a drawing process say to each other, over the process's own pipes."""

from __future__ import annotations

import asyncio
import pickle
import struct
from dataclasses import dataclass
from typing import IO

from pipeline.errors import Fault
from pipeline.models import Drawing, DrawingOrder

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Draw:
    """To the process: draw this."""

    uuid: str
    order: DrawingOrder


@dataclass(frozen=True, slots=True)
class Stop:
    """To the process: end the current drawing at its next stage or panel."""


@dataclass(frozen=True, slots=True)
class Ready:
    """From the process: the artist is loaded; *model* is what it says of itself, if anything."""

    model: str


@dataclass(frozen=True, slots=True)
class Stage:
    """From the process: a stage of the drawing began."""

    stage: str
    panel: int


@dataclass(frozen=True, slots=True)
class Finished:
    """From the process: the drawing, and the checksum of its page."""

    drawing: Drawing
    sha256: str


@dataclass(frozen=True, slots=True)
class Failed:
    """From the process: there will be no drawing."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Stopped:
    """From the process: the drawing was ended as asked."""


Frame = Draw | Stop | Ready | Stage | Finished | Failed | Stopped


def encode(frame: Frame) -> bytes:
    body = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


async def receive(reader: asyncio.StreamReader) -> Frame:
    """Return the next frame. Raises IncompleteReadError when the other side is gone."""
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    return _decode(await reader.readexactly(length))


def read_frame(file: IO[bytes]) -> Frame | None:
    """Return the next frame, blocking; None when the other side is gone."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = file.read(length)
    return _decode(body) if len(body) == length else None


def _decode(body: bytes) -> Frame:
    # Both ends are the same program and nobody else can write into these pipes.
    frame: Frame = pickle.loads(body)  # noqa: S301
    return frame
