"""Reports: a reason is asked for in private, kept, and told to who moderates the group."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


@pytest.fixture
async def group(stage: AdapterHarness) -> Any:
    """A group of Bob's, who wants to hear of reports there."""
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    await stage.say("/comicadmin log on", group, stage.bob)
    await stage.said("Reports go to", group)
    return group


async def reasons(stage: AdapterHarness) -> list[str]:
    return [row[0] for row in await stage.rows_of("SELECT reason FROM reports")]


async def test_one_of_a_few_reasons_is_chosen_in_private(stage: AdapterHarness, group: Any) -> None:
    await stage.start()
    message = await stage.drawn(chat=group)

    await stage.fake.press(stage.ada, message, "Report")
    question = await stage.said("What’s wrong with it?")
    await stage.fake.press(stage.ada, question, "Hateful")
    await stage.fake.until(lambda: "Thank you" in question.text, "thanks")
    word = await stage.said("was reported", group)

    assert await reasons(stage) == ["hate"]
    assert PROMPT in word.text
    assert "Ada" not in word.text  # all members read it
    assert "Hateful" in word.text
    assert question.words == []
    assert message.words[0] == "🔁 Again"  # others see nothing of it below the comic


async def test_another_reason_is_written_as_a_reply(stage: AdapterHarness, group: Any) -> None:
    await stage.start()
    message = await stage.drawn(chat=group)
    await stage.fake.press(stage.ada, message, "Report")
    question = await stage.said("What’s wrong with it?")

    await stage.fake.press(stage.ada, question, "Something else")
    form = await stage.said("Report this comic")
    await stage.say("it shows @bob without asking", reply_to=form)
    await stage.said("Thank you")
    word = await stage.said("was reported", group)

    assert form.markup["force_reply"]
    assert await reasons(stage) == ["other: it shows @bob without asking"]
    assert "without asking" in word.text
    assert stage.bob.id not in word.notified


async def test_who_never_started_the_bot_is_led_to_the_question(
    stage: AdapterHarness, group: Any
) -> None:
    message = await stage.drawn(chat=group)

    press = await stage.fake.press(stage.ada, message, "Report")
    url = (await stage.fake.answered(press)).answer["url"]  # type: ignore[index] # it was answered
    await stage.fake.start(stage.ada, url.partition("start=")[2])
    question = await stage.said("What’s wrong with it?")
    await stage.fake.press(stage.ada, question, "Cruel")
    await stage.fake.until(lambda: "Thank you" in question.text, "thanks")

    assert await reasons(stage) == ["violence"]


async def test_what_somebody_cannot_see_they_cannot_report(stage: AdapterHarness) -> None:
    message = await stage.drawn()
    data = message.button("Report")["callback_data"]
    bobs = await stage.start(stage.bob)

    press = await stage.fake.press_data(stage.bob, bobs.from_bot()[-1], data)

    assert "can’t find that" in (await stage.fake.answered(press)).text
