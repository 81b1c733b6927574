"""Options by keyboard: one message, whose buttons change and carry all that was chosen so far.

The story stands in the message that this one replies to. Options have the names that they have on
Discord.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bots.chat.callback_data import NOBODY, Action, encode
from bots.chat.cards import Button, Rows, Tone
from bots.chat.choices import ASPECTS, LAYOUTS, MOST_PANELS
from bots.telegram.option_parser import NAMES, TRANSLATED
from core.sentences import labelled, sentence, style_name
from core.sentences.reading import STYLES

MAIN = "m"
MENUS: Mapping[str, str] = {"s": "style", "p": "panels", "l": "layout", "a": "aspect"}
ICONS: Mapping[str, str] = {"style": "🖌️", "panels": "🔢", "layout": "📐", "aspect": "🖼️"}
CHOSEN_BY_KEYBOARD = tuple(NAMES[name] for name in MENUS.values())
PRIVATELY = "p"  # on the wire
WITH = "o"  # what the choice begins with that has it drawn so: there is room for one letter


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedOptions:
    """What was chosen; empty is as it suits. The order of the fields is the wire's."""

    style: str = ""
    panels: str = ""
    layout: str = ""
    aspect: str = ""
    private: str = ""

    @property
    def wire(self) -> str:
        """The form in which buttons carry it: at most 34 bytes."""
        return ".".join(getattr(self, each.name) for each in fields(self))

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen, under the names that requests have."""
        given = {NAMES[name]: getattr(self, name) for name in MENUS.values() if getattr(self, name)}
        if self.panels.isdecimal():
            given["panelCount"] = int(self.panels)
        return given


def chosen_on(wire: str) -> SelectedOptions:
    """Return what a button carries."""
    names = [each.name for each in fields(SelectedOptions)]
    return SelectedOptions(**dict(zip(names, wire.split("."), strict=False)))


def chosen_in(options: Mapping[str, Any], *, private: bool) -> SelectedOptions:
    """Return what somebody has typed already, as far as there are buttons for it."""
    typed = {name: str(options.get(NAMES[name], "")) for name in MENUS.values()}
    offered = {name: value for name, value in typed.items() if value in _values(name)}
    return SelectedOptions(**offered, private=PRIVATELY if private else "")


def open_button(chosen: SelectedOptions, locale: str) -> Button:
    """Return what leads to the keyboard from another one."""
    return Button("⚙️", sentence("button_options", locale), _code(MAIN, chosen))


def rows_of(extra: str, locale: str, *, private_chat: bool) -> Rows:
    """Return the buttons that the one which was pressed leads to."""
    menu, chosen = extra[:1], chosen_on(extra[1:])
    if menu in MENUS:
        return _menu(MENUS[menu], chosen, locale)
    return _main(chosen, locale, private_chat=private_chat)


def _main(chosen: SelectedOptions, locale: str, *, private_chat: bool) -> Rows:
    buttons = [
        Button(
            ICONS[name],
            labelled(
                sentence(TRANSLATED[name], locale),
                _said(name, getattr(chosen, name), locale),
                locale,
            ),
            _code(menu, chosen),
        )
        for menu, name in MENUS.items()
    ]
    if not private_chat:
        other = replace(chosen, private="" if chosen.private else PRIVATELY)
        said = sentence("admin_yes" if chosen.private else "admin_no", locale)
        label = labelled(sentence(TRANSLATED["private"], locale), said, locale)
        buttons.append(Button("🔒", label, _code(MAIN, other)))
    code = encode(Action.DRAW, NOBODY, f"{WITH}={chosen.wire}")
    draw = Button("🎨", sentence("button_draw", locale), code, Tone.MAIN)
    return (tuple(buttons), (draw,))


def _menu(name: str, chosen: SelectedOptions, locale: str) -> Rows:
    return (
        tuple(
            Button(
                "✅" if value == getattr(chosen, name) else "▫️",
                _said(name, value, locale),
                _code(MAIN, replace(chosen, **{name: value})),
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


def _said(name: str, value: str, locale: str) -> str:
    if not value:
        return sentence("layout_auto", locale)
    if name == "style":
        return style_name(value, locale)
    return sentence(LAYOUTS[value], locale) if value in LAYOUTS else value


def _code(menu: str, chosen: SelectedOptions) -> str:
    return encode(Action.OPTIONS, NOBODY, f"{menu}{chosen.wire}")
