"""`indicators submit`: handing in files without the inbox, now or back-dated."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.office.load import load_office
from ingest.office.revision_reason import known_reason, listing
from warehouse.cli.error import as_block
from warehouse.cli.foreign_errors import foreseen
from warehouse.cli.hand_in.receipt import instant_of, known_department
from warehouse.cli.options import ReceivedAt, Sample
from warehouse.cli.screen import both, local_time, note, say
from warehouse.cli.usage import epilog
from warehouse.collect.entering import HandedIn
from warehouse.collect.hand_in import hand_in_file
from warehouse.home import Home
from warehouse.ledger.entries import current_decision, submission
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.reinstatement import superseded_by
from warehouse.ledger.row import DecisionKind, Entry
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
    typer.Option(metavar="NAME", help="谁收的，默认当前用户 · who received it; you", show_default=False),
]
Reason = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        help="为何与前次不同，如 correction · why it differs from the last one, e.g. correction",
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
    department_id = known_department(settings, department, "submit")
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
    done = hand_in_file(
        settings,
        path,
        department_id,
        received_by=who,
        received_at=received_at,
        is_sample=sample,
        revision_reason=reason,
    )
    if done.entry is Entry.NEW:
        say(
            f"√ {done.submission_id}  {path.name}  "
            + both("已收下，下次更新时读入", "taken; the next refresh reads it")
        )
    else:
        _show_again(settings, path, done)


def _show_again(settings: Settings, path: Path, done: HandedIn) -> None:
    """What bytes that are known were before, and what handing them in again has come to."""
    with open_ledger(Home(settings.home)) as ledger:
        first = submission(ledger, done.submission_id)
        standing = current_decision(ledger, done.submission_id)
        over = submission(ledger, done.stands_over) if done.stands_over else None
        there = superseded_by(ledger, done.submission_id, load_office(settings.office))
    before = f"{first.file_name}, {local_time(first.received_at)}" if first else ""
    known = f"{done.submission_id}  {path.name}  " + both(
        f"与已收的相同：{before}", f"same bytes as {before}"
    )
    if over:
        say(f"√ {known}")
        say(
            "  "
            + both(
                f"恢复为现行，取代 {over.submission_id} {over.file_name}",
                f"stands again, over {over.submission_id} {over.file_name}",
            )
        )
        say("  " + both("下一步", "next") + ": indicators refresh")
        return
    say(f"○ {known}")
    command = f"indicators reinstate {done.submission_id} --reason … --by …"
    if standing and standing.kind is DecisionKind.REFUSE:
        said = f"{standing.actor}, {standing.reason}"
        say("  " + both(f"该份已退回：{said}", f"it was refused: {said}"))
        say("  " + both("要恢复", "to reinstate it") + f": {command}")
        again = f"indicators reread {done.submission_id} --reason … --by …"
        say(
            "  "
            + both(
                "因表式读错而退回、表式已改的，恢复后", "where a form misread it and is mended, after that"
            )
            + f": {again}"
        )
    elif standing and standing.kind is DecisionKind.HOLD:
        say(
            "  "
            + both("该份待核，未进入数据，见", "it is held and not in the data, see")
            + " indicators held"
        )
    elif there:
        say(
            "  "
            + both(
                f"现行的是后收到的 {there.submission_id} {there.file_name}",
                f"{there.submission_id} {there.file_name}, received later, speaks",
            )
        )
        say("  " + both("要恢复这一份", "to let this one stand") + f": {command}")


def _not_taken(path: Path, error: BaseException) -> Refusal:
    if isinstance(error, FileNotFoundError | BlockingIOError | IsADirectoryError | PermissionError):
        return Refusal("NOT_SUBMITTED", where=str(path), found=error.strerror or str(error))
    known = foreseen(error)
    if known is None:
        raise error
    return known
