from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.typesetting.capitals import in_capitals


@pytest.mark.parametrize(
    ("language", "text", "capitals"),
    [
        ("tr", "Kedi ışıkta, şiir", "KEDİ IŞIKTA, ŞİİR"),
        ("az-Latn", "pişik", "PİŞİK"),
        ("en", "kitten", "KITTEN"),
        ("nl", "ijsje, IJs, ĳs", "IJSJE, IJS, ĲS"),
        ("de", "Straße", "STRASSE"),
        ("el", "Μάιος, πρωί, Ζαΐρ", "ΜΑΪΟΣ, ΠΡΩΙ, ΖΑΪΡ"),
        ("el", "τσάι ή γάλα", "ΤΣΑΪ Ή ΓΑΛΑ"),
        ("el", "η γάτα, ταΰγετος", "Η ΓΑΤΑ, ΤΑΫΓΕΤΟΣ"),
        ("en", "ο Οδυσσέας", "Ο ΟΔΥΣΣΕΑΣ"),
        ("ga", "bhFear i bPáras, na hÉireann", "bhFEAR I bPÁRAS, NA hÉIREANN"),
        ("ga", "an tSín", "AN tSÍN"),
        ("hy", "և", "ԵՎ"),
        ("lt", "i̇́", "Í"),
        ("ka", "კატა", "კატა"),
        ("hi", "बिल्ली", "बिल्ली"),
        ("ja", "ネコ cat", "ネコ CAT"),
        ("fr", "ça déjà œuf", "ÇA DÉJÀ ŒUF"),
        ("vi", "tiếng việt", "TIẾNG VIỆT"),
        ("uk", "їжак", "ЇЖАК"),
    ],
)
def test_capitals_follow_the_language(language: str, text: str, capitals: str) -> None:
    assert in_capitals(text, language) == capitals


@given(st.text(max_size=60), st.sampled_from(["en", "tr", "el", "ga", "hy", "lt"]))
def test_capitals_of_capitals_are_the_same(text: str, language: str) -> None:
    once = in_capitals(text, language)

    assert in_capitals(once, language) == once
