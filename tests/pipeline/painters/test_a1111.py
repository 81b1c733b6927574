from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from pipeline.comic.page import draw_page
from pipeline.errors import ArtistUnreadyError, DrawingError, ErrorCode, UnreadyReason
from pipeline.models import CastMember
from pipeline.painters import a1111
from pipeline.painters.a1111 import A1111Painter
from pipeline.settings import ArtistOptions, SettingsError
from tests.fakes.painting.a1111 import CHECKPOINT, CREDENTIALS, A1111Fault, FakeA1111
from tests.pipeline.comic.drawing_orders import order
from tests.pipeline.comic.shots import no_report, shots_of
from tests.pipeline.painters.images_server import serving

SECRET_PROMPT = "A cat hides the treasure of Xanadu"
SHOT = shots_of(order(SECRET_PROMPT, panel_count=1))[0]


class Canceled(BaseException):
    """What the artist process raises from a progress report after a cancel."""


@pytest.fixture(autouse=True)
def _short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(a1111, "_POLL_SECONDS", 0.02)


@pytest.fixture
def elsewhere() -> Iterator[FakeA1111]:
    """Another server, to which no request may go."""
    fake = FakeA1111()
    with serving(fake):
        yield fake
    assert fake.calls == []


@pytest.fixture
def ui(elsewhere: FakeA1111) -> Iterator[FakeA1111]:
    fake = FakeA1111(elsewhere=elsewhere.url)
    with serving(fake):
        yield fake


@contextmanager
def painting_by(fake: FakeA1111, **settings: Any) -> Iterator[A1111Painter]:
    artist = ArtistOptions.model_validate({"kind": "a1111", "url": fake.url, **settings})
    painter = A1111Painter(artist)
    try:
        yield painter
    finally:
        painter.close()


def failure(fake: FakeA1111, fault: A1111Fault, **settings: Any) -> DrawingError:
    fake.fail(fault, route="txt2img")
    with painting_by(fake, **settings) as painter, pytest.raises(DrawingError) as caught:
        painter.paint(SHOT, no_report)
    return caught.value


# --- Requests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("aspect", ["1:1", "16:9", "9:16", "3:2"])
def test_a_panel_is_painted_in_its_size(ui: FakeA1111, aspect: str) -> None:
    shot = shots_of(order(panel_count=1, aspect=aspect, panel_size=768))[0]

    with painting_by(ui) as painter:
        picture = painter.paint(shot, no_report)

    assert picture.image.size == (shot.width, shot.height)
    assert picture.heads is None
    params = ui.called("txt2img")[0].params
    assert params["width"] % 64 == params["height"] % 64 == 0
    asked = params["width"] / params["height"]
    assert asked == pytest.approx(shot.width / shot.height, rel=0.2)


def test_the_order_and_the_settings_are_sent(ui: FakeA1111) -> None:
    cast = (CastMember("Mimi", "a blue cat with a red scarf"),)
    asked = order("Mimi waits", panel_count=1, characters=cast, seed=41, negative_prompt="fog")

    with painting_by(ui, model=CHECKPOINT, options={"sampler_name": "Euler a"}) as painter:
        painter.paint(shots_of(asked)[0], no_report)
        painter.paint(shots_of(replace(asked, steps=7, guidance=3.5))[0], no_report)

    first, second = (call.params for call in ui.called("txt2img"))
    assert "a blue cat with a red scarf" in first["prompt"]
    assert "fog" in first["negative_prompt"]
    assert first["seed"] == 41
    assert first["sampler_name"] == "Euler a"
    assert first["override_settings"] == {"sd_model_checkpoint": CHECKPOINT}
    assert first["save_images"] is False
    assert (second["steps"], second["cfg_scale"]) == (7, 3.5)
    assert first["force_task_id"] != second["force_task_id"]


def test_the_same_seed_gives_the_same_bytes_and_panels_have_seeds_of_their_own(
    ui: FakeA1111,
) -> None:
    with painting_by(ui) as painter:
        pictures = [
            painter.paint(shot, no_report).image.tobytes()
            for shot in (SHOT, SHOT, replace(SHOT, index=1))
        ]

    assert pictures[0] == pictures[1] != pictures[2]


def test_a_page_is_drawn_and_lettered(ui: FakeA1111) -> None:
    with painting_by(ui) as painter:
        page = draw_page(order(panel_count=4), painter, lambda _stage, _panel: None)

    assert len(ui.called("txt2img")) == 4
    assert page.model == "a1111"


def test_credentials_are_sent_as_basic_authorization() -> None:
    fake = FakeA1111(CREDENTIALS)
    with serving(fake):
        with painting_by(fake, token=CREDENTIALS) as painter:
            painter.paint(SHOT, no_report)
        with painting_by(fake) as painter, pytest.raises(ArtistUnreadyError) as refused:
            painter.paint(SHOT, no_report)

    assert refused.value.reason is UnreadyReason.UNAUTHORIZED


