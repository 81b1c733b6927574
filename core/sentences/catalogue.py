"""Message catalogue: sentences by language and message id, formatted by Project Fluent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from core.sentences.fluent_messages import FluentMessages
from core.sentences.languages import DEFAULT_LOCALE, Language, read_languages
from core.sentences.negotiation import best_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Catalogue:
    """Catalogue of the languages in a folder, which is read on first use."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._messages: dict[str, FluentMessages] = {}
        self.negotiate = lru_cache(maxsize=256)(self._negotiate)

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """The languages by tag, the default language first. Raises LanguageError."""
        return read_languages(self._folder)

    def sentence(self, key: str, locale: str = DEFAULT_LOCALE, **facts: str | int) -> str:
        """Return a sentence in the language that matches *locale* best. Raises KeyError.

        If the text refers to a fact that was not given, that is logged, and the text contains the
        name of the fact.
        """
        text, problems = self._messages_with(key, locale).formatted(key, facts)
        if problems:
            _report(key, problems)
        return text

    def patterns(self, prefix: str, locale: str = DEFAULT_LOCALE) -> dict[str, str]:
        """Return the sentences whose ids begin with *prefix*, with `{name}` in place of facts.

        This is for programs that insert the facts themselves, so it suits sentences that only
        quote their facts.
        """
        found: dict[str, str] = {}
        for language in self._chain(locale):
            messages = self._messages_of(language)
            for key in messages.keys:
                if key.startswith(prefix) and key not in found:
                    facts = {name: f"{{{name}}}" for name in messages.facts(key)}
                    found[key] = self.sentence(key, language.tag, **facts)
        return found

    def words(self, name: str) -> frozenset[str]:
        """Return a list of words that users may type, in lower case, from all languages."""
        return frozenset().union(*(each.words[name] for each in self.languages.values()))

    def _negotiate(self, locale: str) -> str:
        """Return the best language for a language tag or an Accept-Language header."""
        return best_of(self.languages, locale) or DEFAULT_LOCALE

    def _messages_with(self, key: str, locale: str) -> FluentMessages:
        """Return the messages with the sentence: of the language or of one of its fallbacks."""
        for language in self._chain(locale):
            messages = self._messages_of(language)
            if key in messages.keys:
                return messages
        raise KeyError(key)

    def _chain(self, locale: str) -> Iterator[Language]:
        """Yield the language and its fallbacks, up to the default language."""
        tag: str | None = self.negotiate(locale)
        seen: set[str] = set()
        while tag is not None and tag not in seen:
            seen.add(tag)
            language = self.languages[tag]
            yield language
            tag = language.fallback

    def _messages_of(self, language: Language) -> FluentMessages:
        if language.tag not in self._messages:
            self._messages[language.tag] = FluentMessages(language)
        return self._messages[language.tag]


def _report(key: str, problems: list[Exception]) -> None:
    import structlog  # imported late, like the parser of Fluent: rarely needed and slow to load

    log = structlog.get_logger(__name__)
    log.error("sentence_incomplete", key=key, problems=[str(each) for each in problems])


CATALOGUE = Catalogue(resources.files(__package__))

sentence = CATALOGUE.sentence
patterns = CATALOGUE.patterns
negotiate = CATALOGUE.negotiate
