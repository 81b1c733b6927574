"""Chat settings of moderators, and the checks that follow from them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

import structlog

from core.content.input_params_schema import Style
from core.content.params import style_of
from core.errors import (
    AgeRestrictedError,
    BannedError,
    ChannelNotAllowedError,
    ChatPausedError,
    InvalidOptionsError,
    NotModeratorError,
    PrivateOnlyError,
    StorageError,
    StyleNotAllowedError,
)
from core.models.deliveries import Destination
from core.models.identity import Params, Platform, ProfileId, Requester
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

REFRESH_AFTER = 30.0  # seconds
WORDS_LIMIT = 200  # of a chat's own list
WORD_LENGTH = 60  # characters
CHANNELS_LIMIT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """Settings of one server or group."""

    paused: bool = False
    private: bool = False  # comics are shown to their requesters only
    channels: tuple[str, ...] = ()  # where comics are made; empty: everywhere
    styles: tuple[str, ...] = ()  # the styles offered; empty: all
    words: tuple[str, ...] = ()  # additional words that prompts may not contain
    family: bool = False  # pictures are checked strictly
    per_day: int = 0  # comics per day in the whole chat; 0: `limits.chat_per_day`
    log_channel: str = ""  # where moderators are notified of reports

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> ChatSettings:
        """Return stored settings. Keys that a later version may have added are ignored."""
        names = cls.__dataclass_fields__
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept.items()
            if name in names
        }
        return cls(**values)

    def kept(self) -> dict[str, Any]:
        """Return the settings to store: those that differ from the defaults."""
        usual = ChatSettings()
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value != getattr(usual, name)
        }


async def check_ban(
    unit: UnitOfWork, requester: Requester, profile_id: ProfileId, *, chat: str
) -> None:
    """Raise BannedError if any identity of the profile is banned everywhere or in the chat."""
    identities = {requester.identity, *await unit.profiles.identities(profile_id)}
    if await unit.moderation.is_banned(identities, chat=chat):
        raise BannedError


def check_request(
    settings: ChatSettings,
    destination: Destination,
    params: Params,
    *,
    private: bool,
    age_restricted: bool,
) -> None:
    """Check a request against the chat's settings.

    Raises StyleNotAllowedError, and all errors of `check_place`.
    """
    check_place(settings, destination, private=private, age_restricted=age_restricted)
    if settings.styles and style_of(params) not in settings.styles:
        raise StyleNotAllowedError


def check_place(
    settings: ChatSettings, destination: Destination, *, private: bool, age_restricted: bool
) -> None:
    """Check whether a comic may be posted at the destination.

    Raises ChatPausedError or ChannelNotAllowedError, and all errors of `check_audience`.
    """
    check_audience(settings, destination, private=private, age_restricted=age_restricted)
    if settings.paused:
        raise ChatPausedError
    here = {destination.chat, destination.thread, destination.parent}
    if settings.channels and not here & set(settings.channels):
        raise ChannelNotAllowedError


def check_audience(
    settings: ChatSettings, destination: Destination, *, private: bool, age_restricted: bool
) -> None:
    """Check whether all readers of the destination may see the comic.

    Raises PrivateOnlyError or AgeRestrictedError.
    """
    if destination.is_for_one:
        return
    if private or settings.private:
        raise PrivateOnlyError
    if age_restricted and not destination.age_restricted:
        raise AgeRestrictedError


async def current_settings(
    unit: UnitOfWork, requester: Requester, destination: Destination
) -> ChatSettings:
    """Return the settings of the destination's chat; an adapter's cache may be seconds old."""
    kept: Mapping[str, Any] = {}
    if requester.community:
        kept = await unit.moderation.chat_settings(destination.platform, requester.community)
    return ChatSettings.of(kept)


@dataclass(kw_only=True)
class ChatSettingsCache:
    """In-memory cache of one platform's chat settings, for decisions that cannot wait."""

    database: Database
    platform: Platform
    _settings: dict[str, ChatSettings] = field(default_factory=dict)

    def is_private(self, community: str) -> bool:
        """Return whether comics are shown to their requesters only, according to the cache."""
        return self._settings.get(community, ChatSettings()).private

    async def settings(self, community: str) -> ChatSettings:
        """Return the current settings of a chat from the database."""

        async def work(unit: UnitOfWork) -> Mapping[str, Any]:
            return await unit.moderation.chat_settings(self.platform, community)

        return ChatSettings.of(await self.database.read(work))

    async def change(self, requester: Requester, **changes: Any) -> ChatSettings:
        """Change the given settings. Raises NotModeratorError or InvalidOptionsError."""
        if not requester.moderates or not requester.community:
            raise NotModeratorError
        _check(changes)

        async def work(unit: UnitOfWork) -> ChatSettings:
            repository = unit.moderation
            kept = await repository.chat_settings(self.platform, requester.community)
            settings = ChatSettings.of({**kept, **changes})
            await repository.set_chat_settings(self.platform, requester.community, settings.kept())
            return settings

        settings = await self.database.write(work)
        self._settings[requester.community] = settings
        log.info("chat_settings_changed", chat=requester.community, changed=sorted(changes))
        return settings

    async def run(self) -> None:
        """Refresh the cache periodically until cancelled; an outage of the database is logged."""
        while True:
            try:
                await self.read()
            except StorageError as error:
                log.warning("chat_settings_read_failed", error=error.code)
            await asyncio.sleep(REFRESH_AFTER)

    async def read(self) -> None:
        """Read the settings of all chats. Raises StorageError."""
        kept = await self.database.read(
            lambda unit: unit.moderation.all_chat_settings(self.platform)
        )
        self._settings = {chat: ChatSettings.of(each) for chat, each in kept.items()}


@dataclass(kw_only=True)
class RecentChatSettings:
    """Chat settings that are at most REFRESH_AFTER seconds old: few reads for many chats."""

    database: Database
    clock: Callable[[], float] = time.monotonic
    _read_at: dict[Platform, float] = field(default_factory=dict)
    _settings: dict[Platform, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)

    async def of(self, platform: Platform, chat: str) -> ChatSettings:
        """Return the settings of a chat. Raises StorageError."""
        if not chat:
            return ChatSettings()
        now = self.clock()
        if now - self._read_at.get(platform, -REFRESH_AFTER) >= REFRESH_AFTER:
            self._settings[platform] = await self.database.read(
                lambda unit: unit.moderation.all_chat_settings(platform)
            )
            self._read_at[platform] = now
        return ChatSettings.of(self._settings[platform].get(chat, {}))


async def toggled(
    cache: ChatSettingsCache, requester: Requester, name: str, entry: str
) -> ChatSettings:
    """Add an entry to one of the lists, or remove it if present."""
    listed: tuple[str, ...] = getattr(await cache.settings(requester.community), name)
    kept = tuple(each for each in listed if each != entry)
    return await cache.change(requester, **{name: kept if entry in listed else (*listed, entry)})


def _check(changes: Mapping[str, Any]) -> None:
    words = changes.get("words", ())
    if len(words) > WORDS_LIMIT or any(len(word) > WORD_LENGTH for word in words):
        raise InvalidOptionsError(
            {"words": f"must be at most {WORDS_LIMIT}, each of at most {WORD_LENGTH} characters"}
        )
    if unknown := set(changes.get("styles", ())) - set(get_args(Style)):
        raise InvalidOptionsError({"styles": f"there is no style {', '.join(sorted(unknown))}"})
    if len(changes.get("channels", ())) > CHANNELS_LIMIT:
        raise InvalidOptionsError({"channels": f"must be at most {CHANNELS_LIMIT}"})
