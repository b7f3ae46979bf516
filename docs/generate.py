"""The pages that only repeat what the program says of itself: rules, errors, settings, columns, commands, files, models.

python -m docs.generate [FOLDER]    write them, to docs/made if no folder is named
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer.main

from docs.dbt_docs import write_dbt_docs
from docs.methods_and_breaks import methods_and_breaks
from docs.office_files import office_files
from ingest.finding.message import messages
from warehouse.cli.app import app
from warehouse.cli.command import COMMANDS, load
from warehouse.dictionary import Model, models
from warehouse.family.flat import flats
from warehouse.settings import CHECKOUT, DEFAULT_OFFICE, GIB, MIB
from warehouse.variables import SETTINGS, Setting

FOLDER = CHECKOUT / "docs" / "made"
_NOTICE = "本页由 `make docs` 按程序写出，不手改。 Made by `make docs` of what the program says, never edited by hand."
_HELP_WIDTH = 110
SEVERITIES = {
    "block": "不发布 nothing is published",
    "hold": "待核 held",
    "warn": "采用,请说明 loaded, please explain",
    "hint": "采用,提示 loaded, a hint",
}
DUTIES = {
    "must_fix": "强制性,必须改正 must be corrected",
    "explain": "核实性,改正或说明 correct or explain",
    "notice": "提示性 for notice",
    "hand_in": "催报 to be handed in",
    "operator": "管理员处理 for the operator",
}
SCOPES = {
    "submission": "整份 the submission",
    "row": "该行或该数 the row or value",
    "inbox": "收件箱里的文件 the file in the inbox",
}


def rules_page() -> str:
    """Every rule: what publishing does, what the department does, what it says and what to do."""
    rules = [(rule, rule.severity, rule.duty) for rule in messages().values() if rule.severity and rule.duty]
    index = [
        (f"[{rule.code}](#{rule.code.lower()})", rule.title_zh, rule.title_en, SEVERITIES[severity])
        for rule, severity, _ in rules
    ]
    parts = [
        "# 审核规则 · Rules",
        "报表里的每个问题都有一个规则编号。同样的文字也由 `indicators explain 编号` 给出。\n"
        "影响说明发布时怎么处理,职责说明部门要做什么;两者分开,一处错误从不拖住其他报表。",
        "Every finding has the id of a rule; `indicators explain ID` prints the same text. The effect says what\n"
        "publishing does, the duty what the department does; one mistake never stops the other workbooks.",
        _table(("规则 rule", "问题", "problem", "影响 effect"), index),
    ]
    for rule, severity, duty in rules:
        facts = [
            f"影响 effect: {SEVERITIES[severity]} · 范围 scope: {SCOPES[rule.scope]}",
            f"职责 duty: {DUTIES[duty]}",
            _both("说 says", rule.message_zh, rule.message_en),
            _both("改法 remedy", rule.remedy_zh, rule.remedy_en),
            _both("含义 meaning", rule.meaning_zh, rule.meaning_en),
            _both("例 example", rule.example, ""),
        ]
        lines = "\n".join(f"- {_plain(fact)}" for fact in facts if fact)
        parts += [f"## {rule.code}", f"{rule.title_zh} · {rule.title_en}", lines]
    return _page(parts)


def errors_page() -> str:
    """Every error of the command line, with its exit status."""
    parts = [
        "# 命令行错误 · Errors of the command line",
        "错误的第一行有代码;`indicators explain 代码` 给出同样的说明。退出码见 [运行](../operations.md#退出码--exit-codes)。",
        "The first line of an error names its code; `indicators explain CODE` prints the same.",
    ]
    for error in (each for each in messages().values() if not each.is_rule):
        facts = [
            f"退出码 exit status: {error.exit_status}",
            _both("含义 meaning", error.meaning_zh, error.meaning_en),
            _both("影响 effect", error.consequence_zh, error.consequence_en),
            _both("改法 remedy", error.remedy_zh, error.remedy_en),
            f"例 example: `{error.example}`",
        ]
        lines = "\n".join(f"- {fact}" for fact in facts if fact)
        parts += [f"## {error.code}", f"{error.title_zh} · {error.title_en}", lines]
    return _page(parts)


def settings_page() -> str:
    """Every environment variable with its default, and where the embedded Airflow's are."""
    ours = [(f"`{each.name}`", f"`{_default(each)}`", each.meaning.zh, each.meaning.en) for each in SETTINGS]
    return _page(
        [
            "# 设置 · Settings",
            "设置都是环境变量,不设就用默认值。`indicators doctor` 列出当前生效的值和来源。\n"
            "大小可写成 `52428800` 或 `50MiB`。`.` 表示代码所在的文件夹。",
            "Every setting is an environment variable; unset means the default. `indicators doctor` prints what is\n"
            "in effect and where it comes from. Sizes: `52428800` or `50MiB`. `.` is the checkout.",
            _table(("变量 variable", "默认 default", "意思", "meaning"), ours),
            "## 内置 Airflow · The embedded Airflow",
            # No links: the page stands in docs/made, and as an example in docs.
            "全部写在 `deploy/airflow.env`,每项附理由;其余是 Airflow 3.3 的默认值。`make up` 和\n"
            "`make refresh` 只用这个文件,调用者环境里的 `AIRFLOW_*` 不起作用。怎样不用 make 运行,见 `docs/operations.md`。",
            "All of it stands in `deploy/airflow.env`, each option with its reason; the rest is the default\n"
            "of Airflow 3.3. `make up` and `make refresh` use that file alone: `AIRFLOW_*` of the caller's environment is\n"
            "dropped. To run it without make, see `docs/operations.md`.",
        ]
    )


