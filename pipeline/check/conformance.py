"""Contract check: the level of a server, the rules it breaks, and how to fix them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import aiohttp

from pipeline.check.caller import (
    CheckClient,
    ContractBrokenError,
    NotTestableError,
    UnreachableError,
)
from pipeline.check.rules import LEVEL_0, LEVEL_1, CheckState, Rule
from pipeline.urls import is_http_url


class Verdict(Enum):
    """The result of one rule; the value is what is printed."""

    KEPT = "ok"
    BROKEN = "MISSING"
    NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One rule and its verdict, with the observation and the fix if the rule is broken."""

    rule: str
    verdict: Verdict
    note: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The result of a check. *level* is None if the server does not even keep level 0."""

    url: str
    level: int | None
    announces_level_1: bool
    findings: tuple[CheckFinding, ...]

    @property
    def missing(self) -> tuple[CheckFinding, ...]:
        return tuple(each for each in self.findings if each.verdict is Verdict.BROKEN)

    @property
    def matches_announcement(self) -> bool:
        """Whether the server keeps all rules of the level that it announces."""
        return self.level == (1 if self.announces_level_1 else 0)


async def check(url: str, token: str | None = None) -> CheckReport:
    """Check the server whose submit URL is *url*; it draws about six small comics.

    A server that misbehaves or cannot be reached is a finding, never an exception.
    """
    if not is_http_url(url):
        return _unreachable(url, UnreachableError("not an http or https URL"))
    async with aiohttp.ClientSession() as session:
        client = CheckClient(session, url, token)
        state = CheckState()
        try:
            announced = await _announces_level_1(client)
        except UnreachableError as error:
            return _unreachable(url, error)
        findings = [await _run_rule(rule, client, state) for rule in LEVEL_0]
        level_0_works = all(finding.verdict is Verdict.KEPT for finding in findings)
        if announced or client.was_announced:
            findings += [await _run_rule(rule, client, state) for rule in LEVEL_1]
        else:
            findings += [_not_announced(), *(_not_tested(rule) for rule in LEVEL_1)]
        announced = announced or client.was_announced
    keeps_all = all(finding.verdict is not Verdict.BROKEN for finding in findings)
    level = (1 if announced and keeps_all else 0) if level_0_works else None
    return CheckReport(url=url, level=level, announces_level_1=announced, findings=tuple(findings))


async def _announces_level_1(client: CheckClient) -> bool:
    """Return whether health announces level 1. Raises UnreachableError without a connection."""
    try:
        health = await client.get("health")
    except UnreachableError:
        raise
    except ContractBrokenError:
        return False
    return health.json.get("contract") == "1"


async def _run_rule(rule: Rule, client: CheckClient, state: CheckState) -> CheckFinding:
    try:
        await rule.test(client, state)
    except ContractBrokenError as error:
        return CheckFinding(rule=rule.name, verdict=Verdict.BROKEN, note=str(error), fix=rule.fix)
    except NotTestableError as error:
        return CheckFinding(rule=rule.name, verdict=Verdict.NOT_TESTED, note=str(error))
    return CheckFinding(rule=rule.name, verdict=Verdict.KEPT)


def _unreachable(url: str, error: UnreachableError) -> CheckReport:
    finding = CheckFinding(
        rule="connection",
        verdict=Verdict.BROKEN,
        note=str(error),
        fix="start the server, and check the host, port and path of the URL",
    )
    return CheckReport(url=url, level=None, announces_level_1=False, findings=(finding,))


def _not_announced() -> CheckFinding:
    return CheckFinding(
        rule="announces level 1",
        verdict=Verdict.BROKEN,
        note="no response had the header ComicAI-Contract: 1",
        fix="implement the rules below, then send ComicAI-Contract: 1 with every response",
    )


def _not_tested(rule: Rule) -> CheckFinding:
    return CheckFinding(rule=rule.name, verdict=Verdict.NOT_TESTED, note="level 1 is not announced")


def run_check(url: str, token: str | None = None) -> int:
    """Check a server and print the report; return 0 if it keeps the level that it announces."""
    report = asyncio.run(check(url, token))
    sys.stdout.writelines(f"{line}\n" for line in report_lines(report))
    return 0 if report.matches_announcement else 1


def report_lines(report: CheckReport) -> Iterable[str]:
    """Return the lines of the printed report."""
    yield report.url
    for finding in report.findings:
        note = f": {finding.note}" if finding.note else ""
        yield f"  {finding.verdict.value:<10}  {finding.rule}{note}"
        if finding.fix:
            yield f"  {'':<10}  -> {finding.fix}"
    yield _summary(report)


def _summary(report: CheckReport) -> str:
    missing = len(report.missing)
    if report.level is None:
        return "no level: the plain response of level 0 does not work"
    if report.matches_announcement and report.level == 0:
        return "level 0: comics can be drawn, without progress, cancelling or safe retries"
    if report.level == 0:
        return f"level 0: announces level 1, but {missing} of its rules are not kept"
    return "level 1: the whole contract"
