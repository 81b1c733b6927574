"""Test harness of the Discord adapter: the running application, and a guild with two users."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from bots.discord.api_client import DiscordApi
from core.errors import StorageUnavailableError
from core.models.deliveries import Delivery, DeliveryState
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.jobs import Job
from tests.application import DrawingServer, RunningApp, running_app
from tests.fakes.discord import Channel, FakeDiscord, Guild, Interaction, Message, User

TIMEOUT = 30.0  # seconds
PROMPT = "a cat opens a bakery on the moon"


class AdapterHarness:
    """The fake Discord with a guild, and the application that runs against it."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.ada: User = fake.add_user("ada")
        self.bob: User = fake.add_user("bob")
        self.guild: Guild = fake.add_guild("Comics", self.ada, self.bob)
        self.general: Channel = fake.channel("general")
        self.running: RunningApp
        self.file = Path()  # the database
        self.sent_text = ""  # contents of edits, where a test records them

    @property
    def generator(self) -> DrawingServer:
        return self.running.generator

    @property
    def api(self) -> DiscordApi:
        """The API client of the application."""
        api: Any = self.running.app.discord
        assert isinstance(api, DiscordApi)
        return api

    @property
    def as_ada(self) -> Requester:
        """Ada as a requester."""
        return Requester(identity=Identity(Platform.DISCORD, str(self.ada.id)))

    async def request_comic(
        self, channel: Channel | None = None, user: User | None = None, **options: Any
    ) -> Interaction:
        """Run `/comic`."""
        given = {"prompt": PROMPT, **options}
        return await self.fake.slash(user or self.ada, channel or self.general, "comic", **given)

    async def draw_comic(
        self, channel: Channel | None = None, user: User | None = None, **options: Any
    ) -> Interaction:
        """Run `/comic`, and wait until the response has its image."""
        interaction = await self.request_comic(channel, user, **options)
        await self.wait_for_image(lambda: interaction.original)
        return interaction

    async def comic_being_drawn(self, channel: Channel, **options: Any) -> Interaction:
        """Request a comic that the generator does not finish before the test says so."""
        self.generator.hold()
        interaction = await self.request_comic(channel, **options)
        await self.fake.responded(interaction)
        await self.generator.next_submission()
        return interaction

    async def refusal(self, interaction: Interaction) -> str:
        """Wait for an ephemeral refusal, and return its text."""

        await self.fake.until(lambda: interaction.follow_ups, "a refusal")
        [message] = interaction.messages  # the public response was deleted
        assert message.is_ephemeral
        return message.text

    async def wait_for_delivery(
        self, interaction: Interaction, state: DeliveryState = DeliveryState.DELIVERED
    ) -> Delivery:
        """Wait until the delivery is in that state."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                delivery = await self.delivery_of(interaction)
                if delivery.state is state:
                    return delivery
                await self.yield_to_loop()

    async def wait_for_job_end(self, interaction: Interaction) -> None:
        """Wait until the job is in a terminal state."""
        job = await self.job_of(interaction)
        timeout = timedelta(seconds=TIMEOUT)
        assert await self.running.services.job_events.wait_for_end(job.id, timeout=timeout)

    async def wait_for_lease_release(self, interaction: Interaction) -> None:
        """Wait until no worker holds the delivery's lease."""
        job_id = (await self.job_of(interaction)).id
        async with asyncio.timeout(TIMEOUT):
            while await asyncio.to_thread(self._is_held, job_id.bytes):
                await self.yield_to_loop()

    def _is_held(self, job_id: bytes) -> bool:
        query = "SELECT lease_owner FROM deliveries WHERE job_id = ?"
        with closing(sqlite3.connect(self.file, timeout=TIMEOUT)) as connection:
            return connection.execute(query, [job_id]).fetchone()[0] is not None

    async def yield_to_loop(self) -> None:
        """Let other tasks run for a moment."""
        await asyncio.sleep(0.02)

    def execute_sql(self, statement: str) -> None:
        """Change rows directly, for example to simulate the passage of time."""
        with closing(sqlite3.connect(self.file, timeout=TIMEOUT)) as connection, connection:
            connection.execute(statement)

    def count(self, table: str) -> int:
        with closing(sqlite3.connect(self.file, timeout=TIMEOUT)) as connection:
            found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            return found

    def break_database(self) -> None:
        """Make every transaction fail from now on."""
        database: Any = self.running.services.database

        async def fail(_work: object) -> None:
            raise StorageUnavailableError

        database.read = database.write = fail

    async def retry_deliveries(self) -> None:
        """End the backoff of all pending deliveries, and notify the workers."""
        await asyncio.to_thread(
            self.execute_sql,
            "UPDATE deliveries SET next_attempt_at = '2000-01-01' WHERE state = 'pending'",
        )
        await self.running.app.job_queue.notify_delivering(8)

    def expire_tokens(self) -> None:
        """Advance Discord's clock until all reply tokens have expired."""
        self.fake.clock.advance(minutes=16)

    async def wait_for_image(self, message: Any) -> Message:
        """Wait until the message has an image, and return the message."""

        def has_image() -> bool:
            found = message()
            return found is not None and bool(found.pictures)

        await self.fake.until(has_image, "an image")
        found: Message = message()
        return found

    async def job_of(self, interaction: Interaction) -> Job:
        """Wait until the request is accepted, and return its job."""
        database = self.running.services.database
        key = f"discord:{interaction.id}"
        async with asyncio.timeout(TIMEOUT):
            while True:
                job = await database.read(lambda unit: unit.jobs.by_request_key(key))
                if job is not None:
                    return job
                await self.yield_to_loop()

    async def delivery_of(self, interaction: Interaction) -> Delivery:
        job = await self.job_of(interaction)
        delivery = await self.running.services.database.read(
            lambda unit: unit.deliveries.get(JobId(job.id))
        )
        assert delivery is not None
        return delivery

    def images_seen_by(self, user: User, *channels: Channel) -> int:
        """Count the images that the user sees in these channels."""
        seen = [message for each in channels for message in each.messages_seen_by(user)]
        return sum(len(message.pictures) for message in seen)


def discord_settings(fake: FakeDiscord) -> Mapping[str, Any]:
    return {"token": fake.token, "api_base": fake.api_base, "gateway_url": fake.gateway_url}


@asynccontextmanager
async def running_adapter(
    fake: FakeDiscord,
    folder: Path,
    migrated: Path | None,
    adapter: AdapterHarness | None = None,
    *,
    wait_until_connected: bool = True,
    **sections: Any,
) -> AsyncIterator[AdapterHarness]:
    """Run the whole application, with the bot connected to the fake Discord."""
    adapter = adapter or AdapterHarness(fake)
    settings: dict[str, Any] = {"discord": discord_settings(fake), **sections}
    async with running_app(folder, migrated=migrated, **settings) as running:
        adapter.running = running
        adapter.file = folder / "data" / "comicai.db"
        if wait_until_connected:
            await fake.connected()
        yield adapter
