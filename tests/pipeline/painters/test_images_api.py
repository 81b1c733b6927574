from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from pipeline.comic.painter import Reference
from pipeline.errors import ArtistUnreadyError, DrawingError, ErrorCode, UnreadyReason
from pipeline.models import CastMember, PictureCost
from pipeline.painters import images_errors
from pipeline.painters.images_api import ImagesApiPainter, check_settings
from pipeline.settings import ArtistOptions, PipelineOptions, SettingsError
from tests.fakes.painting.images import KEY, MODEL, OPEN_MODEL, FakeImages, ImagesFault
from tests.fakes.painting.pictures import flat_picture
from tests.pipeline.comic.drawing_orders import order
from tests.pipeline.comic.shots import no_report, shots_of
from tests.pipeline.painters.images_server import painting_by, serving

SECRET_PROMPT = "A cat hides the treasure of Xanadu"
SHOT = shots_of(order(SECRET_PROMPT, panel_count=1))[0]


@pytest.fixture
def elsewhere() -> Iterator[FakeImages]:
    """Another server, to which no request may go."""
    fake = FakeImages()
    with serving(fake):
        yield fake
    assert fake.calls == []


@pytest.fixture
def api(elsewhere: FakeImages) -> Iterator[FakeImages]:
    fake = FakeImages(elsewhere=f"http://127.0.0.1:{elsewhere.port}")
    with serving(fake):
        yield fake


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images_errors, "_SERVER_DELAYS", (0.01, 0.01))


def failure(fake: FakeImages, *faults: ImagesFault, **options: Any) -> DrawingError:
    """Return the error with which a panel fails."""
    route = "generations"
    for fault in faults:
        fake.fail(fault, route=route)
    with painting_by(fake, **options) as painter, pytest.raises(DrawingError) as caught:
        painter.paint(SHOT, no_report)
    return caught.value


# --- Requests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [MODEL, OPEN_MODEL])
@pytest.mark.parametrize("aspect", ["1:1", "16:9", "9:16", "3:2"])
def test_a_panel_is_painted_in_its_size(api: FakeImages, model: str, aspect: str) -> None:
    shot = shots_of(order(panel_count=1, aspect=aspect, panel_size=768))[0]

    with painting_by(api, model=model) as painter:
        picture = painter.paint(shot, no_report)

    assert picture.image.size == (shot.width, shot.height)
    assert picture.heads is None
    asked = api.called("generations")[0].params["size"]
    width, height = map(int, asked.split("x"))
    assert width / height == pytest.approx(shot.width / shot.height, rel=0.2)


def test_the_key_the_model_and_the_words_are_sent(api: FakeImages) -> None:
    with painting_by(api) as painter:
        painter.paint(SHOT, no_report)

    (call,) = api.calls
    assert call.headers["Authorization"] == f"Bearer {KEY}"
    assert call.params["model"] == MODEL
    assert "no text, no speech bubbles" in call.params["prompt"]
    assert "Avoid: " in call.params["prompt"]
    assert call.params["quality"] == "medium"


def test_open_models_get_seed_and_unwanted_words_and_answer_in_base64(api: FakeImages) -> None:
    with painting_by(api, model=OPEN_MODEL) as painter:
        first = painter.paint(SHOT, no_report)
        again = painter.paint(SHOT, no_report)
        other = painter.paint(replace(SHOT, seed=SHOT.seed + 1), no_report)

    params = api.calls[0].params
    assert params["seed"] == SHOT.panel_seed
    assert "speech bubble" in params["negative_prompt"]
    assert params["response_format"] == "b64_json"
    assert first.image.tobytes() == again.image.tobytes() != other.image.tobytes()


def test_the_operators_own_parameters_are_sent(api: FakeImages) -> None:
    options = {"quality": "high", "moderation": "low"}
    with painting_by(api, options=options) as painter:
        painter.paint(SHOT, no_report)

    assert api.calls[0].params["quality"] == "high"
    assert api.calls[0].params["moderation"] == "low"


