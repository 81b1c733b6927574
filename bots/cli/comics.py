"""Commands that make, plan and list comics."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from bots.cli.app import QUIET, AsJson, cli, configure, run

Panels = Annotated[int | None, typer.Option(help="Number of panels, 1 to 12.", show_default=False)]
Style = Annotated[str | None, typer.Option(help="Style, such as manga or noir.")]
Layout = Annotated[str | None, typer.Option(help="auto, strip, grid, page or vertical.")]
Aspect = Annotated[str | None, typer.Option(help="Aspect ratio of a panel, such as 4:3.")]
Language = Annotated[str | None, typer.Option(help="Language of the lettering, such as en or ja.")]


def _given(**options: str | int | None) -> dict[str, str | int]:
    """Return the options that were typed, under their names in the API."""
    return {name: value for name, value in options.items() if value is not None}


@cli.command()
def comic(
    prompt: Annotated[str, typer.Argument(help="The story, in one or more sentences.")],
    *,
    panels: Panels = None,
    style: Style = None,
    layout: Layout = None,
    aspect: Aspect = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same comic.")] = None,
    language: Language = None,
    private: Annotated[
        bool | None,
        typer.Option(
            "--private/--public", help="Only you can see it, or everyone who has its UUID."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write; default: comic-UUID.png.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Draw a comic and write it to a file. Ctrl+C cancels it."""
    from bots.terminal.output_file import check_out

    check_out(out, force=force)
    config = configure(**QUIET)
    options = _given(
        panelCount=panels,
        style=style,
        layout=layout,
        aspect=aspect,
        seed=seed,
        language=language,
    )
    from rich.console import Console

    from bots.terminal.comic import ComicOptions, SavedComic, make_comic
    from bots.terminal.open_client import open_client
    from bots.terminal.shell_locale import shell_locale

    wanted = ComicOptions(prompt=prompt, options=options, private=private, out=out, force=force)

    async def work() -> SavedComic:
        async with open_client(config, draws=True) as client:
            locale = shell_locale(os.environ)
            return await make_comic(client, wanted, Console(stderr=True), locale=locale)

    saved = run(work())
    if as_json:
        typer.echo(json.dumps({"uuid": str(saved.uuid), "path": str(saved.path)}))
    else:
        typer.echo(f"{saved.uuid}  {saved.path}")


@cli.command()
def plan(
    prompt: Annotated[str, typer.Argument(help="The story, in one or more sentences.")],
    *,
    panels: Panels = None,
    style: Style = None,
    layout: Layout = None,
    aspect: Aspect = None,
    lettering: Annotated[
        str | None, typer.Option(help="none, captions, bubbles or full.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed plans the same comic.")] = None,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Print the story of a comic without drawing it."""
    config = configure(**QUIET)
    options = _given(
        panelCount=panels,
        style=style,
        layout=layout,
        aspect=aspect,
        lettering=lettering,
        seed=seed,
        language=language,
    )
    from bots.terminal.plan import planned, story_text
    from bots.terminal.shell_locale import shell_locale

    locale = shell_locale(os.environ)
    story = run(planned(config, prompt, options, locale=locale))
    if as_json:
        typer.echo(json.dumps(story, ensure_ascii=False, indent=2))
    else:
        typer.echo(story_text(story, locale))


@cli.command()
def gallery(
    *,
    search: Annotated[str, typer.Option(help="Words in the prompt.", show_default=False)] = "",
    style: Annotated[str, typer.Option(help="This style only.", show_default=False)] = "",
    favorites: Annotated[bool, typer.Option("--favorites", help="Favorites only.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Number of comics.")] = 20,
    cursor: Annotated[
        str | None,
        typer.Option(help="Cursor printed with the previous page.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the comics made at this terminal, newest first."""
    config = configure(**QUIET)
    from rich.console import Console

    from bots.terminal.gallery import gallery_json, show_gallery
    from bots.terminal.open_client import open_client
    from core.models.comics import GalleryFilter

    wanted = GalleryFilter(text=search, style=style, favorite=True if favorites else None)

    async def work() -> None:
        async with open_client(config, draws=False) as client:
            page = await client.gallery(wanted, cursor=cursor, limit=limit)
        if as_json:
            typer.echo(gallery_json(page))
        else:
            show_gallery(page, Console())

    run(work())
