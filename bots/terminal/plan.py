"""`comicai plan`: print the story of a comic without drawing it.

The request goes through the same validation as one for a comic; the story comes from the planner of
the reference generator, in a child process. It needs neither a server nor a database, and the
language model in the settings is asked as for a comic.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from bots.embedded_pipeline import painting_environment
from bots.terminal.errors import TerminalError
from bots.terminal.shell_locale import in_shell_language
from bots.word_moderator import word_moderator
from core.config.settings import Config
from core.content.orders import without_unwanted
from core.content.params import LEFT_OUT, UNDERSTOOD, read_params, unwanted_words_in, words_in
from core.content.prompts import tidy
from core.models.requests import GENERATOR, Notice
from core.sentences import labelled, listed, notices_line, read_script, style_name

# Notices of the core on a request that is valid; all others are of the generator.
CORE_NOTICES = {
    UNDERSTOOD,
    LEFT_OUT,
    "notice_clamped",
    "notice_default",
    "notice_layout",
    "notice_cut",
}
PLAN_SECONDS = 60.0  # a language model may take 20 of them


async def planned(
    config: Config, prompt: str, options: Mapping[str, Any], *, locale: str
) -> dict[str, Any]:
    """Return the story as the generator's JSON. Raises TerminalError and RequestError."""
    params, notices = read_params(
        options, text=prompt, clamp=False, has_account=True, locale=locale
    )
    words = f"{without_unwanted(tidy(prompt))}\n{words_in(params)}"
    await word_moderator(config).check_words(words, unwanted=unwanted_words_in(params))
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pipeline", "plan", "--params", "--json"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, **painting_environment(config)},
    )
    try:
        async with asyncio.timeout(PLAN_SECONDS):
            output, errors = await child.communicate(json.dumps(params).encode())
        story: dict[str, Any] = json.loads(output)
    except (TimeoutError, ValueError) as error:
        reason = "" if isinstance(error, TimeoutError) else _last_line(errors)
        raise TerminalError(in_shell_language("terminal_not_planned", reason=reason)) from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return {**story, "notices": [*map(_notice_json, notices), *story["notices"]]}


def _notice_json(notice: Notice) -> dict[str, Any]:
    """Return a notice of the core in the form of the generator's."""
    facts = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in notice.facts.items()
    }
    return {"code": notice.key, "args": facts}


def _last_line(errors: bytes) -> str:
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("python -m pipeline plan: error: ") if lines else ""


def story_text(story: Mapping[str, Any], locale: str) -> str:
    """Return a story as a readable script, with the remarks on it."""
    cast = {character["id"]: _name(character) for character in story["cast"]}
    style = labelled(in_shell_language("detail_style"), style_name(story["style"], locale), locale)
    notices = [
        Notice(key=_key(notice["code"]), facts=_facts(notice["args"]))
        for notice in story["notices"]
    ]
    head = [story["title"], style, *filter(None, [notices_line(notices, locale)])]
    script = [_panel(panel, cast, locale) for panel in story["panels"]]
    return "\n".join([*head, "", read_script(script, locale)])


def _key(code: str) -> str:
    """Return the key of a notice: those of the core have a sentence of their own."""
    return code if code in CORE_NOTICES else f"{GENERATOR}{code}"


def _facts(args: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in args.items()}


def _name(character: Mapping[str, Any]) -> str:
    return str(character["name"] or character["description"] or character["species"])


def _panel(panel: Mapping[str, Any], cast: Mapping[str, str], locale: str) -> dict[str, Any]:
    """Return a panel in the form of a comic's stored script."""
    lines = panel["lines"]
    captions = [line["text"] for line in lines if line["kind"] == "caption"]
    return {
        "scene": listed(_scene(panel, cast), locale),
        "caption": " ".join(captions),
        "dialogue": [
            {
                "speaker": cast.get(line["speaker"], ""),
                "text": line["text"],
                "kind": line["kind"],
            }
            for line in lines
            if line["kind"] != "caption"
        ],
    }


def _scene(panel: Mapping[str, Any], cast: Mapping[str, str]) -> Iterator[str]:
    yield panel["place"]
    yield panel["time"]
    if panel["weather"] != "clear":
        yield panel["weather"]
    for appearance in panel["cast"]:
        acted = [appearance["action"], appearance["emotion"], *appearance["holds"]]
        yield f"{cast[appearance['id']]} ({', '.join(filter(None, acted))})"
    yield from panel["things"]
