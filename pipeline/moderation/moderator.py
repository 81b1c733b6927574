"""PageModerator of the pipeline: word rules, moderation service and picture checkers together."""

from __future__ import annotations

from pathlib import Path

from pipeline.comic.moderator import PictureCheck
from pipeline.comic.story import StagedStory
from pipeline.errors import DrawingError, ErrorCode, api_fault
from pipeline.models import DrawingOrder
from pipeline.moderation.local_pictures import LocalPictureChecker, find_weights
from pipeline.moderation.service import ModerationService
from pipeline.moderation.words import WordRules, read_words, texts_of_order, texts_of_story
from pipeline.settings import ModerationOptions, PipelineOptions, SettingsError

_WITHOUT_MODEL = "sketch"  # the painter whose pictures need no check


class ComicModerator:
    """PageModerator of comics; implementation of `pipeline.comic.moderator.PageModerator`."""

    def __init__(self, options: ModerationOptions) -> None:
        """Read the list of words, and find the checker of pictures. Raises SettingsError."""
        words = read_words(Path(options.words_file)) if options.words_file else ()
        self._rules = WordRules(words)
        self._service = ModerationService(options) if options.url else None
        self.picture_check = _picture_check(options, self._service)

    @property
    def input_keys(self) -> tuple[str, ...]:
        """The keys of `inputParams` that the checks depend on."""
        return ("safety",) if self._service or self.picture_check else ()

    def check_story(self, story: StagedStory, order: DrawingOrder) -> None:
        if self._rules.refuse_story(story, order):
            message = "the story contains words that may not be drawn"
            raise DrawingError(api_fault(ErrorCode.PROMPT_REJECTED, message))
        if self._service is not None:
            texts = dict.fromkeys([*texts_of_order(order), *texts_of_story(story)])
            self._service.check_words("\n".join(filter(None, texts)), order.safety)


def _picture_check(
    options: ModerationOptions, service: ModerationService | None
) -> PictureCheck | None:
    match checker_of(options):
        case "service":
            assert service is not None
            return service.check_picture
        case "local":
            return LocalPictureChecker().check_picture
        case _:
            return None


def checker_of(options: ModerationOptions) -> str:
    """Return what checks pictures: service, local, or nothing (empty). Raises SettingsError."""
    if options.pictures == "service" and not options.url:
        raise SettingsError("moderation.url: needed if moderation.pictures is service")
    if options.pictures == "off":
        return ""
    if options.pictures == "local":
        find_weights()
        return "local"
    return "service" if options.url else ""


def check_moderation(artist: str, options: PipelineOptions, *, is_public: bool) -> None:
    """Raise SettingsError if a model would paint unchecked pictures for other people."""
    unchecked = not checker_of(options.moderation) and options.moderation.pictures != "off"
    if is_public and unchecked and artist != _WITHOUT_MODEL:
        raise SettingsError(
            "moderation.pictures: a model paints for other people, so its pictures have to be "
            "checked: set moderation.url, or moderation.pictures to local (see docs/artists.md), "
            "or to off if they may be shown unchecked"
        )
