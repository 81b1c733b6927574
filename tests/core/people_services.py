"""Services around profiles and accounts on a real database, with drawn comics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from argon2 import PasswordHasher

from core.gallery.chat_gallery import ChatGallery
from core.gallery.service import Gallery
from core.gallery.views import GalleryViews
from core.models.deliveries import Destination
from core.models.identity import Identity, JobId, Platform, ProfileId, Requester
from core.models.requests import ComicRequest
from core.people.accounts import Accounts, Login
from core.people.links import Links
from core.people.passwords import Passwords
from core.people.profile_lookup import profile_of
from core.people.profiles import Profiles
from core.people.sessions import Sessions
from core.people.tokens import Tokens
from core.runtime.attempt_limiter import AttemptLimiter
from storage.images_local import LocalImageStore
from storage.sql_database import SqlDatabase
from tests.core.job_services import JobServices, RecordingJobQueue

SECRET = "a secret of the tests, as long as a hash"
PASSWORD = "correct horse"
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class DatabaseServices:
    """Services of core/people and core/gallery on a given database."""

    def __init__(self, database: SqlDatabase, images: LocalImageStore) -> None:
        self.database = database
        self.attempt_limiter = AttemptLimiter()
        self.passwords = Passwords(CHEAP_HASHER)
        self.tokens = Tokens(SECRET)
        self.accounts = Accounts(
            database=database,
            tokens=self.tokens,
            passwords=self.passwords,
            attempt_limiter=self.attempt_limiter,
        )
        self.sessions = Sessions(database=database)
        self.links = Links(database=database, attempt_limiter=self.attempt_limiter)
        self.gallery = Gallery(database=database, images=images)
        self.chat_gallery = ChatGallery(database=database)
        self.gallery_views = GalleryViews(database=database)
        self.profiles = Profiles(database=database, job_queue=RecordingJobQueue())

    async def close(self) -> None:
        self.passwords.close()
        await self.attempt_limiter.close()

    async def profile_of(self, requester: Requester) -> ProfileId | None:
        return await self.database.read(lambda unit: profile_of(unit, requester))

    async def register(
        self, email: str = "ada@example.org", requester: Requester | None = None
    ) -> Login:
        return await self.accounts.register(
            email, PASSWORD, requester=requester, address="192.0.2.1"
        )

    async def member(self, email: str = "ada@example.org") -> Requester:
        """Return a requester with an account, signed in by token."""
        login = await self.register(email)
        return await self.accounts.requester_of_token(login.token)


class PeopleServices(DatabaseServices):
    """The same services on the database of `JobServices`, which draws comics."""

    def __init__(self, folder: Path) -> None:
        self.job_services = JobServices(folder)
        super().__init__(self.job_services.database, self.job_services.images)

    async def close(self) -> None:
        await super().close()
        await self.job_services.close()

    async def draw(
        self,
        requester: Requester,
        prompt: str = "a cat opens a bakery on the moon",
        *,
        destination: Destination | None = None,
        private: bool | None = None,
        author: str = "",
    ) -> JobId:
        """Request a comic and have it drawn."""
        if private and destination is not None:
            destination = replace(
                destination, ephemeral=True
            )  # a private comic is never requested in public
        request = ComicRequest(text=prompt, private=private, author=author)
        receipt = await self.job_services.comics.request(request, requester, destination)
        await self.job_services.draw_all()
        return receipt.job_id

    def count(self, table: str) -> int:
        with self.job_services.sync.connect() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def visitor(name: str = "browser", origin: str | None = None) -> Requester:
    return Requester(identity=Identity(Platform.WEB, name), origin=origin)


def chat_user(name: str = "7", platform: Platform = Platform.DISCORD) -> Requester:
    return Requester(identity=Identity(platform, name))
