"""Client of Discord's REST API, for any process: it needs no gateway connection."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import structlog

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Rows
from bots.discord.api_errors import DiscordApiError, translated
from bots.discord.rate_limit import DiscordRateLimiter
from bots.discord.rendering import RenderedMessage
from core.runtime.metrics import NO_METRICS, Metrics

log = structlog.get_logger(__name__)

LOGIN_SECONDS = 20.0
TEXT_SECONDS = 10.0
IMAGE_SECONDS = 30.0
# Above that the library raises RateLimited instead of waiting for a bucket, which would block later
# calls.
MAX_RATE_LIMIT_WAIT = 30.0
ORIGINAL: Any = "@original"  # typed as int by the library, which passes any value on
NO_MENTIONS = discord.AllowedMentions.none()

# The bot uses no voice, so the library's warnings about missing voice packages are irrelevant.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class DiscordApi:
    """REST client that logs in on first use and never connects to the gateway."""

    def __init__(
        self,
        token: str,
        *,
        shared: str = "memory://",
        metrics: Metrics = NO_METRICS,
        login_seconds: float = LOGIN_SECONDS,
    ) -> None:
        """*shared* is the URL of the rate limiter's storage: Redis for a fleet, else memory."""
        self._token = token
        self._login_seconds = login_seconds
        self._limiter = DiscordRateLimiter(shared, metrics=metrics)
        self._client: discord.Client | None = None
        self._login_lock = asyncio.Lock()

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None
        await self._limiter.close()

    # --- With a reply token -----------------------------------------------------------------------

    async def edit_reply(
        self, application: str, token: str, rendered: RenderedMessage, *, message: str | None = None
    ) -> str:
        """Edit the response to an interaction, or one of its follow-ups; return the message's id.

        Raises DiscordApiError.
        """
        webhook = await self._webhook(application, token)
        async with translated(_seconds_for(rendered)):
            edited = await webhook.edit_message(
                int(message) if message else ORIGINAL,
                content=rendered.content,
                attachments=rendered.files(),
                view=rendered.view(),
                allowed_mentions=NO_MENTIONS,
            )
        return str(edited.id)

    async def edit_components(self, application: str, token: str, rows: Rows) -> None:
        """Replace the buttons of a response and nothing else. Raises DiscordApiError."""
        webhook = await self._webhook(application, token)
        async with translated(TEXT_SECONDS):
            await webhook.edit_message(
                ORIGINAL, view=RenderedMessage("", rows).view(), allowed_mentions=NO_MENTIONS
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
        """Send a follow-up; return its id. Not idempotent. Raises DiscordApiError."""
        webhook = await self._webhook(application, token)
        async with translated(_seconds_for(rendered)):
            sent = await webhook.send(
                rendered.content,
                files=rendered.files(),
                view=rendered.view(),
                ephemeral=private,
                allowed_mentions=_mentions_of(mention),
                wait=True,
            )
        return str(sent.id)

    async def delete_reply(self, application: str, token: str) -> None:
        """Delete the response to an interaction. Raises DiscordApiError."""
        webhook = await self._webhook(application, token)
        async with translated(TEXT_SECONDS):
            await webhook.delete_message(ORIGINAL)

    # --- With the bot's token ---------------------------------------------------------------------

    async def edit(
        self, channel: str, message: str, rendered: RenderedMessage, *, low_priority: bool = False
    ) -> None:
        """Edit one of the bot's messages. Raises DiscordApiError.

        Edits of *low_priority* yield to all other calls.
        """
        client = await self._logged_in()
        async with translated(_seconds_for(rendered)):
            await self._limiter.wait(low_priority=low_priority)
            await (
                client.get_partial_messageable(int(channel))
                .get_partial_message(int(message))
                .edit(
                    content=rendered.content,
                    attachments=rendered.files(),
                    view=rendered.view(),
                    allowed_mentions=NO_MENTIONS,
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
        low_priority: bool = False,
    ) -> str:
        """Send a message and return its id. The same nonce sends it once. Raises DiscordApiError.

        A *low_priority* message yields to all other calls.
        """
        client = await self._logged_in()
        channel_target = client.get_partial_messageable(int(channel))
        reference: Any = None
        if reply_to:
            reference = discord.MessageReference(
                message_id=int(reply_to), channel_id=int(channel), fail_if_not_exists=False
            )
        async with translated(_seconds_for(rendered)):
            await self._limiter.wait(low_priority=low_priority)
            sent = await channel_target.send(
                rendered.content,
                files=rendered.files(),
                view=rendered.view(),
                nonce=nonce,
                allowed_mentions=_mentions_of(mention),
                reference=reference,
            )
        return str(sent.id)

    async def delete(self, channel: str, message: str) -> None:
        """Delete one of the bot's messages. Raises DiscordApiError."""
        client = await self._logged_in()
        channel_target = client.get_partial_messageable(int(channel))
        async with translated(TEXT_SECONDS):
            await self._limiter.wait()
            await channel_target.get_partial_message(int(message)).delete()

    async def application(self) -> discord.AppInfo:
        """Return the bot's application. Raises DiscordApiError."""
        found = (await self._logged_in()).application
        assert found is not None  # set by the login
        return found

    async def channel_name(self, channel: str) -> str:
        """Return the name of a channel that the bot can see. Raises DiscordApiError."""
        return str(getattr(await self._channel(channel), "name", channel))

    async def is_age_restricted(self, channel: str) -> bool:
        """Return whether a channel that the bot can see is; a thread inherits this from its parent.

        Raises DiscordApiError.
        """
        found = await self._channel(channel)
        if isinstance(found, discord.Thread):
            found = await self._channel(str(found.parent_id))
        return bool(getattr(found, "nsfw", False))

    async def create_dm(self, user: str) -> str:
        """Return the id of the direct-message channel with a user. Raises DiscordApiError."""
        client = await self._logged_in()
        async with translated(TEXT_SECONDS):
            await self._limiter.wait()
            channel = await client.create_dm(discord.Object(int(user)))
        return str(channel.id)

    # --- Internals --------------------------------------------------------------------------------

    async def _channel(self, channel: str) -> object:
        client = await self._logged_in()
        async with translated(TEXT_SECONDS):
            await self._limiter.wait()
            return await client.fetch_channel(int(channel))

    async def _webhook(self, application: str, token: str) -> discord.Webhook:
        client = await self._logged_in()
        webhook = discord.Webhook.partial(int(application), token, client=client)
        # Messages of an application's webhook can be ephemeral, unlike those of other webhooks.
        webhook.type = discord.WebhookType.application
        return webhook

    async def _logged_in(self) -> discord.Client:
        async with translated(self._login_seconds), self._login_lock:
            if self._client is None:
                self._client = await self._log_in()
            return self._client

    async def _log_in(self) -> discord.Client:
        client = discord.Client(
            intents=discord.Intents(guilds=True),  # unused: nothing connects
            allowed_mentions=NO_MENTIONS,
            max_ratelimit_timeout=MAX_RATE_LIMIT_WAIT,
        )
        try:
            await client.login(self._token)
        except discord.LoginFailure:
            await client.close()
            log.error("discord_token_refused")  # noqa: TRY400 - the traceback adds nothing
            raise DiscordApiError(
                FailureKind.LATER, detail="Discord rejected the bot's token"
            ) from None
        except BaseException:
            await client.close()
            raise
        return client


def _seconds_for(rendered: RenderedMessage) -> float:
    return IMAGE_SECONDS if rendered.attached else TEXT_SECONDS


def _mentions_of(user: str) -> discord.AllowedMentions:
    """Allow a mention of this user only, or of no one."""
    if not user:
        return NO_MENTIONS
    return discord.AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(int(user))], replied_user=False
    )
