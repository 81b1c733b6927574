"""Calls of Discord's REST API that need no gateway, so that any process can make them."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import structlog

from bots.chat.cards import Rows
from bots.discord.acknowledgement import ORIGINAL
from bots.discord.api_errors import DiscordApiError, FailureKind, translated
from bots.discord.rate_limit import DiscordRateLimiter
from bots.discord.rendering import RenderedMessage
from core.runtime.metrics import NO_METRICS, Metrics

log = structlog.get_logger(__name__)

LOGIN_SECONDS = 20.0
TEXT_SECONDS = 10.0
PICTURE_SECONDS = 30.0
# Above that the library gives up waiting for a bucket rather than hold what comes after it.
LONGEST_WAIT = 30.0
NOBODY = discord.AllowedMentions.none()

# We never speak, so nobody needs to hear, at every start, of what that would take.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class DiscordApi:
    """A client of its own, which logs in when it is first used and never connects."""

    def __init__(
        self, token: str, *, shared: str = "memory://", metrics: Metrics = NO_METRICS
    ) -> None:
        """*shared* is where the fleet counts its calls, if there is a Redis."""
        self._token = token
        self._limiter = DiscordRateLimiter(shared, metrics=metrics)
        self._client: discord.Client | None = None
        self._one_at_a_time = asyncio.Lock()

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None
        await self._limiter.close()

    # --- By a reply token -------------------------------------------------------------------------

    async def edit_reply(
        self, application: str, token: str, rendered: RenderedMessage, *, message: str | None = None
    ) -> str:
        """Edit the answer to an interaction, or one of its follow-ups; return the message's id.

        Raises DiscordApiError.
        """
        webhook = await self._webhook(application, token)
        async with translated(_seconds_for(rendered)):
            edited = await webhook.edit_message(
                int(message) if message else ORIGINAL,
                content=rendered.content,
                attachments=rendered.files(),
                view=rendered.view(),
                allowed_mentions=NOBODY,
            )
        return str(edited.id)

    async def edit_components(self, application: str, token: str, rows: Rows) -> None:
        """Change the buttons of an answer and nothing else. Raises DiscordApiError."""
        webhook = await self._webhook(application, token)
        async with translated(TEXT_SECONDS):
            await webhook.edit_message(
                ORIGINAL, view=RenderedMessage("", rows).view(), allowed_mentions=NOBODY
            )

    async def follow_up(
        self,
        application: str,
        token: str,
        rendered: RenderedMessage,
        *,
        private: bool,
        mention: str = "",
    ) -> str:
        """Add a message to the answer; return its id. Not idempotent. Raises DiscordApiError."""
        webhook = await self._webhook(application, token)
        async with translated(_seconds_for(rendered)):
            sent = await webhook.send(
                rendered.content,
                files=rendered.files(),
                view=rendered.view(),
                ephemeral=private,
                allowed_mentions=_only(mention),
                wait=True,
            )
        return str(sent.id)

    async def delete_reply(self, application: str, token: str) -> None:
        """Remove the answer to an interaction. Raises DiscordApiError."""
        webhook = await self._webhook(application, token)
        async with translated(TEXT_SECONDS):
            await webhook.delete_message(ORIGINAL)

    # --- By the bot's own token -------------------------------------------------------------------

    async def edit(
        self, channel: str, message: str, rendered: RenderedMessage, *, news: bool = False
    ) -> None:
        """Edit a message of ours. Raises DiscordApiError.

        *news* give way to whatever people wait for.
        """
        client = await self._logged_in()
        async with translated(_seconds_for(rendered)):
            await self._limiter.wait(news=news)
            await (
                client.get_partial_messageable(int(channel))
                .get_partial_message(int(message))
                .edit(
                    content=rendered.content,
                    attachments=rendered.files(),
                    view=rendered.view(),
                    allowed_mentions=NOBODY,
                )
            )

    async def send(
        self,
        channel: str,
        rendered: RenderedMessage,
        *,
        nonce: str,
        mention: str = "",
        reply_to: str = "",
        news: bool = False,
    ) -> str:
        """Send a message and return its id. The same nonce sends it once. Raises DiscordApiError.

        *news* give way to whatever people wait for.
        """
        client = await self._logged_in()
        place = client.get_partial_messageable(int(channel))
        reference: Any = None
        if reply_to:
            reference = discord.MessageReference(
                message_id=int(reply_to), channel_id=int(channel), fail_if_not_exists=False
            )
        async with translated(_seconds_for(rendered)):
            await self._limiter.wait(news=news)
            sent = await place.send(
                rendered.content,
                files=rendered.files(),
                view=rendered.view(),
                nonce=nonce,
                allowed_mentions=_only(mention),
                reference=reference,
            )
        return str(sent.id)

    async def delete(self, channel: str, message: str) -> None:
        """Remove a message of ours. Raises DiscordApiError."""
        client = await self._logged_in()
        place = client.get_partial_messageable(int(channel))
        async with translated(TEXT_SECONDS):
            await self._limiter.wait()
            await place.get_partial_message(int(message)).delete()

    async def application(self) -> discord.AppInfo:
        """Return what Discord says of our application. Raises DiscordApiError."""
        found = (await self._logged_in()).application
        assert found is not None  # known since the login
        return found

    async def channel_name(self, channel: str) -> str:
        """Return what a channel that the bot sees is called. Raises DiscordApiError."""
        return str(getattr(await self._channel(channel), "name", channel))

    async def is_age_restricted(self, channel: str) -> bool:
        """Say whether a channel that the bot sees is; a thread is as what it hangs under.

        Raises DiscordApiError.
        """
        found = await self._channel(channel)
        if isinstance(found, discord.Thread):
            found = await self._channel(str(found.parent_id))
        return bool(getattr(found, "nsfw", False))

    async def private_channel(self, user: str) -> str:
        """Return the channel of private messages with somebody. Raises DiscordApiError."""
        client = await self._logged_in()
        async with translated(TEXT_SECONDS):
            await self._limiter.wait()
            channel = await client.create_dm(discord.Object(int(user)))
        return str(channel.id)

    # --- Below ------------------------------------------------------------------------------------

    async def _channel(self, channel: str) -> object:
        client = await self._logged_in()
        async with translated(TEXT_SECONDS):
            await self._limiter.wait()
            return await client.fetch_channel(int(channel))

    async def _webhook(self, application: str, token: str) -> discord.Webhook:
        client = await self._logged_in()
        webhook = discord.Webhook.partial(int(application), token, client=client)
        # Replies to interactions can be for one person's eyes, unlike messages of other webhooks.
        webhook.type = discord.WebhookType.application
        return webhook

    async def _logged_in(self) -> discord.Client:
        async with translated(LOGIN_SECONDS), self._one_at_a_time:
            if self._client is None:
                self._client = await self._log_in()
            return self._client

    async def _log_in(self) -> discord.Client:
        client = discord.Client(
            intents=discord.Intents(guilds=True),  # unused: nothing connects
            allowed_mentions=NOBODY,
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        try:
            await client.login(self._token)
        except discord.LoginFailure:
            await client.close()
            log.error("discord_token_refused")  # noqa: TRY400 - there is no more to know
            raise DiscordApiError(FailureKind.LATER, said="the bot's token is refused") from None
        except BaseException:
            await client.close()
            raise
        return client


def _seconds_for(rendered: RenderedMessage) -> float:
    return PICTURE_SECONDS if rendered.attached else TEXT_SECONDS


def _only(user: str) -> discord.AllowedMentions:
    """Let that person be notified, and nobody else."""
    if not user:
        return NOBODY
    return discord.AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(int(user))], replied_user=False
    )
