"""What Discord's own forms say, from our catalogue: names and descriptions of commands."""

from __future__ import annotations

from discord import Locale
from discord.app_commands import (
    TranslationContextTypes,
    Translator,
    locale_str,
)

from core.sentences import sentence

LOCALES = {
    Locale.brazil_portuguese: "pt-BR",
    Locale.spain_spanish: "es",
    Locale.latin_american_spanish: "es",
    Locale.japanese: "ja",
}


class CatalogueTranslator(Translator):
    """Gives the library the catalogue's texts, in the languages that Discord and we both speak."""

    async def translate(
        self,
        string: locale_str,
        locale: Locale,
        context: TranslationContextTypes,  # noqa: ARG002 - the key says it all
    ) -> str | None:
        """Return the text; None leaves it in English."""
        key, language = string.extras.get("key"), LOCALES.get(locale)
        return sentence(key, language) if key and language else None


def said(key: str) -> locale_str:
    """Return the sentence *key*, to be said in the language of whoever looks."""
    return locale_str(sentence(key), key=key)
