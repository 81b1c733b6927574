"""Wording of the catalogue: plurals, punctuation and quotation marks of each language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel import Locale
from fluent.runtime import FluentResource
from fluent.syntax import ast as ftl

from bots.chat.account_cards import privacy_card
from core.sentences import CATALOGUE, labelled, listed, sentence
from tests.core.sentences.test_sentences import messages

# Facts that are text; every other fact is a number.
TEXTS = {
    *("allowed", "author", "code", "command", "comic", "cursor", "eta", "fields", "first"),
    *("language", "letters", "style", "what", "words"),
    *("folder", "identities", "label", "layout", "name", "next", "option", "path", "reason"),
    *("reference", "resets", "setting", "speaker", "story", "text", "time", "title", "url"),
    *("uuid", "value"),
}
# Words after a number that it does not count: symbols of units, "of" and "in".
NOT_COUNTED = {"s", "min", "of", "in", "de", "da"}
# Constants of the code, which are never one.
NEVER_ONE = {
    ("prompt_too_long", "length"),
    ("prompt_too_long", "limit"),
    ("notice_cut", "limit"),
    ("body_too_large", "limit"),
    ("web_password_hint", "least"),
    ("ops_failures", "failed"),  # at least five
    ("ops_failures", "total"),
}
PLURAL_LOCALES = [
    locale
    for locale in CATALOGUE.languages
    if "one" in Locale.parse(locale, sep="-").plural_form.tags  # Japanese has one form
]
FULL_WIDTH = re.compile(r"[぀-ヿ一-鿿][:?!(),]|[:?!)(,][぀-ヿ一-鿿]")
FOREIGN_QUOTES = {"en": "«»「」", "pt-BR": "«»「」", "es": "“”「」", "ja": "“”«»"}


def counted(message: ftl.Message) -> Iterator[str]:
    """Yield each number that precedes a counted noun, outside of a selector."""
    if message.value is not None:
        yield from _counted(message.value, frozenset())


def _counted(pattern: ftl.Pattern, selected: frozenset[str]) -> Iterator[str]:
    for element, following in zip(pattern.elements, [*pattern.elements[1:], None], strict=True):
        if not isinstance(element, ftl.Placeable):
            continue
        if isinstance(element.expression, ftl.SelectExpression):
            selector = element.expression.selector
            assert isinstance(selector, ftl.VariableReference)
            for variant in element.expression.variants:
                yield from _counted(variant.value, selected | {selector.id.name})
        elif isinstance(element.expression, ftl.VariableReference):
            name = element.expression.id.name
            text = following.value if isinstance(following, ftl.TextElement) else ""
            word = re.match(r" ?([^\W\d_]+)", text)
            if word and word[1] not in NOT_COUNTED and name not in TEXTS | selected:
                yield name


def selects(message: ftl.Message) -> Iterator[tuple[str, set[str]]]:
    """Yield the fact of each selector, and the plural forms that it covers."""
    for element in message.value.elements if message.value else ():
        found = element.expression if isinstance(element, ftl.Placeable) else None
        if isinstance(found, ftl.SelectExpression):
            assert isinstance(found.selector, ftl.VariableReference)
            forms = {
                variant.key.name if isinstance(variant.key, ftl.Identifier) else variant.key.value
                for variant in found.variants
            }
            yield found.selector.id.name, forms


def one_message(text: str) -> ftl.Message:
    [message] = FluentResource(text).body
    assert isinstance(message, ftl.Message)
    return message


@pytest.mark.parametrize("locale", PLURAL_LOCALES)
def test_counted_nouns_have_a_singular(locale: str) -> None:
    found = {(key, fact) for key, message in messages(locale).items() for fact in counted(message)}

    assert found - NEVER_ONE == set()


@pytest.mark.parametrize("locale", PLURAL_LOCALES)
def test_a_selector_covers_the_plural_forms_of_its_language(locale: str) -> None:
    for key, message in messages(locale).items():
        for _, forms in selects(message):
            assert forms >= {"one", "other"} or forms == {"1", "other"}, key


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a = { $count } comics", ["count"]),
        ("a = Há { $minutes } minutos", ["minutes"]),
        ("a = { $minutes } min, { $seconds } s, { $panel } of { $panels }.", []),
        ("a = Comics: { $count }", []),
        ("a = { $speaker } thinks", []),
        ("a = { $n ->\n    [one] a comic\n   *[other] { $n } comics\n }", []),
        ("a = { $n ->\n    [one] a comic\n   *[other] { $n } of { $days } days\n }", ["days"]),
    ],
)
def test_counting_is_recognised(text: str, facts: list[str]) -> None:
    assert list(counted(one_message(text))) == facts


@pytest.mark.parametrize(
    ("locale", "count", "said"),
    [
        ("en", 0, "no comics of yours"),
        ("en", 1, "one comic of yours"),
        ("en", 2, "2 comics of yours"),
        ("pt-BR", 0, "nenhum quadrinho seu"),
        ("pt-BR", 1, "um quadrinho seu"),
        ("pt-BR", 2, "2 quadrinhos seus"),
        ("es", 0, "ningún cómic tuyo"),
        ("es", 1, "un cómic tuyo"),
        ("es", 2, "2 cómics tuyos"),
        ("ja", 1, "コミックが1件"),
    ],
)
def test_comics_are_counted(locale: str, count: int, said: str) -> None:
    assert said in sentence("privacy_yours", locale, comics=count, identities="Discord")


def test_japanese_punctuation_is_full_width() -> None:
    found = {key: FULL_WIDTH.findall(text_of(message)) for key, message in messages("ja").items()}

    assert {key: places for key, places in found.items() if places} == {}


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_quotation_marks_are_those_of_the_language(locale: str) -> None:
    for key, message in messages(locale).items():
        assert not set(text_of(message)) & set(FOREIGN_QUOTES[locale]), key


def text_of(message: ftl.Message) -> str:
    """Return the variants of a sentence, with a word in place of each fact."""
    texts: list[str] = []

    def collect(pattern: ftl.Pattern) -> None:
        for element in pattern.elements:
            if isinstance(element, ftl.TextElement):
                texts.append(element.value)
            elif isinstance(element.expression, ftl.SelectExpression):
                for variant in element.expression.variants:
                    collect(variant.value)
            else:
                texts.append("猫")  # a fact may be Japanese

    if message.value is not None:
        collect(message.value)
    return "".join(texts)


def test_enumerations_and_labels_have_the_punctuation_of_the_language() -> None:
    assert listed(["a", "b", "c"], "es") == "a, b, c"
    assert listed(["a", "b", "c"], "ja") == "a、b、c"
    assert listed([], "ja") == ""
    assert labelled("画風", "漫画", "ja") == "画風：漫画"
    assert labelled("Style", "Manga", "en") == "Style: Manga"


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_privacy_texts_describe_the_platform_of_the_request(locale: str) -> None:
    here = privacy_card(None, 0, locale, recipients=()).text
    in_telegram = privacy_card(None, 0, locale, recipients=(), addition="privacy_inline").text

    assert "Telegram" not in here
    assert sentence("privacy_inline", locale) in in_telegram
    assert sentence("privacy_inline", locale) not in here
