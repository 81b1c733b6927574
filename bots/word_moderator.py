"""Moderator of words, with the lists of the installation."""

from __future__ import annotations

from pathlib import Path

from core.config.files import load_words
from core.config.settings import Config
from core.content.moderation import WordModerator


def word_moderator(config: Config) -> WordModerator:
    """Return the moderator. Raises ConfigError if the list cannot be read."""
    settings = config.moderation
    listed = load_words(Path(settings.words_file)) if settings.words_file else ()
    return WordModerator(settings.words + listed)