def test_other_tokens_are_sent_as_bearer_tokens(ui: FakeA1111) -> None:
    with painting_by(ui, token="of-a-proxy") as painter:
        painter.paint(SHOT, no_report)

    assert ui.called("txt2img")[0].headers["Authorization"] == "Bearer of-a-proxy"


@pytest.mark.parametrize("suffix", ["", "/", "/sdapi/v1"])
def test_the_address_may_include_the_path_of_the_api(ui: FakeA1111, suffix: str) -> None:
    artist = ArtistOptions(kind="a1111", url=ui.url + suffix)
    painter = A1111Painter(artist)
    painter.paint(SHOT, no_report)
    painter.close()

    assert len(ui.called("txt2img")) == 1


# --- Progress and interruption --------------------------------------------------------------------


@pytest.fixture
def slow() -> Iterator[FakeA1111]:
    fake = FakeA1111(seconds=3.0)
    with serving(fake):
        yield fake


def test_progress_follows_the_steps(slow: FakeA1111) -> None:
    slow.seconds = 1.0
    shares: list[float] = []
    with painting_by(slow) as painter:
        painter.paint(SHOT, shares.append)

    assert shares == sorted(shares)
    assert any(0 < share < 1 for share in shares)
    assert slow.called("progress") == []  # that of the task is known


def test_the_common_progress_is_read_where_there_is_no_other(
    slow: FakeA1111, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.seconds = 1.0
    monkeypatch.setattr(a1111, "TASK_PROGRESS", "/internal/none")
    shares: list[float] = []
    with painting_by(slow) as painter:
        painter.paint(SHOT, shares.append)

    assert any(0 < share < 1 for share in shares)
    assert slow.called("progress")[0].params == {"skip_current_image": "true"}


def cancel_when(condition: Callable[[], bool]) -> Callable[[float], None]:
    def report(_share: float) -> None:
        if condition():
            raise Canceled

    return report


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        threading.Event().wait(0.02)
    raise AssertionError


def test_a_cancel_interrupts_our_own_picture(slow: FakeA1111) -> None:
    slow.seconds = 60.0
    with painting_by(slow) as painter:
        with pytest.raises(Canceled):
            painter.paint(SHOT, cancel_when(lambda: slow.current != ""))
        wait_until(lambda: slow.interrupted != [])

    task = slow.called("txt2img")[0].params["force_task_id"]
    assert slow.interrupted == [task]
    assert len(slow.called("interrupt")) == 1


def test_a_cancel_never_interrupts_the_picture_of_another_client(slow: FakeA1111) -> None:
    slow.seconds = 60.0
    with painting_by(slow) as other, painting_by(slow) as ours:
        others = threading.Thread(target=other.paint, args=(SHOT, no_report))
        others.start()
        wait_until(lambda: slow.current != "")
        with pytest.raises(Canceled):
            ours.paint(SHOT, cancel_when(lambda: slow.pending != []))
        asked = len(slow.called("task-progress"))
        wait_until(lambda: len(slow.called("task-progress")) > asked + 10)
        assert slow.called("interrupt") == []

        # the other client stops its picture; then ours begins, which nobody waits for
        httpx.post(f"{slow.url}/sdapi/v1/interrupt")
        others.join(20)
        wait_until(lambda: len(slow.interrupted) == 2)

    tasks = [call.params["force_task_id"] for call in slow.called("txt2img")]
    assert slow.interrupted == tasks
    assert [call.params["interrupted"] for call in slow.called("interrupt")] == tasks


def test_without_progress_of_tasks_nothing_is_interrupted() -> None:
    fake = FakeA1111(seconds=1.5, basic=True)
    with serving(fake), painting_by(fake) as painter:
        with pytest.raises(Canceled):
            painter.paint(SHOT, cancel_when(lambda: fake.current != ""))

        assert painter.paint(SHOT, no_report).image.size == (SHOT.width, SHOT.height)

    assert {call.route for call in fake.calls} == {"txt2img"}


def test_a_picture_that_takes_too_long_fails_and_is_interrupted(slow: FakeA1111) -> None:
    slow.seconds = 60.0
    with painting_by(slow, options={"timeout_seconds": 0.5}) as painter:
        with pytest.raises(DrawingError) as late:
            painter.paint(SHOT, no_report)
        wait_until(lambda: slow.interrupted != [])

    assert late.value.fault.code is ErrorCode.GENERATION_FAILED
    assert late.value.fault.retryable


# --- Failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "code", "retryable"),
    [
        (A1111Fault.SERVER_ERROR, ErrorCode.GENERATION_FAILED, True),
        (A1111Fault.BAD_GATEWAY, ErrorCode.GENERATION_FAILED, True),
        (A1111Fault.DROP, ErrorCode.GENERATION_FAILED, True),
        (A1111Fault.OUT_OF_MEMORY, ErrorCode.GPU_OOM, True),
        (A1111Fault.OVERLOADED, ErrorCode.OVERLOADED, True),
        (A1111Fault.VALIDATION, ErrorCode.GENERATION_FAILED, False),
        (A1111Fault.REDIRECT_LOOPBACK, ErrorCode.GENERATION_FAILED, False),
        (A1111Fault.REDIRECT_LINK_LOCAL, ErrorCode.GENERATION_FAILED, False),
    ],
)
def test_failures_have_codes_of_the_contract(
    ui: FakeA1111, fault: A1111Fault, code: ErrorCode, retryable: bool
) -> None:
    fault_seen = failure(ui, fault).fault

    assert (fault_seen.code, fault_seen.retryable) == (code, retryable)


