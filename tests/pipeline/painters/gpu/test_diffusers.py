from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops

from pipeline.comic.page import draw_page
from pipeline.comic.painter import Picture, Reference, Shot
from pipeline.comic.shot_words import shot_words
from pipeline.errors import DeviceLostError, DrawingError, ErrorCode
from pipeline.models import CastMember, DrawingOrder
from pipeline.painters.diffusers import DiffusersPainter, choose, load, painter
from pipeline.settings import ArtistOptions
from tests.pipeline.comic.shots import no_report, shots_of
from tests.pipeline.painters.gpu.tiny_pipelines import TinyPipelines
from tests.pipeline.painters.suite import PainterSuite

pytestmark = [
    pytest.mark.gpu_painter,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # diffusers'
]

ORDER = DrawingOrder(
    prompt="Mimi the cat opens a bakery on the moon", seed=7, panel_count=2, panel_size=512
)


class Canceled(BaseException):
    """What the artist process raises from a progress report after a cancel."""


@pytest.fixture(params=["klein", "sdxl", "sdxl-lightning"])
def made(request: pytest.FixtureRequest, tiny: TinyPipelines) -> DiffusersPainter:
    return make(str(request.param), tiny)


@pytest.fixture(scope="module")
def klein(tiny: TinyPipelines) -> DiffusersPainter:
    return make("klein", tiny)


def make(preset: str, tiny: TinyPipelines, **options: Any) -> DiffusersPainter:
    """Load as production does, but paint on a canvas that a CPU fills in a moment."""
    folder = tiny.klein if preset == "klein" else tiny.sdxl
    artist = ArtistOptions(model=str(folder), preset=preset, options={"device": "cpu", **options})
    choice = choose(artist)
    small = choice.preset.model_copy(update={"native": 128, "smallest": 96})
    choice = choice.model_copy(update={"preset": small})
    return DiffusersPainter(load(choice), choice, name=artist.model)


@pytest.fixture
def shot() -> Shot:
    return replace(shots_of(replace(ORDER, steps=2))[0], width=200, height=150)


def test_a_picture_has_the_size_of_its_shot(made: DiffusersPainter, shot: Shot) -> None:
    picture = made.paint(shot, no_report)

    assert picture.image.size == (200, 150)
    assert picture.image.mode == "RGB"
    assert picture.heads is None


def test_the_same_seed_paints_the_same_picture(made: DiffusersPainter, shot: Shot) -> None:
    first, again = (made.paint(shot, no_report) for _ in range(2))
    other = made.paint(replace(shot, index=1), no_report)

    assert alike(first, again)
    assert not alike(first, other)


def alike(one: Picture, other: Picture) -> bool:
    """Return whether two pictures differ by no more than the rounding of sums."""
    difference = ImageChops.difference(one.image, other.image).convert("L").tobytes()
    return max(difference) <= 8


def test_the_words_change_the_picture(klein: DiffusersPainter, shot: Shot) -> None:
    robot = shots_of(replace(ORDER, prompt="A robot swims in the sea", steps=2))[0]
    other = replace(robot, width=shot.width, height=shot.height)

    first, second = (klein.paint(each, no_report).image for each in (shot, other))

    assert first.tobytes() != second.tobytes()


def test_progress_is_reported_step_by_step(made: DiffusersPainter, shot: Shot) -> None:
    shares: list[float] = []
    made.paint(shot, shares.append)

    assert shares == [0.0, 0.5, 1.0]


def test_a_cancel_stops_within_a_panel_and_the_next_panel_is_painted(
    made: DiffusersPainter, shot: Shot
) -> None:
    shares: list[float] = []

    def report(share: float) -> None:
        shares.append(share)
        if share > 0:
            raise Canceled

    with pytest.raises(Canceled):
        made.paint(shot, report)

    assert shares == [0.0, 0.5]
    assert made.paint(shot, no_report).image.size == (200, 150)


@pytest.fixture
def reference() -> Reference:
    file = io.BytesIO()
    Image.new("RGB", (128, 128), (200, 30, 30)).save(file, "PNG")
    return Reference("Mimi", file.getvalue())


def test_references_change_the_picture_where_the_pipeline_takes_them(
    klein: DiffusersPainter, shot: Shot, reference: Reference
) -> None:
    assert klein.max_references == 4

    without, one, several = (
        klein.paint(replace(shot, references=(reference,) * count), no_report).image.tobytes()
        for count in (0, 1, 6)
    )

    assert without != one
    assert one != several


def test_sdxl_takes_no_references(tiny: TinyPipelines) -> None:
    assert make("sdxl", tiny).max_references == 0


def test_the_unet_of_sdxl_lightning_replaces_that_of_the_model(
    tiny: TinyPipelines, shot: Shot
) -> None:
    plain = make("sdxl", tiny).paint(shot, no_report)
    lightning = make("sdxl-lightning", tiny).paint(shot, no_report)

    assert not alike(plain, lightning)


