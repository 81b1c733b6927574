"""Generated stories in nine languages, and what of each has to be printed.

A story is made of sentences and quotations. Each quotation is introduced or attributed by other
words, which say who speaks and are not printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

WORDS_IN_QUOTATION = 8
SENTENCE_WORDS = 6
PIECES = 6


@dataclass(frozen=True, slots=True)
class StoryLanguage:
    """The words that stories of a language are made of."""

    code: str
    subjects: Sequence[str]  # as at the beginning of a sentence
    acts: Sequence[str]  # what follows a subject
    words: Sequence[str]  # of quotations, and further words of a sentence
    introductions: Sequence[str]  # {who} says: {quoted}
    attributions: Sequence[str]  # {quoted}, says {who}
    marks: Sequence[tuple[str, str]]
    speakers: Sequence[str]  # inside a sentence
    invented: str = ""  # letters of words that no dictionary has
    gap: str = " "
    stop: str = "."

    @property
    def spaced(self) -> bool:
        return bool(self.gap)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a story: its text, and what of it has to be printed."""

    text: str
    printed: str
    quoted: bool = False


ENGLISH = StoryLanguage(
    "en",
    subjects=("A bear", "The old clown", "Nora", "Two robots", "My uncle", "An axolotl"),
    acts=("opens a door", "waits in the kitchen", "finds a map", "dances on the roof"),
    words=("bread", "moon", "never", "my", "hat", "tomorrow", "it's", "again", "the", "why"),
    introductions=("{who} says {quoted}", "{who} asks: {quoted}"),
    attributions=("{quoted} says {who}.", "{quoted} whispered {who}."),
    marks=(('"', '"'), ("“", "”")),
    speakers=("the bear", "Nora", "the clown"),
    invented="abdefglmnorstz",
)
PORTUGUESE = StoryLanguage(
    "pt",
    subjects=("Um urso", "A velha bruxa", "Joana", "Dois robôs", "O meu tio"),
    acts=("abre a porta", "espera na cozinha", "encontra um mapa", "dança no telhado"),
    words=("pão", "lua", "nunca", "meu", "chapéu", "amanhã", "outra", "vez", "o", "porquê"),
    introductions=("{who} diz {quoted}", "{who} pergunta: {quoted}"),
    attributions=("{quoted}, diz {who}.", "{quoted}, gritou {who}."),
    marks=(('"', '"'), ("“", "”")),
    speakers=("o urso", "Joana", "a bruxa"),
    invented="abdefglmnorstz",
)
SPANISH = StoryLanguage(
    "es",
    subjects=("Un oso", "La vieja bruja", "Marta", "Dos robots", "Mi tío"),
    acts=("abre la puerta", "espera en la cocina", "encuentra un mapa", "baila en el tejado"),
    words=("pan", "luna", "nunca", "mi", "sombrero", "mañana", "otra", "vez", "el", "porqué"),
    introductions=("{who} dice {quoted}", "{who} pregunta: {quoted}"),
    attributions=("{quoted}, dice {who}.", "{quoted}, gritó {who}."),
    marks=(('"', '"'), ("«", "»")),
    speakers=("el oso", "Marta", "la bruja"),
    invented="abdefglmnorstz",
)
JAPANESE = StoryLanguage(
    "ja",
    subjects=("熊が", "おばあさんは", "二人の忍者が", "猫は"),
    acts=("ドアを開ける", "台所で待つ", "地図を見つける", "屋根で踊る"),
    words=("パン", "月", "明日", "帽子", "また", "どうして", "眠い", "だめ"),
    introductions=("{who}は{quoted}と言う。", "{who}が{quoted}と叫ぶ。"),
    attributions=("{quoted}と{who}が言う。", "{quoted}と{who}が答えた。"),
    marks=(("「", "」"), ("『", "』")),
    speakers=("熊", "猫", "忍者"),
    gap="",
    stop="。",
)
GERMAN = StoryLanguage(
    "de",
    subjects=("Ein Bär", "Die alte Hexe", "Anna", "Zwei Roboter", "Mein Onkel"),
    acts=("öffnet die Tür", "wartet in der Küche", "findet eine Karte", "tanzt auf dem Dach"),
    words=("Brot", "Mond", "niemals", "mein", "Hut", "morgen", "wieder", "warum", "das"),
    introductions=("{who} sagt: {quoted}", "{who} fragt: {quoted}"),
    attributions=("{quoted}, sagt {who}.", "{quoted}, ruft {who}."),
    marks=(("„", "“"), ('"', '"'), ("»", "«")),
    speakers=("der Bär", "Anna", "die Hexe"),
    invented="abdefglmnorstz",
)
FRENCH = StoryLanguage(
    "fr",
    subjects=("Un ours", "La vieille sorcière", "Camille", "Deux robots", "Mon oncle"),
    acts=("ouvre la porte", "attend dans la cuisine", "trouve une carte", "danse sur le toit"),
    words=("pain", "lune", "jamais", "mon", "chapeau", "demain", "encore", "pourquoi", "le"),
    introductions=("{who} dit : {quoted}", "{who} demande : {quoted}"),
    attributions=("{quoted}, dit {who}.", "{quoted}, crie {who}."),
    marks=(("« ", " »"), ("“", "”")),
    speakers=("l'ours", "Camille", "la sorcière"),
    invented="abdefglmnorstz",
)
ITALIAN = StoryLanguage(
    "it",
    subjects=("Un orso", "La vecchia strega", "Giulia", "Due robot", "Mio zio"),
    acts=("apre la porta", "aspetta in cucina", "trova una mappa", "balla sul tetto"),
    words=("pane", "luna", "mai", "mio", "cappello", "domani", "ancora", "perché", "il"),
    introductions=("{who} dice: {quoted}", "{who} chiede: {quoted}"),
    attributions=("{quoted}, dice {who}.", "{quoted}, grida {who}."),
    marks=(("«", "»"), ('"', '"')),
    speakers=("l'orso", "Giulia", "la strega"),
    invented="abdefglmnorstz",
)
RUSSIAN = StoryLanguage(
    "ru",
    subjects=("Медведь", "Старая ведьма", "Маша", "Два робота", "Мой дядя"),
    acts=("открывает дверь", "ждёт на кухне", "находит карту", "танцует на крыше"),
    words=("хлеб", "луна", "никогда", "мой", "шляпа", "завтра", "опять", "почему", "это"),
    introductions=("{who} говорит: {quoted}", "{who} спрашивает: {quoted}"),
    attributions=("{quoted}, — говорит {who}.", "{quoted}, — кричит {who}."),
    marks=(("«", "»"), ("„", "“")),
    speakers=("медведь", "Маша", "ведьма"),
    invented="абвгдежзлмнорст",
)
CHINESE = StoryLanguage(
    "zh",
    subjects=("一只熊", "老奶奶", "两个机器人", "小猫"),
    acts=("打开门", "在厨房等", "找到一张地图", "在屋顶上跳舞"),
    words=("面包", "月亮", "明天", "帽子", "又", "为什么", "困", "不行"),
    introductions=("{who}说：{quoted}", "{who}问：{quoted}"),
    attributions=("{quoted}{who}说。", "{quoted}{who}喊。"),
    marks=(("“", "”"), ("「", "」")),
    speakers=("熊", "小猫", "老奶奶"),
    gap="",
    stop="。",
)
LANGUAGES = (*(ENGLISH, PORTUGUESE, SPANISH, JAPANESE, GERMAN, FRENCH, ITALIAN, RUSSIAN, CHINESE),)