def test_retry_after_is_kept(ui: FakeA1111) -> None:
    assert failure(ui, A1111Fault.OVERLOADED).fault.retry_after_seconds == 7


@pytest.mark.parametrize(
    "lie",
    [
        A1111Fault.NO_PICTURE,
        A1111Fault.NULL_PICTURES,
        A1111Fault.BROKEN_PICTURE,
        A1111Fault.NOT_A_PICTURE,
        A1111Fault.NOT_BASE64,
        A1111Fault.TINY_PICTURE,
        A1111Fault.WEBP_BOMB,
        A1111Fault.PNG_BOMB,
        A1111Fault.NONSENSE,
        A1111Fault.HTML,
        A1111Fault.HUGE,
        A1111Fault.COMPRESSED,
    ],
)
def test_a_lie_fails_the_panel_and_the_next_one_is_painted(ui: FakeA1111, lie: A1111Fault) -> None:
    ui.fail(lie, route="txt2img")
    with painting_by(ui) as painter:
        with pytest.raises(DrawingError) as caught:
            painter.paint(SHOT, no_report)
        assert caught.value.fault.code is ErrorCode.GENERATION_FAILED

        assert painter.paint(SHOT, no_report).image.size == (SHOT.width, SHOT.height)


@pytest.mark.parametrize(
    "variation", [A1111Fault.TWO_PICTURES, A1111Fault.OTHER_SIZE, A1111Fault.DATA_URL]
)
def test_what_programs_vary_is_accepted(ui: FakeA1111, variation: A1111Fault) -> None:
    ui.fail(variation, route="txt2img")
    with painting_by(ui) as painter:
        assert painter.paint(SHOT, no_report).image.size == (SHOT.width, SHOT.height)


def test_a_program_without_the_api_or_without_an_address_is_unready(ui: FakeA1111) -> None:
    missing = failure(ui, A1111Fault.NO_API)
    assert isinstance(missing, ArtistUnreadyError)
    assert missing.reason is UnreadyReason.LOAD_FAILED
    assert "--api" in missing.fault.message

    stopped = FakeA1111()
    with serving(stopped):
        pass
    with painting_by(stopped) as painter, pytest.raises(ArtistUnreadyError) as unreachable:
        painter.paint(SHOT, no_report)
    assert unreachable.value.reason is UnreadyReason.UNREACHABLE


@pytest.mark.parametrize(
    "settings", [{"model": "other.safetensors"}, {"options": {"sampler_name": "Eular"}}]
)
def test_an_unknown_model_or_sampler_is_refused_for_good(
    ui: FakeA1111, settings: dict[str, Any]
) -> None:
    with painting_by(ui, **settings) as painter, pytest.raises(DrawingError) as refused:
        painter.paint(SHOT, no_report)

    assert not refused.value.fault.retryable


@pytest.mark.parametrize("fault", [A1111Fault.SERVER_ERROR, A1111Fault.VALIDATION, A1111Fault.HTML])
def test_neither_prompt_nor_password_is_in_an_error_or_a_log(
    fault: A1111Fault, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    fake = FakeA1111(CREDENTIALS)
    with serving(fake):
        error = failure(fake, fault, token=CREDENTIALS)

    printed = capfd.readouterr()
    for text in (str(error), repr(error.fault), caplog.text, printed.out, printed.err):
        assert "Xanadu" not in text
        assert "secret-of-the-ui" not in text


# --- Settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"url": ""}, "artist.url: a1111 needs the address"),
        ({"options": {"stpes": 3}}, "artist.options.stpes: "),
        ({"options": {"steps": 0}}, "artist.options.steps: "),
        ({"options": {"request": "x"}}, "artist.options.request: "),
    ],
)
def test_bad_settings_are_one_sentence(settings: dict[str, Any], sentence: str) -> None:
    artist = ArtistOptions.model_validate(
        {"kind": "a1111", "url": "http://127.0.0.1:7860", **settings}
    )

    with pytest.raises(SettingsError) as refused:
        A1111Painter(artist)

    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
