"""Languages: one folder each, with Fluent resources and a `language.toml`.

The folder's name is the BCP 47 tag of the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from core.errors import ComicAIError

DEFAULT_LOCALE = "en"
DATA_FILE = "language.toml"
RESOURCE_SUFFIX = ".ftl"
Direction = Literal["ltr", "rtl"]
# Lists of words that users may type; each language may add to them.
WORD_LISTS = frozenset({"greetings", "on", "off", "favorites"})
KEYS = frozenset({"name", "direction", "fallback", "discord", "telegram", "words"})


class LanguageError(ComicAIError):
    """Invalid folder of a language. The message names the file and the mistake."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Language of the catalogue."""

    tag: str
    name: str  # endonym: the name in the language itself
    direction: Direction
    fallback: str | None  # the language that missing sentences are taken from
    discord: tuple[str, ...]  # the Discord locales that it is used for
    telegram: str | None  # Telegram's language_code
    words: Mapping[str, frozenset[str]]  # by list
    resources: Mapping[str, str]  # Fluent, by file name


def read_languages(folder: Traversable) -> Mapping[str, Language]:
    """Return the languages in *folder* by tag, the default language first. Raises LanguageError."""
    found = {
        entry.name: _read(entry)
        for entry in sorted(folder.iterdir(), key=lambda entry: _rank(entry.name))
        if entry.is_dir() and entry.joinpath(DATA_FILE).is_file()
    }
    if DEFAULT_LOCALE not in found:
        raise LanguageError(f"{DEFAULT_LOCALE}/{DATA_FILE}: the default language is missing")
    for language in found.values():
        if language.fallback is not None and language.fallback not in found:
            problem = f"fallback: there is no language {language.fallback}"
            raise LanguageError(f"{language.tag}/{DATA_FILE}: {problem}")
    return found


def _rank(tag: str) -> tuple[bool, str]:
    return tag != DEFAULT_LOCALE, tag


def _read(folder: Traversable) -> Language:
    import tomllib

    try:
        data = tomllib.loads(folder.joinpath(DATA_FILE).read_text(encoding="utf-8"))
        return _language(folder.name, data, _resources(folder))
    except (KeyError, TypeError, ValueError) as error:
        # UnicodeDecodeError and TOMLDecodeError are ValueErrors.
        raise LanguageError(f"{folder.name}/{DATA_FILE}: {error}") from error


def _language(tag: str, data: Mapping[str, Any], resources: Mapping[str, str]) -> Language:
    if unknown := set(data) - KEYS:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    direction: Direction = data.get("direction", "ltr")
    if direction not in get_args(Direction):
        raise ValueError("direction: must be ltr or rtl")
    return Language(
        tag=tag,
        name=_text(data, "name"),
        direction=direction,
        fallback=_fallback(tag, data),
        discord=_texts(data, "discord"),
        telegram=_text(data, "telegram") if "telegram" in data else None,
        words=_words(data.get("words", {})),
        resources=resources,
    )


def _fallback(tag: str, data: Mapping[str, Any]) -> str | None:
    """Return the fallback language: the default language unless the file names another."""
    if tag == DEFAULT_LOCALE:
        return None
    return _text(data, "fallback") if "fallback" in data else DEFAULT_LOCALE


def _words(lists: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    if unknown := set(lists) - WORD_LISTS:
        raise ValueError(f"words: unknown lists: {', '.join(sorted(unknown))}")
    return {name: frozenset(word.casefold() for word in _texts(lists, name)) for name in WORD_LISTS}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key}: must be text")
    return value


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key}: must be a list of texts")
    return tuple(values)


def _resources(folder: Traversable) -> Mapping[str, str]:
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(RESOURCE_SUFFIX)
    }
