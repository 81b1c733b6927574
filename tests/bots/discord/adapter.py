"""A server with two people, and our bot in it."""

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

PATIENCE = 20.0  # seconds, for what takes a moment
PROMPT = "a cat opens a bakery on the moon"


class AdapterHarness:
    """What a test in Discord plays on."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.ada: User = fake.add_user("ada")
        self.bob: User = fake.add_user("bob")
        self.guild: Guild = fake.add_guild("Comics", self.ada, self.bob)
        self.general: Channel = fake.channel("general")
        self.running: RunningApp
        self.file = Path()  # the database
        self.sent = ""  # status messages, where a test keeps them

    @property
    def generator(self) -> DrawingServer:
        return self.running.generator

    @property
    def api(self) -> DiscordApi:
        """What the process calls Discord's API with."""
        api: Any = self.running.app.discord
        assert isinstance(api, DiscordApi)
        return api

    @property
    def as_ada(self) -> Requester:
        """Ada, as the core knows her."""
        return Requester(identity=Identity(Platform.DISCORD, str(self.ada.id)))

    async def comic(
        self, channel: Channel | None = None, user: User | None = None, **options: Any
    ) -> Interaction:
        """Type `/comic`."""
        given = {"prompt": PROMPT, **options}
        return await self.fake.slash(user or self.ada, channel or self.general, "comic", **given)

    async def drawn(
        self, channel: Channel | None = None, user: User | None = None, **options: Any
    ) -> Interaction:
        """Have a comic drawn, and wait until it is there."""
        interaction = await self.comic(channel, user, **options)
        await self.picture_in(lambda: interaction.original)
        return interaction

    async def refusal(self, interaction: Interaction) -> str:
        """Wait for a refusal that only its person sees, and return it."""

        await self.fake.until(lambda: interaction.follow_ups, "a refusal")
        [message] = interaction.messages  # what others saw is gone
        assert message.is_ephemeral
        return message.text

    async def settled(
        self, interaction: Interaction, state: DeliveryState = DeliveryState.DELIVERED
    ) -> Delivery:
        """Wait until its delivery is at that point."""
        async with asyncio.timeout(PATIENCE):
            while True:
                delivery = await self.delivery_of(interaction)
                if delivery.state is state:
                    return delivery
                await self.breathe()

    async def ended(self, interaction: Interaction) -> None:
        """Wait until its job is at an end."""
        job = await self.job_of(interaction)
        patience = timedelta(seconds=PATIENCE)
        assert await self.running.services.job_events.wait_for_end(job.id, timeout=patience)

    async def untaken(self, interaction: Interaction) -> None:
        """Wait until nobody is bringing it."""
        job_id = (await self.job_of(interaction)).id
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(self._is_held, job_id.bytes):
                await self.breathe()

    def _is_held(self, job_id: bytes) -> bool:
        query = "SELECT lease_owner FROM deliveries WHERE job_id = ?"
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as connection:
            return connection.execute(query, [job_id]).fetchone()[0] is not None

    async def breathe(self) -> None:
        """Let others have the loop for a moment."""
        await asyncio.sleep(0.02)

    def sql(self, statement: str) -> None:
        """Change rows behind everybody's back: the only way to let the database's time pass."""
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as connection, connection:
            connection.execute(statement)

    def count(self, table: str) -> int:
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as connection:
            found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            return found

    def lose_database(self) -> None:
        """Let every transaction fail from now on."""
        database: Any = self.running.services.database

        async def fail(_work: object) -> None:
            raise StorageUnavailableError

        database.read = database.write = fail

    async def hurry(self) -> None:
        """Let pauses between tries pass, and have what is due looked for."""
        await asyncio.to_thread(
            self.sql, "UPDATE deliveries SET next_attempt_at = '2000-01-01' WHERE state = 'pending'"
        )
        await self.running.app.job_queue.notify_delivering(8)

    def expire(self) -> None:
        """Let so much time pass in Discord that reply tokens are of no use any more."""
        self.fake.clock.advance(minutes=16)

    async def picture_in(self, message: Any) -> Message:
        """Wait until the message has a picture, and return it."""

        def has_picture() -> bool:
            found = message()
            return found is not None and bool(found.pictures)

        await self.fake.until(has_picture, "a picture")
        found: Message = message()
        return found

    async def job_of(self, interaction: Interaction) -> Job:
        """Wait until the request is taken on, and return what it became."""
        database = self.running.services.database
        key = f"discord:{interaction.id}"
        async with asyncio.timeout(PATIENCE):
            while True:
                job = await database.read(lambda unit: unit.jobs.by_request_key(key))
                if job is not None:
                    return job
                await self.breathe()

    async def delivery_of(self, interaction: Interaction) -> Delivery:
        job = await self.job_of(interaction)
        delivery = await self.running.services.database.read(
            lambda unit: unit.deliveries.get(JobId(job.id))
        )
        assert delivery is not None
        return delivery

    def pictures_seen_by(self, user: User, *channels: Channel) -> int:
        """Count the pictures that somebody sees there."""
        seen = [message for each in channels for message in each.messages_seen_by(user)]
        return sum(len(message.pictures) for message in seen)


def discord_settings(fake: FakeDiscord) -> Mapping[str, Any]:
    return {"token": fake.token, "api_base": fake.api_base, "gateway_url": fake.gateway_url}


@asynccontextmanager
async def running_stage(
    fake: FakeDiscord,
    folder: Path,
    migrated: Path | None,
    stage: AdapterHarness | None = None,
    *,
    waits: bool = True,
    **sections: Any,
) -> AsyncIterator[AdapterHarness]:
    """Run the whole product, with our bot connected to the fake."""
    stage = stage or AdapterHarness(fake)
    settings: dict[str, Any] = {"discord": discord_settings(fake), **sections}
    async with running_app(folder, migrated=migrated, **settings) as running:
        stage.running = running
        stage.file = folder / "data" / "comicai.db"
        if waits:
            await fake.connected()
        yield stage
