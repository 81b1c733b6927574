"""Validation of components. https://docs.discord.com/developers/components/reference"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

from tests.fakes.discord.api_errors import Path, Problems
from tests.fakes.discord.messages import walk

MOST_COMPONENTS_V2 = 40
MOST_TEXT_V2 = 4000


class Component(IntEnum):
    """Component types."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = {
    Component.STRING_SELECT,
    Component.USER_SELECT,
    Component.ROLE_SELECT,
    Component.MENTIONABLE_SELECT,
    Component.CHANNEL_SELECT,
}
IN_ROWS = SELECTS | {Component.BUTTON}
IN_CONTAINERS = {
    Component.ROW,
    Component.SECTION,
    Component.TEXT,
    Component.GALLERY,
    Component.FILE,
    Component.SEPARATOR,
}
TOP_V2 = IN_CONTAINERS | {Component.CONTAINER}
IN_LABELS = SELECTS | {
    Component.TEXT_INPUT,
    Component.FILE_UPLOAD,
    Component.RADIO_GROUP,
    Component.CHECKBOX_GROUP,
    Component.CHECKBOX,
}


def check_components(problems: Problems, components: Any, *, is_v2: bool, files: set[str]) -> None:
    """Collect the errors of a message's components; *files* are its attachments' names."""
    path: Path = ("components",)
    if not isinstance(components, list):
        problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if not is_v2:
        problems.length(path, components, 0, 5)
    form = _Form(problems, files)
    for at, component in enumerate(components):
        form.check((*path, at), component, TOP_V2 if is_v2 else {Component.ROW})
    form.check_whole(components, path)
    if is_v2:
        _check_totals(problems, components)


def check_modal(problems: Problems, modal: dict[str, Any]) -> None:
    """Collect the errors of a modal."""
    problems.length(("data", "title"), modal.get("title"), 1, 45)
    problems.length(("data", "custom_id"), modal.get("custom_id"), 1, 100)
    components = modal.get("components")
    path: Path = ("data", "components")
    if not problems.length(path, components, 1, 5):
        return
    assert isinstance(components, list)
    form = _Form(problems, set(), in_modal=True)
    for at, component in enumerate(components):
        form.check((*path, at), component, {Component.ROW, Component.LABEL, Component.TEXT})
    form.check_whole(components, path)


def _check_totals(problems: Problems, components: list[Any]) -> None:
    everything = [part for part in walk(components) if "type" in part]
    if len(everything) > MOST_COMPONENTS_V2:
        text = f"Must be {MOST_COMPONENTS_V2} or fewer in total."
        problems.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
    texts = [str(part.get("content", "")) for part in everything if part["type"] == Component.TEXT]
    if sum(map(len, texts)) > MOST_TEXT_V2:
        text = f"The total text must be {MOST_TEXT_V2} or fewer in length."
        problems.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)