def test_references_go_to_edits(api: FakeImages) -> None:
    portrait = flat_picture("Mimi", 256, 256)
    references = (Reference("Mimi", portrait), Reference("Bolt", flat_picture("Bolt", 256, 256)))
    with painting_by(api) as painter:
        assert painter.max_references >= 2
        picture = painter.paint(replace(SHOT, references=references), no_report)

    assert picture.image.size == (SHOT.width, SHOT.height)
    assert api.references[0][0] == portrait
    assert len(api.references[0]) == 2
    assert "Mimi, Bolt" in api.called("edits")[0].params["prompt"]


# --- Failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [ImagesFault.MODERATION_BLOCKED, ImagesFault.CONTENT_POLICY_VIOLATION]
)
def test_a_refused_prompt_is_the_users(api: FakeImages, fault: ImagesFault) -> None:
    error = failure(api, fault)

    assert error.fault.code is ErrorCode.PROMPT_REJECTED
    assert not error.fault.retryable
    assert len(api.calls) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (ImagesFault.UNAUTHORIZED, UnreadyReason.UNAUTHORIZED),
        (ImagesFault.FORBIDDEN, UnreadyReason.UNAUTHORIZED),
        (ImagesFault.INSUFFICIENT_QUOTA, UnreadyReason.NO_CREDIT),
        (ImagesFault.PAYMENT_REQUIRED, UnreadyReason.NO_CREDIT),
        (ImagesFault.MODEL_NOT_FOUND, UnreadyReason.LOAD_FAILED),
    ],
)
def test_what_the_operator_has_to_mend_makes_the_artist_unready(
    api: FakeImages, fault: ImagesFault, reason: UnreadyReason
) -> None:
    error = failure(api, fault)

    assert isinstance(error, ArtistUnreadyError)
    assert error.reason is reason
    assert len(api.calls) == 1


def test_a_wrong_key_is_reported_and_not_repeated(api: FakeImages) -> None:
    error = failure(api, token="sk-wrong-key")

    assert isinstance(error, ArtistUnreadyError)
    assert error.reason is UnreadyReason.UNAUTHORIZED
    assert "sk-" not in str(error)


def test_a_rate_limit_is_waited_for(api: FakeImages) -> None:
    api.retry_after = 0
    api.fail(ImagesFault.RATE_LIMIT, route="generations", times=2)
    with painting_by(api) as painter:
        painter.paint(SHOT, no_report)

    assert len(api.calls) == 3


def test_after_a_long_rate_limit_the_job_goes_back_to_the_queue(api: FakeImages) -> None:
    api.retry_after = 3600

    error = failure(api, ImagesFault.RATE_LIMIT)

    assert error.fault.code is ErrorCode.OVERLOADED
    assert error.fault.retry_after_seconds == 3600
    assert len(api.calls) == 1


@pytest.mark.parametrize(
    "fault",
    [
        ImagesFault.SERVER_ERROR,
        ImagesFault.BAD_GATEWAY,
        ImagesFault.DROP,
    ],
)
def test_a_short_outage_is_bridged(api: FakeImages, fault: ImagesFault) -> None:
    api.fail(fault, route="generations", times=2)
    with painting_by(api) as painter:
        painter.paint(SHOT, no_report)

    assert len(api.calls) == 3


def test_a_long_outage_fails_the_attempt(api: FakeImages) -> None:
    error = failure(api, *[ImagesFault.SERVER_ERROR] * 3)

    assert error.fault.code is ErrorCode.GENERATION_FAILED
    assert error.fault.retryable
    assert len(api.calls) == 3


def test_an_api_that_is_unreachable_makes_the_artist_unready(elsewhere: FakeImages) -> None:
    fake = FakeImages()
    fake.url = "http://127.0.0.1:1/v1"

    error = failure(fake)

    assert isinstance(error, ArtistUnreadyError)
    assert error.reason is UnreadyReason.UNREACHABLE


