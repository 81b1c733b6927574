"""Reference pictures of characters: what of them reaches a painter, and what does not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from PIL import Image

from pipeline.comic import reference_pictures
from pipeline.comic.page import draw_page
from pipeline.comic.painting import PaintingHooks
from pipeline.comic.portraits import PORTRAIT_SIZE, PortraitStore, with_references
from pipeline.comic.shot_words import PORTRAIT
from pipeline.errors import ArtistUnreadyError, DrawingError, ErrorCode, UnreadyReason, api_fault
from pipeline.models import CastMember, DrawingOrder, ScriptPanelText
from tests.fakes.painting.endpoint import FakeEndpoint
from tests.fakes.painting.pictures import flat_picture, png_bomb, truncated_picture
from tests.pipeline.comic.drawing_orders import order, quiet
from tests.pipeline.comic.shots import shots_of
from tests.pipeline.painters.flat_painter import FlatPainter
from tests.pipeline.painters.images_server import serving

ROTATED = 6  # EXIF orientation: the camera was held upright


class Bucket(FakeEndpoint):
    """An object store with pictures, good and bad."""

    prefix = "/bucket"

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/bucket/{name}", self._object, name="objects")

    async def respond_to(self, fault: str, request: web.Request) -> web.StreamResponse | None:
        del fault, request
        raise NotImplementedError

    async def _object(self, request: web.Request) -> web.StreamResponse:
        self.log_call(request, {})
        name = request.match_info["name"]
        if name == "moved.png":
            raise web.HTTPFound(f"{self.url}/mimi.png")
        if name == "slow.png":
            await self.stopping.wait()
        found: dict[str, Callable[[], bytes]] = {
            "mimi.png": lambda: flat_picture("Mimi", 2000, 1000),
            "photo.jpg": photo,
            "cut.png": lambda: truncated_picture(400, 400),
            "page.html": lambda: b"<html>",
            "bomb.png": png_bomb,
            "huge.png": lambda: b"\x89PNG" + b"\0" * reference_pictures.MAX_BYTES,
        }
        if name not in found:
            raise web.HTTPForbidden
        content = found[name]()
        return web.Response(body=content)


def photo() -> bytes:
    file = io.BytesIO()
    exif = Image.new("RGB", (1, 1)).getexif()
    exif.update({0x0112: ROTATED, 0x010F: "a camera"})
    Image.new("RGB", (400, 300), "teal").save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    fake = Bucket()
    with serving(fake):
        yield fake


def comic(*links: str, safety: str = "standard") -> DrawingOrder:
    """Return an order about two characters, the first of whom has a picture."""
    members = [CastMember("Mimi", "a cat", consistency=0.9), CastMember("Bolt", "a robot")]
    members[: len(links)] = [
        replace(member, reference_url=link) for member, link in zip(members, links, strict=False)
    ]
    script = (ScriptPanelText("Mimi and Bolt bake"), ScriptPanelText("Mimi and Bolt eat"))
    return order(panel_count=2, script=script, characters=tuple(members), safety=safety)


def portraits_of(painter: FlatPainter) -> list[str]:
    return [shot.panel.parts[0].actor.name for shot in painter.shots if shot.panel.shot == PORTRAIT]


def test_a_character_with_a_picture_gets_it_in_place_of_a_portrait(
    bucket: Bucket, tmp_path: Path
) -> None:
    painter = FlatPainter(max_references=4)
    given = comic(f"{bucket.url}/mimi.png?X-Amz-Signature=1")

    shots = with_references(shots_of(given), painter, quiet, PortraitStore(tmp_path))

    mimi, bolt = shots[0].references
    assert (mimi.name, mimi.consistency) == ("Mimi", 0.9)
    assert Image.open(io.BytesIO(mimi.image)).size == (1024, 512)
    assert Image.open(io.BytesIO(bolt.image)).size == PORTRAIT_SIZE
    assert portraits_of(painter) == ["Bolt"]
    assert len(bucket.calls) == 1
    assert len(list(tmp_path.iterdir())) == 1, "pictures of users are not kept"


def test_a_picture_reaches_the_painter_upright_and_without_metadata(bucket: Bucket) -> None:
    given = comic(f"{bucket.url}/photo.jpg")

    shots = with_references(shots_of(given), FlatPainter(max_references=1), quiet, PortraitStore())

    image = Image.open(io.BytesIO(shots[0].references[0].image))
    assert (image.format, image.size) == ("PNG", (300, 400))
    assert not image.getexif()


@pytest.mark.parametrize(
    "name", ["moved.png", "slow.png", "cut.png", "page.html", "bomb.png", "huge.png", "expired.png"]
)
def test_a_picture_that_cannot_be_read_is_replaced_by_a_portrait(
    bucket: Bucket,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(reference_pictures, "SECONDS", 1.0)
    painter = FlatPainter(max_references=4)

    draw_page(comic(f"{bucket.url}/{name}?X-Amz-Signature=5ec2e7"), painter, quiet)

    assert portraits_of(painter) == ["Mimi", "Bolt"]
    assert [call.path for call in bucket.calls] == [f"/bucket/{name}"]
    assert "5ec2e7" not in "".join(capsys.readouterr())


def test_a_store_that_is_away_costs_no_comic() -> None:
    painter = FlatPainter(max_references=4)

    draw_page(comic("http://127.0.0.1:9/mimi.png"), painter, quiet)

    assert portraits_of(painter) == ["Mimi", "Bolt"]


def test_strict_comics_and_painters_without_references_fetch_nothing(bucket: Bucket) -> None:
    link = f"{bucket.url}/mimi.png"
    draw_page(comic(link, safety="strict"), FlatPainter(max_references=4), quiet)
    draw_page(comic(link), FlatPainter(), quiet)

    assert bucket.calls == []


def test_a_picture_that_fails_the_check_is_not_used(bucket: Bucket) -> None:
    def refuse_wide(image: Image.Image, safety: str) -> None:
        if image.width > image.height:
            raise DrawingError(api_fault(ErrorCode.OUTPUT_REJECTED, safety))

    painter = FlatPainter(max_references=4)
    hooks = PaintingHooks(check=refuse_wide)
    given = comic(f"{bucket.url}/mimi.png")

    with_references(shots_of(given), painter, quiet, PortraitStore(), hooks)

    assert portraits_of(painter) == ["Mimi", "Bolt"]


def test_a_picture_is_not_used_while_the_check_is_away(bucket: Bucket) -> None:
    def fail(_image: Image.Image, _safety: str) -> None:
        raise ArtistUnreadyError(UnreadyReason.MODERATION, "away")

    painter = FlatPainter(max_references=4)
    with pytest.raises(ArtistUnreadyError):
        with_references(
            shots_of(comic(f"{bucket.url}/mimi.png")),
            painter,
            quiet,
            PortraitStore(),
            PaintingHooks(check=fail),
        )

    assert painter.shots == []
