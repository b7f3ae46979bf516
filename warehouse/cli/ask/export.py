"""`indicators export`: what is published, for people (Excel) and other systems (SDMX-CSV, Parquet)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.cli.given_away import say_given_away
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.output import Force, Output, file_output, folder_output, new_file
from warehouse.cli.progress import progress_shown
from warehouse.cli.screen import both, note, print_json, say
from warehouse.cli.source import published_file
from warehouse.cli.usage import epilog
from warehouse.codes import fixed_lists
from warehouse.exchange.excel.workbook import write_workbook
from warehouse.exchange.parquet_folder import write_parquet
from warehouse.exchange.public import open_public
from warehouse.exchange.published import Published, open_published
from warehouse.exchange.sdmx_csv import agency_id, write_sdmx_csv
from warehouse.exchange.sdmx_structure import ALL_VINTAGES, CURRENT
from warehouse.exchange.target import new_folder, seal
from warehouse.family.described import known_with
from warehouse.family.pages import pages_of
from warehouse.home import Home
from warehouse.office_models import models_of
from warehouse.pages.published import write_public_pages
from warehouse.settings import business_day
from warehouse.variables import settings_from_environment
from warehouse.version import code_version

EPILOG = epilog(
    "indicators export --format xlsx --output 指标.xlsx",
    "indicators export --format sdmx-csv --output exchange",
    "indicators export --format parquet --as-of 2024-01-10 --table mart_indicator --output marts",
)


class PackFormat(StrEnum):
    """What is exported: a workbook, or a folder of SDMX-CSV, of Parquet or of pages."""

    XLSX = "xlsx"
    SDMX_CSV = "sdmx-csv"
    PARQUET = "parquet"
    PAGES = "pages"


Form = Annotated[PackFormat, typer.Option("--format", help="格式 · format", show_default=False)]
Target = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="xlsx 是文件，其他是新文件夹 · a file for xlsx, else a new folder",
        show_default=False,
    ),
]
Internal = Annotated[
    bool,
    typer.Option(
        "--internal", help="包括逐户资料，不得带出单位 · respondents' rows too, for the office only"
    ),
]
Tables = Annotated[
    list[str] | None,
    typer.Option(
        "--table",
        metavar="NAME",
        help="只要这些表，可写多次 · only these tables, several times",
        show_default=False,
    ),
]
AllVintages = Annotated[
    bool,
    typer.Option("--all-vintages", help="SDMX-CSV:全部版本，不只现行 · every vintage, not the current one"),
]


def export(
    form: Form,
    output: Target,
    force: Force = False,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    table: Tables = None,
    internal: Internal = False,
    all_vintages: AllVintages = False,
    json: Json = False,
) -> int:
    """Write what is published to a file or a new folder. Refusal, ExportError for where and what may not be."""
    wanted = _wanted(form, table, all_vintages)
    if form is PackFormat.PAGES and internal:
        # They are in the snapshot, with their traces.
        raise _contradiction("--format pages --internal", "snapshots/<id>/pages")
    settings = settings_from_environment()
    target = _target(form, output, force, settings.home)
    office = load_office(settings.office)
    file = published_file(settings, as_of, snapshot)
    pages = pages_of(settings.office)
    with (
        open_published(file, internal, wanted, known_with(pages))
        if internal
        else open_public(
            file, office, pages, models_of(settings.office), business_day(datetime.now(UTC)), wanted
        )
    ) as published:
        every = sum(each.rows for each in published.tables)
        with progress_shown(quiet=False) as progress:
            remarks = _WRITERS[form](
                published, office, target, lambda done: progress("export", done, every, output.name)
            )
        for remark in remarks:
            note(remark)
        _tell(published, form, output, json)
    return 0


def _wanted(form: PackFormat, tables: list[str] | None, all_vintages: bool) -> tuple[str, ...]:
    """The tables to export, none for all. Refusal for options that are not about this format."""
    if form is not PackFormat.SDMX_CSV:
        if form is PackFormat.PAGES and tables:
            raise _contradiction("--format pages --table", "--format parquet")
        if all_vintages:
            raise _contradiction(f"--format {form} --all-vintages", "--format sdmx-csv")
        return tuple(tables or ())
    if tables:
        raise _contradiction("--format sdmx-csv --table", "--all-vintages")
    return ((ALL_VINTAGES if all_vintages else CURRENT).table,)


def _target(form: PackFormat, output: Path, force: bool, home: Path) -> Output:
    """Where it goes. Refusal for what may not be written to."""
    if form is not PackFormat.XLSX:
        return folder_output(output, home)
    target = file_output(output, force, home)
    if target.is_stream:
        # Its parts are written in any order, and what is said of it goes to standard output.
        raise _contradiction(f"--format xlsx --output {output}", both("普通文件", "a regular file"))
    if output.suffix.lower() not in ("", ".xlsx"):
        # Under another name Excel takes a workbook for damaged.
        raise _contradiction(f"--format xlsx --output {output}", ".xlsx")
    return target


def _contradiction(found: str, expected: str) -> Exception:
    return Refusal("USAGE", found=found, expected=expected, command="export ")


Progress = Callable[[int], None]


def _excel(published: Published, office: Office, output: Output, progress: Progress) -> tuple[str, ...]:
    with new_file(output) as file:
        write_workbook(published, office, file, progress)
    return ()


def _sdmx_csv(published: Published, office: Office, output: Output, progress: Progress) -> tuple[str, ...]:
    (table,) = published.tables
    flow = next(each for each in (CURRENT, ALL_VINTAGES) if each.table == table.name)
    with new_folder(output.typed) as folder:
        written = write_sdmx_csv(published, flow, agency_id(office.office_id), folder, progress)
        seal(published, folder, {"format": "SDMX-CSV 2.0", "dataflow": flow.flow_id})
    return tuple(
        both(f"{name} 中没有说明的代码", f"codes of {name} without words") + f": {' '.join(codes)}"
        for name, codes in written.unexplained.items()
    )


def _parquet(published: Published, office: Office, output: Output, progress: Progress) -> tuple[str, ...]:
    with new_folder(output.typed) as folder:
        write_parquet(published, folder, progress)
        seal(published, folder, {"format": "Parquet", "office": office.name_zh})
    return ()


def _pages(published: Published, office: Office, output: Output, progress: Progress) -> tuple[str, ...]:
    settings = settings_from_environment()
    with new_folder(output.typed) as folder:
        write_public_pages(
            published.file, folder, Home(settings.home), office, settings.limits, code_version(settings)
        )
        seal(published, folder, {"format": "pages", "office": office.name_zh})
    return ()


_WRITERS = {
    PackFormat.XLSX: _excel,
    PackFormat.SDMX_CSV: _sdmx_csv,
    PackFormat.PARQUET: _parquet,
    PackFormat.PAGES: _pages,
}


def _tell(published: Published, form: PackFormat, output: Path, json: bool) -> None:
    """What was written, of which snapshot, and what is not in it."""
    rows = sum(table.rows for table in published.tables)
    withheld = {table.name: table.withheld for table in published.tables if table.withheld}
    figures = {table.name: table.withheld_figures for table in published.tables if table.withheld_figures}
    if json:
        print_json(
            {
                "schema_version": 1,
                "snapshot_id": published.facts.snapshot_id,
                "as_of": published.facts.as_of,
                "format": form,
                "output": output,
                "tables": {table.name: table.rows for table in published.tables},
                "left_out": [table.name for table in published.left_out],
                "withheld_rows": withheld,
                "withheld_figures": figures,
                "withheld_for": dict(published.withheld_for),
                "exposed": published.exposed,
            }
        )
        return
    count = len(published.tables)
    say(f"√ {output}  " + both(f"{count} 张表，{rows} 行", f"{count} tables, {rows} rows"))
    say("  " + both("快照", "snapshot") + f" {published.facts.snapshot_id}")
    if published.left_out:
        names = " ".join(table.name for table in published.left_out)
        say("  " + both("未收录，只供单位内部", "left out, for the office only") + f": {names}")
    for name, rows_of_it in withheld.items():
        say("  " + both(f"{name} 未收录保密 {rows_of_it} 行", f"{rows_of_it} confidential rows left out"))
    for name, number in figures.items():
        say("  " + both(f"{name} 未公布 {number} 个数", f"{number} figures withheld"))
    words = fixed_lists()["CL_CONF_REASON"]
    for reason, number in sorted(published.withheld_for.items()):
        zh, en = words[reason]
        say("  " + both(f"不公布 {number} 个数：{zh}", f"{number} withheld: {en}"))
    say_given_away(published)
    if published.left_out or withheld or figures:
        say("  " + both("单位内部要用，加", "for use in the office add") + " --internal")
