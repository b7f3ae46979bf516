"""`indicators submit`: handing in files without the inbox, now or back-dated."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.office.revision_reason import known_reason, listing
from warehouse.cli.error import as_block
from warehouse.cli.foreign_errors import foreseen
from warehouse.cli.hand_in.receipt import instant_of, known_department
from warehouse.cli.options import ReceivedAt, Sample
from warehouse.cli.screen import both, local_time, note, say
from warehouse.cli.usage import epilog
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import submission
from warehouse.ledger.schema import open_ledger
from warehouse.settings import Settings
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators submit 外资到账明细2024年1月.xlsx --department 经济发展办公室",
    "indicators submit 2022/*.xlsx --department econ_dev_office --received-at 2022-12-05T09:30 --received-by 王五",
    "indicators submit 固投入库台账2023年12月.xlsx --department econ_dev_office --reason enforcement_removal",
)

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="报表文件 · workbooks", show_default=False)
]
Department = Annotated[
    str,
    typer.Option(
        "--department", "-d", help="部门名称或编号 · name or id of the department", show_default=False
    ),
]
ReceivedBy = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="谁收的,默认当前用户 · who received it; you", show_default=False),
]
Reason = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        help="为何与前次不同,如 correction · why it differs from the last one, e.g. correction",
        show_default=False,
    ),
]


def submit(
    files: Files,
    department: Department,
    received_at: ReceivedAt = None,
    received_by: ReceivedBy = None,
    sample: Sample = False,
    reason: Reason = None,
) -> int:
    """Hand in each file. The highest exit status of any of them; Refusal for a department or reason that is none."""
    settings = settings_from_environment()
    department_id = known_department(settings, department)
    instant = instant_of(received_at) if received_at else None
    who = received_by or getpass.getuser()
    why = _known_reason(reason or "")
    status = 0
    for path in files:
        try:
            _hand_in(settings, path, department_id, who, instant, sample, why)
        except (Refusal, ValueError, OSError) as error:
            problem = _not_taken(path, error)
            note(as_block(problem.problem))
            status = max(status, problem.problem.exit_status)
    return status


def _known_reason(given: str) -> str:
    """The code of a revision's reason. Refusal lists those there are."""
    reason = known_reason(given)
    if reason is None:
        raise Refusal("USAGE", found=f"--reason {given}", expected=listing(), command="submit ")
    return reason


def _hand_in(
    settings: Settings,
    path: Path,
    department_id: str,
    who: str,
    received_at: datetime | None,
    sample: bool,
    reason: str,
) -> None:
    submission_id, is_new = hand_in(
        settings,
        path,
        department_id,
        received_by=who,
        received_at=received_at,
        is_sample=sample,
        revision_reason=reason,
    )
    if is_new:
        say(
            f"√ {submission_id}  {path.name}  "
            + both("已收下,下次更新时读入", "taken; the next refresh reads it")
        )
        return
    with open_ledger(Home(settings.home)) as ledger:
        first = submission(ledger, submission_id)
    before = f"{first.file_name}, {local_time(first.received_at)}" if first else ""
    say(f"○ {submission_id}  {path.name}  " + both(f"与已收的相同:{before}", f"same bytes as {before}"))


def _not_taken(path: Path, error: BaseException) -> Refusal:
    if isinstance(error, FileNotFoundError | BlockingIOError | IsADirectoryError | PermissionError):
        return Refusal("NOT_SUBMITTED", where=str(path), found=error.strerror or str(error))
    known = foreseen(error)
    if known is None:
        raise error
    return known
