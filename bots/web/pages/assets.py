"""Static files of the pages: scripts, styles, images and translations, at versioned URLs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from aiohttp import web

from bots.web.pages.page_locale import catalogue_of
from core.errors import NotFoundError
from core.sentences import Catalogue

VERSION_LENGTH = 12  # hexadecimal digits
FONTS = {"fonts/display.ttf": ("font_fredoka_one", "files/FredokaOne-Regular.ttf")}
WORDS = re.compile(r"words/(?P<locale>[A-Za-z0-9-]+)\.json")
WORDS_PREFIX = "web_"
CONTENT_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
    ".webmanifest": "application/manifest+json",
}
COMPRESSED = frozenset({".css", ".js", ".json", ".svg", ".webmanifest", ".ttf"})

# The version in the URL is a hash of the contents, so a file never changes under its URL.
CACHED = "public, max-age=31536000, immutable"
# A page of another version gets the current file, which must not be cached under the old URL.
NOT_CACHED = "no-store"


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by path, and their common version."""

    version: str
    files: Mapping[str, bytes]
    catalogue: Catalogue

    def url(self, path: str) -> str:
        """Return the URL path of a file. Raises KeyError for a missing one."""
        if path not in self.files and self._words_in(path) is None:
            raise KeyError(path)
        return f"/static/{self.version}/{path}"

    def read(self, path: str) -> bytes:
        """Return the contents of a file. Raises NotFoundError."""
        if (locale := self._words_in(path)) is not None:
            return words(self.catalogue, locale)
        if path not in self.files:
            raise NotFoundError
        return self.files[path]

    def _words_in(self, path: str) -> str | None:
        """Return the language if the path is that of a language's sentences, else None."""
        found = WORDS.fullmatch(path)
        return found["locale"] if found and found["locale"] in self.catalogue.languages else None


@cache
def load_assets(catalogue: Catalogue) -> Assets:
    """Return the files of the folder `static` and the fonts, read once per catalogue."""
    files = dict(_files_in(resources.files("bots.web").joinpath("static"), ""))
    for path, (package, name) in FONTS.items():
        files[path] = resources.files(package).joinpath(name).read_bytes()
    digest = sha256()
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + sha256(files[path]).digest())
    for language in catalogue.languages.values():
        for name, text in language.resources.items():
            digest.update(f"{language.tag}/{name}\0{text}".encode())
    return Assets(digest.hexdigest()[:VERSION_LENGTH], files, catalogue)


@cache
def words(catalogue: Catalogue, locale: str) -> bytes:
    """Return the sentences of the pages as JSON, with placeholders in braces."""
    return json.dumps(catalogue.patterns(WORDS_PREFIX, locale), ensure_ascii=False).encode()


async def asset(request: web.Request) -> web.StreamResponse:
    """Send a static file."""
    assets = load_assets(catalogue_of(request))
    path = request.match_info["path"]
    ending = path[path.rfind(".") :]
    response = web.Response(
        body=assets.read(path), content_type=CONTENT_TYPES[ending], charset=_charset(ending)
    )
    is_current = request.match_info["version"] == assets.version
    response.headers["Cache-Control"] = CACHED if is_current else NOT_CACHED
    if ending in COMPRESSED:
        response.enable_compression()
    return response


def _charset(ending: str) -> str | None:
    return "utf-8" if CONTENT_TYPES[ending].startswith("text/") else None


def _files_in(folder: Traversable, prefix: str) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            found |= _files_in(entry, f"{path}/")
        elif path[path.rfind(".") :] in CONTENT_TYPES:
            found[path] = entry.read_bytes()
    return found
