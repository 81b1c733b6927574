"""Configuration files: readers for TOML, `.env` and word lists.

Error messages name file and line, but never quote them, because a line may contain a token.
"""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

from core.errors import ComicAIError

NAME = re.compile(r"[A-Za-z0-9_]+")
TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
REPEATED = ("Cannot ", "Duplicate ")  # prefixes of tomllib's messages about duplicate definitions


class ConfigFileError(ComicAIError):
    """Invalid configuration file. The message has one line per mistake, without quotations."""


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file. Raises FileNotFoundError and ConfigFileError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ConfigFileError(f"{path.name}: {error.strerror or 'cannot be read'}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigFileError(
            f"{path.name}:{line}: a byte that is not UTF-8; save the file as UTF-8"
        ) from None
    if "\0" in text:
        # Typical of UTF-16 without a byte order mark.
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ConfigFileError(f"{path.name}:{line}: a NUL character; save the file as UTF-8")
    return text


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file. Raises FileNotFoundError and ConfigFileError."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigFileError(f"{path.name}: nested too deeply") from None
    except ValueError as error:  # also that of int(), which refuses numbers of thousands of digits
        raise ConfigFileError(_toml_mistake(path, text, str(error))) from None


def _toml_mistake(path: Path, text: str, message: str) -> str:
    """Describe a mistake by line and kind; tomllib's own message may quote a key."""
    found = TOML_LINE.search(message)
    line = found[1] if found else max(len(text.splitlines()), 1)  # else at the end of the file
    if message.startswith(REPEATED):
        return f"{path.name}:{line}: this table or key is in the file already"
    return f"{path.name}:{line}: not valid TOML; are all texts in quotes?"


def read_dotenv(path: Path, prefixes: tuple[str, ...]) -> dict[str, str]:
    """Return the variables of a `.env` file that have a value; empty if there is no file.

    Raises ConfigFileError for lines that begin with one of *prefixes* and are not NAME=value.
    """
    try:
        text = read_text(path)
    except FileNotFoundError:
        return {}
    lines = [
        _line_of(binding)
        for binding in parse_stream(io.StringIO(text))
        if _statement(binding).startswith(prefixes) and not _is_assignment(binding)
    ]
    if lines:
        raise ConfigFileError("\n".join(f"{path.name}:{line}: not NAME=value" for line in lines))
    found = dotenv_values(stream=io.StringIO(text))
    return {name: value for name, value in found.items() if value}


def _statement(binding: Binding) -> str:
    return binding.original.string.lstrip().removeprefix("export ").lstrip()


def _is_assignment(binding: Binding) -> bool:
    """Return whether it is NAME=value. The parser also accepts `NAME:value=`, unlike a shell."""
    if binding.error or binding.key is None or binding.value is None:
        return False
    return NAME.fullmatch(binding.key) is not None


def _line_of(binding: Binding) -> int:
    """Return the line number of a statement. The parser's includes the blank lines before it."""
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")


def load_words(path: Path) -> tuple[str, ...]:
    """Read a word list in UTF-8: one word or phrase per line, comments after #.

    Raises FileNotFoundError and ConfigFileError.
    """
    lines = read_text(path).splitlines()
    words = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(word for word in words if word)
