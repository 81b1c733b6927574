"""`comicai gallery`: list the comics of this terminal, as text or JSON."""

from __future__ import annotations

import json
import re

from rich.console import Console
from rich.text import Text

from bots.terminal.client import GalleryRow, GalleryRows
from bots.terminal.shell_locale import in_shell_language

WHITE_SPACE = re.compile(r"\s+")


def show_gallery(rows: GalleryRows, console: Console) -> None:
    """Print the comics, newest first, and the command for the next page.

    Each comic has one line for its prompt and one for everything else: 80 columns have no room for
    both next to a UUID that can be copied.
    """
    if not rows.rows:
        console.print(in_shell_language("terminal_no_comics"), highlight=False, markup=False)
        return
    for row in rows.rows:
        console.print(_prompt_line(row), no_wrap=True, overflow="ellipsis")
        console.print(_facts_line(row), soft_wrap=True, highlight=False)
    if rows.next_cursor:
        hint = in_shell_language("terminal_more", cursor=rows.next_cursor)
        console.print(hint, soft_wrap=True, highlight=False, markup=False)


def gallery_json(rows: GalleryRows) -> str:
    """Return the comics as JSON, with the field names of the HTTP API."""
    items = [
        {
            "uuid": str(row.uuid),
            "createdAt": row.created_at.isoformat(),
            "style": row.style,
            "favorite": row.favorite,
            "prompt": row.prompt,
        }
        for row in rows.rows
    ]
    return json.dumps({"items": items, "nextCursor": rows.next_cursor}, ensure_ascii=False)


def _prompt_line(row: GalleryRow) -> Text:
    """Return the prompt on one line, as Text, so that rich does not interpret it as markup."""
    heart = "♥ " if row.favorite else ""
    return Text(heart + WHITE_SPACE.sub(" ", row.prompt), "bold")


def _facts_line(row: GalleryRow) -> Text:
    created = row.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return Text(f"  {row.uuid}  {created}  {row.style}", "dim")
