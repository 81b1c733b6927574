"""Account commands: links, queue and privacy; and the command lists."""

from __future__ import annotations

import re

import pytest

from bots.telegram.plain_text import harmless
from core.models.identity import Identity, Platform, Requester
from core.sentences import sentence
from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_a_code_from_another_platform_merges_two_galleries(harness: AdapterHarness) -> None:
    await harness.draw()
    links = harness.running.services.links
    elsewhere = Requester(identity=Identity(Platform.DISCORD, "7"))
    code, _ = await links.make_code(elsewhere)

    await harness.say(f"/link {code}")
    preview = await harness.wait_for_text("This creates one gallery")
    await harness.fake.press(harness.ada, preview, "Combine")
    await harness.fake.until(lambda: "Done. One gallery" in preview.text, "the link")

    page, _ = await harness.running.services.gallery.page(elsewhere)
    assert [comic.prompt for comic in page.comics] == [PROMPT]


async def test_a_code_made_here_is_shown_in_private_only(harness: AdapterHarness) -> None:
    await harness.start()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.say("/link", group)
    shown = await harness.wait_for_text("Your code: ")
    await harness.wait_until_handled()

    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", shown.text)
    assert all("Your code" not in message.body for message in group.from_bot())


async def test_a_deep_link_with_a_code_asks_before_it_links(harness: AdapterHarness) -> None:
    elsewhere = Requester(identity=Identity(Platform.DISCORD, "7"))
    code, _ = await harness.running.services.links.make_code(elsewhere)

    await harness.fake.start(harness.ada, f"link_{code.replace('-', '')}")

    await harness.wait_for_text("This creates one gallery")


async def test_the_queue_lists_open_jobs_and_cancels_them(harness: AdapterHarness) -> None:
    harness.generator.hold()
    await harness.say(f"/comic {PROMPT}")
    await harness.generator.next_submission()

    await harness.say("/queue")
    queue = await harness.wait_for_text(f"1. {PROMPT}")
    await harness.fake.press(harness.ada, queue, "Cancel 1")
    await harness.fake.until(lambda: "nothing in progress" in queue.text, "an empty queue")

    await harness.wait_for_text("Canceled")


async def test_cancel_ends_the_only_open_job(harness: AdapterHarness) -> None:
    harness.generator.hold()
    await harness.say(f"/comic {PROMPT}")
    await harness.generator.next_submission()

    await harness.say("/cancel")

    await harness.wait_for_text("Canceled. It doesn’t")
    assert await harness.count_rows("jobs WHERE state = 'canceled'") == 1


async def test_a_user_can_delete_all_their_data(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.say("/privacy")
    privacy = await harness.wait_for_text("I have one comic of yours")
    assert sentence("recipient_none", "en") in privacy.text

    await harness.fake.press(harness.ada, privacy, "Delete everything about me")
    await harness.fake.until(lambda: "for good" in privacy.text, "a question")
    await harness.fake.press(harness.ada, privacy, "Yes, delete everything")
    await harness.fake.until(lambda: "no longer know" in privacy.text, "the end")

    assert await harness.count_rows("profiles") == 0


async def test_users_are_answered_in_their_language(harness: AdapterHarness) -> None:
    jo = harness.fake.user("João", language_code="pt-br")

    await harness.say("/queue", harness.fake.private(jo), jo)

    text = harmless(sentence("queue_empty", "pt-BR"))
    assert text != harmless(sentence("queue_empty", "en"))
    assert "/comic" in text
    await harness.wait_for_text(text, harness.fake.private(jo))


async def test_commands_are_listed_for_each_scope_and_language(harness: AdapterHarness) -> None:
    await harness.fake.until(
        lambda: len(harness.fake.call_log.to("setMyCommands")) == 12, "all lists"
    )

    written = [call.params for call in harness.fake.call_log.to("setMyCommands")]
    assert {call.get("language_code", "") for call in written} == {"", "pt", "es", "ja"}
    assert sum("comicadmin" in str(call["commands"]) for call in written) == 4
