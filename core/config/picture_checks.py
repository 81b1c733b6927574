"""Rule for painters: a model paints for other people only if something checks its pictures."""

from __future__ import annotations

from core.config.settings import Config, ConfigError


def is_painted_by_model(config: Config) -> bool:
    """Return whether a model paints for the built-in generator, and not the sketch artist."""
    return config.draws_itself and config.artist.kind != "sketch"


def shows_unchecked(config: Config) -> bool:
    """Return whether a model paints pictures that nothing checks."""
    return is_painted_by_model(config) and not config.moderation.checker


def require_picture_checks(config: Config) -> None:
    """Raise ConfigError if unchecked pictures would be shown to other people without consent."""
    is_reachable = not config.web.is_loopback or bool(config.web.public_url)
    for_others = bool(config.discord.token or config.telegram.token or is_reachable)
    if for_others and shows_unchecked(config) and config.moderation.pictures != "off":
        raise ConfigError(
            "moderation.pictures: a model paints for other people, so its pictures have to be "
            "checked; set moderation.url, or moderation.pictures to local, or to off if they may "
            "be shown unchecked"
        )
