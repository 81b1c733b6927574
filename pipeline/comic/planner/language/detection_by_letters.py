"""Letters and short words that only one language of a script has."""

from __future__ import annotations

import re

# Letters besides a to z; a lower-case word with others is not of that language.
_ALPHABETS = {
    "en": "éèêëïôöçàâîûñ",  # of loan words
    "pt": "áâãàçéêíóôõúü",
    "es": "áéíóúüñ",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "it": "àèéìíîòóùú",
    "de": "äöüßé",
}
_FOREIGN = {code: re.compile(rf"[^a-z'’ʼ\-{letters}]") for code, letters in _ALPHABETS.items()}
_LATIN_LETTERS = {
    "vi": re.compile(r"[ơưđạảấầẩẫậắằẳẵặẻẽếềểễệỉĩịỏốồổỗộớờởỡợủũụứừửữựỳỵỷỹ]"),
    "yo": re.compile(r"[ṣẹọ][\u0300\u0301]?"),
    "az": re.compile(r"ə"),
    "tr": re.compile(r"^(?!.*ə).*[ğış]", re.DOTALL),
    "pl": re.compile(r"[łąęśźżćń]"),
    "cs": re.compile(r"[řěů]"),
    "sk": re.compile(r"[ľĺŕ]"),
    "hr": re.compile(r"[đć]"),
    "ro": re.compile(r"[țșăţ]"),
    "hu": re.compile(r"[őű]"),
    "de": re.compile(r"ß"),
    "es": re.compile(r"[ñ¿¡]"),
    "pt": re.compile(r"[ãõ]"),
    "fr": re.compile(r"[œ]|[a-z]ê[a-z]| [?!;:]"),
    "sv": re.compile(r"[å]"),
    "da": re.compile(r"[æø]"),
    "no": re.compile(r"[æøå]"),
    "ha": re.compile(r"[ɗƙɓƴ]"),
    "uz": re.compile(r"[og][ʻ‘`]"),
    "is": re.compile(r"[þð]"),
    "lv": re.compile(r"[āēģķļņ]"),
    "lt": re.compile(r"[ėųį]"),
    "eo": re.compile(r"[ĉĝĥĵŝŭ]"),
    "mt": re.compile(r"[ħġ]"),
    "et": re.compile(r"õ"),
}
_ONLY_CHINESE = re.compile(
    r"[的了们們这這吗嗎呢吧哪谁誰没沒很她妈媽爸给給让讓说說为為个個]|什么|什麼"
)
_ONLY_JAPANESE = re.compile(r"[駅図売気辺変読込働畑峠円戦様検験帰悪楽]")


def by_latin_letters(text: str) -> dict[str, float]:
    """Return points by language for letters that few languages have."""
    lower = text.lower()
    scores: dict[str, float] = {}
    for code, letters in _LATIN_LETTERS.items():
        count = sum(1 for _ in letters.finditer(lower))
        if count:
            scores[code] = 1.0 + 0.25 * min(count, 8)
    return scores


def is_foreign_to(code: str, word: str) -> bool:
    """Return whether a word that is no name has letters that *code* lacks."""
    return word.islower() and _FOREIGN[code].search(word) is not None


def by_cyrillic_letters(text: str) -> str:
    """Return the language that the letters tell, or empty."""
    lower = set(text.lower())
    for letters, code in (
        ("ђћљњџј", "sr"), ("ѓќѕ", "mk"), ("ў", "be"), ("їєґ", "uk"), ("әғқұһ", "kk"), ("ҷӯӣ", "tg"),
        ("өү", "mn"), ("і", "uk"), ("ыэё", "ru"),
    ):  # fmt: skip
        if lower & set(letters):
            return code
    # Russian has it before these only: съел, объезд
    return "bg" if re.search("ъ(?![еёюя])", text.lower()) else ""


def by_arabic_letters(text: str, told: str) -> str:
    """Return the language of a text in Arabic letters."""
    letters = set(text)
    if {"ی", "ي"} <= letters:
        return "ps"
    for marks, code in (
        ("ټډړږښڼېۍځڅګ", "ps"), ("ٹڈڑںےہھ", "ur"), ("ەۆێڕڵ", "ckb"), ("ڭۋۈ", "ug"), ("ڄڃڳڻ", "sd"),
    ):  # fmt: skip
        if letters & set(marks):
            return code
    if letters & set("پچژگکی"):
        return told if told in ("fa", "ur", "ps") else "fa"
    return told if told in ("fa", "ur", "ps") and not letters & set("ةيكىأإ") else "ar"


def by_han(text: str, told: str, *, japanese_around: bool) -> str:
    """Return Chinese or Japanese for a text in Chinese characters only."""
    if _ONLY_CHINESE.search(text):
        return "zh"
    if _ONLY_JAPANESE.search(text):
        return "ja"
    if told in ("ja", "zh"):
        return told
    return "ja" if japanese_around else "zh"
