"""`comicai comic`: have a comic drawn, watch it, and put it into a file."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bots.terminal.client import ComicClient, ComicProgress
from bots.terminal.errors import TerminalError
from bots.terminal.output_file import save
from bots.terminal.progress_text import in_words
from core.errors import ComicAIError
from core.models.jobs import JobState
from core.sentences import sentence

CANCEL_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComicOptions:
    """What was typed."""

    prompt: str
    options: Mapping[str, Any]
    private: bool | None
    out: Path | None
    force: bool


@dataclass(frozen=True, slots=True)
class SavedComic:
    """What came of it."""

    uuid: UUID
    path: Path


async def make_comic(
    client: ComicClient, wish: ComicOptions, console: Console, *, locale: str
) -> SavedComic:
    """Have the comic drawn and written to its file, showing on *console* how far it is.

    Cancelling this cancels the job. Raises TerminalError, or the ComicAIError that *desk* raised.
    """
    job_id = await client.request(wish.prompt, wish.options, private=wish.private)
    try:
        with _bar(console) as bar:
            end = await _watch(client, job_id, bar, locale=locale)
    except asyncio.CancelledError:
        console.print(await _cancel(client, job_id, locale), highlight=False)
        raise
    if end.state is not JobState.DRAWN:
        raise TerminalError(f"{end.problem} ({job_id})")
    path = save(await client.picture(job_id), job_id, wish.out, force=wish.force)
    return SavedComic(job_id, path)


def _bar(console: Console) -> Progress:
    return Progress(
        BarColumn(bar_width=30),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


async def _watch(client: ComicClient, job_id: UUID, bar: Progress, *, locale: str) -> ComicProgress:
    """Return how the job ended."""
    task = bar.add_task("", total=100)
    async with aclosing(client.follow(job_id)) as standings:
        async for standing in standings:
            if standing.state.is_terminal:
                return standing
            percent = standing.progress.percent if standing.progress else 0
            bar.update(task, description=in_words(standing, locale), completed=percent)
    raise TerminalError(sentence("terminal_job_gone", locale, uuid=str(job_id)))


async def _cancel(client: ComicClient, job_id: UUID, locale: str) -> str:
    """Cancel the job and return what to say about it."""
    try:
        async with asyncio.timeout(CANCEL_SECONDS):
            canceled = await client.cancel(job_id)
    except (ComicAIError, TerminalError, TimeoutError):
        return sentence("unconfirmed", locale)
    return sentence("canceled" if canceled else "already_finished", locale)
