"""Options that are chosen by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from bots.chat.callback_data import CODE_LIMIT
from bots.chat.choices import ASPECTS, LAYOUTS, MOST_PANELS
from bots.telegram.option_keyboard import MAIN, MENUS, SelectedOptions, decode_selection, rows_of
from core.sentences import CATALOGUE
from core.sentences.reading import STYLES
from tests.bots.telegram.adapter import PROMPT, AdapterHarness

LONGEST = SelectedOptions(
    style=max(STYLES, key=len),
    panels=str(MOST_PANELS),
    layout=max(LAYOUTS, key=len),
    aspect=max(ASPECTS, key=len),
    private="p",
)


@pytest.mark.parametrize("menu", [MAIN, *MENUS])
@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_every_button_fits_whatever_was_chosen(menu: str, locale: str) -> None:
    rows = rows_of(f"{menu}{LONGEST.encoded}", locale, private_chat=False)

    codes = [button.code for row in rows for button in row]
    assert max(len(code.encode()) for code in codes) <= CODE_LIMIT
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("chosen", [SelectedOptions(), LONGEST, SelectedOptions(aspect="16:9")])
def test_what_a_button_carries_is_read_back(chosen: SelectedOptions) -> None:
    assert decode_selection(chosen.encoded) == chosen


async def choose(stage: AdapterHarness, question: Any, *path: str, user: Any = None) -> None:
    """Press one button after the other, each as soon as it is there."""
    for label in path:
        await stage.fake.until(lambda label=label: label in str(question.words), label)  # type: ignore[misc]
        await stage.fake.press(user or stage.ada, question, label)


@pytest.mark.servers
async def test_all_options_are_chosen_in_one_message(stage: AdapterHarness) -> None:
    await stage.say(f"/options {PROMPT}")
    question = await stage.said("How shall I draw it?")

    await choose(stage, question, "style: Automatic", "Manga", "panels: Automatic", "6")
    await choose(stage, question, "layout: Automatic", "Grid", "aspect: Automatic", "16:9")
    await stage.fake.until(lambda: "aspect: 16:9" in str(question.words), "the whole choice")
    shown = str(question.words)
    await choose(stage, question, "Draw this")
    message = await stage.picture_in(stage.chat)

    assert "style: Manga" in shown
    assert "panels: 6" in shown
    assert "layout: Grid" in shown
    assert "private" not in shown  # it is, in a private chat
    assert message.caption == PROMPT
    assert stage.chat.from_bot() == [question]  # it became the comic
    order = stage.generator.orders[0]["inputParams"]
    assert order["panelCount"] == 6
    assert (order["style"], order["layout"], order["aspect"]) == ("manga", "grid", "16:9")


@pytest.mark.servers
async def test_what_was_typed_is_chosen_already_and_can_be_changed(stage: AdapterHarness) -> None:
    await stage.say(f"/options --style manga --panels 6 --seed 42 {PROMPT}")
    question = await stage.said("How shall I draw it?")

    await choose(stage, question, "style: Manga", "▫️ Automatic")
    await choose(stage, question, "style: Automatic", "Noir")
    await choose(stage, question, "style: Noir", "✅ Noir")
    await stage.fake.until(lambda: "style: Noir" in str(question.words), "the choice")
    await choose(stage, question, "Draw this")
    await stage.picture_in(stage.chat)

    order = stage.generator.orders[0]["inputParams"]
    assert (order["style"], order["panelCount"], order["seed"]) == ("noir", 6, 42)


@pytest.mark.servers
async def test_in_a_group_only_who_asked_chooses_and_it_can_be_private(
    stage: AdapterHarness,
) -> None:
    await stage.start()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.say("my hamster learns to fly", group, stage.bob)
    await stage.say("/options", group, reply_to=wrote)
    question = await stage.said("How shall I draw it?", group)

    stranger = await stage.fake.press(stage.bob, question, "style")
    assert "can’t find that" in (await stage.fake.answered(stranger)).text
    await choose(stage, question, "private: off", "private: on", "private: off")
    await stage.fake.until(lambda: "private: on" in str(question.words), "the choice")
    await choose(stage, question, "Draw this")
    message = await stage.picture_in(stage.chat, after=1)

    assert "my hamster learns to fly" in message.caption
    assert group.pictures() == []


@pytest.mark.servers
@pytest.mark.parametrize("asked", ["a cat", "/comic --stile manga a cat opens a bakery"])
async def test_a_question_leads_to_the_keyboard(stage: AdapterHarness, asked: str) -> None:
    await stage.say(asked)
    await stage.fake.until(lambda: bool(stage.chat.from_bot()), "a question")
    question = stage.chat.from_bot()[-1]

    await choose(stage, question, "Options", "style: Automatic", "Noir")
    await stage.fake.until(lambda: "style: Noir" in str(question.words), "the choice")
    await choose(stage, question, "Draw this")
    await stage.picture_in(stage.chat)

    assert stage.generator.orders[0]["inputParams"]["style"] == "noir"


@pytest.mark.servers
async def test_a_question_about_somebody_elses_words_keeps_them_and_what_was_chosen(
    stage: AdapterHarness,
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.say("my hamster learns to fly", group, stage.bob)
    await stage.say("/comic --style oil --panels 6", group, reply_to=wrote)
    question = await stage.said("Ada", group)

    await choose(stage, question, "Noir")
    message = await stage.picture_in(group)

    assert "my hamster learns to fly" in message.caption
    assert "Words by Bob" in message.caption
    order = stage.generator.orders[0]["inputParams"]
    assert (order["style"], order["panelCount"]) == ("noir", 6)


@pytest.mark.servers
async def test_what_was_refused_can_be_chosen_otherwise(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    await stage.say("/comicadmin style manga", group, stage.bob)
    await stage.said("Styles: Manga", group)
    await stage.say(f"/comic --style oil {PROMPT}", group)
    question = await stage.said("Which style", group)

    await choose(stage, question, "Noir")
    await stage.said("switched off here", group)
    await choose(stage, question, "Manga")
    message = await stage.picture_in(group)

    assert message is question
    assert stage.generator.orders[0]["inputParams"]["style"] == "manga"
