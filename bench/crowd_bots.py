"""Bots that serve a crowd, and what its users saw."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.child_processes import Child, running
from bench.cpu_time import cpu_seconds
from bench.installations import connected, floor_bot
from bench.percentiles import MILLI, percentile
from bench.programs.arrivals import SentCommand
from bench.registry import Row, at_most

SETTLE_SECONDS = 0.5  # after the last picture, for what a bot still writes


@dataclass(frozen=True, slots=True)
class Served:
    """What the users of a crowd saw, and the CPU time of the bot meanwhile."""

    sent: list[SentCommand] = field(default_factory=list)
    cpu_seconds: float = 0.0
    after_last: float = 0.0  # seconds from the last command to the last picture

    def __add__(self, other: Served) -> Served:
        return Served(
            self.sent + other.sent,
            self.cpu_seconds + other.cpu_seconds,
            max(self.after_last, other.after_last),
        )

    @property
    def pictures(self) -> list[float]:
        """The seconds from each command to its picture in the chat."""
        return [each.picture_at - each.sent_at for each in self.sent if each.picture_at is not None]

    @property
    def first_words(self) -> list[float]:
        """The seconds from each command to its acknowledgement, or to the first message."""
        return [
            each.first_words_at - each.sent_at
            for each in self.sent
            if each.first_words_at is not None
        ]

    @property
    def missing(self) -> int:
        """The number of commands without a picture."""
        return len(self.sent) - len(self.pictures)

    def report_missing(self, label: str) -> None:
        """Print what the users without a picture last read."""
        texts = Counter(each.text for each in self.sent if each.picture_at is None)
        for text, times in texts.most_common():
            print(f"{label}: no picture for {times}, who last read {text!r}", file=sys.stderr)

    @property
    def cpu_seconds_each(self) -> float:
        """The CPU time of a picture."""
        return self.cpu_seconds / max(len(self.pictures), 1)

    def open_at(self, moment: float) -> int:
        """Return the number of commands without a picture at a Unix time."""
        return sum(
            each.sent_at <= moment and (each.picture_at is None or each.picture_at > moment)
            for each in self.sent
        )


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot, with a chat platform and a generator of its own."""

    process: Child
    fake: Child
    generator: Child

    async def serve(self, count: int, seconds: float, **how: bool) -> Served:
        """Have *count* users send a command within *seconds*; wait for the pictures."""
        before = cpu_seconds(self.process.pid)
        answered = await self.fake.call("crowd", count=count, seconds=seconds, **how)
        await asyncio.sleep(SETTLE_SECONDS)
        spent = cpu_seconds(self.process.pid) - before
        sent = [SentCommand(**each) for each in answered]
        last = max((each.picture_at for each in sent if each.picture_at is not None), default=0.0)
        return Served(sent, spent, last - max(each.sent_at for each in sent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What all bots of one benchmark have in common."""

    platform: str
    places: int  # drawings at once
    drawing_seconds: float
    picture_bytes: int = 0  # 0: a small picture

    @asynccontextmanager
    async def product(self, folder: Path, settings: Mapping[str, object]) -> AsyncIterator[Bot]:
        """Run ComicAI."""
        async with (
            self._surroundings(folder) as (fake, generator),
            connected(folder, fake, generator, platform=self.platform, **settings) as process,
        ):
            yield Bot(process, fake, generator)

    @asynccontextmanager
    async def floor(self, folder: Path) -> AsyncIterator[Bot]:
        """Run the leanest bot."""
        async with (
            self._surroundings(folder) as (fake, generator),
            floor_bot(
                folder, fake, generator, platform=self.platform, places=self.places
            ) as process,
        ):
            yield Bot(process, fake, generator)

    @asynccontextmanager
    async def _surroundings(self, folder: Path) -> AsyncIterator[tuple[Child, Child]]:
        drawing = (
            f"--capacity={self.places}",
            f"--seconds={self.drawing_seconds}",
            f"--bytes={self.picture_bytes}",
            f"--folder={folder / 'images'}",
        )
        async with AsyncExitStack() as stack:
            fake = await stack.enter_async_context(running(self.platform, folder=folder))
            generator = await stack.enter_async_context(
                running("generator", *drawing, folder=folder)
            )
            yield fake, generator


def picture_rows(prefix: str, ours: Served, floor: Served) -> list[Row]:
    """Return the rows of the time from a command to its picture."""
    return [
        at_most(
            f"{prefix}_p{percent}",
            percentile(ours.pictures, percent),
            "s",
            floor=percentile(floor.pictures, percent),
        )
        for percent in (50, 99)
    ]


def cost_rows(prefix: str, ours: Served, floor: Served) -> list[Row]:
    """Return the rows of missing pictures, which fails if there are any, and of CPU time."""
    return [
        at_most(f"{prefix}_missing", ours.missing, "pictures", floor=floor.missing, goal=0),
        at_most(
            f"{prefix}_cpu",
            MILLI * ours.cpu_seconds_each,
            "CPU ms/picture",
            floor=MILLI * floor.cpu_seconds_each,
        ),
    ]