def test_an_api_that_hangs_is_given_up_and_not_asked_twice(api: FakeImages) -> None:
    """The picture may be on its way, and paid for."""
    error = failure(api, ImagesFault.HANG, options={"timeout_seconds": 0.5}, usd_per_image=0.04)

    assert error.fault.code is ErrorCode.GENERATION_FAILED
    assert (error.paid_images, error.paid_usd) == (1, 0.04)
    assert len(api.calls) == 1


# --- Lies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        ImagesFault.NO_PICTURE,
        ImagesFault.BROKEN_PICTURE,
        ImagesFault.NOT_A_PICTURE,
        ImagesFault.NOT_BASE64,
        ImagesFault.TINY_PICTURE,
        ImagesFault.WEBP_BOMB,
        ImagesFault.PNG_BOMB,
        ImagesFault.NONSENSE,
        ImagesFault.HTML,
        ImagesFault.HUGE,
        ImagesFault.COMPRESSED,
        ImagesFault.LINK_ELSEWHERE,
        ImagesFault.LINK_REDIRECTS,
        ImagesFault.LINK_LINK_LOCAL,
        ImagesFault.LINK_FILE,
        ImagesFault.LINK_HUGE,
        ImagesFault.REDIRECT_LOOPBACK,
        ImagesFault.REDIRECT_LINK_LOCAL,
    ],
)
def test_a_lie_fails_the_panel_and_leads_nowhere(api: FakeImages, fault: ImagesFault) -> None:
    error = failure(api, fault)

    assert error.fault.code is ErrorCode.GENERATION_FAILED
    assert len(api.called("generations")) == 1


@pytest.mark.parametrize(
    ("fault", "paid"),
    [
        (None, 1),
        (ImagesFault.BROKEN_PICTURE, 1),
        (ImagesFault.PNG_BOMB, 1),
        (ImagesFault.NOT_BASE64, 1),
        (ImagesFault.LINK_ELSEWHERE, 1),
        (ImagesFault.LINK_HUGE, 1),
        (ImagesFault.NO_PICTURE, 0),
        (ImagesFault.HTML, 0),
        (ImagesFault.MODERATION_BLOCKED, 0),
        (ImagesFault.UNAUTHORIZED, 0),
    ],
)
def test_a_picture_that_the_api_made_is_paid_even_if_it_cannot_be_used(
    api: FakeImages, fault: ImagesFault | None, paid: int
) -> None:
    if fault is None:
        with painting_by(api, usd_per_image=0.04) as painter:
            assert painter.paint(SHOT, no_report).cost == PictureCost(1, 0.04)
        return
    error = failure(api, fault, usd_per_image=0.04)

    assert (error.paid_images, error.paid_usd) == (paid, 0.04 * paid)


@pytest.mark.parametrize("fault", [ImagesFault.OTHER_SIZE, ImagesFault.TWO_PICTURES])
def test_another_size_or_number_is_made_to_fit(api: FakeImages, fault: ImagesFault) -> None:
    api.fail(fault, route="generations")
    with painting_by(api) as painter:
        picture = painter.paint(SHOT, no_report)

    assert picture.image.size == (SHOT.width, SHOT.height)


def test_a_link_to_the_api_itself_is_followed_without_the_key(api: FakeImages) -> None:
    api.fail(ImagesFault.LINK, route="generations")
    with painting_by(api) as painter:
        painter.paint(SHOT, no_report)

    (fetched,) = api.called("files")
    assert "Authorization" not in fetched.headers


def test_a_link_to_a_host_of_the_settings_is_followed(api: FakeImages) -> None:
    store = FakeImages()
    with serving(store):
        origin = f"http://127.0.0.1:{store.port}"
        api.elsewhere = origin
        api.fail(ImagesFault.LINK_ELSEWHERE, route="generations")
        with painting_by(api, image_hosts=f'["{origin}"]') as painter:
            painter.paint(SHOT, no_report)
        assert len(store.called("files")) == 1


# --- Secrets --------------------------------------------------------------------------------------