class _Form:
    """The components of one message or modal."""

    def __init__(self, problems: Problems, files: set[str], *, in_modal: bool = False) -> None:
        self._problems = problems
        self._files = files
        self._in_modal = in_modal

    def check_whole(self, components: list[Any], path: Path) -> None:
        """Check the uniqueness of ids."""
        ids = Counter(str(part["custom_id"]) for part in walk(components) if part.get("custom_id"))
        for part_path, part in _with_paths(components, path):
            if ids[str(part.get("custom_id"))] > 1:
                text = "Component custom id cannot be duplicated"
                self._problems.add(
                    (*part_path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text
                )
        numbers = Counter(part["id"] for part in walk(components) if part.get("id"))
        if any(count > 1 for count in numbers.values()):
            self._problems.add(path, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")

    def check(self, path: Path, part: Any, allowed: set[Component]) -> None:
        if not isinstance(part, dict):
            self._problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used")
            return
        kind = part.get("type")
        if kind not in allowed:
            values = ", ".join(str(int(value)) for value in sorted(allowed))
            text = f'Value of field "type" must be one of ({values}).'
            self._problems.add((*path, "type"), "UNION_TYPE_CHOICES", text)
            return
        check = getattr(self, f"_{Component(kind).name.lower()}", None)
        if Component(kind) in SELECTS:
            self._select(path, part)
        elif check is not None:
            check(path, part)

    def _row(self, path: Path, part: dict[str, Any]) -> None:
        parts = part.get("components")
        if not self._problems.length((*path, "components"), parts, 1, 5):
            return
        assert isinstance(parts, list)
        for at, inner in enumerate(parts):
            allowed = {Component.TEXT_INPUT} if self._in_modal else IN_ROWS
            self.check((*path, "components", at), inner, set(allowed))
        wide = sum(
            5 if inner.get("type") != Component.BUTTON else 1
            for inner in parts
            if isinstance(inner, dict)
        )
        if wide > 5:
            text = "The specified component exceeds the maximum width"
            self._problems.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)

    def _custom_id(self, path: Path, part: dict[str, Any]) -> None:
        self._problems.length((*path, "custom_id"), part.get("custom_id"), 1, 100)

    def _button(self, path: Path, part: dict[str, Any]) -> None:
        style = part.get("style")
        if not self._problems.one_of((*path, "style"), style, {1, 2, 3, 4, 5, 6}) or style == 6:
            return
        if style == 5:
            self._problems.length((*path, "url"), part.get("url"), 1, 512)
            self._url((*path, "url"), part.get("url"), {"http", "https", "discord"})
            if part.get("custom_id"):
                text = "A custom id and url cannot both be specified"
                self._problems.add(
                    (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", text
                )
        else:
            self._custom_id(path, part)
        if part.get("label") is not None:
            self._problems.length((*path, "label"), part["label"], 0, 80)
        if not part.get("label") and not part.get("emoji"):
            text = "A button must have a label or an emoji"
            self._problems.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)

    def _select(self, path: Path, part: dict[str, Any]) -> None:
        self._custom_id(path, part)
        if part.get("placeholder") is not None:
            self._problems.length((*path, "placeholder"), part["placeholder"], 0, 150)
        low, high = part.get("min_values", 1), part.get("max_values", 1)
        if not (isinstance(low, int) and isinstance(high, int) and 0 <= low <= high <= 25 and high):
            self._problems.add(
                (*path, "min_values"), "NUMBER_TYPE_MAX", "Must fit max_values (1-25)."
            )
        if part["type"] == Component.STRING_SELECT:
            self._options(path, part, 25)

    def _options(self, path: Path, part: dict[str, Any], most: int) -> None:
        options = part.get("options")
        if not self._problems.length((*path, "options"), options, 1, most):
            return
        assert isinstance(options, list)
        for at, option in enumerate(options):
            option_path = (*path, "options", at)
            self._problems.length((*option_path, "label"), option.get("label"), 1, 100)
            self._problems.length((*option_path, "value"), option.get("value"), 1, 100)
            if option.get("description") is not None:
                self._problems.length((*option_path, "description"), option["description"], 0, 100)
        values = Counter(str(option.get("value")) for option in options)
        if any(count > 1 for count in values.values()):
            text = "The specified option value is already used"
            self._problems.add((*path, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)

    def _text_input(self, path: Path, part: dict[str, Any]) -> None:
        self._custom_id(path, part)
        self._problems.one_of((*path, "style"), part.get("style"), {1, 2})
        if "components" in path[-2:] and self._in_modal:
            self._problems.length((*path, "label"), part.get("label"), 1, 45)
        low, high = part.get("min_length") or 0, part.get("max_length") or 4000
        if not 0 <= low <= high <= 4000:
            self._problems.add(
                (*path, "max_length"), "NUMBER_TYPE_MAX", "Must be between 1 and 4000."
            )
        for key, most in (("placeholder", 100), ("value", 4000)):
            if part.get(key) is not None:
                self._problems.length((*path, key), part[key], 0, most)

    def _label(self, path: Path, part: dict[str, Any]) -> None:
        self._problems.length((*path, "label"), part.get("label"), 1, 45)
        if part.get("description") is not None:
            self._problems.length((*path, "description"), part["description"], 0, 100)
        self.check((*path, "component"), part.get("component"), set(IN_LABELS))

    def _radio_group(self, path: Path, part: dict[str, Any]) -> None:
        self._custom_id(path, part)
        self._options(path, part, 10)

    def _checkbox_group(self, path: Path, part: dict[str, Any]) -> None:
        self._radio_group(path, part)

    def _checkbox(self, path: Path, part: dict[str, Any]) -> None:
        self._custom_id(path, part)

    def _file_upload(self, path: Path, part: dict[str, Any]) -> None:
        self._custom_id(path, part)

    def _text(self, path: Path, part: dict[str, Any]) -> None:
        self._problems.length((*path, "content"), part.get("content"), 1, MOST_TEXT_V2)

    def _section(self, path: Path, part: dict[str, Any]) -> None:
        parts = part.get("components")
        if self._problems.length((*path, "components"), parts, 1, 3):
            assert isinstance(parts, list)
            for at, inner in enumerate(parts):
                self.check((*path, "components", at), inner, {Component.TEXT})
        self.check(
            (*path, "accessory"), part.get("accessory"), {Component.BUTTON, Component.THUMBNAIL}
        )

    def _thumbnail(self, path: Path, part: dict[str, Any]) -> None:
        self._media((*path, "media"), part.get("media"))
        if part.get("description") is not None:
            self._problems.length((*path, "description"), part["description"], 0, 1024)

    def _gallery(self, path: Path, part: dict[str, Any]) -> None:
        items = part.get("items")
        if not self._problems.length((*path, "items"), items, 1, 10):
            return
        assert isinstance(items, list)
        for at, item in enumerate(items):
            self._thumbnail((*path, "items", at), item)

    def _file(self, path: Path, part: dict[str, Any]) -> None:
        self._media((*path, "file"), part.get("file"), schemes={"attachment"})

    def _separator(self, path: Path, part: dict[str, Any]) -> None:
        self._problems.one_of((*path, "spacing"), part.get("spacing", 1), {1, 2})

    def _container(self, path: Path, part: dict[str, Any]) -> None:
        parts = part.get("components")
        if not self._problems.length((*path, "components"), parts, 1, MOST_COMPONENTS_V2):
            return
        assert isinstance(parts, list)
        for at, inner in enumerate(parts):
            self.check((*path, "components", at), inner, set(IN_CONTAINERS))

    def _media(self, path: Path, media: Any, schemes: set[str] | None = None) -> None:
        url = media.get("url") if isinstance(media, dict) else None
        if not url:
            self._problems.required((*path, "url"))
            return
        self._url((*path, "url"), url, schemes or {"http", "https", "attachment"})
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in self._files:
            text = f"The referenced attachment {url!r} was not found"
            self._problems.add((*path, "url"), "COMPONENT_ATTACHMENT_NOT_FOUND", text)

    def _url(self, path: Path, url: Any, schemes: set[str]) -> None:
        check_url(self._problems, path, url, schemes)


def check_url(problems: Problems, path: Path, url: Any, schemes: set[str]) -> None:
    scheme, colon, rest = str(url).partition("://")
    if not colon or scheme not in schemes or not rest or " " in rest:
        allowed = ", ".join(sorted(schemes))
        text = f'Scheme "{scheme}" is not supported. Scheme must be one of ({allowed}).'
        problems.add(path, "URL_TYPE_INVALID_SCHEME" if colon else "URL_TYPE_INVALID_URL", text)


def _with_paths(parts: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(parts, list):
        for at, part in enumerate(parts):
            yield from _with_paths(part, (*path, at))
    elif isinstance(parts, dict):
        yield path, parts
        for key in ("components", "component", "accessory"):
            yield from _with_paths(parts.get(key), (*path, key))
