"""The shared checks of painters, for those that need nothing, and for APIs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.comic.painter import Painter
from pipeline.painters.a1111 import A1111Painter
from pipeline.painters.sketch import painter as sketch_painter
from pipeline.settings import ArtistOptions
from tests.fakes.painting.a1111 import FakeA1111
from tests.fakes.painting.images import MODEL, OPEN_MODEL, FakeImages
from tests.pipeline.painters.flat_painter import FlatPainter
from tests.pipeline.painters.images_server import painting_by, serving
from tests.pipeline.painters.suite import ModelPainterSuite, PainterSuite


class TestSketch(PainterSuite):
    @pytest.fixture
    def painter(self) -> Painter:
        return sketch_painter()


class TestFlat(ModelPainterSuite):
    """Flat colours: a painter of somebody's own."""

    @pytest.fixture
    def painter(self) -> Painter:
        return FlatPainter(parallel=4, max_references=2)


class TestImagesApi(ModelPainterSuite):
    """OpenAI's models take no seed. The fake's colours depend on the words alone."""

    repeats = False

    @pytest.fixture
    def painter(self) -> Iterator[Painter]:
        fake = FakeImages()
        with serving(fake), painting_by(fake, model=MODEL) as painter:
            yield painter


class TestA1111(ModelPainterSuite):
    @pytest.fixture
    def painter(self) -> Iterator[Painter]:
        fake = FakeA1111()
        with serving(fake):
            painter = A1111Painter(ArtistOptions(kind="a1111", url=fake.url))
            yield painter
            painter.close()


class TestOpenImagesApi(ModelPainterSuite):
    @pytest.fixture
    def painter(self) -> Iterator[Painter]:
        fake = FakeImages()
        with serving(fake), painting_by(fake, model=OPEN_MODEL) as painter:
            yield painter
