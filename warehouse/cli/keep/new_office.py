"""`indicators new-office`: the folder of a new office, sound from the first day, to be made its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.screen import both, say
from warehouse.cli.usage import epilog

EPILOG = epilog("indicators new-office /srv/offices/ours")
_SKELETON = Path(__file__).with_name("skeleton")
_NEXT = (
    (
        "office.yml、catalogue/*.csv 改成自己的（可用 Excel 打开，存为 CSV）",
        "make them your own; Excel opens the CSV files",
    ),
    (
        "forms/ 里每张报表一个文件；没见过的表先起草：indicators propose 文件.xlsx",
        "one file a form; let the program draft one for a workbook",
    ),
    ("检查：INDICATORS_OFFICE={folder} indicators doctor", "look whether all is sound"),
    ("报表放进收件箱的部门文件夹：{inbox}", "put workbooks into the department's folder of the inbox"),
    ("更新：INDICATORS_OFFICE={folder} indicators refresh", "refresh"),
)

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="还没有的或空的文件夹 · a folder that is new or empty")
]


def new_office(folder: Folder) -> int:
    """Write the skeleton of an office to a folder that is new or empty. Refusal for one that is not."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(
            "USAGE",
            where=str(folder),
            found=both("文件夹不是空的", "the folder is not empty"),
            expected=both("还没有的或空的文件夹", "a folder that is new or empty"),
            command="new-office ",
        )
    for source in sorted(path for path in _SKELETON.rglob("*") if path.is_file()):
        target = folder / source.relative_to(_SKELETON)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Excel takes a CSV file for GBK unless it begins with a mark.
        mark = "\ufeff" if source.suffix == ".csv" else ""
        target.write_text(mark + source.read_text(encoding="utf-8"), encoding="utf-8")
    say(f"√ {both('新单位', 'new office')}  {folder}")
    say()
    say(both("下一步", "next"))
    words = {"folder": str(folder.resolve()), "inbox": "$INDICATORS_HOME/inbox/示例办公室/"}
    for number, (zh, en) in enumerate(_NEXT, start=1):
        say(f"  {number}. {both(zh.format(**words), en)}")
    return 0
