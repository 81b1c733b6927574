"""Option keyboard: one message whose buttons carry the current selection in their callback data.

The story is in the message that the keyboard replies to. Options are named as on Discord.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bots.chat.callback_data import NOBODY, Action, encode
from bots.chat.cards import Button, Rows, Tone
from bots.chat.option_choices import ASPECTS, LAYOUTS, MOST_PANELS
from bots.telegram.option_parser import LABEL_KEYS, OPTION_FIELDS
from core.sentences import labelled, sentence, style_name
from core.sentences.comic_text import STYLES

MAIN = "m"
MENUS: Mapping[str, str] = {"s": "style", "p": "panels", "l": "layout", "a": "aspect"}
ICONS: Mapping[str, str] = {"style": "🖌️", "panels": "🔢", "layout": "📐", "aspect": "🖼️"}
KEYBOARD_FIELDS = tuple(OPTION_FIELDS[name] for name in MENUS.values())
PRIVATE_FLAG = "p"  # in the encoded selection
DRAW_WITH = "o"  # key of the encoded selection in callback data; there is space for one letter


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedOptions:
    """The selected options; empty means automatic. The field order is that of the encoding."""

    style: str = ""
    panels: str = ""
    layout: str = ""
    aspect: str = ""
    private: str = ""

    @property
    def encoded(self) -> str:
        """The form in callback data: at most 34 bytes."""
        return ".".join(getattr(self, each.name) for each in fields(self))

    @property
    def options(self) -> dict[str, Any]:
        """The selected values by request field."""
        values = {
            OPTION_FIELDS[name]: getattr(self, name)
            for name in MENUS.values()
            if getattr(self, name)
        }
        if self.panels.isdecimal():
            values["panelCount"] = int(self.panels)
        return values


def decode_selection(encoded: str) -> SelectedOptions:
    """Return the selection encoded in callback data."""
    names = [each.name for each in fields(SelectedOptions)]
    return SelectedOptions(**dict(zip(names, encoded.split("."), strict=False)))


def selection_from(options: Mapping[str, Any], *, private: bool) -> SelectedOptions:
    """Return the selection of typed options, limited to values that have buttons."""
    typed = {name: str(options.get(OPTION_FIELDS[name], "")) for name in MENUS.values()}
    offered = {name: value for name, value in typed.items() if value in _values(name)}
    return SelectedOptions(**offered, private=PRIVATE_FLAG if private else "")


def open_button(selected: SelectedOptions, locale: str) -> Button:
    """Return the button that opens the option keyboard."""
    return Button("⚙️", sentence("button_options", locale), _code(MAIN, selected))


def rows_of(extra: str, locale: str, *, private_chat: bool) -> Rows:
    """Return the keyboard that a pressed button opens."""
    menu, selected = extra[:1], decode_selection(extra[1:])
    if menu in MENUS:
        return _menu(MENUS[menu], selected, locale)
    return _main(selected, locale, private_chat=private_chat)


def _main(selected: SelectedOptions, locale: str, *, private_chat: bool) -> Rows:
    buttons = [
        Button(
            ICONS[name],
            labelled(
                sentence(LABEL_KEYS[name], locale),
                _value_label(name, getattr(selected, name), locale),
                locale,
            ),
            _code(menu, selected),
        )
        for menu, name in MENUS.items()
    ]
    if not private_chat:
        other = replace(selected, private="" if selected.private else PRIVATE_FLAG)
        yes_or_no = sentence("admin_yes" if selected.private else "admin_no", locale)
        label = labelled(sentence(LABEL_KEYS["private"], locale), yes_or_no, locale)
        buttons.append(Button("🔒", label, _code(MAIN, other)))
    code = encode(Action.DRAW, NOBODY, f"{DRAW_WITH}={selected.encoded}")
    draw = Button("🎨", sentence("button_draw", locale), code, Tone.MAIN)
    return (tuple(buttons), (draw,))


def _menu(name: str, selected: SelectedOptions, locale: str) -> Rows:
    return (
        tuple(
            Button(
                "✅" if value == getattr(selected, name) else "▫️",
                _value_label(name, value, locale),
                _code(MAIN, replace(selected, **{name: value})),
            )
            for value in ("", *_values(name))
        ),
    )


def _values(name: str) -> Sequence[str]:
    match name:
        case "style":
            return tuple(STYLES)
        case "panels":
            return tuple(map(str, range(1, MOST_PANELS + 1)))
        case "layout":
            return tuple(layout for layout in LAYOUTS if layout != "auto")
        case _:
            return ASPECTS


def _value_label(name: str, value: str, locale: str) -> str:
    if not value:
        return sentence("layout_auto", locale)
    if name == "style":
        return style_name(value, locale)
    return sentence(LAYOUTS[value], locale) if value in LAYOUTS else value


def _code(menu: str, selected: SelectedOptions) -> str:
    return encode(Action.OPTIONS, NOBODY, f"{menu}{selected.encoded}")
