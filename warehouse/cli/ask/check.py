"""`indicators check`: a text checked number by number against what is published."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.form.file import load_forms
from ingest.office.load import load_office
from warehouse.answers.text.account import Account, as_document, row
from warehouse.answers.text.check import reader, statements
from warehouse.answers.text.contradiction import contradictions
from warehouse.answers.text.held import held
from warehouse.answers.text.stated.lines import FILE_BYTES, lines_of
from warehouse.answers.text.stated.said import Period, period_given
from warehouse.answers.text.verdict import Verdict
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, note, print_json, say
from warehouse.cli.source import published_file
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.disclosure.levels import waived_on
from warehouse.settings import business_day
from warehouse.variables import settings_from_environment

EPILOG = (
    epilog(
        "indicators check 工作总结.docx",
        "indicators check 小结.txt --period 2023 -o 核对.xlsx",
        "indicators check - --period 2023-11 --json",
        statuses=(0, 1, 2),
    )
    + " · 3 有数不一致或待查 some number is not as published"
)
# Every number is the published one; something is to be looked at.
ALL_AGREE, SOMETHING_DIFFERS = 0, 3

Text = Annotated[
    str,
    typer.Argument(metavar="TEXT", help=".txt .md .docx;- 从标准输入读 · - reads standard input"),
]
OfPeriod = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="文稿没有写明时期的数是哪一期的 · of when, where the text does not say: 2023, 2023-11",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="写成 Excel · write an .xlsx", show_default=False),
]


def check(
    text: Text,
    period: OfPeriod = None,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    output: Output = None,
    force: Force = False,
    json: Json = False,
) -> int:
    """Print or write what became of every number of a text. Refusal for what is no text, or no period."""
    default = _period(period)
    settings = settings_from_environment()
    if output and output.suffix.lower() != ".xlsx":
        raise Refusal("USAGE", found=f"--output {output}", expected="*.xlsx", command="check ")
    target = file_output(output, force, settings.home) if output else None
    data, name = _read(text)
    lines = lines_of(data, name)
    office = load_office(settings.office)
    database = published_file(settings, as_of, snapshot)
    day = date.fromisoformat(as_of) if as_of else business_day(datetime.now(UTC))
    using = reader(
        held(database, waived_on(office.disclosure_waivers, day)), office, load_forms(office.folder, office)
    )
    found = statements(lines, using, default)
    account = Account(name, using.held.snapshot_id, tuple(found), tuple(contradictions(found)))
    if target:
        from warehouse.answers.text.workbook import as_workbook  # noqa: PLC0415 - xlsxwriter, for a file alone

        write(target, as_workbook(account))
    if json:
        print_json(as_document(account))
    elif target:
        note(f"√ {output}  " + _summary(account))
    else:
        _show(account)
    return ALL_AGREE if account.all_agree else SOMETHING_DIFFERS


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    found = period_given(text)
    if found is None:
        raise Refusal("PERIOD_OF_TEXT", found=text, expected="2023, 2023-11")
    return found


def _read(text: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, one more than is read at most, and its name."""
    if text == "-":
        return sys.stdin.buffer.read(FILE_BYTES + 1), "-"
    try:
        with Path(text).open("rb") as stream:
            return stream.read(FILE_BYTES + 1), Path(text).name
    except OSError as error:
        raise Refusal("USAGE", where=text, found=error.strerror or str(error), expected=both("一份文稿", "a text"),
                      command="check ") from error  # fmt: skip


def _show(account: Account) -> None:
    places = [
        place for place, one in enumerate(account.statements) if one.judged.verdict is not Verdict.LABEL
    ]
    rows = {place: row(account.statements[place], account.remarks(place)) for place in places}
    open_ = [place for place in places if account.statements[place].judged.verdict is not Verdict.AGREES]
    columns = [
        both("位置", "place"),
        both("原文", "text"),
        both("结论", "verdict"),
        both("指标", "indicator"),
    ]
    columns.append(both("库中", "held"))
    if open_:
        print_table([*columns, both("说明", "why"), both("出处", "source")], [rows[place] for place in open_])
        say()
    agreeing = [place for place in places if place not in set(open_)]
    if agreeing:
        print_table(
            [*columns, both("出处", "source")],
            [
                [*rows[place][:5], " ".join(part for part in (rows[place][6], rows[place][5]) if part)]
                for place in agreeing
            ],
        )
        say()
    for one in account.against_itself:
        where = "、".join(dict.fromkeys(account.statements[place].line.place for place in one.places))
        say(f"× {where} " + both(one.zh, one.en))
    say(_summary(account))
    say(f"{both('快照', 'snapshot')} {account.snapshot_id}")


def _summary(account: Account) -> str:
    counts = account.counts
    told = "，".join(f"{verdict} {count}" for verdict, count in counts.items() if count)
    against = len(account.against_itself)
    words = both(f"共 {len(account.numbers)} 个数：{told}", f"{len(account.numbers)} numbers")
    return words + (both(f"；前后矛盾 {against} 处", f"{against} contradictions") if against else "")