def test_neither_key_nor_prompt_is_in_an_error_or_a_log(
    api: FakeImages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_LOG", "debug")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        error = failure(api, ImagesFault.ECHO)
        with painting_by(api) as painter:
            painter.paint(SHOT, no_report)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)

    for text in (str(error), repr(error), repr(error.__cause__), stream.getvalue()):
        assert "Xanadu" not in text
        assert KEY not in text


# --- Cancelling, and several panels at once -------------------------------------------------------


class StopPaintingError(BaseException):
    pass


def test_a_canceled_panel_drops_its_request(api: FakeImages) -> None:
    api.fail(ImagesFault.HANG, route="generations")
    calls: list[float] = []

    def report(share: float) -> None:
        calls.append(share)
        if len(calls) == 2:
            raise StopPaintingError

    with painting_by(api, usd_per_image=0.04) as painter, pytest.raises(StopPaintingError):
        painter.paint(SHOT, report)
    assert 0 <= calls[0] <= calls[1] < 1
    assert painter.interrupted_cost == PictureCost(1, 0.04)


def test_a_wait_for_a_rate_limit_can_be_canceled(api: FakeImages) -> None:
    api.retry_after = 50
    api.fail(ImagesFault.RATE_LIMIT, route="generations")

    def report(share: float) -> None:
        if api.calls:
            raise StopPaintingError

    with painting_by(api) as painter, pytest.raises(StopPaintingError):
        painter.paint(SHOT, report)


def test_panels_are_asked_for_together(api: FakeImages) -> None:
    api.seconds = 1.0
    shots = shots_of(order(panel_count=4))
    with painting_by(api) as painter:
        threads = [threading.Thread(target=painter.paint, args=(shot, no_report)) for shot in shots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    assert painter.parallel == 4
    assert api.most_together == 4


# --- Settings -------------------------------------------------------------------------------------


def make(**options: Any) -> Callable[[], ImagesApiPainter]:
    return lambda: ImagesApiPainter(ArtistOptions.model_validate(options))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "artist.token"),
        ({"token": "x", "options": {"references": "many"}}, "artist.options.references"),
        ({"token": "x", "options": {"sizes": ["large"]}}, "artist.options.sizes"),
    ],
)
def test_bad_settings_are_one_sentence(options: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        make(**options)()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("artist", "words"),
    [
        ({"image_hosts": '["a host"]'}, "artist.image_hosts"),
        ({"image_hosts": '["ftp://files.example.org"]'}, "artist.image_hosts"),
        ({"options": {"sizes": ["large"]}}, "artist.options.sizes"),
        ({"options": {"timeout_seconds": -1}}, "artist.options.timeout_seconds"),
    ],
)
def test_bad_settings_are_found_before_anything_is_loaded(
    artist: dict[str, Any], words: str
) -> None:
    options = PipelineOptions.model_validate({"artist": {"token": "x", **artist}})

    with pytest.raises(SettingsError, match=words):
        check_settings(options)
    check_settings(PipelineOptions.model_validate({"artist": {"token": "x"}}))


def test_characters_are_described_word_for_word(api: FakeImages) -> None:
    mimi = CastMember("Mimi", "small grey cat, red scarf, flour on whiskers")
    shots = shots_of(order("Mimi bakes. Mimi sleeps.", panel_count=2, characters=(mimi,)))
    with painting_by(api) as painter:
        for shot in shots:
            painter.paint(shot, no_report)

    assert all(mimi.description in call.params["prompt"] for call in api.calls)


def test_transparent_and_grey_pictures_become_opaque_colors() -> None:
    from pipeline.comic.received_pictures import decoded

    for mode in ("RGBA", "LA", "L", "P", "I;16", "1"):
        file = io.BytesIO()
        Image.new(mode, (80, 80)).save(file, "PNG")
        assert decoded(file.getvalue()).mode == "RGB"


def test_the_client_is_loaded_with_the_painter_and_not_before() -> None:
    code = (
        "import sys, pipeline.painters.images_api, pipeline.cli, pipeline.service.artist_worker;"
        "print([name for name in ('openai', 'httpx2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
