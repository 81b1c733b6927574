"""`comicai admin`: tables of bans and reports."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.models.chats import Ban, Report

TIME = "%Y-%m-%d %H:%M"


def show_bans(bans: Sequence[Ban], console: Console) -> None:
    """Print the bans as a table."""
    if not bans:
        console.print("Nobody is banned.")
        return
    table = Table("Platform", "User", "Chat", "Since", "Reason", box=None, pad_edge=False)
    for ban in bans:
        since = ban.created_at.astimezone().strftime(TIME) if ban.created_at else ""
        chat = ban.chat or "everywhere"
        table.add_row(ban.platform.value, Text(ban.external_id), chat, since, Text(ban.reason))
    console.print(table)


def show_reports(reports: Sequence[Report], console: Console) -> None:
    """Print the open reports as a table."""
    if not reports:
        console.print("No open reports.")
        return
    table = Table("Report", "Comic", "By", "When", "Reason", box=None, pad_edge=False)
    for report in reports:
        by = f"{report.reporter.platform.value} {report.reporter.external_id}"
        when = report.created_at.astimezone().strftime(TIME)
        table.add_row(str(report.id), str(report.comic_id), Text(by), when, Text(report.reason))
    console.print(table)
