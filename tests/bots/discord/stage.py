"""A server with two people, and our bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from core.models import Delivery, Job, JobId
from tests.fakes.discord import Channel, FakeDiscord, Guild, Interaction, Message, User
from tests.harness import DrawingServer, RunningApp, running_app

PROMPT = "a cat opens a bakery on the moon"


class Stage:
    """What a test in Discord plays on."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.ada: User = fake.add_user("ada")
        self.bob: User = fake.add_user("bob")
        self.guild: Guild = fake.add_guild("Comics", fake.add_user("owner"), self.ada, self.bob)
        self.general: Channel = fake.channel("general")
        self.running: RunningApp

    @property
    def generator(self) -> DrawingServer:
        return self.running.generator

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

    async def picture_in(self, message: Any) -> Message:
        """Wait until the message has a picture, and return it."""

        def has_picture() -> bool:
            found = message()
            return found is not None and bool(found.pictures)

        await self.fake.until(has_picture, "a picture")
        found: Message = message()
        return found

    async def job_of(self, interaction: Interaction) -> Job:
        database = self.running.services.database
        key = f"discord:{interaction.id}"
        job = await database.read(lambda unit: unit.jobs.by_request_key(key))
        assert job is not None
        return job

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
    migrated: Path,
    stage: Stage | None = None,
    **sections: Mapping[str, Any],
) -> AsyncIterator[Stage]:
    """Run the whole product, with our bot connected to the fake."""
    stage = stage or Stage(fake)
    settings = {"discord": discord_settings(fake), **sections}
    async with running_app(folder, migrated=migrated, **settings) as running:
        stage.running = running
        await fake.connected()
        yield stage
