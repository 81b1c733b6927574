"""Catalogue: complete in every language, without unused sentences."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from structlog.testing import capture_logs

import bots
import core
import storage
from bots.web import exceptions
from core.errors import (
    BudgetError,
    ChatLimitError,
    DailyLimitError,
    GeneratorError,
    GeneratorFailedError,
    GeneratorRejectedError,
    GeneratorUnavailableError,
    InvalidOptionsError,
    PromptTooLongError,
    QuotaError,
    ServiceError,
    TooManyAttemptsError,
    UnknownBucketError,
)
from core.models.identity import Platform
from core.models.job_status import JobStatus
from core.models.jobs import Job, JobState, Progress, Receipt, Stage
from core.sentences import (
    CATALOGUE,
    describe_progress,
    describe_receipt,
    describe_status,
    explain,
    explain_end,
    negotiate,
    patterns,
    sentence,
)
from core.sentences.comic_text import STYLES
from core.sentences.error_text import REASONS
from core.sentences.job_text import ENDS, STAGES
from tests.core.job_services import unknown_job

# Sentences that consist of facts and names only.
SAME_EVERYWHERE = {
    "with_eta",
    "labelled",
    "listed",
    "sentences",
    "unforeseen",
    "web_platform_discord",
    "web_platform_telegram",
}
SAME_IN = {
    "pt-BR": {"order_layout", "web_nav_chat", "web_email", "web_platform_terminal"},
    "es": {"web_nav_chat", "web_platform_terminal"},
}
RESETS_AT = datetime(2026, 1, 2, tzinfo=UTC)


class Placeholders(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)


def placeholders(message: ftl.Message) -> Placeholders:
    found = Placeholders()
    found.visit(message)
    return found


@cache
def messages(locale: str) -> dict[str, ftl.Message]:
    texts = CATALOGUE.languages[locale].resources.values()
    entries = [entry for text in texts for entry in FluentResource(text).body]
    junk = [entry.content for entry in entries if isinstance(entry, ftl.Junk)]
    assert junk == []
    found = [entry for entry in entries if isinstance(entry, ftl.Message)]
    names = [message.id.name for message in found]
    assert len(names) == len(set(names)), "an entry stands twice"
    return dict(zip(names, found, strict=True))


def all_errors() -> Iterator[type[ServiceError]]:
    assert exceptions, "the web's own errors count, too"
    waiting = [ServiceError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if hasattr(kind, "code") and kind.__module__.startswith(("core.", "bots.")):
            yield kind


ERRORS = sorted(set(all_errors()), key=lambda kind: kind.__name__)


def raised(kind: type[ServiceError]) -> ServiceError:
    """Return an error of this class, with example facts."""
    if issubclass(kind, PromptTooLongError):
        return kind(2001, 2000)
    if issubclass(kind, InvalidOptionsError):
        return kind({"panelCount": "must be at most 12"})
    if issubclass(kind, QuotaError):
        return kind(50, RESETS_AT)
    if issubclass(kind, TooManyAttemptsError):
        return kind(30)
    if issubclass(kind, (UnknownBucketError, GeneratorError)):
        return kind("generation_failed")
    arguments: dict[type[ServiceError], Any] = {
        **dict.fromkeys(BudgetError.__subclasses__(), RESETS_AT),
        exceptions.BodyTooLargeError: 65536,
        exceptions.WrongMethodError: frozenset({"GET", "POST"}),
        exceptions.InternalError: "abc123",
    }
    return kind(arguments[kind]) if kind in arguments else kind()


def a_job(state: JobState, *, error_code: str | None = None) -> Job:
    return Job(
        id=unknown_job(),
        request_key="job",
        body_hash="",
        profile_id=None,
        platform=Platform.TERMINAL,
        chat="",
        prompt="a cat",
        params={},
        panels=4,
        private=False,
        parent_id=None,
        relation=None,
        state=state,
        progress=None,
        claim_no=0,
        generator_attempt=1,
        instance="",
        lease_owner=None,
        lease_until=None,
        not_before=None,
        error_code=error_code,
        created_at=RESETS_AT,
        started_at=None,
        drawing_seconds=0,
        finished_at=None,
    )


WEB = Path(str(bots.__file__)).parent / "web"
WEB_KEY = re.compile(r"\bweb_[a-z0-9_]+\b")


def page_keys() -> set[str]:
    """Return the ids of all sentences that templates, scripts and page handlers use."""
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.js"), *(WEB / "pages").rglob("*.py")]
    return {key for path in files for key in WEB_KEY.findall(path.read_text(encoding="utf-8"))}


def literals() -> set[str]:
    """Return all string literals in the source."""
    found = page_keys()
    for package in (bots, core, storage):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_every_language_has_the_same_sentences_in_the_same_files(locale: str) -> None:
    ours, english = CATALOGUE.languages[locale], CATALOGUE.languages["en"]
    assert list(ours.resources) == list(english.resources)
    assert list(messages(locale)) == list(messages("en"))


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_every_language_uses_the_same_facts(locale: str) -> None:
    for name, message in messages(locale).items():
        assert placeholders(message).names == placeholders(messages("en")[name]).names, name


@pytest.mark.parametrize("locale", [tag for tag in CATALOGUE.languages if tag != "en"])
def test_no_sentence_was_left_in_english(locale: str) -> None:
    ours, english = messages(locale), messages("en")

    same = {name for name in ours if ours[name].equals(english[name])}

    assert same - SAME_EVERYWHERE - SAME_IN.get(locale, set()) == set()


def test_every_sentence_of_the_pages_exists() -> None:
    assert page_keys()
    assert page_keys() <= set(messages("en"))


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_programs_get_sentences_with_the_names_of_facts_in_braces(locale: str) -> None:
    found = patterns("web_", locale)

    assert set(found) == {name for name in messages("en") if name.startswith("web_")}
    assert "{count}" in found["web_found"]
    for key, text in found.items():
        names = placeholders(messages(locale)[key]).names
        assert set(re.findall(r"\{(\w+)\}", text)) == names, key


def test_every_sentence_is_used() -> None:
    said = literals() | {kind.code for kind in ERRORS} | set(STAGES.values())
    said |= set(REASONS.values()) | set(ENDS.values()) | set(STYLES.values())
    for message in messages("en").values():
        said |= placeholders(message).messages

    assert set(messages("en")) - said == set()


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_is_explained(kind: type[ServiceError], locale: str) -> None:
    error = raised(kind)

    with capture_logs() as events:
        text = explain(error, locale)

    assert events == []
    assert len(text) > 5
    assert not re.search(r"[{}$]", text)


def test_an_explanation_contains_its_facts() -> None:
    assert "2,001" in explain(PromptTooLongError(2001, 2000), "en")
    assert "2.001" in explain(PromptTooLongError(2001, 2000), "pt-BR")
    assert "00:00 UTC" in explain(DailyLimitError(50, RESETS_AT), "ja")
    assert "50" in explain(ChatLimitError(50, RESETS_AT), "es")
    fields = InvalidOptionsError({"panelCount": "must be at most 12"})
    assert "panelCount: must be at most 12" in explain(fields, "en")


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (GeneratorRejectedError("prompt_rejected"), "prompt_rejected"),
        (GeneratorRejectedError("anything"), "prompt_rejected"),
        (GeneratorRejectedError("output_rejected"), "output_rejected"),
        (GeneratorRejectedError("letters_missing"), "letters_missing"),
        (GeneratorFailedError("gpu_oom", "at panel 3"), "gpu_oom"),
        (GeneratorFailedError("something_new"), "generator_failed"),
        (GeneratorFailedError("invalid_request"), "generator_failed"),
        (GeneratorUnavailableError("warming"), "generator_unavailable"),
    ],
)
def test_a_generators_reason_is_explained_where_useful(error: GeneratorError, key: str) -> None:
    assert explain(error, "en") == sentence(key, "en")


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize(
    ("state", "code", "key"),
    [
        (JobState.DRAWN, None, "already_finished"),
        (JobState.CANCELED, None, "canceled"),
        (JobState.EXPIRED, "deadline_exceeded", "expired"),
        (JobState.REJECTED, "prompt_rejected", "prompt_rejected"),
        (JobState.REJECTED, "output_rejected", "output_rejected"),
        (JobState.REJECTED, "letters_missing", "letters_missing"),
        (JobState.REJECTED, "something_new", "prompt_rejected"),
        (JobState.FAILED, "bad_response", "bad_response"),
        (JobState.FAILED, "gpu_oom", "gpu_oom"),
        (JobState.FAILED, "unauthorized", "generator_unavailable"),
        (JobState.FAILED, "not_found", "generator_failed"),
        (JobState.FAILED, "{ $x }", "generator_failed"),
        (JobState.FAILED, None, "generator_failed"),
    ],
)
def test_the_end_of_a_job_is_explained(
    state: JobState, code: str | None, key: str, locale: str
) -> None:
    assert explain_end(a_job(state, error_code=code), locale) == sentence(key, locale)


@pytest.mark.parametrize("locale", CATALOGUE.languages)
@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_described(stage: Stage, locale: str) -> None:
    assert len(describe_progress(Progress(stage=stage), locale)) > 2


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, "Drawing panel 2 of 4"),
        (0, "Drawing panel 2 of 4"),
        (1, "Drawing panel 2 of 4, about 5 s"),
        (23, "Drawing panel 2 of 4, about 20 s"),
        (119, "Drawing panel 2 of 4, about 120 s"),
        (150, "Drawing panel 2 of 4, about 2 min"),
    ],
)
def test_progress_is_described_in_round_numbers(seconds: int | None, expected: str) -> None:
    progress = Progress(stage=Stage.RENDERING, panel=2, panels=4, eta_seconds=seconds)

    assert describe_progress(progress, "en") == expected


def test_the_status_of_a_job_is_described() -> None:
    def told(state: JobState, position: int = 0, eta: int | None = None) -> str:
        status = JobStatus(job=a_job(state), comic=None, position=position, eta_seconds=eta)
        return describe_status(status, "en")

    assert told(JobState.QUEUED, position=1) == "You’re next in line"
    assert told(JobState.QUEUED, position=3, eta=60) == "Number 3 in line, about 60 s"
    assert told(JobState.WAITING).startswith("Got it!")
    assert told(JobState.DRAWING) == "Handing your story to the artist"
    assert told(JobState.CANCELED).startswith("Canceled")


@pytest.mark.parametrize(
    ("state", "position", "eta", "expected"),
    [
        (JobState.QUEUED, 1, 40, "On it! Ready in about 40 s."),
        (JobState.QUEUED, 1, None, "On it!"),
        (JobState.QUEUED, 3, 150, "On it! You’re number 3 in line, about 2 min"),
        (JobState.DRAWING, 0, 40, "On it! Ready in about 40 s."),
        (
            JobState.WAITING,
            5,
            None,
            "Got it! I’ll start as soon as one of your other comics is done",
        ),
        (JobState.DRAWN, 0, None, "This comic is already finished."),
    ],
)
def test_a_receipt_is_described(
    state: JobState, position: int, eta: int | None, expected: str
) -> None:
    receipt = Receipt(job_id=unknown_job(), state=state, position=position, eta_seconds=eta)

    assert describe_receipt(receipt, "en") == expected


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        *(("en", "en"), ("en-GB", "en"), ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("PT_br", "pt-BR")),
        *(("es-419", "es"), ("ja-JP", "ja"), ("zh", "en"), ("", "en"), ("*", "en"), ("e", "en")),
        ("de, ja;q=0.5, es;q=0.9", "es"),
        ("es, ja", "es"),
        ("es;q=0, ja;q=nonsense", "en"),
        ("es;q=inf, ja;q=0.1", "ja"),
        ("x" * 10_000, "en"),
        ("\0\ud800;;;,,,==", "en"),
    ],
)
def test_the_best_matching_language_is_used(asked: str, spoken: str) -> None:
    assert negotiate(asked) == spoken


def test_facts_are_inserted_unchanged() -> None:
    nasty = "{ $x } <b>\u202e 猫"

    assert nasty in sentence("invalid_request", "en", fields=nasty)


def test_an_unknown_sentence_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence("no_such_sentence")


def test_a_missing_fact_is_logged_and_the_rest_is_formatted() -> None:
    with capture_logs() as events:
        text = sentence("body_too_large")

    assert text.startswith("The body is too large")
    assert [event["event"] for event in events] == ["sentence_incomplete"]


def test_the_parser_is_loaded_on_first_use() -> None:
    program = "import core.sentences, sys; print('fluent.runtime' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert answer.stdout.split() == [b"False"]
