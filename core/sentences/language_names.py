"""Names of the world's languages, from Unicode's CLDR as Babel has it."""

from __future__ import annotations

from functools import cache


def language_name(tag: str, locale: str) -> str:
    """Return the name of a language in another one; the tag itself if it has no name."""
    names, parts = _names(locale), tag.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        if name := names.get("_".join(parts[:length])):
            return name
    return tag


@cache
def _names(locale: str) -> dict[str, str]:
    from babel import Locale  # imported late: slow to load

    return dict(Locale.parse(locale, sep="-").languages)
