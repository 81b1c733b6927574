"""Descriptions of the panels of a comic."""

from __future__ import annotations

from pipeline.comic.planner.words_about.english import English
from pipeline.comic.planner.words_about.grammar import SentenceGrammar, is_named
from pipeline.comic.planner.words_about.japanese import Japanese
from pipeline.comic.planner.words_about.phrases import phrases
from pipeline.comic.planner.words_about.romance import Romance
from pipeline.comic.planner.words_about.seen import seen_in
from pipeline.comic.story import Actor, DialogueLine, PanelPlan, StagedStory

_GRAMMARS: dict[str, type[SentenceGrammar]] = {
    "en": English,
    "es": Romance,
    "ja": Japanese,
    "pt": Romance,
}


def descriptions(story: StagedStory, code: str) -> list[list[str]]:
    """Return sentences about each panel that do not repeat its narration or the panel before.

    *code* is a language of `descriptions.DESCRIBED`.
    """
    grammar = _GRAMMARS[code](code, story.cast)
    return [grammar.sentences(seen) for seen in seen_in(story.panels, code)]


def spoken(line: DialogueLine, panel: PanelPlan, story: StagedStory, code: str) -> str:
    """Return the phrase for a line of dialogue, with {text} in it: The cat: “{text}”."""
    words = phrases(code)
    kind = line.kind if words.has("lines", line.kind) else "speech"
    who = _speaker(line, panel, story, code).replace("{", "").replace("}", "")
    return words.text("lines", kind).replace("{who}", who)


def panel_head(number: int, code: str) -> str:
    """Return "Panel 1: "."""
    return phrases(code).text("pictures", "panel").format(number=number)


def _speaker(line: DialogueLine, panel: PanelPlan, story: StagedStory, code: str) -> str:
    if line.speaker is not None:
        actor: Actor | None = panel.parts[line.speaker].actor
    else:
        actor = next((a for a in story.cast if line.name and a.name == line.name), None)
    if actor is None:
        return line.name or phrases(code).text("lines", "unseen")
    if is_named(actor):
        return actor.name
    grammar = _GRAMMARS[code](code)
    words = grammar.the(grammar.noun(actor))
    return f"{words[0].upper()}{words[1:]}"
