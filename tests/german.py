"""A fifth language for tests: German, in a folder next to copies of the shipped languages."""

from __future__ import annotations

import shutil
from pathlib import Path

from fluent.syntax import ast, parse, serialize
from fluent.syntax.visitor import Transformer

import core.sentences
from core.sentences import Catalogue

SHIPPED = Path(str(core.sentences.__file__)).parent
MARK = "De"  # prefix of each German sentence
LANGUAGE = """
name = "Deutsch"
discord = ["de"]
telegram = "de"

[words]
greetings = ["Moin"]
on = ["an"]
off = ["aus"]
favorites = ["Lieblinge"]
"""


class _Marked(Transformer):
    """Transformer that prefixes sentences; option names stay valid for Discord."""

    def visit_Message(self, message: ast.Message) -> ast.Message:  # noqa: N802
        is_name = message.id.name.startswith("option_")
        assert message.value is not None
        message.value.elements.insert(0, ast.TextElement(f"{MARK.lower()}-" if is_name else MARK))
        return message


def add_german(folder: Path, data: str = LANGUAGE) -> None:
    """Create the folder `de` with *data* and all English sentences, prefixed with the mark."""
    german = folder / "de"
    german.mkdir(parents=True)
    (german / "language.toml").write_text(data, encoding="utf-8")
    for path in (SHIPPED / "en").glob("*.ftl"):
        resource = _Marked().visit(parse(path.read_text(encoding="utf-8")))
        (german / path.name).write_text(serialize(resource), encoding="utf-8")


def with_german(folder: Path) -> Catalogue:
    """Return a catalogue of all shipped languages and German, created in *folder*."""
    for data in SHIPPED.glob("*/language.toml"):
        shutil.copytree(data.parent, folder / data.parent.name)
    add_german(folder)
    return Catalogue(folder)
