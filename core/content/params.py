"""From what somebody said about their comic to the exact `inputParams` that are sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from core.content.input_params import OPTION_NAMES, SEED_LIMIT, is_language
from core.content.options import OptionCheck, Place, check_options
from core.content.prompts import clean_prompt, tidy
from core.errors import InvalidOptionsError
from core.models.identity import Params
from core.models.requests import Notice

SIZE_LIMIT = 32 * 1024  # bytes of JSON
DEPTH_LIMIT = 6  # objects and lists in one another; the schema needs five
PIXELS_LIMIT = 2 * 1024 * 1024  # of one panel
STRIP_LIMIT = 6  # panels in one row that anybody can still read
SAFETY = "standard"
DEFAULT_PANELS = 4
DEFAULT_STYLE = "american_modern"


def random_seed() -> int:
    return secrets.randbelow(SEED_LIMIT)


def read_params(
    options: Params,
    *,
    text: str,
    clamp: bool,
    has_account: bool,
    locale: str = "en",
    new_seed: Callable[[], int] = random_seed,
) -> tuple[dict[str, Any], list[Notice]]:
    """Return the `inputParams` to send, and what was bent to make them fit.

    Holds what was asked for, what has an effect on time and cost, and the seed, so that the same
    comic can be drawn again. Raises EmptyPromptError, PromptTooLongError, and, unless *clamp*
    bends what does not fit, InvalidOptionsError for all that is wrong at once.
    """
    reading = OptionCheck(clamp=clamp)
    data = {
        name: _tidied(value)
        for name, value in options.items()
        if name in OPTION_NAMES and not (clamp and value is None)
    }
    _refuse_references(data, reading)
    params = check_options(data, reading)
    _check_size(params, reading)
    _check_layout(params, reading)
    _check_script(params, reading)
    if not has_account:
        _check_account(params, reading)
    reading.finish(options, text)
    return _whole(params, clean_prompt(text), locale, new_seed), reading.notices


def panel_count(params: Params) -> int:
    """Return how many panels are asked for."""
    return int(params.get("panelCount", DEFAULT_PANELS))


def style_of(params: Params) -> str:
    """Return the style that is asked for."""
    return str(params.get("style", DEFAULT_STYLE))


def words_in(params: Params) -> str:
    """Return everything that somebody wrote into their params, one text a line: to be moderated."""
    texts = [str(params.get("prompt", "")), str(params.get("negativePrompt", ""))]
    for character in params.get("characters", ()):
        texts += [character["name"], character.get("description", "")]
    for panel in params.get("script", ()):
        texts += [panel.get("scene", ""), panel.get("caption", "")]
        for said in panel.get("dialogue", ()):
            texts += [said.get("speaker", ""), said["text"]]
    return "\n".join(filter(None, texts))


# --- Rules between options ------------------------------------------------------------------------


def _refuse_references(data: dict[str, Any], reading: OptionCheck) -> None:
    """Take out pictures to draw after, which are not taken yet."""
    characters = data.get("characters")
    for index, character in enumerate(characters if isinstance(characters, list) else ()):
        if isinstance(character, dict) and character.pop("refImageUrl", None) is not None:
            place = ("characters", index, "refImageUrl")
            reading.object_to(place, "is not supported yet", "notice_unsupported")


def _check_size(params: dict[str, Any], reading: OptionCheck) -> None:
    """Keep a panel below two megapixels, which only the square ones exceed."""
    size = params.get("panelSize", 1024)
    wide, high = map(int, params.get("aspect", "1:1").split(":"))
    largest = size
    while largest * largest * min(wide, high) > PIXELS_LIMIT * max(wide, high):
        largest -= 64
    if largest < size:
        params["panelSize"] = largest
        problem = f"must be at most {largest} for this aspect"
        reading.object_to(("panelSize",), problem, "notice_clamped", value=str(largest))


def _check_layout(params: dict[str, Any], reading: OptionCheck) -> None:
    """Fall back to `auto` where the layout does not suit the number of panels."""
    panels = panel_count(params)
    if params.get("layout") == "strip" and panels > STRIP_LIMIT:
        params["layout"] = "auto"
        reading.notice("notice_layout", layout="strip", panels=panels)


def _check_script(params: dict[str, Any], reading: OptionCheck) -> None:
    script, panels = params.get("script"), panel_count(params)
    if script and "panelCount" not in params and len(script) != panels:
        params["panelCount"] = len(script)
    elif script and len(script) != panels:
        del params["script"]
        problem = f"must be empty or have an entry for each of the {panels} panels"
        reading.object_to(("script",), problem, "notice_default")


def _check_account(params: dict[str, Any], reading: OptionCheck) -> None:
    """Keep what is expensive to those who have an account."""
    output = params.get("output", {})
    costly: list[tuple[dict[str, Any], Place]] = [
        (params, (name,)) for name in ("steps", "guidance") if params.get(name) is not None
    ]
    if params.get("quality") == "high":
        costly.append((params, ("quality",)))
    if output.get("scale", 1) > 1:
        costly.append((output, ("output", "scale")))
    for holder, place in costly:
        del holder[str(place[-1])]
        reading.object_to(place, "needs an account: sign in first", "notice_account")
    if not output:
        params.pop("output", None)


# --- The whole ------------------------------------------------------------------------------------


def _whole(
    params: dict[str, Any], prompt: str, locale: str, new_seed: Callable[[], int]
) -> dict[str, Any]:
    """Return the params as sent. Raises InvalidOptionsError if they are too much."""
    whole = {
        "prompt": prompt,
        "style": DEFAULT_STYLE,
        "panelCount": DEFAULT_PANELS,
        "language": locale if is_language(locale) else "en",
        **{name: value for name, value in params.items() if value is not None},
        "safety": SAFETY,
    }
    whole.setdefault("seed", new_seed())
    size = len(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())
    if size > SIZE_LIMIT:
        problem = f"must have at most {SIZE_LIMIT} bytes as JSON; these are {size}"
        raise InvalidOptionsError({"inputParams": problem})
    return whole


def _tidied(value: Any, depth: int = 1) -> Any:
    """Return a JSON value with all its texts tidied; what lies too deep can only be wrong."""
    if isinstance(value, str):
        return tidy(value)
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    if depth > DEPTH_LIMIT:
        return None
    if isinstance(value, Mapping):
        return {tidy(str(name)): _tidied(item, depth + 1) for name, item in value.items()}
    return [_tidied(item, depth + 1) for item in value]
