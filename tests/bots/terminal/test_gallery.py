"""Tests of the output of `comicai gallery`, as text and JSON."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from rich.console import Console

from bots.terminal.client import GalleryRow, GalleryRows
from bots.terminal.gallery import gallery_json, show_gallery

COMIC = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def row(prompt: str, *, favorite: bool = False) -> GalleryRow:
    made = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    return GalleryRow(
        uuid=COMIC, created_at=made, style="franco_belgian", favorite=favorite, prompt=prompt
    )


def shown(*rows: GalleryRow, width: int = 80, cursor: str | None = None) -> list[str]:
    out = io.StringIO()
    show_gallery(GalleryRows(rows, cursor), Console(file=out, width=width))
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


def test_a_comic_takes_two_lines_of_80_columns() -> None:
    prompt, facts = shown(row("a cat opens a bakery on the moon " * 9, favorite=True))

    assert prompt.startswith("♥ a cat opens a bakery")
    assert prompt.endswith("…")
    assert len(prompt) <= 80
    assert facts.split()[0] == str(COMIC)
    assert facts.endswith("franco_belgian")
    assert len(facts) <= 80


def test_a_uuid_is_never_wrapped_or_truncated() -> None:
    assert str(COMIC) in "\n".join(shown(row("a cat"), width=20))


def test_a_prompt_is_shown_verbatim_on_one_line() -> None:
    assert shown(row("[bold]a cat[/bold]\n“Buns!”"))[0] == "[bold]a cat[/bold] “Buns!”"


def test_the_last_line_is_the_command_for_the_next_page() -> None:
    assert shown(row("a cat"), width=30, cursor="x" * 32)[-1].endswith("--cursor " + "x" * 32)


def test_json_has_complete_values() -> None:
    printed = json.loads(gallery_json(GalleryRows((row("猫 [b]"),), "next")))

    assert printed["nextCursor"] == "next"
    assert printed["items"] == [
        {
            "uuid": str(COMIC),
            "createdAt": "2026-01-02T03:04:00+00:00",
            "style": "franco_belgian",
            "favorite": False,
            "prompt": "猫 [b]",
        }
    ]
