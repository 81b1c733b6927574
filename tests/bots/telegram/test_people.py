"""What concerns a person alone: links, queue, privacy; and the lists of commands."""

from __future__ import annotations

import re

import pytest

from bots.telegram.plain_text import harmless
from core.models.identity import Identity, Platform, Requester
from core.sentences import sentence
from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_a_code_from_elsewhere_puts_two_galleries_together(stage: AdapterHarness) -> None:
    await stage.drawn()
    links = stage.running.services.links
    elsewhere = Requester(identity=Identity(Platform.DISCORD, "7"))
    code, _ = await links.make_code(elsewhere)

    await stage.say(f"/link {code}")
    preview = await stage.said("This creates one gallery")
    await stage.fake.press(stage.ada, preview, "Combine")
    await stage.fake.until(lambda: "Done. One gallery" in preview.text, "the link")

    page, _ = await stage.running.services.gallery.page(elsewhere)
    assert [comic.prompt for comic in page.comics] == [PROMPT]


async def test_a_code_made_here_is_shown_in_private_only(stage: AdapterHarness) -> None:
    await stage.start()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.say("/link", group)
    shown = await stage.said("Your code: ")
    await stage.handled()

    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", shown.text)
    assert all("Your code" not in message.body for message in group.from_bot())


async def test_a_deep_link_with_a_code_asks_before_it_links(stage: AdapterHarness) -> None:
    elsewhere = Requester(identity=Identity(Platform.DISCORD, "7"))
    code, _ = await stage.running.services.links.make_code(elsewhere)

    await stage.fake.start(stage.ada, f"link_{code.replace('-', '')}")

    await stage.said("This creates one gallery")


async def test_the_queue_lists_what_is_under_way_and_cancels_it(stage: AdapterHarness) -> None:
    stage.generator.hold()
    await stage.say(f"/comic {PROMPT}")
    await stage.generator.next_order()

    await stage.say("/queue")
    queue = await stage.said(f"1. {PROMPT}")
    await stage.fake.press(stage.ada, queue, "Cancel 1")
    await stage.fake.until(lambda: "nothing in progress" in queue.text, "an empty queue")

    await stage.said("Canceled")


async def test_cancel_ends_the_one_that_is_under_way(stage: AdapterHarness) -> None:
    stage.generator.hold()
    await stage.say(f"/comic {PROMPT}")
    await stage.generator.next_order()

    await stage.say("/cancel")

    await stage.said("Canceled. It doesn’t")
    assert await stage.counted("jobs WHERE state = 'canceled'") == 1


async def test_who_wants_to_be_forgotten_is(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.say("/privacy")
    privacy = await stage.said("I have one comic of yours")

    await stage.fake.press(stage.ada, privacy, "Delete everything about me")
    await stage.fake.until(lambda: "for good" in privacy.text, "a question")
    await stage.fake.press(stage.ada, privacy, "Yes, delete everything")
    await stage.fake.until(lambda: "no longer know" in privacy.text, "the end")

    assert await stage.counted("profiles") == 0


async def test_people_are_answered_in_their_language(stage: AdapterHarness) -> None:
    jo = stage.fake.user("João", language_code="pt-br")

    await stage.say("/queue", stage.fake.private(jo), jo)

    said = harmless(sentence("queue_empty", "pt-BR"))
    assert said != harmless(sentence("queue_empty", "en"))
    assert "/comic" in said
    await stage.said(said, stage.fake.private(jo))


async def test_commands_are_listed_for_each_place_and_language(stage: AdapterHarness) -> None:
    await stage.fake.until(lambda: len(stage.fake.ledger.to("setMyCommands")) == 12, "all lists")

    written = [call.params for call in stage.fake.ledger.to("setMyCommands")]
    assert {call.get("language_code", "") for call in written} == {"", "pt", "es", "ja"}
    assert sum("comicadmin" in str(call["commands"]) for call in written) == 4
