"""Tests of the language model as author of stories, against the fake of its API."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import structlog

from pipeline.comic.cast_words import description_of
from pipeline.comic.page_plan import plan_page
from pipeline.comic.planner.configured_author import configured_author
from pipeline.comic.planner.language_model import LanguageModel
from pipeline.comic.planner.plan import PLANNER_UNAVAILABLE, plan
from pipeline.comic.story import StagedStory
from pipeline.models import CastMember, PageNotice, ScriptPanelText
from pipeline.settings import options_from
from tests.fakes.painting.planner import KEY, MODEL, FakePlanner, PlannerFault
from tests.pipeline.comic.drawing_orders import order

SECRET_WORDS = 'Zephyrine asks "Where is the marmalade?" and laughs'
QUOTE = "Where is the marmalade?"
USABLE = {PlannerFault.CONTROL_CHARACTERS, PlannerFault.OWN_OPTIONS}


@contextmanager
def _serving(fake: FakePlanner) -> Iterator[FakePlanner]:
    """Run *fake* in a thread, since authors are synchronous."""
    ready, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with fake.running():
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(30)
        yield fake
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


@pytest.fixture
def planner() -> Iterator[FakePlanner]:
    with _serving(FakePlanner()) as fake:
        yield fake


def _author(
    url: str,
    *,
    token: str = KEY,
    model: str = MODEL,
    seconds: float = 20.0,
    still_wanted: Callable[[], None] = lambda: None,
) -> LanguageModel:
    options = options_from(
        {
            "COMICAI_PLANNER__URL": url,
            "COMICAI_PLANNER__TOKEN": token,
            "COMICAI_PLANNER__MODEL": model,
        }
    ).planner
    return LanguageModel(options, still_wanted, seconds=seconds)


def _texts(story: StagedStory) -> str:
    return " ".join(
        text for panel in story.panels for text in (panel.caption, *(x.text for x in panel.lines))
    )


def test_the_model_writes_the_story(planner: FakePlanner) -> None:
    story = plan(order(SECRET_WORDS, panel_count=3), _author(planner.url))

    assert story.title == "The last cake"
    assert story.notices == ()
    assert len(story.panels) == 3
    first = story.panels[0]
    assert (first.setting.place, first.setting.room) == ("moon", "bakery")
    assert first.setting.time == "night"
    assert [part.holding for part in first.parts] == ["cake"]
    assert first.parts[0].actor.look.female
    assert first.parts[0].actor.look.role == "chef"
    assert description_of(first.parts[0].actor, order()) == "Nora: chef, a cook with red hair"
    assert [(line.text, line.speaker) for line in first.lines] == [(QUOTE, 0)]


def test_it_is_asked_once_for_the_schema_and_does_not_learn_who_asks(planner: FakePlanner) -> None:
    characters = (CastMember("Ines", "a tall pilot"),)
    plan(order(SECRET_WORDS, characters=characters), _author(planner.url))

    (call,) = planner.called("completions")
    assert set(call.params) == {"model", "max_tokens", "response_format", "messages"}
    assert call.params["max_tokens"] > 0
    assert call.params["response_format"]["type"] == "json_schema"
    assert "Zephyrine" in call.params["messages"][-1]["content"]
    assert "a tall pilot" in call.params["messages"][-1]["content"]
    headers = {name.lower() for name in call.headers}
    assert headers <= {
        "accept",
        "accept-encoding",
        "authorization",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    }


def test_characters_of_the_order_keep_their_looks(planner: FakePlanner) -> None:
    characters = (CastMember("Ines", "a tall woman with blond hair and a blue coat"),)
    given = order("Ines bakes", characters=characters)

    by_model = plan(given, _author(planner.url)).cast[0]
    by_rules = plan(given).cast[0]

    assert by_model.name == "Ines"
    assert by_model.look == by_rules.look


@pytest.mark.parametrize("fault", [fault for fault in PlannerFault if fault not in USABLE])
def test_anything_else_than_a_story_is_replaced_by_that_of_the_rules(
    planner: FakePlanner, fault: PlannerFault
) -> None:
    planner.elsewhere = planner.url.removesuffix("/v1")
    planner.fail(fault, route="completions")
    asked = order(SECRET_WORDS)

    with structlog.testing.capture_logs() as logs:
        story = plan(asked, _author(planner.url, seconds=1.0))

    assert story.panels == plan(asked).panels
    assert story.notices == (PageNotice(PLANNER_UNAVAILABLE),)
    (entry,) = [entry for entry in logs if entry["event"] == "story_request_failed"]
    assert entry["reason"]
    assert "marmalade" not in str(logs)
    assert KEY not in str(logs)
    assert len(planner.calls) <= 1  # no second try, and no redirect followed


@pytest.mark.parametrize("fault", sorted(USABLE))
def test_flaws_that_harm_no_one_are_mended(planner: FakePlanner, fault: PlannerFault) -> None:
    planner.fail(fault, route="completions")

    story = plan(order(SECRET_WORDS), _author(planner.url))

    assert story.title == "The last cake"
    assert story.panels[0].caption == "Part 1."
    assert story.panels[0].lines
    assert story.notices == ()


@pytest.mark.parametrize(
    ("token", "model"), [("sk-wrong", MODEL), ("", MODEL), (KEY, "unknown"), (KEY, "")]
)
def test_a_refused_key_or_model_is_no_failure_of_the_comic(
    planner: FakePlanner, token: str, model: str
) -> None:
    story = plan(order(), _author(planner.url, token=token, model=model))

    assert story.notices == (PageNotice(PLANNER_UNAVAILABLE),)


def test_a_server_that_is_down_is_no_failure_of_the_comic(planner: FakePlanner) -> None:
    url = planner.url.replace(str(planner.port), "9")

    assert plan(order(), _author(url)).notices == (PageNotice(PLANNER_UNAVAILABLE),)


def test_the_own_script_is_not_rewritten(planner: FakePlanner) -> None:
    script = (ScriptPanelText("a dog", "Once"), ScriptPanelText("a cat", "Then"))
    plan(order(panel_count=2, script=script), _author(planner.url))

    assert planner.calls == []


def test_a_cancel_ends_the_request(planner: FakePlanner) -> None:
    class StoppedError(BaseException):
        pass

    def raise_stopped() -> None:
        raise StoppedError

    planner.fail(PlannerFault.HANG, route="completions")
    with pytest.raises(StoppedError):
        plan(order(), _author(planner.url, still_wanted=raise_stopped))


@pytest.mark.parametrize(
    "prompt",
    [
        'The cat says "Fresh bread," and bows',
        "Кошка кричит: «Свежий хлеб!»",
        "猫が「おはよう、みんな」と言う",
        'A king says "' + "Long live the soup and all who cook it. " * 5 + '"',
    ],
)
def test_words_in_quotation_marks_stay_word_for_word(planner: FakePlanner, prompt: str) -> None:
    asked = order(prompt)
    author = _author(planner.url)

    kept = plan(asked, author)
    planner.fail(PlannerFault.CHANGED_QUOTE, route="completions")
    changed = plan(asked, author)

    assert (kept.title, kept.notices) == ("The last cake", ())
    assert changed.panels == plan(asked).panels
    assert changed.notices == (PageNotice(PLANNER_UNAVAILABLE),)


def test_one_to_twelve_panels_are_laid_out(planner: FakePlanner) -> None:
    for count in (1, 2, 5, 12):
        page = plan_page(order(panel_count=count), _author(planner.url))

        assert page.story.title == "The last cake"
        assert len(page.sheet.panels) == count


def test_the_lettering_of_the_order_counts(planner: FakePlanner) -> None:
    story = plan(order(SECRET_WORDS, lettering="none"), _author(planner.url))

    assert story.title == "The last cake"
    assert _texts(story).strip() == ""


def test_the_author_is_that_of_the_settings(
    planner: FakePlanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMICAI_PLANNER__URL", raising=False)
    assert configured_author() is None

    monkeypatch.setenv("COMICAI_PLANNER__URL", planner.url)
    monkeypatch.setenv("COMICAI_PLANNER__TOKEN", KEY)
    monkeypatch.setenv("COMICAI_PLANNER__MODEL", MODEL)
    assert plan(order(), configured_author()).title == "The last cake"
