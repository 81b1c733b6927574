"""Choice of fonts for a text: one per script, with every letter that the text and its language use.

Drawn fonts have few letters. A Polish word in letters of two fonts looks broken, so all Latin
letters of a text have the same font; and since all balloons of a comic should, the letters of the
language count too.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from pipeline.comic.typesetting.fonts import MISSING, Font, has
from pipeline.comic.typesetting.scripts import COMMON, SCRIPTS, primary_language, script_of

HAND = Font("intuitive", bold=0.034)  # thin for lettering
FAT = Font("fredoka")
_FULL_DIGITS = Font("nunito", 800)
_SMALL_IN_HAND = frozenset("0123456789%&")  # digits of the hand font are as low as its x
CJK = Font("cjk")
_HEAVY = 0.02  # makes the boldest weight of Noto fonts a little bolder, for shouts

# files of Noto Sans by script
_NOTO_FILES = {
    **{name: name.title() for name in SCRIPTS},
    "LATIN": "",
    "GREEK": "",
    "CYRILLIC": "",
}

# further fonts that are searched for signs: those of their countries' currencies
_SIGN_FILES = ("", "Symbols", "Arabic", "Bengali", "Khmer", "Thai", "Tamil", "Gujarati")

# letters that the drawn fonts lack, of languages that use them all the time
_ALPHABETS = {
    "az": "əğış", "ba": "әғҙҡңҫһ", "bm": "ɛɔɲŋ", "bs": "čćđ", "ca": "ŀ", "cs": "čěřů", "cy": "ŵŷ",
    "ee": "ɖɛƒ", "eo": "ĉĝĥĵŝŭ", "ff": "ɓɗŋƴ", "gn": "ẽĩũỹ", "ha": "ɓɗƙ", "haw": "āēīōū",
    "hr": "čćđ", "hu": "őű", "ig": "ịọụṅ", "kk": "әғқңөұүһ", "ku": "êîşû", "ky": "ңөү",
    "lt": "ąčęėįšųū", "lv": "āčēģīķļņū", "mi": "āēīōū", "mn": "өү", "mt": "ċġħż", "pl": "ąćęłńśźż",
    "ro": "ășț", "sk": "čďľňť", "sl": "č", "sm": "ā", "sr": "čćđ", "tg": "ғӣқӯҳҷ", "tk": "ňş",
    "tr": "ğış", "tt": "әҗңөүһ", "uz": "ʻʼ", "vi": "ăđơưếộữ", "wo": "ŋ", "yo": "ẹọṣḿǹ",
}  # fmt: skip


class FontChoice:
    """The fonts of one text."""

    def __init__(self, pieces: Iterable[str], face: str, language: str) -> None:
        self._face = face
        letters: dict[str, set[str]] = {"LATIN": set()}
        count: Counter[str] = Counter()
        script = COMMON
        for piece in pieces:
            own = script_of(piece[0])
            script = own or script
            count[own] += 1
            if own or (script and len(piece) > 1):
                letters.setdefault(script, set()).update(piece if own else piece[1:])
        for char in _ALPHABETS.get(primary_language(language), ""):
            letters.setdefault(script_of(char) or "LATIN", set()).add(char)
        del count[COMMON]
        main = max(count, key=lambda name: count[name], default="LATIN")
        main_font = _covering(letters[main], _candidates(main, face))
        # Latin letters, digits and signs suit the letters around them
        latin = _candidates("LATIN", face)
        suiting = latin if main == "LATIN" else (main_font, *latin[1:])
        self._fonts = {
            name: _covering(used, suiting if name == "LATIN" else _candidates(name, face))
            for name, used in letters.items()
        }
        self._common = (main_font, self._fonts["LATIN"])
        self._known: dict[str, tuple[str, Font]] = {}

    def font_for(self, piece: str) -> tuple[str, Font]:
        """Return the font of a cluster, and the cluster as it can be drawn.

        A letter whose accent is in no font is drawn without it; MISSING if none has the letter.
        """
        if piece not in self._known:
            self._known[piece] = self._drawn(piece)
        return self._known[piece]

    def _drawn(self, piece: str) -> tuple[str, Font]:
        font = self._font_of(piece)
        if font == MISSING:
            base = unicodedata.normalize("NFD", piece[0])[0]
            plain = self._font_of(base)
            return (piece, MISSING) if plain == MISSING else (base, plain)
        return piece, font

    def _font_of(self, piece: str) -> Font:
        script = script_of(piece[0])
        first = (self._fonts[script],) if script in self._fonts else self._common
        if first[0] == HAND and piece[0] in _SMALL_IN_HAND:
            first = (_FULL_DIGITS, *first)
        candidates: tuple[Font, ...]
        candidates = (*first, *_candidates(script, self._face), *_fallbacks(self._face))
        drawn = [char for char in piece if unicodedata.category(char) != "Cf"]
        for font in candidates:
            if all(has(font, char) for char in drawn):
                return font
        for font in candidates:
            if has(font, piece[0]):
                return font
        return MISSING


def _covering(letters: set[str], candidates: tuple[Font, ...]) -> Font:
    """Return the first font with all *letters*, otherwise that with the most."""
    wanted = [char for char in letters if unicodedata.category(char) != "Cf"]
    best, most = candidates[0], -1
    for font in candidates:
        count = sum(has(font, char) for char in wanted)
        if count > most:
            best, most = font, count
        if count == len(wanted):
            break  # the fonts after it stay closed
    return best


@lru_cache(maxsize=256)
def _candidates(script: str, face: str) -> tuple[Font, ...]:
    if script == COMMON:
        return ()
    if script in {"CJK", "HANGUL"}:
        return (CJK,)
    return (*_drawn(script, face), _noto(_NOTO_FILES[script], face))


def _drawn(script: str, face: str) -> tuple[Font, ...]:
    """Return the fonts of a script that look as if drawn by hand."""
    fat = face == "fat"
    if face in {"plain", "pixel"}:
        return (CJK,) if script == "LATIN" else ()
    if script == "LATIN":
        return (FAT if fat else HAND, _baloo(face))
    if script == "DEVANAGARI":
        return (_baloo(face),)
    return (Font("nunito", 1000 if fat else 800),) if script == "CYRILLIC" else ()


def _baloo(face: str) -> Font:
    return Font("baloo", 800 if face == "fat" else 700)


def _noto(file: str, face: str) -> Font:
    return Font(file, 700, _HEAVY if face == "fat" else 0.0)


@lru_cache(maxsize=8)
def _fallbacks(face: str) -> tuple[Font, ...]:
    """Return the fonts searched for signs, and for letters of scripts without a font."""
    return (CJK, *(_noto(file, face) for file in _SIGN_FILES))
