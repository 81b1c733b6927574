"""Parameters of a comic: from the options of a request to the `inputParams` that are sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from core.content.continuation import CONTINUATION
from core.content.input_params_schema import OPTION_NAMES, SEED_LIMIT
from core.content.json_values import json_size, texts_in, tidied
from core.content.language_tags import is_language
from core.content.option_validation import OptionCheck, OptionPath, check_options
from core.content.orders import read_prompt
from core.content.prompts import clean_prompt, cut
from core.errors import InvalidOptionsError
from core.models.identity import Params
from core.models.requests import Notice, PromptReading

SIZE_LIMIT = 32 * 1024  # bytes of JSON
DEPTH_LIMIT = 6  # levels of nested objects and lists; the schema needs five
PIXELS_LIMIT = 2 * 1024 * 1024  # per panel
STRIP_LIMIT = 6  # panels in one row that remain readable
SAFETY = "standard"
DEFAULT_PANELS = 4
MAX_PANELS = "maxPanels"  # key for generators: as many panels as the text needs, up to these
PANELS_LIMIT = 12
DEFAULT_STYLE = "american_modern"
UNDERSTOOD = "understood"  # notice of the options that the prompt ordered
LEFT_OUT = "left_out"
ORDER_LENGTH = 60  # characters of a value in a notice

NO_OPTIONS: Params = {}


def random_seed() -> int:
    return secrets.randbelow(SEED_LIMIT)


def read_params(
    options: Params,
    *,
    text: str,
    clamp: bool,
    has_account: bool,
    locale: str = "en",
    inherited: Params = NO_OPTIONS,
    reading: PromptReading | None = None,
    new_seed: Callable[[], int] = random_seed,
    continuation: Params | None = None,
) -> tuple[dict[str, Any], list[Notice]]:
    """Return the `inputParams` to send, and notices about understood orders and adjusted options.

    They contain the given options, then those that the text orders, then *inherited* ones of an
    earlier comic, the defaults that affect time and cost, and the seed, so that the same comic can
    be drawn again. The prompt is the story in *text*, without its orders; *reading* spares reading
    it again. Raises EmptyPromptError or PromptTooLongError and, unless *clamp* is set,
    InvalidOptionsError with all mistakes at once. An order is never a mistake.

    *continuation* is the generator's own, so it is no option.
    """
    check = OptionCheck(clamp=clamp)
    params = _checked({**inherited, **options}, check, has_account=has_account)
    check.finish(options, text)
    prompt = clean_prompt(text)
    reading = reading or read_prompt(prompt)
    ordered = {
        name: value
        for name, value in reading.options.items()
        if options.get(name) is None and not (name == "panelCount" and params.get("script"))
    }
    notices = check.notices
    if ordered:
        check = OptionCheck(clamp=True)
        params = _checked({**params, **ordered}, check, has_account=has_account)
        notices += [notice for notice in check.notices if notice not in notices]
    notices = [*_order_notices(ordered.keys() & params.keys(), params, reading), *notices]
    complete = _complete(params, reading.story, locale, new_seed)
    return _with_continuation(complete, continuation), notices


def ordered_options(notices: Iterable[Notice]) -> tuple[str, ...]:
    """Return the names of the options that the prompt ordered, according to a job's notices."""
    return tuple(
        str(entry).partition("=")[0]
        for notice in notices
        if notice.key == UNDERSTOOD
        for entry in _entries(notice)
    )


def without_order(notices: Iterable[Notice], option: str) -> tuple[Notice, ...]:
    """Return the notices without an order that is not followed."""
    kept = []
    for notice in notices:
        if notice.key == UNDERSTOOD:
            entries = tuple(
                entry for entry in _entries(notice) if entry.partition("=")[0] != option
            )
            kept += [Notice(key=UNDERSTOOD, facts={"what": entries})] if entries else []
        else:
            kept.append(notice)
    return tuple(kept)


def _entries(notice: Notice) -> tuple[str, ...]:
    what = notice.facts.get("what", ())
    return what if isinstance(what, tuple) else ()


def _order_notices(
    names: Iterable[str], params: Params, reading: PromptReading
) -> Iterable[Notice]:
    """Yield the notices of the options that were ordered, and of what was left out."""
    ordered = set(names)
    what = tuple(
        f"{name}={cut(str(params[name]), ORDER_LENGTH)}"
        for name in reading.options
        if name in ordered
    )
    if what:
        yield Notice(key=UNDERSTOOD, facts={"what": what})
    if reading.left_out:
        yield Notice(key=LEFT_OUT, facts={"what": reading.left_out})


def _checked(options: Params, check: OptionCheck, *, has_account: bool) -> dict[str, Any]:
    """Return the options that are valid by themselves and together."""
    data = {
        name: tidied(value, DEPTH_LIMIT)
        for name, value in options.items()
        if name in OPTION_NAMES and not (check.clamp and value is None)
    }
    _refuse_references(data, check)
    params = check_options(data, check)
    _check_size(params, check)
    _check_layout(params, check)
    _check_script(params, check)
    if not has_account:
        _check_account(params, check)
    return params


def panel_count(params: Params) -> int:
    """Return the number of panels requested."""
    return int(params.get("panelCount", DEFAULT_PANELS))


def style_of(params: Params) -> str:
    """Return the style requested."""
    return str(params.get("style", DEFAULT_STYLE))


def words_in(params: Params) -> str:
    """Return the texts that the comic will show, one per line, for moderation: the user's, and the
    names and words of the comic that it continues.
    """
    texts = [str(params.get("prompt", ""))]
    for character in params.get("characters", ()):
        texts += [character["name"], character.get("description", "")]
    for panel in params.get("script", ()):
        texts += [panel.get("scene", ""), panel.get("caption", "")]
        for speech in panel.get("dialogue", ()):
            texts += [speech.get("speaker", ""), speech["text"]]
    texts += texts_in(params.get(CONTINUATION))
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
    if params.get("panelCount") is None:  # nobody chose the number
        complete[MAX_PANELS] = PANELS_LIMIT
    complete.setdefault("seed", new_seed())
    size = json_size(complete)
    if size > SIZE_LIMIT:
        problem = f"must have at most {SIZE_LIMIT} bytes as JSON; these are {size}"
        raise InvalidOptionsError({"inputParams": problem})
    return complete


def _with_continuation(params: dict[str, Any], continuation: Params | None) -> dict[str, Any]:
    """Return the params with the continuation, unless they would become too large."""
    if not continuation:
        return params
    whole = {**params, CONTINUATION: dict(continuation)}
    return whole if json_size(whole) <= SIZE_LIMIT else params
