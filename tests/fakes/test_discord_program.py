"""The fake Discord as a program, with its web page."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.child_processes import server
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.page_text import to_html
from tests.fakes.discord.typed_commands import parse_command
from tests.fakes.discord_bot import Bot, logged_in

COMMANDS = [
    {
        "name": "comic",
        "options": [
            {"name": "prompt", "type": 3},
            {"name": "panels", "type": 4},
            {"name": "private", "type": 5},
        ],
    },
    {
        "name": "admin",
        "options": [{"name": "ban", "type": 1, "options": [{"name": "whom", "type": 3}]}],
    },
]


@pytest.fixture
async def settings() -> AsyncIterator[dict[str, str]]:
    """The settings printed by a fake Discord in its own process."""
    async with server(sys.executable, "-m", "tests.fakes.discord", lines=4) as lines:
        yield dict(re.split("=|: ", line, maxsplit=1) for line in lines)


@pytest.mark.servers
async def test_it_prints_the_settings_that_connect_a_bot(settings: dict[str, str]) -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = settings["COMICAI_DISCORD__API_BASE"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings["COMICAI_DISCORD__GATEWAY_URL"])
    bot = Bot()
    try:
        task = asyncio.create_task(bot.start(settings["COMICAI_DISCORD__TOKEN"]))
        async with asyncio.timeout(20):
            while not bot.guilds:
                await asyncio.sleep(0.05)
        assert [guild.name for guild in bot.guilds] == ["Comics"]
        await bot.close()
        await task
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def test_the_page_runs_commands_and_shows_responses(fake: FakeDiscord) -> None:
    bot = Bot()

    @bot.tree.command(description="Draw")
    async def comic(interaction: discord.Interaction[Any], prompt: str) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Again <3", custom_id="again"))
        await interaction.response.send_message(f"<b>{prompt}</b>", view=view)

    @bot.event
    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(content="pressed")

    general, ada = fake.channel("general"), fake.user("ada")
    page = f"/as/{ada.id}/in/{general.id}"
    async with logged_in(fake, bot), aiohttp.ClientSession(fake.base) as browser:
        assert page in await (await browser.get("/")).text()
        refused = await (await browser.post(page, data={"line": "/nothing"})).text()
        drawn = await (await browser.post(page, data={"line": "/comic a cat & a dog"})).text()
        message = general.last_message
        assert message is not None
        press = {"press": "again", "message": str(message.id)}
        pressed = await (await browser.post(page, data=press)).text()

    assert "there are: comic" in refused
    assert "there are: comic" not in drawn
    assert "&lt;b&gt;a cat &amp; a dog&lt;/b&gt;" in drawn
    assert "ada used <b>/comic</b>" in drawn
    assert "Again &lt;3" in drawn
    assert "pressed" in pressed


async def test_the_page_submits_modals_and_runs_message_commands(fake: FakeDiscord) -> None:
    bot = Bot()
    filled: list[tuple[str, list[str]]] = []

    class Report(discord.ui.Modal, title="What is <wrong>?"):
        more: discord.ui.TextInput[Any] = discord.ui.TextInput(label="More", required=False)
        kind: discord.ui.Label[Any] = discord.ui.Label(
            text="Kind",
            component=discord.ui.Select(options=[discord.SelectOption(label="Rude", value="r")]),
        )

        async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
            select = self.kind.component
            assert isinstance(select, discord.ui.Select)
            filled.append((self.more.value, select.values))
            await interaction.response.send_message("Thank you")

    @bot.tree.context_menu(name="Make a comic")
    async def make(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.send_message(f"Drawing: {message.content}")

    @bot.tree.command(description="Report")
    async def report(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Report())

    general, ada = fake.channel("general"), fake.user("ada")
    page = f"/as/{ada.id}/in/{general.id}"
    async with logged_in(fake, bot), aiohttp.ClientSession(fake.base) as browser:
        said = await (await browser.post(page, data={"line": "two cats met"})).text()
        message = general.last_message
        assert message is not None
        menu = {"menu": "Make a comic", "message": str(message.id)}
        drawn = await (await browser.post(page, data=menu)).text()
        opened = await (await browser.post(page, data={"line": "/report"})).text()
        names = re.findall(
            r'<(?:input|select)[^>]* ?name="([^"]+)"', opened.partition('class="modal"')[2]
        )
        form = {**dict(zip(names, ["", "r"], strict=True)), "submit": "1"}
        thanked = await (await browser.post(page, data=form)).text()
        again = await (await browser.post(page, data={"line": "/report"})).text()
        canceled = await (await browser.post(page, data={"cancel": "1"})).text()

    assert "two cats met" in said
    assert ">Make a comic</button>" in said
    assert "Drawing: two cats met" in drawn
    assert "What is &lt;wrong&gt;?" in opened
    assert filled == [("", ["r"])]
    assert "Thank you" in thanked
    assert 'class="modal"' in again
    assert 'class="modal"' not in canceled


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("> a cat\n> and a dog", "<blockquote>a cat<br>and a dog</blockquote>"),
        (r"\/help \*now\*", "<p>/help *now*</p>"),
        ("**bold** <i>", "<p><b>bold</b> &lt;i&gt;</p>"),
        ("-# small", "<small>small</small>"),
        ("<@7> in <#8>", "<p><mark>@ada</mark> in <mark>#unknown</mark></p>"),
        (
            "[the page](https://comics.example.org/a?b=1&c)",
            '<p><a href="https://comics.example.org/a?b=1&amp;c">the page</a></p>',
        ),
        ('https://example.org/"><script>', '<a href="https://example.org/&quot;">'),
    ],
)
def test_markup_is_rendered_and_html_escaped(text: str, shown: str) -> None:
    html = to_html(text, {7: "ada"})

    assert shown in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        ("/comic a cat", "comic", {"prompt": "a cat"}),
        (
            "comic 'a cat' panels:3 private:yes",
            "comic",
            {"prompt": "a cat", "panels": 3, "private": True},
        ),
        ("/comic a cat's and a dog's bakery", "comic", {"prompt": "a cat's and a dog's bakery"}),
        ('/comic A cat: "No!"', "comic", {"prompt": 'A cat: "No!"'}),
        ('/comic panels:3 prompt:"a cat"', "comic", {"prompt": "a cat", "panels": 3}),
        ("/comic 10:30 in the morning", "comic", {"prompt": "10:30 in the morning"}),
        ("/admin ban whom:bob", "admin ban", {"whom": "bob"}),
    ],
)
def test_a_typed_line_is_parsed_as_a_command(line: str, name: str, options: dict[str, Any]) -> None:
    assert parse_command(line, COMMANDS) == (name, options)


def test_users_and_channels_are_found_by_name() -> None:
    option = {"name": "channel", "type": 7}
    commands: list[dict[str, Any]] = [
        {"name": "log", "options": [option]},
        {"name": "Make a comic", "type": 3},
    ]

    assert parse_command("/log channel:#general", commands, str.upper) == (
        "log",
        {"channel": "#GENERAL"},
    )
    with pytest.raises(ValueError, match=r"there are: log$"):
        parse_command("/Make a comic", commands)


def test_the_error_for_an_unknown_command_lists_the_commands() -> None:
    for line in ("", "/nothing"):
        with pytest.raises(ValueError, match="comic, admin"):
            parse_command(line, COMMANDS)
