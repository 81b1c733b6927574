"""Log events: the code and the table in docs/operating.md agree, and names keep to one form."""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs" / "operating.md"
PACKAGES = ("bots", "core", "storage", "pipeline")

LEVELS = {
    "debug": "debug",
    "info": "info",
    "warning": "warning",
    "error": "error",
    "exception": "error",
    "critical": "critical",
}

FORM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
IRREGULAR = frozenset(
    re.findall(
        r"\w+",
        """
        begun bound built caught cut done drawn forgotten found given held kept known left lost made
        met put read run sent set shown shut spent split taken told understood withdrawn written
        """,
    )
)
# What may follow the participle, as in `job_handed_back`.
TRAILING = frozenset(
    "again away back down early elsewhere everywhere late later out ready twice unavailable".split()  # noqa: SIM905
)
# States that were found rather than caused: `image_missing`.
CONDITIONS = frozenset({"incomplete", "missing", "unavailable"})
# Names that follow no rule, each with the reason.
EXCEPTIONS: dict[str, str] = {}


class Logged(NamedTuple):
    """One event at one call of a logger."""

    event: str
    level: str
    place: str


# --- Reading the code -----------------------------------------------------------------------------


def is_logger(node: ast.expr) -> bool:
    """Return whether *node* is `log`, or a logger fetched on the spot."""
    return (isinstance(node, ast.Name) and node.id == "log") or fetches_logger(node)


