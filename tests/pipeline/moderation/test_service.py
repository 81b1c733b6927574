"""Client of a moderation service: verdicts, and services that fail or lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from structlog.testing import capture_logs

from pipeline.errors import ArtistUnreadyError, DrawingError, ErrorCode, UnreadyReason
from pipeline.moderation.service import LONGEST_SIDE, ModerationService
from pipeline.settings import ModerationOptions
from tests.fakes.painting.moderation import FLAGGED_WORD, KEY, FakeModeration, ModerationFault
from tests.pipeline.painters.images_server import serving

RED = Image.new("RGB", (64, 64), (230, 10, 10))
BLUE = Image.new("RGB", (64, 64), (10, 10, 230))


@pytest.fixture
def fake() -> Iterator[FakeModeration]:
    service = FakeModeration()
    with serving(service):
        yield service


def client_of(fake: FakeModeration, *, token: str = KEY, **options: Any) -> ModerationService:
    settings = ModerationOptions.model_validate({"url": fake.url, "token": token})
    return ModerationService(settings, **options)


def test_words_that_are_flagged_are_refused(fake: FakeModeration) -> None:
    service = client_of(fake)

    service.check_words("a cat opens a bakery", "standard")
    with pytest.raises(DrawingError) as caught:
        service.check_words(f"a {FLAGGED_WORD}", "standard")

    assert caught.value.fault.code is ErrorCode.PROMPT_REJECTED
    assert not caught.value.fault.retryable
    assert fake.words == ["a cat opens a bakery", f"a {FLAGGED_WORD}"]


def test_pictures_that_are_flagged_are_refused(fake: FakeModeration) -> None:
    service = client_of(fake)

    service.check_picture(BLUE, "standard")
    with pytest.raises(DrawingError) as caught:
        service.check_picture(RED, "standard")

    assert caught.value.fault.code is ErrorCode.OUTPUT_REJECTED


def test_large_pictures_are_sent_smaller(fake: FakeModeration) -> None:
    client_of(fake).check_picture(Image.new("RGB", (3000, 1500), "blue"), "standard")

    assert fake.pictures[0].size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    ("category", "standard", "strict"),
    [
        ("sexual", True, True),
        ("sexual/minors", True, True),
        ("violence/graphic", True, True),
        ("self-harm", True, True),
        ("hate", True, True),
        ("violence", False, True),
        ("harassment", False, True),
    ],
)
def test_fights_are_refused_in_strict_comics_only(
    fake: FakeModeration, category: str, *, standard: bool, strict: bool
) -> None:
    fake.category = category
    service = client_of(fake)

    assert refuses(service, RED, "standard") is standard
    assert refuses(service, RED, "strict") is strict


def test_strict_comics_have_lower_thresholds(fake: FakeModeration) -> None:
    fake.score = 0.2
    service = client_of(fake)

    assert not refuses(service, BLUE, "standard")
    assert refuses(service, BLUE, "strict")


def refuses(service: ModerationService, image: Image.Image, safety: str) -> bool:
    try:
        service.check_picture(image, safety)
    except DrawingError as error:
        return error.fault.code is ErrorCode.OUTPUT_REJECTED
    return False


UNAVAILABLE = [
    ModerationFault.UNAUTHORIZED,
    ModerationFault.INSUFFICIENT_QUOTA,
    ModerationFault.SERVER_ERROR,
    ModerationFault.BAD_GATEWAY,
    ModerationFault.HTML,
    ModerationFault.DROP,
    ModerationFault.HUGE,
    ModerationFault.REDIRECT,
    ModerationFault.ECHO,
    ModerationFault.NONSENSE,
    ModerationFault.NO_RESULTS,
    ModerationFault.NO_VERDICT,
    ModerationFault.ODD_SCORES,
]


@pytest.mark.parametrize("fault", UNAVAILABLE)
def test_a_check_that_cannot_be_made_is_ours_to_repeat(
    fake: FakeModeration, fault: ModerationFault
) -> None:
    fake.fail(fault, route="moderations", times=2)

    with capture_logs() as logs, pytest.raises(ArtistUnreadyError) as caught:
        client_of(fake).check_words("a secret cat", "standard")

    assert caught.value.reason is UnreadyReason.MODERATION
    assert caught.value.fault.retryable
    assert [entry["event"] for entry in logs] == ["moderation_unavailable"]
    for text in (str(caught.value), str(logs)):
        assert "secret cat" not in text
        assert KEY not in text


def test_a_service_that_hangs_is_given_up(fake: FakeModeration) -> None:
    fake.fail(ModerationFault.HANG, route="moderations")

    with pytest.raises(ArtistUnreadyError, match="in time"):
        client_of(fake, seconds=0.3).check_picture(BLUE, "standard")


def test_a_service_that_is_off_is_unreachable() -> None:
    settings = ModerationOptions(url="http://127.0.0.1:9/v1")

    with pytest.raises(ArtistUnreadyError, match="unreachable"):
        ModerationService(settings).check_picture(BLUE, "standard")


def test_a_short_rate_limit_is_waited_for(fake: FakeModeration) -> None:
    fake.fail(ModerationFault.RATE_LIMIT, route="moderations")

    client_of(fake).check_picture(BLUE, "standard")

    assert len(fake.called("moderations")) == 2


@pytest.mark.parametrize(
    "fault",
    [ModerationFault.DROP, ModerationFault.SERVER_ERROR, ModerationFault.BAD_GATEWAY],
)
def test_a_fault_that_passes_is_asked_over_once(
    fake: FakeModeration, fault: ModerationFault
) -> None:
    fake.fail(fault, route="moderations")

    client_of(fake).check_words("a cat", "standard")

    assert len(fake.called("moderations")) == 2


def test_a_long_rate_limit_sends_the_job_back(fake: FakeModeration) -> None:
    fake.retry_after = 90
    fake.fail(ModerationFault.RATE_LIMIT, route="moderations")

    with pytest.raises(DrawingError) as caught:
        client_of(fake).check_picture(BLUE, "standard")

    fault = caught.value.fault
    assert (fault.code, fault.retry_after_seconds) == (ErrorCode.OVERLOADED, 90)
