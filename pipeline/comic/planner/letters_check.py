"""Check of a planned comic against the fonts, before anything is painted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.comic.story import PanelPlan, StagedStory
from pipeline.comic.typesetting.grapheme_clusters import clean, missing_letters
from pipeline.errors import DrawingError, ErrorCode, api_fault
from pipeline.models import PageNotice

LETTERS_MISSING = "letters_missing"  # code of a notice
_NAMED = 12  # letters in a notice
_MOST = 0.5  # of the letters of a comic; more boxes are no comic


def letters_missing(panels: Iterable[PanelPlan], language: str) -> tuple[PageNotice, ...]:
    """Return a notice with the letters that no font has, if there are any."""
    missing = dict.fromkeys(
        letter for text in _texts(panels) for letter in missing_letters(text, language)
    )
    return (PageNotice(LETTERS_MISSING, {"letters": tuple(missing)[:_NAMED]}),) if missing else ()


def refuse_boxes(story: StagedStory, language: str) -> None:
    """Raise DrawingError (`letters_missing`) if most of the text would be boxes."""
    if not any(notice.code == LETTERS_MISSING for notice in story.notices):
        return
    letters = missing = 0
    for text in _texts(story.panels):
        letters += len(text.replace(" ", ""))
        missing += sum(map(len, missing_letters(text, language)))
    if missing > _MOST * letters:
        message = "no font has most of the letters of the text"
        raise DrawingError(api_fault(ErrorCode.LETTERS_MISSING, message))


def _texts(panels: Iterable[PanelPlan]) -> Iterator[str]:
    """Yield what is lettered."""
    for panel in panels:
        yield clean(panel.caption)
        for line in panel.lines:
            yield clean(line.text)
