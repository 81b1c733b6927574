"""Reports: a private question for the reason, and a notice to the group's moderators."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


@pytest.fixture
async def group(harness: AdapterHarness) -> Any:
    """Bob's group, with reports logged to it."""
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    await harness.say("/comicadmin log on", group, harness.bob)
    await harness.wait_for_text("Reports go to", group)
    return group


async def reasons(harness: AdapterHarness) -> list[str]:
    return [row[0] for row in await harness.fetch_rows("SELECT reason FROM reports")]


async def test_a_reason_is_chosen_privately(harness: AdapterHarness, group: Any) -> None:
    await harness.start()
    message = await harness.draw(chat=group)

    await harness.fake.press(harness.ada, message, "Report")
    question = await harness.wait_for_text("What’s wrong with it?")
    await harness.fake.press(harness.ada, question, "Hateful")
    await harness.fake.until(lambda: "Thank you" in question.text, "thanks")
    word = await harness.wait_for_text("was reported", group)

    assert await reasons(harness) == ["hate"]
    assert PROMPT in word.text
    assert "Ada" not in word.text  # all members read it
    assert "Hateful" in word.text
    assert question.words == []
    assert (
        message.words[0] == "🔁 Again"
    )  # nothing shows below the comic, where others would see it


async def test_another_reason_is_written_as_a_reply(harness: AdapterHarness, group: Any) -> None:
    await harness.start()
    message = await harness.draw(chat=group)
    await harness.fake.press(harness.ada, message, "Report")
    question = await harness.wait_for_text("What’s wrong with it?")

    await harness.fake.press(harness.ada, question, "Something else")
    form = await harness.wait_for_text("Report this comic")
    await harness.say("it shows @bob without asking", reply_to=form)
    await harness.wait_for_text("Thank you")
    word = await harness.wait_for_text("was reported", group)

    assert form.markup["force_reply"]
    assert await reasons(harness) == ["other: it shows @bob without asking"]
    assert "without asking" in word.text
    assert harness.bob.id not in word.notified


async def test_a_user_who_has_not_started_the_bot_gets_a_deep_link(
    harness: AdapterHarness, group: Any
) -> None:
    message = await harness.draw(chat=group)

    query = await harness.fake.press(harness.ada, message, "Report")
    url = (await harness.fake.answered(query)).answer["url"]  # type: ignore[index] # it was answered
    await harness.fake.start(harness.ada, url.partition("start=")[2])
    question = await harness.wait_for_text("What’s wrong with it?")
    await harness.fake.press(harness.ada, question, "Cruel")
    await harness.fake.until(lambda: "Thank you" in question.text, "thanks")

    assert await reasons(harness) == ["violence"]


async def test_only_visible_comics_can_be_reported(harness: AdapterHarness) -> None:
    message = await harness.draw()
    data = message.button("Report")["callback_data"]
    bobs = await harness.start(harness.bob)

    query = await harness.fake.press_data(harness.bob, bobs.from_bot()[-1], data)

    assert "can’t find that" in (await harness.fake.answered(query)).text
