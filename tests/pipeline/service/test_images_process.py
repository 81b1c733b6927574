"""Artist process with the images API: what is paid once, and what stays on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from pipeline.errors import DrawingError, WorkerDiedError
from pipeline.models import CastMember, DrawingOrder, PictureCost, ScriptPanelText
from pipeline.service import ipc
from pipeline.service.artist_process import ArtistProcess
from tests.fakes.painting.images import KEY, MODEL, FakeImages, ImagesFault

UUID = "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"
PRICE = PictureCost(1, 0.04)
SCENES = ("bakes bread", "sails away", "climbs a hill", "sleeps in the hay")
ORDER = DrawingOrder(
    prompt="Mimi",
    seed=7,
    panel_size=512,
    characters=(CastMember("Mimi", "a small grey cat with a red scarf"),),
    script=tuple(ScriptPanelText(f"Mimi {scene}") for scene in SCENES),
)

pytestmark = pytest.mark.servers


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeImages]:
    fake = FakeImages()
    async with fake.running():
        settings = {"URL": fake.url, "TOKEN": KEY, "MODEL": MODEL}
        settings |= {"USD_PER_IMAGE": "0.04", "PARALLEL": "1"}
        for name, value in settings.items():
            monkeypatch.setenv(f"COMICAI_ARTIST__{name}", value)
        yield fake


@pytest.fixture
async def artist(api: FakeImages, tmp_path: Path) -> AsyncIterator[ArtistProcess]:
    del api  # its address is in the environment of the process
    made = ArtistProcess("images", cache_folder=tmp_path / "paid")
    yield made
    await made.close()


def scenes_painted(api: FakeImages) -> Counter[str]:
    """Return how often each scene was asked for, and portraits."""
    found: Counter[str] = Counter()
    for call in api.calls:
        if prompt := call.params.get("prompt"):  # none in requests that were not answered
            found.update([next((scene for scene in SCENES if scene in prompt), "portrait")])
    return found


class Attempt:
    """One drawing of ORDER, with what it paid."""

    def __init__(self, artist: ArtistProcess, *, dies_at: Callable[[], bool] | None = None) -> None:
        self.paid = PictureCost()
        self._artist = artist
        self._dies_at = dies_at

    async def draw(self, uuid: str = UUID) -> None:
        await self._artist.draw(uuid, ORDER, self._on_stage, self._on_output)

    async def _on_stage(self, _stage: str, _panel: int) -> None:
        if self._dies_at is not None and self._dies_at():
            assert self._artist._process is not None
            self._artist._process.kill()

    async def _on_output(self, output: ipc.Output) -> None:
        assert isinstance(output, ipc.PaidMessage)
        self.paid += output.cost


async def test_a_second_attempt_after_a_crash_pays_nothing_twice(
    api: FakeImages, artist: ArtistProcess, tmp_path: Path
) -> None:
    api.fail(ImagesFault.TWO_PICTURES, route="edits", times=2)  # of which one is used
    api.fail(ImagesFault.HANG, route="edits")
    first = Attempt(artist, dies_at=lambda: len(api.called("edits")) == 3)
    second = Attempt(artist)
    with pytest.raises(WorkerDiedError):
        await first.draw()
    await second.draw()

    assert first.paid.images == 3, "a portrait and two panels"
    assert second.paid.images == 2
    assert (first.paid + second.paid).usd == pytest.approx(5 * 0.04)
    assert scenes_painted(api) == dict.fromkeys(("portrait", *SCENES), 1)
    assert len(list((tmp_path / "portraits").iterdir())) == 1
    assert [len(images) for images in api.references][-2:] == [1, 1]


async def test_another_comic_uses_the_portrait_after_a_restart(
    api: FakeImages, artist: ArtistProcess
) -> None:
    await Attempt(artist).draw()
    await artist.close()
    another = Attempt(artist)

    await another.draw(UUID.replace("6f", "7f"))

    assert another.paid.images == 4
    assert scenes_painted(api)["portrait"] == 1
    assert len({images[0] for images in api.references}) == 1


async def test_a_broken_picture_is_paid_and_the_portrait_before_it_is_not_paid_again(
    api: FakeImages, artist: ArtistProcess
) -> None:
    api.fail(ImagesFault.BROKEN_PICTURE, route="edits")
    first, second = Attempt(artist), Attempt(artist)
    with pytest.raises(DrawingError, match="broken picture"):
        await first.draw()
    await second.draw()

    assert (first.paid, second.paid.images) == (PRICE + PRICE, 4)
    assert scenes_painted(api)["portrait"] == 1
