"""A fifth language for tests: German, in a folder of its own beside copies of the shipped ones."""

from __future__ import annotations

import shutil
from pathlib import Path

from fluent.syntax import ast, parse, serialize
from fluent.syntax.visitor import Transformer

import core.sentences
from core.sentences import Catalogue

SHIPPED = Path(str(core.sentences.__file__)).parent
MARK = "De"  # what each German sentence begins with
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
    """Marks sentences; names of options keep to what Discord allows in a name."""

    def visit_Message(self, message: ast.Message) -> ast.Message:  # noqa: N802
        is_name = message.id.name.startswith("option_")
        assert message.value is not None
        message.value.elements.insert(0, ast.TextElement(f"{MARK.lower()}-" if is_name else MARK))
        return message


def add_german(folder: Path, data: str = LANGUAGE) -> None:
    """Make the folder `de`: *data*, and every English sentence with a mark before it."""
    german = folder / "de"
    german.mkdir(parents=True)
    (german / "language.toml").write_text(data, encoding="utf-8")
    for path in (SHIPPED / "en").glob("*.ftl"):
        resource = _Marked().visit(parse(path.read_text(encoding="utf-8")))
        (german / path.name).write_text(serialize(resource), encoding="utf-8")


def with_german(folder: Path) -> Catalogue:
    """Return the catalogue of all shipped languages and German, in *folder*."""
    for data in SHIPPED.glob("*/language.toml"):
        shutil.copytree(data.parent, folder / data.parent.name)
    add_german(folder)
    return Catalogue(folder)
