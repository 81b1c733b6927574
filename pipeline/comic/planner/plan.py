"""Story planner: an order becomes a story in panels, by its author, its script, or the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog

from pipeline.comic.character_look import AIRLESS
from pipeline.comic.planner.author import StoryAuthor, UnusableStoryError
from pipeline.comic.planner.casting import Casting
from pipeline.comic.planner.descriptions import scene_words, title_of
from pipeline.comic.planner.inherited_cast import inherited_by, known_character
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.word_kinds import AT_WORK, words_of
from pipeline.comic.planner.letters_check import letters_missing
from pipeline.comic.planner.reading.beats import Beat, beats_of, panels_needed, premise_of
from pipeline.comic.planner.reading.cast_reader import CastReader
from pipeline.comic.planner.reading.characters import ToldCharacter
from pipeline.comic.planner.reading.reader import Reader, StoryReading
from pipeline.comic.planner.script_passages import passages_of_script
from pipeline.comic.planner.staging.director import Director
from pipeline.comic.planner.staging.locations import locations_of
from pipeline.comic.story import Actor, PanelPlan, StagedStory
from pipeline.models import DrawingOrder, PageNotice

log = structlog.get_logger(__name__)

PLANNER_UNAVAILABLE = "planner_unavailable"  # codes of notices
LANGUAGE_NOT_KNOWN = "language_not_known"
PANELS_MERGED = "panels_merged"
PANELS_ADDED = "panels_added"
_HERO = 0  # the index of who is told of first


def plan(order: DrawingOrder, author: StoryAuthor | None = None) -> StagedStory:
    """Return the story of *order*, with exactly ``panel_count`` panels, or up to ``max_panels`` if
    its text needs more.

    It is written by *author* if there is one, unless the order has a script; if that fails, by the
    rules of this package.
    """
    story = _written(order, author) if author is not None and not order.script else _read(order)
    panels = tuple(_lettered(panel, order.lettering) for panel in story.panels)
    notices = (*story.notices, *letters_missing(panels, order.language))
    return replace(story, panels=panels, notices=notices)


def _written(order: DrawingOrder, author: StoryAuthor) -> StagedStory:
    # Imported late: the validation of stories is not loaded for a sketch.
    from pipeline.comic.planner.staging.story_staging import staged

    try:
        return staged(author.write(order), order)
    except UnusableStoryError as error:
        log.warning("story_request_failed", reason=error.reason, **error.facts)
        return replace(_read(order), notices=(PageNotice(PLANNER_UNAVAILABLE),))


def _read(order: DrawingOrder) -> StagedStory:
    casting = Casting(order.language, (), order.seed)
    inherited = inherited_by(order).besides(order.characters)
    described = [casting.described(member) for member in order.characters]
    cast = CastReader([*described, *map(known_character, inherited.actors)])
    cast.recency.recall([len(described) + index for index in inherited.latest_last()])
    reader = Reader(order.language, cast)
    if order.script:
        reading = reader.read_passages(passages_of_script(order), order.prompt)
    else:
        reading = reader.read(order.prompt)
    casting = Casting(order.language, reading.languages, order.seed)
    count = panels_needed(reading, order.panel_count, 0 if order.script else order.max_panels)
    beats = beats_of(reading, count)
    actors = _actors(order, casting, reading, inherited.actors, _workplace(beats))
    scripted, start = bool(reading.panels), inherited.setting
    premise = premise_of(reading)
    director = Director(
        order,
        actors,
        beats,
        scripted=scripted,
        start=start,
        premise=premise,
        languages=reading.languages,
    )
    panels = director.stage()
    panels = tuple(
        replace(panel, scene=_scene(order, number, panel, reading))
        for number, panel in enumerate(panels)
    )
    notices = _notices(reading, order.panel_count, count)
    return StagedStory(_title(order, reading, beats), panels, actors, notices)


def _workplace(beats: Sequence[Beat]) -> str:
    """Return the place or room that the story tells of first, if the hero works there.

    In space, clothes are of the place whatever somebody does.
    """
    told = next((location for beat in beats for location in locations_of(beat)), None)
    where = told.room or told.place if told is not None else ""
    return where if where in AIRLESS or any(map(_works, beats)) else ""


def _works(beat: Beat) -> bool:
    """Return whether the hero does what people of a trade do, such as bake or operate."""
    return any(
        item.sentence is not None
        and mention.is_subject
        and _HERO in mention.characters
        and mention.verb is not None
        and not words_of(AT_WORK).isdisjoint(item.sentence.names_of(mention.verb, lexicon.VERBS))
        for item in beat.told
        for mention in item.mentions
    )


def _actors(
    order: DrawingOrder,
    casting: Casting,
    reading: StoryReading,
    inherited: Sequence[Actor],
    workplace: str,
) -> tuple[Actor, ...]:
    """Return the cast: those of the order, of the page before, and of the prompt.

    The hero, who is told of first, is dressed for the *workplace*; in space, everybody is.
    """
    given = [*(casting.member(member) for member in order.characters), *inherited]
    told = reading.characters[len(given) :]
    if not given and not told:
        return (casting.protagonist(),)
    seen: dict[tuple[str, ...], int] = {}
    actors = list(given)
    for character in told:
        key = _likeness(character)
        alike = seen.get(key, 0)
        seen[key] = alike + 1
        is_hero = not given and key == _likeness(told[0])
        dressed_for = workplace if is_hero or workplace in AIRLESS else ""
        actors.append(casting.actor(character, alike=alike, workplace=dressed_for))
    return tuple(actors)


def _likeness(character: ToldCharacter) -> tuple[str, ...]:
    """Return what characters have in common that would look the same."""
    if character.name:
        return ("name", character.name)
    return (character.species, character.role, character.person, character.noun)


def _scene(order: DrawingOrder, number: int, panel: PanelPlan, reading: StoryReading) -> str:
    """Return the panel in words: those of the order's script, or what is seen in it."""
    if order.script and order.script[number].scene:
        return order.script[number].scene
    return scene_words(panel, order.language, reading.languages)


def _title(order: DrawingOrder, reading: StoryReading, beats: list[Beat]) -> str:
    texts = [item.text for beat in beats for item in beat.lines]
    texts = [reading.title] if reading.title else texts or [order.prompt]
    return title_of(texts, next(iter(reading.languages), order.language))


def _notices(reading: StoryReading, asked: int, panels: int) -> tuple[PageNotice, ...]:
    unknown = [
        PageNotice(LANGUAGE_NOT_KNOWN, {"language": code}) for code in reading.unknown_languages[:1]
    ]
    merged = [PageNotice(PANELS_MERGED, {"panels": reading.panels})]
    added = [PageNotice(PANELS_ADDED, {"asked": asked, "panels": panels})]
    return (
        *unknown,
        *(merged if reading.panels > panels else ()),
        *(added if panels > asked else ()),
    )


def _lettered(panel: PanelPlan, lettering: str) -> PanelPlan:
    if lettering in {"none", "bubbles"}:
        captions = [panel.caption, *(line.text for line in panel.lines if line.kind == "caption")]
        panel = replace(
            panel,
            caption="",
            unlettered=" ".join(filter(None, captions)),
            lines=tuple(line for line in panel.lines if line.kind != "caption"),
        )
    if lettering in {"none", "captions"}:
        panel = replace(panel, lines=tuple(line for line in panel.lines if line.kind == "caption"))
    return panel
