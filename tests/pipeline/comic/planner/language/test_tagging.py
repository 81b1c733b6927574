"""Part-of-speech tagging: what each word of a story is, in every language that is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.comic.planner.language.tagging import Tag, Word, tag_words
from tests.property_tests import examples

LANGUAGES = ("en", "de", "es", "pt", "fr", "it", "ru", "ja", "zh", "ar", "he", "ko", "th", "vi")
# Letters of many scripts, marks that combine, emoji, quotation marks and white space.
ANY_TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "aAbé 'ʼ’\"“«„「」。.!?…,;:-—\n\t0123①漢字かなカナбукваقطةחתולघोकถขมေကា👨‍👩‍👧"
        ),
    ),
    max_size=60,
)


def tags(text: str, language: str) -> dict[str, Tag]:
    return {word.text: word.tag for word in tag_words(text, language)}


def the(word: str, text: str, language: str) -> Word:
    return next(found for found in tag_words(text, language) if found.text == word)


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("Nick paints a wall.", "paints", "paint"),
        ("Ada ships the parcel.", "ships", "ship"),
        ("The candle burns.", "burns", "burn"),
        ("A toy train whistles.", "whistles", "whistle"),
        ("The geese duck when the plane comes.", "duck", "duck"),
        ("A poet and a baker look at the stars.", "look", "look"),
        ("The bats sleep while the owls hunt.", "hunt", "hunt"),
        ("A nurse who is late runs to work.", "runs", "run"),
        ("Two clowns land on Venus and order soup.", "order", "order"),
        ("The kids laugh and the juggler bows.", "laugh", "laugh"),
        ("Leo's parrot barks at the plumber.", "barks", "bark"),
        ('"Here", answers a judge.', "answers", "answer"),
        ("A thief named Max and his aunt fish at the pier.", "fish", "fish"),
        ("Can't the goat swim?", "Ca", "can"),
        ("She'll cook.", "'ll", "will"),
        ("The tiger's asleep.", "'s", "be"),
        ("The knight saves the town and trips over a hose.", "trips", "trip"),
        ("A penguin wolfs down a herring.", "wolfs", "wolf"),
        ("Die Wölfe heulen.", "heulen", "heulen"),
        ("Der Koch ruft die Ente.", "ruft", "rufen"),
        ("Una liebre que llega tarde corre.", "corre", "correr"),
        ("O lobo uiva e a lebre corre.", "corre", "correr"),
        ("Le loup hurle et le lièvre court.", "hurle", "hurler"),
        ("Il lupo ulula nella foresta.", "ulula", "ululare"),
        ("Волк воет на луну.", "воет", "выть"),
        ("狼が月に吠えた。", "吠え", "吠える"),
        ("狼在山上跳舞。", "跳舞", "跳舞"),
    ],
)
def test_the_verb_of_a_clause_is_found(text: str, verb: str, lemma: str) -> None:
    found = the(verb, text, _language_of(text))

    assert found.tag is Tag.VERB
    assert found.lemma in (lemma, verb)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("The duck wears a cap.", "duck"),
        ("A cook burns the rice.", "cook"),
        ("My fly is green.", "fly"),
        ("The play ends.", "play"),
        ("A fly bothers a monk.", "fly"),
        ("Das Essen brennt.", "Essen"),
        ("La cocina arde.", "cocina"),
        ("A cozinha pega fogo.", "cozinha"),
        ("La danse continue.", "danse"),
        ("La cucina brucia.", "cucina"),
    ],
)
def test_a_word_after_an_article_is_no_verb(text: str, noun: str) -> None:
    assert the(noun, text, _language_of(text)).tag is Tag.NOUN


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A goat learns to paint.", "paint"),
        ("Grandma teaches a boy to fish.", "fish"),
        ("Robots want to cook.", "cook"),
        ("Where do whales sleep?", "sleep"),
        ("Don't touch it.", "touch"),
        ("Eine Eule lernt tanzen.", "tanzen"),
        ("Dos osos quieren bailar.", "bailar"),
        ("Dois ursos tentam dançar.", "dançar"),
        ("Un ours essaie de danser.", "danser"),
        ("Un orso cerca di ballare.", "ballare"),
        ("Медведь хочет танцевать.", "танцевать"),
    ],
)
def test_an_infinitive_is_told_from_a_noun(text: str, word: str) -> None:
    assert the(word, text, _language_of(text)).tag is Tag.INFINITIVE


def test_when_asks_or_joins_two_clauses() -> None:
    assert the("When", "When the clock strikes, the rats dance.", "en").tag is Tag.SUBJUNCTION
    assert the("When", "When does the train leave?", "en").tag is Tag.ADVERB


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("A toaster hums.", "toaster", "toaster"),
        ("Two toasters hum.", "toasters", "toaster"),
        ("Three mice run.", "mice", "mouse"),
        ("The children run.", "children", "child"),
    ],
)
def test_the_lemma_of_a_noun_is_its_singular(text: str, word: str, lemma: str) -> None:
    assert the(word, text, "en").lemma == lemma


def test_a_place_after_to_is_no_infinitive() -> None:
    for text in ("A knight goes to school.", "The twins go to bed.", "A bear walks to work."):
        assert tag_words(text, "en")[-2].tag is Tag.NOUN, text


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Nadia sings.", "Nadia", "en"),
        ("Rose waters the plants.", "Rose", "en"),
        ("Miss O'Neil dances.", "O'Neil", "en"),
        ("The chef meets Oscar.", "Oscar", "en"),
        ("Mr. Black opens a shop.", "Black", "en"),
        ("Sleeping beauty meets Robin Hood.", "Hood", "en"),
        ("Lena lacht.", "Lena", "de"),
        ("Frau Schwarz lacht.", "Schwarz", "de"),
        ("Lucía canta.", "Lucía", "es"),
        ("O lobo encontra João.", "João", "pt"),
        ("D'Artagnan rit.", "D'Artagnan", "fr"),
        ("Giulia ride.", "Giulia", "it"),
        ("Анна смеётся.", "Анна", "ru"),
        ("太郎が笑う。", "太郎", "ja"),
    ],
)
def test_names_are_names_at_the_start_too(text: str, name: str, language: str) -> None:
    assert the(name, text, language).tag is Tag.NAME


@pytest.mark.parametrize(
    ("text", "language", "word", "tag"),
    [
        ("There is no ghost.", "en", "no", Tag.NEGATION),
        ("A bear isn't here.", "en", "n't", Tag.NEGATION),
        ("Kein Geist, keine Hexe.", "de", "keine", Tag.NEGATION),
        ("El lobo no baila.", "es", "no", Tag.NEGATION),
        ("O lobo não dança.", "pt", "não", Tag.NEGATION),
        ("Il n'y a pas de loup.", "fr", "pas", Tag.NEGATION),
        ("Non balla.", "it", "Non", Tag.NEGATION),
        ("Волк не танцует.", "ru", "не", Tag.NEGATION),
        ("狼がいない。", "ja", "ない", Tag.NEGATION),
        ("没有狼。", "zh", "没有", Tag.NEGATION),
        ("The wolf's hat", "en", "'s", Tag.PARTICLE),
        ("Three wolves", "en", "Three", Tag.NUMBER),
        ("Drei Wölfe", "de", "Drei", Tag.NUMBER),
        ("Dos lobos bailan.", "es", "Dos", Tag.NUMBER),
        ("三匹の狼", "ja", "三匹の", Tag.NUMBER),
        ("两只狼", "zh", "两", Tag.NUMBER),
        ("狼が", "ja", "が", Tag.PARTICLE),
        ("在厨房", "zh", "在", Tag.PREPOSITION),
        ("狼和猫", "zh", "和", Tag.CONJUNCTION),
        ("It rains 🐺", "en", "🐺", Tag.OTHER),
        ("늑대가 춤춘다.", "ko", "늑대가", Tag.OTHER),
    ],
)
def test_small_words_have_their_tag(text: str, language: str, word: str, tag: Tag) -> None:
    assert the(word, text, language).tag is tag


@pytest.mark.parametrize(
    ("text", "language", "word", "plural", "gender"),
    [
        ("Una rana canta.", "es", "rana", False, "female"),
        ("Los patos nadan.", "es", "patos", True, "male"),
        ("Uma gata dorme.", "pt", "gata", False, "female"),
        ("As raposas correm.", "pt", "raposas", True, "female"),
        ("Une grenouille chante.", "fr", "grenouille", False, "female"),
        ("Der Bär brummt.", "de", "Bär", False, "male"),
        ("Die Bären brummen.", "de", "Bären", True, ""),
        ("The actress bows.", "en", "actress", False, "female"),
        ("Four wolves howl.", "en", "wolves", True, ""),
        ("She sings.", "en", "She", False, "female"),
        ("It is his hat.", "en", "his", False, "male"),
        ("They sing.", "en", "They", True, ""),
        ("彼女は笑う。", "ja", "彼女", False, "female"),
        ("子供たちは走る。", "ja", "子供", True, ""),
        ("他们唱歌。", "zh", "他们", True, ""),
    ],
)
def test_number_and_gender_are_what_the_word_or_its_article_shows(
    text: str, language: str, word: str, plural: bool, gender: str
) -> None:
    found = the(word, text, language)

    assert (found.plural, found.gender) == (plural, gender)


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("Mr. Ray's t-shirt", "en", ["Mr.", "Ray", "'s", "t-shirt"]),
        ("don’t they’ll", "en", ["do", "n’t", "they", "’ll"]),
        ("O'Hara D'Arcy", "en", ["O'Hara", "D'Arcy"]),
        ("It's 5'9\" tall", "en", ["It", "'s", "5'9", '"', "tall"]),
        ("J'aime l'eau d'ici.", "fr", ["J'", "aime", "l'", "eau", "d'", "ici", "."]),
        ("L'orso dell'amico", "it", ["L'", "orso", "dell'", "amico"]),
        ("お母さんと黒猫", "ja", ["お母さん", "と", "黒", "猫"]),
        ("空港のタコス", "ja", ["空港", "の", "タコス"]),
        ("她不会喝茶", "zh", ["她", "不", "会", "喝", "茶"]),
        ("नमस्ते दुनिया।", "hi", ["नमस्ते", "दुनिया", "।"]),
    ],
)
def test_words_are_cut_where_they_end(text: str, language: str, parts: list[str]) -> None:
    assert [word.text for word in tag_words(text, language)] == parts


@settings(max_examples=examples(60))
@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_every_letter_of_any_text_is_in_one_word_in_order(text: str, language: str) -> None:
    end = 0
    for word in tag_words(text, language):
        assert text[word.start : word.end] == word.text
        assert not text[end : word.start].strip()
        assert word.text
        end = word.end
    assert not text[end:].strip()


@pytest.mark.parametrize("unit", ["a", "a'", "a-", "a.", "'", '"', ".", "1", "あ", "漢", "ก", "a "])
@pytest.mark.parametrize("language", ["en", "fr", "ja", "zh"])
def test_a_hostile_text_is_tagged_like_any_other(unit: str, language: str) -> None:
    text = (unit * 4000)[:4000]

    assert "".join(word.text for word in tag_words(text, language)) == re.sub(r"\s", "", text)


def _language_of(text: str) -> str:
    for letters, language in (
        ("[ぁ-ん]", "ja"), ("[一-龥]", "zh"), ("[а-я]", "ru"), (r"\b(?:Der|Die|Das|Eine)\b", "de"),
        (r"\b(?:O|Dois|A cozinha)\b", "pt"), (r"\b(?:Una|Dos|La cocina)\b", "es"),
        (r"\b(?:Il|Un orso|La cucina)\b", "it"), (r"\b(?:Le|Un|La)\b", "fr"),
    ):  # fmt: skip
        if re.search(letters, text):
            return language
    return "en"
