"""What every painter has to do, as checks that the tests of each painter call.

A test module makes a class that derives from `PainterSuite`, or from
`ModelPainterSuite`, and gives it the fixture `painter`.
`repeats` is False for a painter that cannot paint the same picture again.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.comic.job_cache import JobCache
from pipeline.comic.page import draw_page
from pipeline.comic.page_assembly import aimed
from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.painter import Painter, Picture
from pipeline.comic.painting import PaintingHooks
from pipeline.comic.portraits import PortraitStore
from pipeline.errors import DrawingError, ErrorCode
from pipeline.models import (
    CastMember,
    DrawingOrder,
    DrawnPage,
    DrawnPanel,
    ScriptPanelText,
    SpeechLine,
)
from pipeline.moderation.moderator import ComicModerator
from pipeline.settings import ModerationOptions
from tests.fakes.painting.moderation import KEY as MODERATION_KEY
from tests.fakes.painting.moderation import FakeModeration, ModerationFault
from tests.pipeline.comic.drawing_orders import FOX, order, quiet
from tests.pipeline.comic.lettering.test_arrangement import assert_text_lies_in_its_shapes
from tests.pipeline.comic.shots import no_report, shots_of
from tests.pipeline.painters.images_server import serving

Attempts = Callable[[DrawingOrder], tuple[DrawnPage | None, list[DrawnPanel]]]

TALK = ScriptPanelText("a park", "Noon.", (SpeechLine("Hello!", "Ann"), SpeechLine("Hi.", "Bob")))


class StopPaintingError(BaseException):
    """What the progress callback raises once a job is canceled."""


class PainterSuite:
    """Checks of one painter."""

    repeats = True
    panel_size = 512

    @pytest.mark.parametrize("aspect", ["1:1", "16:9", "9:16", "4:3"])
    def test_a_picture_has_the_size_of_its_shot(self, painter: Painter, aspect: str) -> None:
        shot = shots_of(order(panel_count=1, aspect=aspect, panel_size=self.panel_size))[0]

        picture = painter.paint(shot, no_report)

        assert picture.image.size == (shot.width, shot.height)
        assert picture.image.mode == "RGB"

    @pytest.mark.parametrize("mode", ["grayscale", "monochrome"])
    def test_a_picture_without_color_has_none(self, painter: Painter, mode: str) -> None:
        given = order(panel_count=1, color_mode=mode, panel_size=self.panel_size)
        red, green, blue = painter.paint(shots_of(given)[0], no_report).image.split()

        assert red.tobytes() == green.tobytes() == blue.tobytes()

    def test_heads_are_named_if_and_only_if_they_are_known(self, painter: Painter) -> None:
        shot = shots_of(order(FOX, panel_size=self.panel_size))[0]

        picture = painter.paint(shot, no_report)

        assert (picture.heads is not None) == painter.knows_heads
        if picture.heads is not None:
            assert len(picture.heads) == len(shot.panel.parts)

    def test_the_same_seed_gives_the_same_picture(self, painter: Painter) -> None:
        if not self.repeats:
            pytest.skip("this painter takes no seed")
        shot = shots_of(order(FOX, panel_size=self.panel_size))[0]

        first, again = (painter.paint(shot, no_report).image for _ in range(2))
        other = painter.paint(replace(shot, seed=shot.seed + 1), no_report).image

        assert first.tobytes() == again.tobytes()
        assert first.tobytes() != other.tobytes()

    def test_progress_is_a_growing_share(self, painter: Painter) -> None:
        shares: list[float] = []

        painter.paint(shots_of(order(panel_count=1))[0], shares.append)

        assert all(0 <= share <= 1 for share in shares)
        assert shares == sorted(shares)

    def test_a_cancel_passes_through_the_painter(self, painter: Painter) -> None:
        """Painters that are too quick to report are canceled between two panels."""
        reported: list[float] = []

        def cancel(share: float) -> None:
            reported.append(share)
            raise StopPaintingError

        shot = shots_of(order(panel_count=1, panel_size=self.panel_size))[0]
        try:
            painter.paint(shot, cancel)
        except StopPaintingError:
            assert len(reported) == 1
        else:
            assert reported == []
        assert painter.paint(shot, no_report).image.size == (shot.width, shot.height)

    @pytest.mark.parametrize(
        ("count", "layout"),
        [
            *itertools.product((1, 4), ("strip", "grid", "page", "vertical")),
            (12, "grid"),
            (12, "page"),
            (12, "vertical"),
            (12, "strip"),
        ],
    )
    def test_a_page_of_any_layout_is_painted(
        self, painter: Painter, count: int, layout: str
    ) -> None:
        given = order(FOX, panel_count=count, layout=layout, panel_size=self.panel_size)
        seen: list[tuple[str, int]] = []

        drawn = draw_page(given, painter, lambda stage, panel: seen.append((stage, panel)))

        image = Image.open(io.BytesIO(drawn.image))
        assert image.size == (drawn.width, drawn.height)
        assert {panel for stage, panel in seen if stage == "rendering"} == set(range(1, count + 1))
        assert seen[-2:] == [("lettering", 0), ("composing", 0)]
        assert drawn.model == painter.model

    @pytest.mark.parametrize("direction", ["ltr", "rtl"])
    def test_lettering_stays_in_its_shapes_and_tails_at_heads(
        self, painter: Painter, direction: str
    ) -> None:
        given = order(
            panel_count=2,
            script=(TALK, TALK),
            reading_direction=direction,
            panel_size=self.panel_size,
        )
        page = plan_page(given, knows_heads=painter.knows_heads)
        assert_text_lies_in_its_shapes(page)
        for index, (rect, lettering) in enumerate(
            zip(page.sheet.panels, page.letterings, strict=True)
        ):
            picture = painter.paint(shot_of(page, given, index), no_report)
            for item in aimed(lettering, picture, rect):
                if not painter.knows_heads:
                    assert all(y <= lettering.top for _, y in item.tail)
                if item.kind != "caption" and not painter.knows_heads:
                    assert item.tag is not None

    def test_without_lettering_the_pictures_are_left_as_they_are(self, painter: Painter) -> None:
        if not self.repeats:
            pytest.skip("this painter takes no seed")
        given = order(panel_count=1, script=(TALK,), lettering="none", panel_size=self.panel_size)
        page = plan_page(given, knows_heads=painter.knows_heads)
        rect = page.sheet.panels[0]

        drawn = draw_page(given, painter, quiet)

        picture = painter.paint(shot_of(page, given, 0), no_report)
        image = Image.open(io.BytesIO(drawn.image)).convert("RGB")
        inner = (rect.x + 20, rect.y + 20, rect.right - 20, rect.bottom - 20)
        own = picture.image.crop((20, 20, rect.width - 20, rect.height - 20))
        assert image.crop(inner).tobytes() == own.tobytes()
        assert isinstance(picture, Picture)


class ModelPainterSuite(PainterSuite):
    """Checks of a painter that may paint anything: what nobody checked is shown and kept nowhere.

    The check is the real client of a moderation service, against the fake of one.
    """

    @pytest.fixture
    def moderation(self) -> Iterator[FakeModeration]:
        fake = FakeModeration()
        with serving(fake):
            yield fake

    @pytest.fixture
    def draw(self, painter: Painter, moderation: FakeModeration, tmp_path: Path) -> Attempts:
        """Return what makes one attempt at a comic, which keeps all that is kept in *tmp_path*."""
        options = ModerationOptions.model_validate({"url": moderation.url, "token": MODERATION_KEY})

        def attempt(given: DrawingOrder) -> tuple[DrawnPage | None, list[DrawnPanel]]:
            announced: list[DrawnPanel] = []
            hooks = PaintingHooks(cache=JobCache(tmp_path / "job"), on_painted=announced.append)
            portraits = PortraitStore(tmp_path / "portraits")
            moderator = ComicModerator(options)
            try:
                page = draw_page(given, painter, quiet, portraits, hooks, moderator=moderator)
            except DrawingError as error:
                if error.fault.code is not ErrorCode.OUTPUT_REJECTED:
                    raise
                return None, announced
            return page, announced

        return attempt

    def test_every_panel_and_portrait_is_checked(
        self, draw: Attempts, moderation: FakeModeration, tmp_path: Path
    ) -> None:
        page, announced = draw(order(panel_count=3, panel_size=self.panel_size))

        assert page is not None
        assert len(announced) == 3
        assert len(moderation.pictures) == 3 + len(kept_in(tmp_path / "portraits"))

    def test_a_flagged_panel_is_painted_once_more_and_then_stored_nowhere(
        self, draw: Attempts, moderation: FakeModeration, tmp_path: Path
    ) -> None:
        given = order(panel_count=1, panel_size=self.panel_size)
        flag(moderation, times=2)

        assert draw(given) == (None, [])

        first, second = (picture.tobytes() for picture in moderation.pictures)
        assert (first != second) == self.repeats, "another seed, where the painter takes one"
        assert kept_in(tmp_path) == []
        page, _ = draw(given)
        assert page is not None
        assert len(moderation.pictures) == 3, "the next attempt uses nothing unchecked"

    def test_a_panel_that_replaces_a_flagged_one_is_kept_with_its_seed(
        self, draw: Attempts, moderation: FakeModeration, tmp_path: Path
    ) -> None:
        given = order(panel_count=1, panel_size=self.panel_size)
        flag(moderation, times=1)

        page, announced = draw(given)

        assert page is not None
        assert announced[0].seed != given.seed
        assert len(moderation.pictures) == 2
        assert len(kept_in(tmp_path)) == 1

    def test_a_flagged_portrait_is_stored_nowhere_and_given_to_no_panel(
        self, painter: Painter, draw: Attempts, moderation: FakeModeration, tmp_path: Path
    ) -> None:
        if painter.max_references <= 0:
            pytest.skip("this painter paints no portraits")
        script = (ScriptPanelText("Mimi bakes"), ScriptPanelText("Mimi eats"))
        cast = (CastMember("Mimi", "a grey cat"),)
        given = order(panel_count=2, script=script, characters=cast, panel_size=self.panel_size)
        flag(moderation, times=2)

        assert draw(given) == (None, [])

        assert len(moderation.pictures) == 2
        assert kept_in(tmp_path) == []


def flag(moderation: FakeModeration, *, times: int) -> None:
    """Let the next pictures be flagged, after the words of their story."""
    moderation.fail(ModerationFault.NOTHING, route="moderations")
    moderation.fail(ModerationFault.FLAG, route="moderations", times=times)


def kept_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
