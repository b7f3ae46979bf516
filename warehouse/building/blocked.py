"""What ends a build or its publishing because of the data, not because of the program."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.finding.finding import Finding
from ingest.finding.refusal import Refusal


class Blocked(Refusal):
    """Nothing may be published, which is the data's fault and not the program's. `findings` say why."""

    findings: tuple[Finding, ...] = ()


def blocked(findings: Iterable[Finding], detail: str = "") -> Blocked:
    """The refusal to publish for what was found; what is published stays."""
    every = tuple(findings)
    lines = (f"{each.message_zh} {each.message_en}\n  {each.remedy_zh} {each.remedy_en}" for each in every)
    refusal = Blocked("BLOCKED", found="\n".join([*lines, detail]).strip())
    refusal.findings = every
    return refusal
