"""Webhook delivery: with the secret, in order within a chat, with retries until accepted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from tests.fakes.telegram import FakeTelegram, User


class Hook:
    """A bot's web server; it accepts all updates unless configured otherwise."""

    def __init__(self) -> None:
        self.got: list[Mapping[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.url = ""

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await self.gate.wait()
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    hook.gate.set()
    await runner.cleanup()


async def write(fake: FakeTelegram, user: User, *texts: str) -> None:
    for text in texts:
        await fake.send(user, fake.private(user), text)


def pushes(fake: FakeTelegram) -> list[int]:
    return [push.status for push in fake.webhook.pushes]


async def pushed(fake: FakeTelegram, times: int) -> None:
    await fake.until(lambda: len(pushes(fake)) == times, f"{times} pushes")


async def test_updates_are_delivered_with_the_secret(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    await write(fake, ada, "one")
    await bot.set_webhook(hook.url, secret_token="s3cret", max_connections=7)
    await write(fake, ada, "two")

    await fake.until(lambda: len(pushes(fake)) == 2, "two pushes")

    assert hook.texts == ["one", "two"]
    assert hook.secrets == ["s3cret", "s3cret"]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (hook.url, 0, 7)


async def test_a_refused_update_is_retried_and_blocks_only_its_chat(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    grace = fake.user("Grace")
    hook.answers = [web.Response(status=503)]
    await write(fake, ada, "one", "two")
    await bot.set_webhook(hook.url)
    await fake.until(lambda: pushes(fake) == [503], "a refused push")
    await write(fake, grace, "hello")
    await fake.until(lambda: pushes(fake) == [503, 200], "a push of another chat")
    assert hook.texts == ["one", "hello"]
    assert (await bot.get_webhook_info()).last_error_message

    fake.clock.advance(1)

    await fake.until(lambda: len(pushes(fake)) == 4, "the rest")
    assert hook.texts == ["one", "hello", "one", "two"]
    assert fake.updates.pending() == []


async def test_the_delay_doubles_and_retry_after_is_respected(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    hook.answers = [
        web.Response(status=500),
        web.Response(status=500),
        web.Response(status=500, headers={"Retry-After": "300"}),
    ]
    await write(fake, ada, "one")
    await bot.set_webhook(hook.url)

    for tries, wait in enumerate((1, 2, 300), start=1):
        await pushed(fake, tries)
        fake.clock.advance(wait - 0.9)
        await asyncio.sleep(0.02)
        assert len(pushes(fake)) == tries
        fake.clock.advance(0.9)

    await fake.until(lambda: pushes(fake) == [500, 500, 500, 200], "the update taken")


async def test_a_chat_waits_for_its_previous_delivery(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    hook.gate.clear()
    await bot.set_webhook(hook.url)
    await write(fake, ada, "one", "two")
    await write(fake, fake.user("Grace"), "hello")

    await fake.until(lambda: len(hook.got) == 2, "a push for each chat")
    assert hook.texts == ["one", "hello"]
    hook.gate.set()
    await fake.until(lambda: len(pushes(fake)) == 3, "the rest")

    assert hook.texts == ["one", "hello", "two"]


async def test_an_update_that_expires_during_delivery_blocks_nothing(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    hook.gate.clear()
    await bot.set_webhook(hook.url)
    await write(fake, ada, "one")
    await fake.until(lambda: hook.got, "a push")
    fake.clock.advance(hours=25)
    await write(fake, ada, "two")
    assert len(fake.updates.pending()) == 1

    hook.gate.set()

    await pushed(fake, 2)
    assert hook.texts == ["one", "two"]


async def test_an_accepted_update_can_be_repeated(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    await bot.set_webhook(hook.url)
    await write(fake, ada, "one")
    await fake.until(lambda: len(pushes(fake)) == 1, "a push")

    fake.updates.repeat(*fake.updates.everything)

    await pushed(fake, 2)
    await write(fake, ada, "two")
    await pushed(fake, 3)
    assert hook.texts == ["one", "one", "two"]
    assert hook.got[0] == hook.got[1]


async def test_an_unavailable_webhook_gets_updates_after_it_recovers(
    fake: FakeTelegram, bot: Bot, ada: User, hook: Hook
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await write(fake, ada, "one")
    await fake.until(lambda: pushes(fake) == [0], "a push into nothing")

    await bot.set_webhook(hook.url)
    fake.clock.advance(60)

    await fake.until(lambda: hook.texts == ["one"], "the update")


@pytest.mark.parametrize(
    ("url", "secret", "why"),
    [
        ("http://example.org/hook", "", "An HTTPS URL must be provided"),
        ("https://example.org:9000/hook", "", "only on ports 80, 88, 443 or 8443"),
        ("https://example.org/hook", "a b", "Secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_url_that_telegram_does_not_allow_is_refused(
    bot: Bot, url: str, secret: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.set_webhook(url, secret_token=secret)
