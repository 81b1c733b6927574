"""Parameters of a comic: from the options of a request to the `inputParams` that are sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from core.content.input_params_schema import OPTION_NAMES, SEED_LIMIT, is_language
from core.content.option_validation import OptionCheck, OptionPath, check_options
from core.content.prompts import clean_prompt, tidy
from core.errors import InvalidOptionsError
from core.models.identity import Params
from core.models.requests import Notice

SIZE_LIMIT = 32 * 1024  # bytes of JSON
DEPTH_LIMIT = 6  # levels of nested objects and lists; the schema needs five
PIXELS_LIMIT = 2 * 1024 * 1024  # per panel
STRIP_LIMIT = 6  # panels in one row that remain readable
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
    """Return the `inputParams` to send, and notices about adjusted options.

    They contain the given options, the defaults that affect time and cost, and the seed, so that
    the same comic can be drawn again. Raises EmptyPromptError or PromptTooLongError and, unless
    *clamp* is set, InvalidOptionsError with all mistakes at once.
    """
    check = OptionCheck(clamp=clamp)
    data = {
        name: _tidied(value)
        for name, value in options.items()
        if name in OPTION_NAMES and not (clamp and value is None)
    }
    _refuse_references(data, check)
    params = check_options(data, check)
    _check_size(params, check)
    _check_layout(params, check)
    _check_script(params, check)
    if not has_account:
        _check_account(params, check)
    check.finish(options, text)
    return _complete(params, clean_prompt(text), locale, new_seed), check.notices


def panel_count(params: Params) -> int:
    """Return the number of panels requested."""
    return int(params.get("panelCount", DEFAULT_PANELS))


def style_of(params: Params) -> str:
    """Return the style requested."""
    return str(params.get("style", DEFAULT_STYLE))


def words_in(params: Params) -> str:
    """Return the texts of the user that the comic will show, one per line, for moderation."""
    texts = [str(params.get("prompt", ""))]
    for character in params.get("characters", ()):
        texts += [character["name"], character.get("description", "")]
    for panel in params.get("script", ()):
        texts += [panel.get("scene", ""), panel.get("caption", "")]
        for speech in panel.get("dialogue", ()):
            texts += [speech.get("speaker", ""), speech["text"]]
    return "\n".join(filter(None, texts))


def unwanted_words_in(params: Params) -> str:
    """Return the user's words for what the comic should not show."""
    return str(params.get("negativePrompt", ""))


def for_families(params: Params) -> dict[str, Any]:
    """Return the params in family mode: checked strictly, and without reference pictures."""
    changed = {**params, "safety": "strict"}
    if characters := params.get("characters"):
        changed["characters"] = [
            {name: value for name, value in character.items() if name != "refImageUrl"}
            for character in characters
        ]
    return changed


# --- Rules between options ------------------------------------------------------------------------


def _refuse_references(data: dict[str, Any], check: OptionCheck) -> None:
    """Remove reference pictures, which are not supported yet."""
    characters = data.get("characters")
    for index, character in enumerate(characters if isinstance(characters, list) else ()):
        if isinstance(character, dict) and character.pop("refImageUrl", None) is not None:
            place = ("characters", index, "refImageUrl")
            check.record(place, "is not supported yet", "notice_unsupported")


def _check_size(params: dict[str, Any], check: OptionCheck) -> None:
    """Limit a panel to two megapixels, which only nearly square ones can exceed."""
    size = params.get("panelSize", 1024)
    wide, high = map(int, params.get("aspect", "1:1").split(":"))
    largest = size
    while largest * largest * min(wide, high) > PIXELS_LIMIT * max(wide, high):
        largest -= 64
    if largest < size:
        params["panelSize"] = largest
        problem = f"must be at most {largest} for this aspect"
        check.record(("panelSize",), problem, "notice_clamped", value=str(largest))


def _check_layout(params: dict[str, Any], check: OptionCheck) -> None:
    """Fall back to `auto` if the layout does not suit the number of panels."""
    panels = panel_count(params)
    if params.get("layout") == "strip" and panels > STRIP_LIMIT:
        params["layout"] = "auto"
        check.notice("notice_layout", layout="strip", panels=panels)


def _check_script(params: dict[str, Any], check: OptionCheck) -> None:
    script, panels = params.get("script"), panel_count(params)
    if script and "panelCount" not in params and len(script) != panels:
        params["panelCount"] = len(script)
    elif script and len(script) != panels:
        del params["script"]
        problem = f"must be empty or have an entry for each of the {panels} panels"
        check.record(("script",), problem, "notice_default")


def _check_account(params: dict[str, Any], check: OptionCheck) -> None:
    """Remove expensive options, which need an account."""
    output = params.get("output", {})
    costly: list[tuple[dict[str, Any], OptionPath]] = [
        (params, (name,)) for name in ("steps", "guidance") if params.get(name) is not None
    ]
    if params.get("quality") == "high":
        costly.append((params, ("quality",)))
    if output.get("scale", 1) > 1:
        costly.append((output, ("output", "scale")))
    for holder, place in costly:
        del holder[str(place[-1])]
        check.record(place, "needs an account: sign in first", "notice_account")
    if not output:
        params.pop("output", None)


# --- Result ---------------------------------------------------------------------------------------


def _complete(
    params: dict[str, Any], prompt: str, locale: str, new_seed: Callable[[], int]
) -> dict[str, Any]:
    """Return the params with their defaults. Raises InvalidOptionsError if they are too large."""
    complete = {
        "prompt": prompt,
        "style": DEFAULT_STYLE,
        "panelCount": DEFAULT_PANELS,
        "language": locale if is_language(locale) else "en",
        **{name: value for name, value in params.items() if value is not None},
        "safety": SAFETY,
    }
    complete.setdefault("seed", new_seed())
    size = len(json.dumps(complete, ensure_ascii=False, separators=(",", ":")).encode())
    if size > SIZE_LIMIT:
        problem = f"must have at most {SIZE_LIMIT} bytes as JSON; these are {size}"
        raise InvalidOptionsError({"inputParams": problem})
    return complete


def _tidied(value: Any, depth: int = 1) -> Any:
    """Return a JSON value with all texts tidied; values nested too deeply become None."""
    if isinstance(value, str):
        return tidy(value)
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    if depth > DEPTH_LIMIT:
        return None
    if isinstance(value, Mapping):
        return {tidy(str(name)): _tidied(item, depth + 1) for name, item in value.items()}
    return [_tidied(item, depth + 1) for item in value]
