"""The page of every file that an office writes: each column or word, with what it may be, made from the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingest.declared.declared import adapter
from ingest.family import page
from ingest.form import checks, words
from ingest.form.correction import Correction
from ingest.form.form import CellOfRow, Column, Form, Recognise, Row
from ingest.office.catalogue import row_models
from ingest.office.office_file import Headline, OfficeFile
from warehouse.codes import fixed_lists

_YAML: tuple[tuple[str, type], ...] = (
    ("forms/*.yml", Form),
    ("forms/*.yml: recognise", Recognise),
    ("forms/*.yml: columns", Column),
    ("forms/*.yml: rows", Row),
    ("forms/*.yml: rows: cells", CellOfRow),
    ("forms/*.yml: defaults, value, ahead", words.Meaning),
    ("forms/*.yml: rank", words.Ranking),
    ("families/*.yml", page.Page),
    ("families/*.yml: figures", page.Figure),
    ("families/*.yml: growth_of", page.Growth),
    ("families/*.yml: parts", page.Parts),
    ("families/*.yml: counts", page.Count),
    ("families/*.yml: ratios", page.Ratio),
    ("families/*.yml: lines", page.Lines),
    ("families/*.yml: groups", page.Groups),
    ("families/*.yml: groups: by", page.Group),
    ("families/*.yml: groups: counts", page.Statistic),
    ("families/*.yml: groups: shares", page.Share),
    ("families/*.yml: groups: wholes", page.Whole),
)


def office_files() -> list[str]:
    """Every file of an office's folder, column by column, and word by word: the title and the parts of the page."""
    parts = [
        "# 单位的文件 · The files of an office",
        "一个单位是一个文件夹:`office.yml`、`catalogue/*.csv`、`corrections.csv`、`forms/*.yml`、`families/*.yml`。怎样写见 [表式](../forms.md)、[成品表](../marts.md)。\n"
        "空格子用缺省值;没有缺省值的必须填。",
        "An office is a folder: `office.yml`, `catalogue/*.csv`, `corrections.csv`, `forms/*.yml`, `families/*.yml`; how they\n"
        "are written is told in [forms](../forms.md) and [marts](../marts.md). A blank cell means the default; what has no default has to be there.",
        *_section("office.yml", OfficeFile),
        *_section("office.yml: headlines", Headline),
    ]
    for name, model in row_models().items():
        parts += _section(f"catalogue/{name}.csv", model)
    parts += _section("corrections.csv", Correction)
    for name, model in _YAML:
        parts += _section(name, model)
    kinds = [(f"`{kind}`", _listed(parameters)) for kind, parameters in _checks()]
    parts += ["## forms/*.yml: checks", _table(("check", "其他词 other words"), kinds)]
    return parts


def _section(title: str, model: type) -> list[str]:
    schema = adapter(model).json_schema()
    described = str(schema.get("description", "")).partition("\n\n")[0].replace("\n", " ")
    required = set(schema.get("required", ()))
    rows = [
        (
            f"`{name}`",
            str(node.get("description", "")),
            _values(_resolved(node, schema)),
            _default(name, node, required),
        )
        for name, node in schema["properties"].items()
    ]
    return [
        f"## {title}",
        described,
        _table(("词 word", "意思 meaning", "可以是 values", "缺省 default"), rows),
    ]


def _default(name: str, node: Mapping[str, Any], required: Iterable[str]) -> str:
    if name in required:
        return "必填 required"
    value = node.get("default")
    if isinstance(value, bool) and node.get("enum") == ["yes", "no"]:
        value = "yes" if value else "no"
    return "" if value in (None, "", [], {}) else f"`{value}`"


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(node.get("$ref", "")).rpartition("/")[2]
    return {**schema.get("$defs", {}).get(name, {}), **node} if name else node


def _values(node: Mapping[str, Any]) -> str:
    """The allowed words, or an example of what is allowed."""
    if listed := _listed_words(node):
        return "、".join(f"`{word}` {_called(word, listed)}".strip() for word in listed)
    if "examples" in node:
        return f"如 like `{node['examples'][0]}`"
    bounds = [str(node[bound]) for bound in ("minimum", "maximum") if bound in node]
    if bounds:
        return "…".join(bounds)
    kinds = {
        "integer": "整数 whole number",
        "boolean": "`true` `false`",
        "array": "列表 list",
        "object": "词和值 words with values",
    }
    return kinds.get(str(node.get("type", "")), "")


def _listed_words(node: Mapping[str, Any]) -> list[str]:
    if "const" in node:
        return [str(node["const"])]
    choices = [word for choice in node.get("anyOf", ()) for word in _listed_words(choice)]
    return [str(word) for word in node.get("enum", ())] or choices


def _called(word: str, among: list[str]) -> str:
    """What a code is called, where it is one of a published code list that has all the words beside it."""
    lists = [codes for codes in fixed_lists().values() if set(among) <= set(codes)]
    return " ".join(lists[0][word]) if lists and word in lists[0] else ""


def _checks() -> Iterator[tuple[str, list[str]]]:
    schema = adapter(checks.FormCheck).json_schema()
    for kind, reference in schema["discriminator"]["mapping"].items():
        node = schema["$defs"][reference.rpartition("/")[2]]
        yield kind, [name for name in node["properties"] if name not in ("rule", "check")]


def _listed(parameters: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in parameters)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(header)
    lines = [names, ["---"] * len(names), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
