"""The option keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from bots.chat.callback_data import CODE_LIMIT
from bots.chat.option_choices import ASPECTS, LAYOUTS, MOST_PANELS
from bots.telegram.option_keyboard import MAIN, MENUS, SelectedOptions, decode_selection, rows_of
from core.sentences import CATALOGUE
from core.sentences.comic_text import STYLES
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
def test_every_button_fits_for_any_selection(menu: str, locale: str) -> None:
    rows = rows_of(f"{menu}{LONGEST.encoded}", locale, private_chat=False)

    codes = [button.code for row in rows for button in row]
    assert max(len(code.encode()) for code in codes) <= CODE_LIMIT
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("chosen", [SelectedOptions(), LONGEST, SelectedOptions(aspect="16:9")])
def test_an_encoded_selection_round_trips(chosen: SelectedOptions) -> None:
    assert decode_selection(chosen.encoded) == chosen


async def choose(harness: AdapterHarness, question: Any, *path: str, user: Any = None) -> None:
    """Press buttons in order, each as soon as it appears."""
    for label in path:
        await harness.fake.until(lambda label=label: label in str(question.words), label)  # type: ignore[misc]
        await harness.fake.press(user or harness.ada, question, label)


@pytest.mark.servers
async def test_all_options_are_chosen_in_one_message(harness: AdapterHarness) -> None:
    await harness.say(f"/options {PROMPT}")
    question = await harness.wait_for_text("How shall I draw it?")

    await choose(harness, question, "style: Automatic", "Manga", "panels: Automatic", "6")
    await choose(harness, question, "layout: Automatic", "Grid", "aspect: Automatic", "16:9")
    await harness.fake.until(lambda: "aspect: 16:9" in str(question.words), "the whole choice")
    shown = str(question.words)
    await choose(harness, question, "Draw this")
    message = await harness.wait_for_picture(harness.chat)

    assert "style: Manga" in shown
    assert "panels: 6" in shown
    assert "layout: Grid" in shown
    assert "private" not in shown  # always so in a private chat
    assert message.caption == PROMPT
    assert harness.chat.from_bot() == [question]  # the question became the comic
    params = harness.generator.submissions[0]["inputParams"]
    assert params["panelCount"] == 6
    assert (params["style"], params["layout"], params["aspect"]) == ("manga", "grid", "16:9")


@pytest.mark.servers
async def test_typed_options_are_preselected_and_can_be_changed(harness: AdapterHarness) -> None:
    await harness.say(f"/options --style manga --panels 6 --seed 42 {PROMPT}")
    question = await harness.wait_for_text("How shall I draw it?")

    await choose(harness, question, "style: Manga", "▫️ Automatic")
    await choose(harness, question, "style: Automatic", "Noir")
    await choose(harness, question, "style: Noir", "✅ Noir")
    await harness.fake.until(lambda: "style: Noir" in str(question.words), "the choice")
    await choose(harness, question, "Draw this")
    await harness.wait_for_picture(harness.chat)

    params = harness.generator.submissions[0]["inputParams"]
    assert (params["style"], params["panelCount"], params["seed"]) == ("noir", 6, 42)


@pytest.mark.servers
async def test_in_a_group_only_the_requester_selects_and_can_choose_private(
    harness: AdapterHarness,
) -> None:
    await harness.start()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.say("my hamster learns to fly", group, harness.bob)
    await harness.say("/options", group, reply_to=wrote)
    question = await harness.wait_for_text("How shall I draw it?", group)

    stranger = await harness.fake.press(harness.bob, question, "style")
    assert "can’t find that" in (await harness.fake.answered(stranger)).text
    await choose(harness, question, "private: off", "private: on", "private: off")
    await harness.fake.until(lambda: "private: on" in str(question.words), "the choice")
    await choose(harness, question, "Draw this")
    message = await harness.wait_for_picture(harness.chat, after=1)

    assert "my hamster learns to fly" in message.caption
    assert group.pictures() == []


@pytest.mark.servers
@pytest.mark.parametrize("text", ["a cat", "/comic --stile manga a cat opens a bakery"])
async def test_a_question_leads_to_the_keyboard(harness: AdapterHarness, text: str) -> None:
    await harness.say(text)
    await harness.fake.until(lambda: bool(harness.chat.from_bot()), "a question")
    question = harness.chat.from_bot()[-1]

    await choose(harness, question, "Options", "style: Automatic", "Noir")
    await harness.fake.until(lambda: "style: Noir" in str(question.words), "the choice")
    await choose(harness, question, "Draw this")
    await harness.wait_for_picture(harness.chat)

    assert harness.generator.submissions[0]["inputParams"]["style"] == "noir"


@pytest.mark.servers
async def test_a_question_about_another_users_message_keeps_text_and_selection(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.say("my hamster learns to fly", group, harness.bob)
    await harness.say("/comic --style oil --panels 6", group, reply_to=wrote)
    question = await harness.wait_for_text("Ada", group)

    await choose(harness, question, "Noir")
    message = await harness.wait_for_picture(group)

    assert "my hamster learns to fly" in message.caption
    assert "Words by Bob" in message.caption
    params = harness.generator.submissions[0]["inputParams"]
    assert (params["style"], params["panelCount"]) == ("noir", 6)


@pytest.mark.servers
async def test_another_selection_is_possible_after_a_refusal(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    await harness.say("/comicadmin style manga", group, harness.bob)
    await harness.wait_for_text("Styles: Manga", group)
    await harness.say(f"/comic --style oil {PROMPT}", group)
    question = await harness.wait_for_text("Which style", group)

    await choose(harness, question, "Noir")
    await harness.wait_for_text("switched off here", group)
    await choose(harness, question, "Manga")
    message = await harness.wait_for_picture(group)

    assert message is question
    assert harness.generator.submissions[0]["inputParams"]["style"] == "manga"


@pytest.mark.servers
@pytest.mark.parametrize("command", [f"/options {PROMPT}", "/options", "/comic"])
async def test_a_question_about_a_story_hints_that_the_gpu_will_be_needed(
    harness: AdapterHarness, command: str
) -> None:
    harness.running.services.wake_hints.enabled = True

    await harness.say(command)

    await harness.running.wait_for_wake_hint()
