"""Language tags (BCP 47) that requests may name: the languages of ISO 639-1, or three letters."""

from __future__ import annotations

import re
from itertools import groupby

LANGUAGE_LIMIT = 35  # characters; the recommendation of BCP 47

_TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
""".split()  # noqa: SIM905


def _pattern() -> str:
    """Return the pattern of the tags, which is case-insensitive in JSON schemas too."""
    languages = [
        f"[{first.upper()}{first}][{''.join(code[1].upper() + code[1] for code in codes)}]"
        for first, codes in groupby(_TWO_LETTERS, key=lambda code: code[0])
    ]
    return f"(?:{'|'.join(languages)}|[A-Za-z]{{3}})(-[A-Za-z0-9]{{1,8}})*"


LANGUAGE_TAG = re.compile(_pattern())


def is_language(tag: str) -> bool:
    """Return whether the text is a language tag of a language that exists."""
    return len(tag) <= LANGUAGE_LIMIT and LANGUAGE_TAG.fullmatch(tag) is not None
