"""Localized names and descriptions of commands, from the message catalogue."""

from __future__ import annotations

from discord import Locale
from discord.app_commands import (
    TranslationContextTypes,
    Translator,
    locale_str,
)

from core.sentences import CATALOGUE, Catalogue, sentence


class CatalogueTranslator(Translator):
    """Translator for application commands, in the languages that have a Discord locale."""

    def __init__(self, catalogue: Catalogue = CATALOGUE) -> None:
        self._catalogue = catalogue
        self._tags = {
            Locale(code): language.tag
            for language in catalogue.languages.values()
            for code in language.discord
        }

    async def translate(
        self,
        string: locale_str,
        locale: Locale,
        context: TranslationContextTypes,  # noqa: ARG002 - the key suffices
    ) -> str | None:
        """Return the text; None leaves it in English."""
        key, tag = string.extras.get("key"), self._tags.get(locale)
        return self._catalogue.sentence(key, tag) if key and tag else None


def localized(key: str) -> locale_str:
    """Return the sentence *key*, translated for each user's locale."""
    return locale_str(sentence(key), key=key)
