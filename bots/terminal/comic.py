"""`comicai comic`: request a comic, show its progress and save it to a file."""

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
from bots.terminal.progress_text import progress_text
from core.errors import ServiceError
from core.models.jobs import JobState
from core.sentences import joined, sentence

CANCEL_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComicOptions:
    """Arguments of the command."""

    prompt: str
    options: Mapping[str, Any]
    private: bool | None
    out: Path | None
    force: bool


@dataclass(frozen=True, slots=True)
class SavedComic:
    """UUID and path of the comic that was saved."""

    uuid: UUID
    path: Path


async def make_comic(
    client: ComicClient, wanted: ComicOptions, console: Console, *, locale: str
) -> SavedComic:
    """Request a comic, show its progress on *console* and write it to its file.

    If the task is cancelled, the job is canceled too. Raises TerminalError, or the ServiceError
    that *client* raised.
    """
    job_id = await client.request(wanted.prompt, wanted.options, private=wanted.private)
    try:
        with _progress_bar(console) as bar:
            end = await _follow(client, job_id, bar, locale=locale)
    except asyncio.CancelledError:
        console.print(await _cancel(client, job_id, locale), highlight=False)
        raise
    if end.state is not JobState.DRAWN:
        raise TerminalError(f"{end.problem} ({job_id})")
    path = save(await client.picture(job_id), job_id, wanted.out, force=wanted.force)
    if notices := joined(end.notices, locale):
        console.print(notices, style="dim", markup=False, highlight=False, soft_wrap=True)
    return SavedComic(job_id, path)


def _progress_bar(console: Console) -> Progress:
    return Progress(
        BarColumn(bar_width=30),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


async def _follow(
    client: ComicClient, job_id: UUID, bar: Progress, *, locale: str
) -> ComicProgress:
    """Update the progress bar until the job ends; return its last snapshot."""
    task = bar.add_task("", total=100)
    async with aclosing(client.follow(job_id)) as snapshots:
        async for snapshot in snapshots:
            if snapshot.state.is_terminal:
                return snapshot
            percent = snapshot.progress.percent if snapshot.progress else 0
            bar.update(task, description=progress_text(snapshot, locale), completed=percent)
    raise TerminalError(sentence("terminal_job_gone", locale, uuid=str(job_id)))


async def _cancel(client: ComicClient, job_id: UUID, locale: str) -> str:
    """Cancel the job; return the sentence about the outcome."""
    try:
        async with asyncio.timeout(CANCEL_SECONDS):
            canceled = await client.cancel(job_id)
    except (ServiceError, TerminalError, TimeoutError):
        return sentence("unconfirmed", locale)
    return sentence("canceled" if canceled else "already_finished", locale)
