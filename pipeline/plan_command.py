"""Command `python -m pipeline plan`: prints the story of a comic without drawing it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.comic.planner.configured_author import configured_author
from pipeline.comic.planner.letters_check import refuse_boxes
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.story_of import story_of
from pipeline.comic.story_json import Story, StoryCharacter, StoryLine, StoryPanel, story_schema
from pipeline.errors import ApiFaultError
from pipeline.service.params import PARAMS_LIMIT, to_order
from pipeline.settings import SettingsError

# Options of the command, and the keys of `inputParams` that they set.
_OPTIONS = {
    "style": "style",
    "layout": "layout",
    "aspect": "aspect",
    "language": "language",
    "lettering": "lettering",
}


def main(arguments: Sequence[str]) -> int:
    """Run the command; return the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.schema:
        _print(json.dumps(story_schema(), ensure_ascii=False, indent=2))
        return 0
    try:
        order = to_order(_params(parser, options))
        planned = plan(order, configured_author())
        refuse_boxes(planned, order.language)
        story = story_of(planned, order)
    except ApiFaultError as error:
        parser.error(error.fault.message)
    except SettingsError as error:
        parser.error(str(error))
    _print(story.model_dump_json(indent=2) if options.json else "\n".join(_script(story)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline plan",
        description="Print the story of a comic, as it would be drawn, as a script or as JSON. "
        "It is written by the language model of COMICAI_PLANNER__URL if that is set.",
    )
    add = parser.add_argument
    add("prompt", nargs="?", help="the story, in one or more sentences")
    add("--panels", type=int, metavar="N", help="number of panels, 1 to 12")
    for name in _OPTIONS:
        add(f"--{name}", help=f"{name}, as in inputParams")
    add("--seed", type=int, help="the same seed plans the same story, unless a model writes it")
    add("--params", action="store_true", help="read inputParams as JSON from stdin instead")
    add("--json", action="store_true", help="print JSON")
    add("--schema", action="store_true", help="print the JSON schema of a story, and nothing else")
    return parser


def _params(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Any:
    if options.params:
        try:
            return json.loads(sys.stdin.buffer.read(2 * PARAMS_LIMIT))
        except (ValueError, RecursionError):
            parser.error("stdin has no JSON")
    if not options.prompt:
        parser.error("a prompt is needed")
    given = {key: getattr(options, name) for name, key in _OPTIONS.items()}
    given |= {"panelCount": options.panels, "seed": options.seed}
    return {"prompt": options.prompt, **{k: v for k, v in given.items() if v is not None}}


def _print(text: str) -> None:
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))


def _script(story: Story) -> Iterator[str]:
    """Yield the lines of a readable script."""
    cast = {character.id: character for character in story.cast}
    yield story.title
    yield f"{story.style}, {story.color_mode}, {story.aspect}, lettering {story.lettering}"
    for notice in story.notices:
        yield f"({notice.code})"
    for number, panel in enumerate(story.panels, 1):
        yield ""
        yield f"Panel {number}: {_setting(panel)}"
        for appearance in panel.cast:
            held = f", holds {' and '.join(appearance.holds)}" if appearance.holds else ""
            name = _name(cast[appearance.id])
            yield f"  {name}: {appearance.action}, {appearance.emotion}{held}"
        if panel.things:
            yield f"  with {', '.join(panel.things)}"
        for line in panel.lines:
            yield f"  {_said(line, cast)}"


def _setting(panel: StoryPanel) -> str:
    weather = "" if panel.weather == "clear" else panel.weather
    return ", ".join(filter(None, (panel.place, panel.time, weather, f"{panel.shot} shot")))


def _said(line: StoryLine, cast: dict[str, StoryCharacter]) -> str:
    if line.kind in {"caption", "sfx"}:
        return f"[{line.text}]"
    who = _name(cast[line.speaker]) if line.speaker else "unseen"
    manner = "" if line.kind == "speech" else f" ({line.kind})"
    return f"{who}{manner}: “{line.text}”"


def _name(character: StoryCharacter) -> str:
    return character.name or character.description or character.species