def fetches_logger(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_logger")


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


class Module:
    """The log calls of one module. An event may pass through helpers of the same module."""

    def __init__(self, source: str, name: str) -> None:
        self.name = name
        self._tree = ast.parse(source)
        self._enclosing: dict[ast.AST, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                # Inner functions come later in the walk, so the innermost one wins.
                self._enclosing.update(dict.fromkeys(ast.walk(node), node))

    def logged(self) -> Iterator[Logged]:
        for call in self._calls():
            if isinstance(call.func, ast.Attribute) and is_logger(call.func.value):
                place = f"{self.name}:{call.lineno}"
                if call.func.attr in LEVELS:
                    for event in self._events(call.args[0], call):
                        yield Logged(event, LEVELS[call.func.attr], place)
                elif call.func.attr != "bind":
                    yield Logged(f"?{call.func.attr}", "?", place)

    def renamed_loggers(self) -> list[str]:
        """Return the loggers with a name that `logged` does not know."""
        return [
            f"{self.name}:{node.lineno}"
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            if fetches_logger(node.value) and "log" not in map(ast.unparse, targets_of(node))
        ]

    def _calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self._tree) if isinstance(node, ast.Call))

    def _events(self, value: ast.expr, call: ast.Call) -> Iterator[str]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        elif isinstance(value, ast.IfExp):
            yield from self._events(value.body, call)
            yield from self._events(value.orelse, call)
        elif isinstance(value, ast.Name) and call in self._enclosing:
            yield from self._passed(value.id, self._enclosing[call])
        else:
            yield f"?{ast.unparse(value)}"

    def _passed(
        self, parameter: str, function: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> Iterator[str]:
        """Yield what the callers of *function* in this module pass for *parameter*."""
        named = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        position = named.index(parameter) - (named[0] == "self") if parameter in named else None
        found = False
        for call in self._calls():
            if called_name(call) != function.name:
                continue
            given = [word.value for word in call.keywords if word.arg == parameter]
            if position is not None and position < len(call.args):
                given.append(call.args[position])
            for value in given:
                found = True
                yield from self._events(value, call)
        if not found:
            yield f"?{parameter}"


def targets_of(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


@functools.cache
def modules() -> tuple[Module, ...]:
    return tuple(
        Module(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    )


@functools.cache
def events_in_code() -> dict[str, set[str]]:
    found = defaultdict(set)
    for module in modules():
        for logged in module.logged():
            found[logged.event].add(logged.level)
    return dict(found)


def events_in_manual() -> dict[str, set[str]]:
    """Return the events of the table with their levels; refuse a row without words."""
    section = MANUAL.read_text(encoding="utf-8").split("\n## Log events\n")[1].split("\n## ")[0]
    found = {}
    for row in re.findall(r"^\| `.*$", section, re.MULTILINE):
        event, levels, meaning, action = (cell.strip() for cell in row.strip("|").split(" | "))
        assert meaning, row
        assert action, row
        assert event.strip("`") not in found, row
        found[event.strip("`")] = set(levels.split(", "))
    return found


def follows_form(event: str) -> bool:
    """Return whether *event* is `<object>_<past participle>` in snake case, or a condition."""
    words = event.split("_")
    condition = words[-1] in CONDITIONS
    while not condition and len(words) > 1 and words[-1] in TRAILING:
        words.pop()
    participle = words[-1].endswith("ed") or words[-1].removeprefix("un") in IRREGULAR
    return FORM.fullmatch(event) is not None and len(words) > 1 and (participle or condition)


# --- The rules ------------------------------------------------------------------------------------


def test_the_manual_explains_every_log_event() -> None:
    assert sorted(events_in_code().keys() - events_in_manual().keys()) == []


def test_the_manual_explains_no_event_that_the_code_does_not_log() -> None:
    assert sorted(events_in_manual().keys() - events_in_code().keys()) == []


def test_the_manual_has_the_levels_of_the_code() -> None:
    code, manual = events_in_code(), events_in_manual()

    assert {event: manual[event] for event in code.keys() & manual.keys()} == {
        event: code[event] for event in code.keys() & manual.keys()
    }


def test_log_events_are_an_object_and_a_past_participle() -> None:
    events = events_in_code()

    assert sorted(e for e in events if not follows_form(e) and e not in EXCEPTIONS) == []
    assert sorted(EXCEPTIONS.keys() - events.keys()) == []


def test_every_logger_is_called_log() -> None:
    assert [place for module in modules() for place in module.renamed_loggers()] == []


# --- The reader itself ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "events"),
    [
        ('log.info("job_claimed", x=1)', ["job_claimed info"]),
        ('structlog.get_logger(__name__).exception("job_failed")', ["job_failed error"]),
        ('log.info("job_kept" if kept else "job_lost")', ["job_kept info", "job_lost info"]),
        (
            'def note(log, event): log.error(event)\nnote(log, "job_lost")\nnote(log, "job_kept")',
            ["job_kept error", "job_lost error"],
        ),
        (
            """
class A:
    def note(self, event): log.info(event)
    def deep(self, *, what): self.note(what)
    def use(self): self.deep(what="job_kept")
""",
            ["job_kept info"],
        ),
        ('log.info(f"job_{kind}")', ["?f'job_{kind}' info"]),
        ("def note(event): log.info(event)", ["?event info"]),
        ('log.log(20, "job_claimed")', ["?log ?"]),
        ('other.info("job_claimed")', []),
    ],
)
def test_events_passed_through_helpers_are_found(source: str, events: list[str]) -> None:
    logged = Module(source, "module.py").logged()

    assert sorted(f"{each.event} {each.level}" for each in logged) == events


@pytest.mark.parametrize("source", ["logger = structlog.get_logger()", "x: Any = get_logger()"])
def test_a_logger_with_another_name_is_detected(source: str) -> None:
    assert Module(source, "module.py").renamed_loggers() == ["module.py:1"]


@pytest.mark.parametrize(
    ("event", "follows"),
    [
        ("job_claimed", True),
        ("leader_lease_lost", True),
        ("job_handed_back", True),
        ("generator_marked_unavailable", True),
        ("exception_uncaught", True),
        ("image_missing", True),
        ("started", False),
        ("generator_away", False),
        ("jobClaimed", False),
        ("job claimed", False),
        ("stopped_late", False),
    ],
)
def test_malformed_event_names_are_detected(event: str, follows: bool) -> None:
    assert follows_form(event) is follows
