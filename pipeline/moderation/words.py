"""Words of a comic: lists of forbidden words, and the rule that protects minors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.comic.story import StagedStory
from pipeline.models import DrawingOrder, ScriptPanelText
from pipeline.moderation.word_rules import minors_rule
from pipeline.moderation.word_rules.word_matching import WordList
from pipeline.settings import SettingsError


def read_words(path: Path) -> tuple[str, ...]:
    """Read a list in UTF-8: one word or phrase per line, comments after #. Raises SettingsError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(f"{path.name}: {error.strerror or 'cannot be read'}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name}: a byte that is not UTF-8") from None
    words = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(word for word in words if word)


class WordRules:
    """Rules about words: a list of forbidden ones, and the minors rule, which always applies."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Each item is a word or phrase; blank ones are ignored."""
        self._words = WordList(words)

    def refuse_order(self, order: DrawingOrder) -> bool:
        """Return whether the texts of *order* may not be drawn."""
        wanted = list(texts_of_order(order))
        return self._refuse(wanted) or self._words.finds_in(order.negative_prompt)

    def refuse_story(self, story: StagedStory, order: DrawingOrder) -> bool:
        """Return whether the texts of *story*, with those of its order, may not be drawn."""
        return self._refuse([*texts_of_order(order), *texts_of_story(story)])

    def _refuse(self, texts: list[str]) -> bool:
        return self._words.finds_in("\n".join(texts)) or minors_rule.refuses(texts)


def texts_of_order(order: DrawingOrder) -> Iterator[str]:
    """Yield the texts that the comic will show, and not those about what it should not show."""
    yield order.prompt
    for character in order.characters:
        yield character.name
        yield character.description
    for panel in order.script:
        yield from _texts_of_panel(panel)


def texts_of_story(story: StagedStory) -> Iterator[str]:
    """Yield the texts of a planned story, by the rules or by a language model."""
    yield story.title
    for actor in story.cast:
        yield actor.name
        yield actor.description
    for panel in story.panels:
        yield from panel.things
        yield from _texts_of_panel(ScriptPanelText(panel.scene, panel.caption, panel.dialogue))
        yield panel.unlettered


def _texts_of_panel(panel: ScriptPanelText) -> Iterator[str]:
    yield panel.scene
    yield panel.caption
    for line in panel.dialogue:
        yield line.speaker
        yield line.text
