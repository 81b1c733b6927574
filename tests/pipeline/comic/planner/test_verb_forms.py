"""The third person of common verbs, present and past, has the meaning of the infinitive.

Each line of `verb_forms/<language>.txt` is an infinitive with its forms in both tenses.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import senses
from pipeline.comic.planner.language.tagged_words import Tag, Word

FILES = sorted((Path(__file__).parent / "verb_forms").glob("*.txt"))
# "foi", "fue": of "ser" and of "ir"; what is seen is the going.
SHARED = {("ser", "foi"), ("ser", "fue")}


def _meanings(word: str, language: str) -> set[str]:
    verb = Word(word, 0, len(word), Tag.VERB, word)
    return {name for table, name in senses(verb, language) if table == lexicon.VERBS}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_forms_of_a_verb_have_its_meaning(file: Path) -> None:
    language = file.stem
    strangers = []
    for line in file.read_text(encoding="utf-8").splitlines():
        infinitive, *forms = line.split()
        meanings = _meanings(infinitive, language)
        assert meanings, infinitive
        strangers += [
            (infinitive, form)
            for form in forms
            if not meanings & _meanings(form, language) and (infinitive, form) not in SHARED
        ]

    assert strangers == []
