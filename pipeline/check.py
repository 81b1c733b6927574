"""Checking any server against the contract: which level it is, what is missing, how to mend it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import aiohttp

from pipeline.check_caller import (
    CheckClient,
    ContractBrokenError,
    NotTestableError,
    UnreachableError,
)
from pipeline.check_rules import LEVEL_0, LEVEL_1, CheckState, Rule
from pipeline.urls import is_http_url


class Verdict(Enum):
    """What came of one rule."""

    KEPT = "ok"
    BROKEN = "MISSING"
    NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One rule, what came of it, what was seen, and what to do about it."""

    rule: str
    verdict: Verdict
    note: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a server is. *level* is None if it does not even keep the rule of level 0."""

    url: str
    level: int | None
    announces_level_1: bool
    findings: tuple[CheckFinding, ...]

    @property
    def missing(self) -> tuple[CheckFinding, ...]:
        return tuple(found for found in self.findings if found.verdict is Verdict.BROKEN)

    @property
    def keeps_its_word(self) -> bool:
        """Whether callers can rely on the server being what it says it is."""
        return self.level == (1 if self.announces_level_1 else 0)


async def check(url: str, token: str | None = None) -> CheckReport:
    """Run the contract against the server at *url*, its submit URL.

    The server draws about six small comics for it. Raises nothing for what the server does.
    """
    if not is_http_url(url):
        return _unreachable(url, UnreachableError("this is no http or https URL"))
    async with aiohttp.ClientSession() as session:
        caller = CheckClient(session, url, token)
        found = CheckState()
        try:
            announced = await _announces(caller)
        except UnreachableError as error:
            return _unreachable(url, error)
        findings = [await _try(rule, caller, found) for rule in LEVEL_0]
        plain_works = all(finding.verdict is Verdict.KEPT for finding in findings)
        if announced or caller.was_announced:
            findings += [await _try(rule, caller, found) for rule in LEVEL_1]
        else:
            findings += [_not_announced(), *(_skipped(rule) for rule in LEVEL_1)]
        announced = announced or caller.was_announced
    keeps_all = all(finding.verdict is not Verdict.BROKEN for finding in findings)
    level = (1 if announced and keeps_all else 0) if plain_works else None
    return CheckReport(url=url, level=level, announces_level_1=announced, findings=tuple(findings))


async def _announces(caller: CheckClient) -> bool:
    """Say whether health claims level 1. Raises UnreachableError if nobody answers."""
    try:
        health = await caller.get("health")
    except UnreachableError:
        raise
    except ContractBrokenError:
        return False
    return health.json.get("contract") == "1"


async def _try(rule: Rule, caller: CheckClient, found: CheckState) -> CheckFinding:
    try:
        await rule.test(caller, found)
    except ContractBrokenError as error:
        return CheckFinding(rule=rule.name, verdict=Verdict.BROKEN, note=str(error), fix=rule.fix)
    except NotTestableError as error:
        return CheckFinding(rule=rule.name, verdict=Verdict.NOT_TESTED, note=str(error))
    return CheckFinding(rule=rule.name, verdict=Verdict.KEPT)


def _unreachable(url: str, error: UnreachableError) -> CheckReport:
    finding = CheckFinding(
        rule="answers at all",
        verdict=Verdict.BROKEN,
        note=str(error),
        fix="start the server, and check host, port and path of the URL",
    )
    return CheckReport(url=url, level=None, announces_level_1=False, findings=(finding,))


def _not_announced() -> CheckFinding:
    return CheckFinding(
        rule="announces level 1",
        verdict=Verdict.BROKEN,
        note="no answer had the header ComicAI-Contract: 1",
        fix="keep the rules below, then send ComicAI-Contract: 1 with every answer",
    )


def _skipped(rule: Rule) -> CheckFinding:
    return CheckFinding(rule=rule.name, verdict=Verdict.NOT_TESTED, note="level 1 is not announced")


def run_check(url: str, token: str | None = None) -> int:
    """Check a server and print what was found; 0 if the server is what it says it is."""
    report = asyncio.run(check(url, token))
    sys.stdout.writelines(f"{line}\n" for line in lines(report))
    return 0 if report.keeps_its_word else 1


def lines(report: CheckReport) -> Iterable[str]:
    """Return the report as people read it."""
    yield report.url
    for finding in report.findings:
        note = f": {finding.note}" if finding.note else ""
        yield f"  {finding.verdict.value:<10}  {finding.rule}{note}"
        if finding.fix:
            yield f"  {'':<10}  -> {finding.fix}"
    yield _sentence(report)


def _sentence(report: CheckReport) -> str:
    missing = len(report.missing)
    if report.level is None:
        return "no level: the plain answer of level 0 does not work"
    if report.keeps_its_word and report.level == 0:
        return "level 0: comics can be drawn, without progress, cancelling or safe retries"
    if report.level == 0:
        return f"level 0: announces level 1, but {missing} of its rules are not kept"
    return "level 1: the whole contract"
