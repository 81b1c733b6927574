"""Validation of options: invalid ones are refused, all at once, or adjusted to valid ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from core.content.input_params_schema import InputParams
from core.content.prompts import clean_prompt, cut
from core.errors import EmptyPromptError, InvalidOptionsError, PromptTooLongError
from core.models.identity import Params
from core.models.requests import Notice

OptionPath: TypeAlias = tuple[int | str, ...]  # path of keys and indices to a value

# Messages for API users, by the type of pydantic's error.
PROBLEMS: Mapping[str, str] = {
    "missing": "is missing",
    "literal_error": "must be one of {expected}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:.10g}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "too_long": "must have at most {max_length} entries",
    "value_error": "{error}",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
}


class OptionCheck:
    """Collector of mistakes, or of notices about options that were adjusted (*clamp*)."""

    def __init__(self, *, clamp: bool) -> None:
        self.clamp = clamp
        self.mistakes: dict[str, str] = {}
        self.notices: list[Notice] = []

    def record(self, path: OptionPath, problem: str, key: str, **facts: str | int) -> None:
        """Record a mistake as *problem*, or its correction as the notice *key*."""
        if self.clamp:
            self.notice(key, option=_dotted(path), **facts)
        else:
            self.mistakes.setdefault(_dotted(path), problem)

    def notice(self, key: str, **facts: str | int) -> None:
        """Add a notice to the user, unless it was added before."""
        notice = Notice(key=key, facts=facts)
        if notice not in self.notices:
            self.notices.append(notice)

    def finish(self, options: Params, text: str) -> None:
        """Raise InvalidOptionsError if there are mistakes, including those of the prompt."""
        if not isinstance(options.get("prompt", ""), str):
            self.mistakes["prompt"] = "must be text"
        if not self.mistakes:
            return
        try:
            clean_prompt(text)
        except EmptyPromptError:
            self.mistakes.setdefault("prompt", "must not be empty")
        except PromptTooLongError as error:
            self.mistakes.setdefault("prompt", f"must have at most {error.limit} characters")
        raise InvalidOptionsError(self.mistakes)


def check_options(data: dict[str, Any], check: OptionCheck) -> dict[str, Any]:
    """Return the options in *data* that conform to the schema, some of them adjusted."""
    adjusted: set[OptionPath] = set()
    while True:
        try:
            # As JSON, because then strict mode follows the types of JSON.
            known = InputParams.model_validate_json(json.dumps(data), strict=not check.clamp)
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
            if check.clamp:
                # One at a time, from the last: removing an entry shifts those after it.
                _adjust(data, problems[-1], adjusted, check)
            else:
                data = _without_mistakes(data, problems, check)
        else:
            return known.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _without_mistakes(
    data: dict[str, Any], problems: list[Any], check: OptionCheck
) -> dict[str, Any]:
    """Record all mistakes, and return the other options so that they can be validated, too."""
    for problem in problems:
        check.mistakes.setdefault(_dotted(problem["loc"]), _explain(problem))
    wrong = {problem["loc"][0] for problem in problems}
    return {name: value for name, value in data.items() if name not in wrong}


def _explain(problem: Mapping[str, Any]) -> str:
    facts = dict(problem.get("ctx", {}))
    if "expected" in facts:
        facts["expected"] = facts["expected"].replace("'", "").replace(" or ", ", ")
    template = PROBLEMS.get(problem["type"])
    return template.format(**facts) if template else str(problem["msg"])


def _adjust(
    data: dict[str, Any], problem: Mapping[str, Any], adjusted: set[OptionPath], check: OptionCheck
) -> None:
    """Replace an invalid value by the nearest valid one; remove it at the second attempt."""
    path: OptionPath = problem["loc"]
    fitting = None if path in adjusted else _nearest_valid(_value_at(data, path), problem)
    adjusted.add(path)
    if fitting is None:
        check.record(_remove(data, path), "", "notice_default")
        return
    _value_at(data, path[:-1])[path[-1]] = fitting
    if isinstance(fitting, (str, list)):
        check.record(path, "", "notice_cut", limit=len(fitting))
    else:
        check.record(path, "", "notice_clamped", value=f"{fitting:.10g}")


def _nearest_valid(value: Any, problem: Mapping[str, Any]) -> Any:
    """Return the nearest valid value; None if there is none."""
    limits = problem.get("ctx", {})
    fitting: Any = None
    match problem["type"]:
        case "greater_than_equal":
            fitting = limits["ge"]
        case "less_than_equal":
            fitting = limits["le"]
        case "multiple_of":
            fitting = round(float(value) / limits["multiple_of"]) * limits["multiple_of"]
        case "int_from_float":
            fitting = round(float(value))
        case "string_too_long":
            fitting = cut(value, limits["max_length"])
        case "too_long":
            fitting = value[: limits["max_length"]]
    return fitting


def _value_at(data: Any, path: OptionPath) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _remove(data: dict[str, Any], path: OptionPath) -> OptionPath:
    """Remove an invalid value, or the object that requires it; return the path removed."""
    holder, last = _value_at(data, path[:-1]), path[-1]
    if isinstance(holder, list) and isinstance(last, int):
        del holder[last]
        return path
    is_needed = len(path) > 1 and last in {"name", "text"}
    if isinstance(holder, dict) and last in holder and not is_needed:
        del holder[str(last)]
        return path
    return _remove(data, path[:-1])


def _dotted(path: OptionPath) -> str:
    return ".".join(map(str, path))
