"""The bytes of buttons, modals and deep links, which messages of any age contain.

The values were recorded on 2026-11-30. If one of these tests fails, the buttons of old messages
stop working: fix the code and keep the value.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bots.chat.account_cards import (
    forget_card,
    parse_setting,
    preview_card,
    privacy_card,
    settings_card,
)
from bots.chat.callback_data import NOBODY, Action, CallbackData, decode, encode
from bots.chat.cards import Card, Rows
from bots.discord.modals import continue_modal, edit_modal, fields_of, report_modal
from bots.discord.rendering import ActionButton
from bots.telegram.commands.comic import idea_rows, style_rows
from bots.telegram.deeplinks import parse_link_code, parse_payload, payload_of, start_url
from bots.telegram.option_keyboard import (
    SelectedOptions,
    decode_selection,
    open_button,
    rows_of,
)
from core.models.comics import Cursor
from core.models.identity import Identity, JobId, Platform
from core.models.people import MergePreview
from core.runtime.cursors import decode_cursor, encode_cursor

COMIC = JobId(UUID("0195b7a1-8c1f-7d3e-9f00-123456789abc"))
DASHED = JobId(UUID("fbefbefb-efbe-4bef-bfff-ffffffffffff"))  # `-` and `_` in its encoding
OWNER = "80351110224678912"
POSITION = Cursor(datetime(2026, 11, 30, 6, 58, 8, 123456, tzinfo=UTC), COMIC)
CURSOR = "AAZheO6mgkABlbehjB99Pp8AEjRWeJq8"
SELECTION = SelectedOptions(style="manga", panels="6", layout="grid", aspect="16:9", private="p")

BUTTONS = [
    ("again:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.AGAIN, COMIC, OWNER),
    ("edit:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.EDIT, COMIC, OWNER),
    ("more:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.CONTINUE, COMIC, OWNER),
    ("fav1:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.FAVORITE, COMIC, OWNER),
    ("fav0:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.UNFAVORITE, COMIC, OWNER),
    ("info:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.DETAILS, COMIC, OWNER),
    ("read:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.READ, COMIC, OWNER),
    ("file:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.ORIGINAL, COMIC, OWNER),
    ("share:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.SHARE, COMIC, OWNER),
    ("del:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.DELETE, COMIC, OWNER),
    ("delyes:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.DELETE_NOW, COMIC, OWNER),
    ("delno:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.KEEP, COMIC, OWNER),
    ("undel:AZW3oYwffT6fABI0VniavA", Action.RESTORE, COMIC, ""),
    ("report:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.REPORT, COMIC, OWNER),
    ("why:AZW3oYwffT6fABI0VniavA:stolen", Action.REASON, COMIC, "stolen"),
    ("retry:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.RETRY, COMIC, OWNER),
    ("cancel:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.CANCEL, COMIC, OWNER),
    ("fetch:AZW3oYwffT6fABI0VniavA:80351110224678912", Action.FETCH, COMIC, OWNER),
    ("draw:AZW3oYwffT6fABI0VniavA", Action.DRAW, COMIC, ""),
    ("draw:AAAAAAAAAAAAAAAAAAAAAA:idea=1", Action.DRAW, NOBODY, "idea=1"),
    ("draw:AAAAAAAAAAAAAAAAAAAAAA:style=manga", Action.DRAW, NOBODY, "style=manga"),
    ("opt:AAAAAAAAAAAAAAAAAAAAAA:m....", Action.OPTIONS, NOBODY, "m...."),
    ("bring:AZW3oYwffT6fABI0VniavA", Action.DELIVER_INLINE, COMIC, ""),
    (f"older:AAAAAAAAAAAAAAAAAAAAAA:{CURSOR}", Action.OLDER, NOBODY, CURSOR),
    (f"newer:AAAAAAAAAAAAAAAAAAAAAA:{CURSOR}", Action.NEWER, NOBODY, CURSOR),
    (f"folder:AAAAAAAAAAAAAAAAAAAAAA:{CURSOR}", Action.OLDER_FAVORITE, NOBODY, CURSOR),
    (f"fnewer:AAAAAAAAAAAAAAAAAAAAAA:{CURSOR}", Action.NEWER_FAVORITE, NOBODY, CURSOR),
    ("all:AAAAAAAAAAAAAAAAAAAAAA", Action.ALL, NOBODY, ""),
    ("favs:AAAAAAAAAAAAAAAAAAAAAA", Action.FAVORITES, NOBODY, ""),
    ("gfav1:AZW3oYwffT6fABI0VniavA", Action.GALLERY_FAVORITE, COMIC, ""),
    ("gfav0:AZW3oYwffT6fABI0VniavA", Action.GALLERY_UNFAVORITE, COMIC, ""),
    (f"gdel:AZW3oYwffT6fABI0VniavA:{CURSOR}", Action.GALLERY_DELETE, COMIC, CURSOR),
    ("gundel:AZW3oYwffT6fABI0VniavA", Action.GALLERY_RESTORE, COMIC, ""),
    ("gundel:--------S--__________w", Action.GALLERY_RESTORE, DASHED, ""),
    ("forget:AAAAAAAAAAAAAAAAAAAAAA", Action.FORGET, NOBODY, ""),
    ("forgetme:AAAAAAAAAAAAAAAAAAAAAA", Action.FORGET_NOW, NOBODY, ""),
    ("link:AAAAAAAAAAAAAAAAAAAAAA:K7WQ2MXA", Action.LINK, NOBODY, "K7WQ2MXA"),
    ("set:AAAAAAAAAAAAAAAAAAAAAA:notify=0", Action.SET, NOBODY, "notify=0"),
    ("qcancel:AZW3oYwffT6fABI0VniavA", Action.QUEUE_CANCEL, COMIC, ""),
]


@pytest.mark.parametrize(("code", "action", "job_id", "extra"), BUTTONS)
def test_a_button_has_the_recorded_bytes(
    code: str, action: Action, job_id: JobId, extra: str
) -> None:
    assert encode(action, job_id, extra) == code
    assert decode(code) == CallbackData(action, job_id, extra)
    assert ActionButton.__discord_ui_compiled_template__.fullmatch(code)


def test_a_button_of_every_action_is_recorded() -> None:
    assert {action for _, action, _, _ in BUTTONS} == set(Action)


# --- What the extra of a button holds -------------------------------------------------------------


def test_a_gallery_position_has_the_recorded_bytes() -> None:
    assert encode_cursor(POSITION) == CURSOR
    assert decode_cursor(CURSOR) == POSITION


def codes_of(rows: Rows) -> list[str]:
    return [button.code for row in rows for button in row]


def test_the_option_keyboard_has_the_recorded_bytes() -> None:
    assert codes_of(rows_of("mmanga.6.grid.16:9.p", "en", private_chat=False)) == [
        "opt:AAAAAAAAAAAAAAAAAAAAAA:smanga.6.grid.16:9.p",
        "opt:AAAAAAAAAAAAAAAAAAAAAA:pmanga.6.grid.16:9.p",
        "opt:AAAAAAAAAAAAAAAAAAAAAA:lmanga.6.grid.16:9.p",
        "opt:AAAAAAAAAAAAAAAAAAAAAA:amanga.6.grid.16:9.p",
        "opt:AAAAAAAAAAAAAAAAAAAAAA:mmanga.6.grid.16:9.",
        "draw:AAAAAAAAAAAAAAAAAAAAAA:o=manga.6.grid.16:9.p",
    ]
    assert "opt:AAAAAAAAAAAAAAAAAAAAAA:m....p" in codes_of(
        rows_of("m....", "en", private_chat=False)
    )
    assert open_button(SELECTION, "en").code == "opt:AAAAAAAAAAAAAAAAAAAAAA:mmanga.6.grid.16:9.p"
    assert decode_selection("manga.6.grid.16:9.p") == SELECTION
    assert decode_selection("....") == SelectedOptions()


@pytest.mark.parametrize(
    ("menu", "recorded"),
    [
        ("s", "opt:AAAAAAAAAAAAAAAAAAAAAA:mmanga...."),
        ("p", "opt:AAAAAAAAAAAAAAAAAAAAAA:m.6..."),
        ("l", "opt:AAAAAAAAAAAAAAAAAAAAAA:m..grid.."),
        ("a", "opt:AAAAAAAAAAAAAAAAAAAAAA:m...16:9."),
    ],
)
def test_the_menus_of_the_option_keyboard_have_the_recorded_bytes(menu: str, recorded: str) -> None:
    assert recorded in codes_of(rows_of(f"{menu}....", "en", private_chat=False))


def test_the_choices_of_a_question_have_the_recorded_bytes() -> None:
    assert "draw:AAAAAAAAAAAAAAAAAAAAAA:o=noir.6.grid.16:9.p" in codes_of(
        style_rows(SELECTION, "en")
    )
    assert codes_of(idea_rows("en"))[:2] == [
        "draw:AAAAAAAAAAAAAAAAAAAAAA:idea=0",
        "draw:AAAAAAAAAAAAAAAAAAAAAA:idea=1",
    ]


def test_the_settings_have_the_recorded_bytes() -> None:
    card = settings_card({"notify": True, "drawn_by_others": False}, "en")

    assert codes_of(card.rows) == [
        "set:AAAAAAAAAAAAAAAAAAAAAA:notify=0",
        "set:AAAAAAAAAAAAAAAAAAAAAA:drawn_by_others=1",
    ]
    assert parse_setting("notify=0") == ("notify", False)
    assert parse_setting("drawn_by_others=1") == ("drawn_by_others", True)


@pytest.mark.parametrize(
    ("card", "recorded"),
    [
        (
            preview_card(
                MergePreview(identities=(Identity(Platform.WEB, "x"),), comics=2), "K7WQ-2MXA", "en"
            ),
            ["link:AAAAAAAAAAAAAAAAAAAAAA:K7WQ2MXA"],
        ),
        (forget_card("en"), ["forgetme:AAAAAAAAAAAAAAAAAAAAAA"]),
        (privacy_card(None, 0, "en", recipients=()), []),
    ],
)
def test_a_card_about_an_account_has_the_recorded_bytes(card: Card, recorded: list[str]) -> None:
    assert codes_of(card.rows) == recorded


# --- Modals ---------------------------------------------------------------------------------------


async def test_modals_have_the_recorded_bytes() -> None:
    edit = edit_modal(CallbackData(Action.EDIT, COMIC, OWNER), "a cat", "en").to_dict()
    more = continue_modal(CallbackData(Action.CONTINUE, COMIC, OWNER), "en").to_dict()
    report = report_modal(CallbackData(Action.REPORT, COMIC, OWNER), "en").to_dict()

    assert edit["custom_id"] == "edit:AZW3oYwffT6fABI0VniavA:80351110224678912"
    assert names_in(edit) == ["prompt", "style", "panels"]
    assert more["custom_id"] == "more:AZW3oYwffT6fABI0VniavA:80351110224678912"
    assert names_in(more) == ["prompt"]
    assert report["custom_id"] == "report:AZW3oYwffT6fABI0VniavA:80351110224678912"
    assert names_in(report) == ["kind", "reason"]


def names_in(modal: dict[str, Any]) -> list[str]:
    return [each["component"]["custom_id"] for each in modal["components"]]


def test_the_inputs_of_an_old_modal_are_read() -> None:
    """A recorded submission, with one input in a row as modals had them before labels."""
    submitted = {
        "custom_id": "edit:AZW3oYwffT6fABI0VniavA:80351110224678912",
        "components": [
            {"type": 1, "components": [{"type": 4, "custom_id": "prompt", "value": "a cat"}]},
            {"type": 18, "component": {"type": 3, "custom_id": "style", "values": ["manga"]}},
            {"type": 18, "component": {"type": 4, "custom_id": "panels", "value": ""}},
        ],
    }

    assert fields_of(submitted) == {"prompt": "a cat", "style": "manga"}


# --- Deep links -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "action", "job_id"),
    [
        ("info_AZW3oYwffT6fABI0VniavA", Action.DETAILS, COMIC),
        ("read_AZW3oYwffT6fABI0VniavA", Action.READ, COMIC),
        ("file_AZW3oYwffT6fABI0VniavA", Action.ORIGINAL, COMIC),
        ("report_AZW3oYwffT6fABI0VniavA", Action.REPORT, COMIC),
        ("edit_AZW3oYwffT6fABI0VniavA", Action.EDIT, COMIC),
        ("more_AZW3oYwffT6fABI0VniavA", Action.CONTINUE, COMIC),
        ("more_--------S--__________w", Action.CONTINUE, DASHED),
    ],
)
def test_a_deep_link_has_the_recorded_bytes(payload: str, action: Action, job_id: JobId) -> None:
    assert payload_of(action, job_id) == payload
    assert parse_payload(payload) == CallbackData(action, job_id)
    assert start_url("comic_bot", payload) == f"https://t.me/comic_bot?start={payload}"


def test_a_deep_link_with_a_link_code_is_read() -> None:
    assert parse_link_code("link_K7WQ2MXA") == "K7WQ2MXA"
    assert parse_payload("link_K7WQ2MXA") is None
