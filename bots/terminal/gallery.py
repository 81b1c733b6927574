"""`comicai gallery`: the comics of this terminal, as a table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bots.terminal.desk import Rows

ANY_WIDTH = 200  # columns, where nobody looks: a pipe or a file


def show_gallery(rows: Rows, console: Console) -> None:
    """Print the comics, newest first, and how to see the next ones."""
    if not rows.rows:
        console.print('No comics here. Make one: comicai comic "a cat opens a bakery"')
        return
    table = Table("Made", "UUID", "Style", "", "Prompt", box=None, pad_edge=False)
    table.columns[1].no_wrap = True
    table.columns[4].overflow = "ellipsis"
    table.columns[4].no_wrap = True
    for row in rows.rows:
        table.add_row(
            row.created_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            str(row.uuid),
            row.style,
            "♥" if row.favorite else "",
            Text(row.prompt),  # not markup, whatever somebody typed
        )
    console.print(table)
    if rows.next_cursor:
        console.print(f"More: comicai gallery --cursor {rows.next_cursor}", highlight=False)
