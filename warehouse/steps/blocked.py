"""What ends a build or its publishing because of the data, not because of the program."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.finding.finding import Finding


class Blocked(Exception):  # noqa: N818 - the data's fault, not a fault of the program
    """Nothing may be published. `findings` say why; what is published stays."""

    def __init__(self, findings: Iterable[Finding], detail: str = "") -> None:
        self.findings = tuple(findings)
        self.detail = detail
        said = (
            f"{each.message_zh} {each.message_en}\n  {each.remedy_zh} {each.remedy_en}"
            for each in self.findings
        )
        super().__init__("\n".join([*said, detail]).strip())
