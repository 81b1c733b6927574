"""What every painter has to do, as checks that the tests of each painter call.

A test module makes a class that derives from `PainterSuite` and gives it the fixture `painter`.
`repeats` is False for a painter that cannot paint the same picture again.
"""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pytest
from PIL import Image

from pipeline.comic.page import draw_page
from pipeline.comic.page_assembly import aimed
from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.painter import Painter, Picture
from pipeline.models import ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import FOX, order, quiet
from tests.pipeline.comic.lettering.test_arrangement import assert_text_lies_in_its_shapes
from tests.pipeline.comic.shots import no_report, shots_of

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
                if item.tail is not None and not painter.knows_heads:
                    assert item.tail[1] <= lettering.top
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