def stories(language: StoryLanguage) -> st.SearchStrategy[list[Piece]]:
    """Return stories of a language, of one to six pieces."""
    piece = st.one_of(_sentences(language), _quotations(language))
    return st.lists(piece, min_size=1, max_size=PIECES)


def story_text(language: StoryLanguage, pieces: Sequence[Piece]) -> str:
    """Return a story as it is written."""
    return language.gap.join(piece.text for piece in pieces)


def _sentences(language: StoryLanguage) -> st.SearchStrategy[Piece]:
    further = st.lists(_words(language), max_size=SENTENCE_WORDS).map(language.gap.join)
    parts = (st.sampled_from(language.subjects), st.sampled_from(language.acts), further)
    return st.tuples(*parts).map(lambda said: _sentence(language, said))


def _sentence(language: StoryLanguage, said: Sequence[str]) -> Piece:
    text = language.gap.join(filter(None, said)) + language.stop
    return Piece(text, text)


def _quotations(language: StoryLanguage) -> st.SearchStrategy[Piece]:
    return st.builds(
        _quotation,
        st.lists(_words(language), min_size=1, max_size=WORDS_IN_QUOTATION).map(language.gap.join),
        st.sampled_from(("!", "?") if language.spaced else ("！", "？")),
        st.sampled_from(language.marks),
        st.sampled_from((*language.introductions, *language.attributions)),
        st.sampled_from(language.speakers),
    )


def _quotation(said: str, end: str, marks: tuple[str, str], form: str, who: str) -> Piece:
    quoted = said[0].upper() + said[1:] + end
    text = form.format(who=who, quoted=f"{marks[0]}{quoted}{marks[1]}")
    return Piece(text[0].upper() + text[1:], quoted, quoted=True)


def _words(language: StoryLanguage) -> st.SearchStrategy[str]:
    known = st.sampled_from(language.words)
    if not language.invented:
        return known
    return known | st.text(language.invented, min_size=4, max_size=9)