def columns_page() -> str:
    """Every table of a snapshot: grain, columns, types, meaning."""
    parts = [
        "# 表和列 · Tables and columns",
        "每个快照里的全部表。同样的说明在表 `dictionary` 里,也写在 DuckDB 文件的注释里。",
        "Every table of a snapshot. The same words are in the table `dictionary` and in the comments of the DuckDB file.",
    ]
    for model in models():
        grain = "、".join(f"`{name}`" for name in model.grain) or "行可重复 rows may repeat"
        parts += [
            f"## {model.name}",
            f"{model.zh}。{model.en}.\n\n一行是 one row is: {grain}{_in_chinese(model)}",
            _columns_table(model),
        ]
    return _page(parts)


def old_columns_page() -> str:
    """The columns of the families' marts in the release before, and what each is now."""
    parts = [
        "# 旧列名 · Columns of the release before",
        "上一版各族的表的每一列现在是什么。`mart_<族>_flat` 是按旧列名的视图,只留一版。",
        "What each column of the families' marts is now. `mart_<family>_flat` are views with the old names, for one release.\n"
        "`figure.attribute` is what the observation of a figure says: join `fct_observation` by `figure_id`.",
    ]
    for flat in flats():
        for select in flat.selects:
            rows = [(f"`{old}`", f"`{new or old}`") for old, new in select.items() if old != "where"]
            title = f"## {flat.mart}" + (f": `{select['where']}`" if "where" in select else "")
            parts += [title, _table(("旧列 old column", "现在 now"), rows)]
    return _page(parts)


def _in_chinese(model: Model) -> str:
    """Where the same rows stand under Chinese names, if they do."""
    return f'\n\n`{model.relation}`，中文 in Chinese: `bi."{model.label_zh}"`' if model.label_zh else ""


def _columns_table(model: Model) -> str:
    heads, rows = ["列 column", "类型 type", "含义", "meaning"], []
    if model.label_zh:
        heads[1:1] = ["中文名 label", "可加 additive"]
    for one in model.columns:
        labels = (one.label_zh, one.additive) if model.label_zh else ()
        rows.append((f"`{one.name}`", *labels, one.data_type, one.zh, one.en))
    return _table(heads, rows)


def commands_page() -> str:
    """The help of every command, as it is printed."""
    group = typer.main.get_command(app)
    parts = [
        "# 命令 · Commands",
        "以下是每个命令的 `--help`。",
        "What `--help` prints for each command.",
    ]
    above = group.make_context("indicators", [], resilient_parsing=True, terminal_width=_HELP_WIDTH)
    for name in COMMANDS:
        command = load(name)
        context = command.context_class(command, info_name=name, parent=above, terminal_width=_HELP_WIDTH)
        parts += [f"## indicators {name}", f"```text\n{command.get_help(context).rstrip()}\n```"]
    return _page(parts)


def office_files_page() -> str:
    """Every file that an office writes, each column and word."""
    return _page(office_files())


def methods_page() -> str:
    """By which rules the sample office's indicators are counted, and where one has changed."""
    return _page(methods_and_breaks(DEFAULT_OFFICE))


PAGES = {
    "rules.md": rules_page,
    "errors.md": errors_page,
    "settings.md": settings_page,
    "columns.md": columns_page,
    "commands.md": commands_page,
    "office_files.md": office_files_page,
    "old_columns.md": old_columns_page,
    "methods_and_breaks.md": methods_page,
}


def _page(parts: Iterable[str]) -> str:
    title, *others = parts
    return "\n\n".join((title, _NOTICE, *others)) + "\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _both(label: str, zh: str, en: str) -> str:
    """One fact in both languages; empty if neither says anything."""
    between = " " if zh.endswith("。") else " · "
    said = between.join(text for text in (zh, en) if text)
    return f"{label}: {said}" if said else ""


def _plain(text: str) -> str:
    """A message with slots, shown as it is: braces and angle brackets are no markup."""
    return text.replace("<", "&lt;")


def _default(setting: Setting) -> str:
    value = setting.default
    if isinstance(value, Path):
        return f"./{value.relative_to(CHECKOUT)}"
    if setting.name.endswith("_BYTES") and isinstance(value, int):
        return f"{value // GIB}GiB" if value % GIB == 0 else f"{value // MIB}MiB"
    return str(value)


def write_pages(folder: Path) -> None:
    """Write every page to `folder`, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    write_pages(folder)
    write_dbt_docs(folder)
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
