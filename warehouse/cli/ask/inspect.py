"""`indicators inspect`: everything that is held of one project, to be printed for a statistical inspection."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.office.load import load_office
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import as_json, both, note, print_json, say
from warehouse.cli.source import published_file
from warehouse.cli.usage import epilog
from warehouse.inspection.document import as_html, as_pdf
from warehouse.inspection.dossier import Dossier, dossier_of
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators inspect 2203-371002-89-03-200113",
    "indicators inspect 示例企业L酒店 -o 检查材料.html",
    "indicators inspect 示例企业L酒店 -o 检查材料.pdf",
)
_FORMS = (".html", ".pdf", ".json")

ProjectName = Annotated[
    str, typer.Argument(metavar="PROJECT", help="项目、企业的名称或代码，写几个字即可 · its name or code")
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="写成 .html、.pdf 或 .json · to .html, .pdf or .json",
        show_default=False,
    ),
]


def inspect(
    project: ProjectName,
    output: Target = None,
    force: Force = False,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    json: Json = False,
) -> int:
    """Tell or write the dossier of a project. Refusal."""
    form = output.suffix.lower() if output else ""
    if output is not None and form not in _FORMS:
        raise Refusal("USAGE", found=f"--output {output}", expected=" ".join(_FORMS), command="inspect ")
    settings = settings_from_environment()
    target = file_output(output, force, settings.home) if output else None
    found = dossier_of(published_file(settings, as_of, snapshot), project, settings.office)
    document = {"schema_version": 1, **asdict(found)}
    if target is None:
        print_json(document) if json else _show(found)
        return 0
    if form == ".json":
        import json as json_module  # noqa: PLC0415 - the option has its name

        text = json_module.dumps(document, ensure_ascii=False, indent=1, default=as_json)
        write(target, (text + "\n").encode())
    else:
        html = as_html(found, load_office(settings.office).name_zh)
        write(target, as_pdf(html) if form == ".pdf" else html.encode("utf-8"))
    note(
        both(
            f"{found.name}：{len(found.listings)} 份年度台账，{found.months} 期，{len(found.findings)} 处审核意见",
            f"{len(found.listings)} registers of a year, {found.months} months, {len(found.findings)} findings",
        )
    )
    return 0


def _show(one: Dossier) -> None:
    say(f"{one.name}  {one.code}  {one.snapshot_id}")
    for listing in one.listings:
        mark = "（均为示例）" if listing.invented else ""
        say(f"《{listing.register}》{listing.year}年{mark}")
        if listing.doubt:
            say(f"  ▲ 存疑：{listing.doubt}")
        for month in listing.months:
            said = "；".join(f"{label} {shown} {cell}" for label, shown, cell, _ in month.figures)
            say(f"  {month.period_zh}  {said}")
            changed = f"；变了：{month.changes}" if month.changes else ""
            place = f"《{month.file}》{month.sheet} 第{month.row_no}行"
            say(f"    {place}，{month.department_zh} {month.received_at} 收到{changed}")
    say(both("佐证材料", "evidence"))
    for evidence in one.evidence:
        where = (
            f"{evidence.named_in[-1]}等{len(evidence.named_in)}期" if evidence.is_named else "缺，未见写明"
        )
        say(f"  {'√' if evidence.is_named else '×'} {evidence.zh}：{where}")
    say(both(f"审核意见 {len(one.findings)} 处", f"{len(one.findings)} findings"))
    for finding in one.findings:
        say(f"  ▲ {finding.period_zh} {finding.cell} {finding.rule}  {finding.state}")
        say(f"    {finding.message}  {finding.answer}")