def test_unwanted_words_and_guidance_count_where_the_model_reads_them(
    tiny: TinyPipelines,
) -> None:
    made = make("sdxl", tiny)
    neutral = replace(ORDER, style="neutral", steps=2)  # its own unwanted words are short
    shot = replace(shots_of(neutral)[0], width=200, height=150)
    assert set(made.input_keys) >= {"steps", "guidance", "negativePrompt"}

    plain, unwanted, guided = (
        made.paint(replace(shot, order=order), no_report).image.tobytes()
        for order in (
            shot.order,
            replace(shot.order, negative_prompt="rain, fog and a great many umbrellas"),
            replace(shot.order, guidance=12.0),
        )
    )

    assert plain != unwanted
    assert plain != guided


def test_a_distilled_model_ignores_guidance(klein: DiffusersPainter, shot: Shot) -> None:
    assert "guidance" not in klein.input_keys

    guided = replace(shot, order=replace(shot.order, guidance=12.0))

    assert alike(klein.paint(shot, no_report), klein.paint(guided, no_report))


def test_the_steps_of_an_order_have_a_limit(klein: DiffusersPainter, shot: Shot) -> None:
    shares: list[float] = []
    klein.paint(replace(shot, order=replace(shot.order, steps=50)), shares.append)

    assert len(shares) == 1 + klein.preset.most_steps


def test_running_out_of_memory_fails_the_panel_and_the_next_one_is_painted(
    klein: DiffusersPainter, shot: Shot
) -> None:
    import torch

    error = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
    with raising(klein, error), pytest.raises(DrawingError) as failed:
        klein.paint(shot, no_report)

    assert failed.value.fault.code is ErrorCode.GPU_OOM
    assert failed.value.fault.retryable
    assert klein.paint(shot, no_report).image.size == (200, 150)


def test_a_full_main_memory_is_the_same_failure(klein: DiffusersPainter, shot: Shot) -> None:
    message = "[enforce fail] DefaultCPUAllocator: can't allocate memory"
    with raising(klein, RuntimeError(message)), pytest.raises(DrawingError) as failed:
        klein.paint(shot, no_report)

    assert failed.value.fault.code is ErrorCode.GPU_OOM


@pytest.mark.parametrize(
    "message",
    [
        "CUDA error: an illegal memory access was encountered",
        "CUDA error: device-side assert triggered",
        "CUBLAS_STATUS_EXECUTION_FAILED when calling cublasGemmEx",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
    ],
)
def test_any_other_error_of_the_gpu_asks_for_a_new_process(
    klein: DiffusersPainter, shot: Shot, message: str
) -> None:
    with raising(klein, RuntimeError(message)), pytest.raises(DeviceLostError):
        klein.paint(shot, no_report)


def test_an_error_of_the_program_is_neither(klein: DiffusersPainter, shot: Shot) -> None:
    message = "mat1 and mat2 shapes cannot be multiplied"
    with raising(klein, RuntimeError(message)), pytest.raises(RuntimeError, match="mat1"):
        klein.paint(shot, no_report)


class raising:  # noqa: N801 - reads like pytest.raises
    """Let the transformer of a painter's pipeline raise an error, once it is called."""

    def __init__(self, made: DiffusersPainter, error: BaseException) -> None:
        self._transformer = made._pipeline.transformer
        self._error = error
        self._hook: Any = None

    def __enter__(self) -> None:
        def hook(_module: Any, _inputs: Any) -> None:
            raise self._error

        self._hook = self._transformer.register_forward_pre_hook(hook)

    def __exit__(self, *_: object) -> None:
        self._hook.remove()


def test_a_lettered_page_is_painted_with_the_settings_of_the_environment(
    tiny: TinyPipelines, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("COMICAI_ARTIST__MODEL", str(tiny.klein))
    settings.setenv("COMICAI_ARTIST__OPTIONS", '{"device": "cpu"}')
    stages: list[tuple[str, int]] = []

    order = replace(ORDER, steps=1, style="pixel")
    page = draw_page(order, painter(), lambda stage, panel: stages.append((stage, panel)))

    assert ("rendering", 2) in stages
    assert page.model == "klein"
    assert Image.open(io.BytesIO(page.image)).size == (page.width, page.height)


def test_the_words_are_in_no_log_and_on_no_terminal(
    tiny: TinyPipelines, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    cast = (CastMember("Zanzibar", "a cat from the lake, " * 18),)  # descriptions are never cut
    order = replace(ORDER, prompt="Zanzibar waits", characters=cast, steps=1)
    shot = shots_of(order)[0]

    for preset in ("klein", "sdxl"):
        make(preset, tiny).paint(replace(shot, width=200, height=150), no_report)

    printed = capfd.readouterr()
    assert len(shot_words(shot).words) > 300
    for text in (printed.out, printed.err, caplog.text):
        assert "zanzibar" not in text.lower()
        assert "lake" not in text.lower()


class TestSuite(PainterSuite):
    """What every painter has to do."""

    panel_size = 256

    @pytest.fixture
    def painter(self, klein: DiffusersPainter) -> DiffusersPainter:
        return klein
