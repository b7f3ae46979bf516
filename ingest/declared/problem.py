"""What is wrong in an office's files, in both languages: which file, where in it, what was found, what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.declared.declared import adapter
from ingest.finding.refusal import Refusal

Place = tuple[int | str, ...]
_NEAR = 0.7  # how alike a word is to the one that was meant: scop to scope is 0.9, mood to method 0.6
_LONGEST = 60  # of what was found, which may be half a file
_TYPES = {
    "string_type": ("文字,数字请加引号", "a text; put a number in quotes"),
    "int_type": ("整数", "a whole number"),
    "int_parsing": ("整数", "a whole number"),
    "int_from_float": ("整数", "a whole number"),
    "bool_type": ("true 或 false", "true or false"),
    "bool_parsing": ("true 或 false", "true or false"),
    "decimal_type": ("数", "a number"),
    "decimal_parsing": ("数", "a number"),
    "finite_number": ("数", "a number"),
    "tuple_type": ("列表 […]", "a list […]"),
    "frozen_set_type": ("列表 […]", "a list […]"),
    "dict_type": ("词和值 {词: 值}", "words with values {word: value}"),
    "dataclass_type": ("词和值 {词: 值}", "words with values {word: value}"),
}


class OfficeError(Refusal):
    """An office's files contradict themselves; what was found is a line a problem: its file, its place, its value."""


def office_error(*problems: str) -> OfficeError:
    """What refuses an office's files because of these problems."""
    return OfficeError("OFFICE", found="\n".join(" ".join(problem.splitlines()) for problem in problems))


def problems_in(error: OfficeError) -> tuple[str, ...]:
    """The problems that an office's files were refused for."""
    return tuple(error.found.splitlines())


def at_line(path: object, line: int, what: str) -> str:
    """A problem at a line of a file."""
    return f"{path}: 第 {line} 行 line {line}: {what}"


def against(here: str, there: str) -> str:
    """A problem at one place, and the place of what it contradicts."""
    return f"{here} 矛盾 contradicts {there}"


def expected(found: object, words: Iterable[str]) -> str:
    """What was found, the words that are allowed instead, and the one that was probably meant."""
    known = list(words)
    near = difflib.get_close_matches(str(found), known, 1, _NEAR)
    meant = f",是否 did you mean {near[0]}?" if near else ""
    return f"{_shown(found)}: 应为 expected {', '.join(known)}{meant}"


def unknown_id(found: str, known: Iterable[str], where: str) -> str:
    """An id that nothing declares; where it is an id less its leading zeros, that is said."""
    ids = list(known)
    if whole := [each for each in ids if each != found and each.lstrip("0") == found]:
        return f"{found!r}: 应为 expected {whole[0]}: 丢了前导零,请把该列设为文本 its leading zeros are lost, format the column as text"
    near = difflib.get_close_matches(found, ids, 1, _NEAR)
    meant = f",是否 did you mean {near[0]}?" if near else ""
    return f"{found!r}: 不在 is not in {where}{meant}"


def yaml_path(loc: Place) -> str:
    """rows[2].value.unit, as people write it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def problems_of(error: ValidationError, model: type, place: Callable[[Place], str]) -> list[str]:
    """Everything that pydantic found, in both languages. `place`: file and place of a path of the document."""
    schema = adapter(model).json_schema()
    problems = []
    for each in error.errors(include_url=False):
        loc = _written(each["loc"], schema)
        problems.append(f"{place(loc)} {_in_words(each, schema)}")
    return list(dict.fromkeys(problems))


def _in_words(each: ErrorDetails, schema: Mapping[str, Any]) -> str:  # noqa: C901 - a branch for each kind of error of pydantic
    """One error of pydantic: what was found and what was expected."""
    kind, loc, found = each["type"], each["loc"], each["input"]
    node = _node(schema, loc)
    if kind == "missing":
        return "为空 must not be blank"
    if kind == "string_too_short":
        return f"{found!r}: 不得为空 must not be blank"
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return "不认识的词 unknown word: " + expected(
            loc[-1], sorted(_node(schema, loc[:-1]).get("properties", ()))
        )
    if kind == "union_tag_not_found":
        return "缺少 lacks check"
    if kind == "union_tag_invalid":
        tags = [tag.strip(" '") for tag in str(each["ctx"]["expected_tags"]).split(",")]
        return "check " + expected(found.get("check"), tags)
    if kind in ("literal_error", "enum") and (words := _enum(node)):
        return expected(found, words)
    if kind in ("string_pattern_mismatch", "example") and "examples" in node:
        return f"{_shown(found)}: 应如 expected like {node['examples'][0]}"
    if kind == "value_error":
        return (
            f"{_shown(found)}: {each['ctx']['error']}"
            if not isinstance(found, dict)
            else str(each["ctx"]["error"])
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        least, most = node.get("minimum", ""), node.get("maximum", "")
        return f"{_shown(found)}: 应在 expected within {least}…{most}"
    if kind == "tuple_type" and "anyOf" in node:
        return f"{_shown(found)}: 应为文字(数字请加引号)或列表 […] expected a text (a number in quotes) or a list […]"
    if kind in _TYPES:
        zh, en = _TYPES[kind]
        return f"{_shown(found)}: 应为{zh} expected {en}"
    return f"{_shown(found)}: {each['msg']}"


def _shown(found: object) -> str:
    text = repr(found)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _enum(node: Mapping[str, Any]) -> list[str]:
    if "const" in node:
        return [str(node["const"])]
    if "enum" in node:
        return [str(word) for word in node["enum"]]
    return [word for choice in node.get("anyOf", ()) for word in _enum(choice)]


def _written(loc: Place, schema: Mapping[str, Any]) -> Place:
    """A path of pydantic as one of the document: without the kind of a check, which pydantic puts into it."""
    return tuple(
        part
        for at, part in enumerate(loc)
        if isinstance(part, int) or "discriminator" not in _resolved(schema, _raw(schema, loc[:at]))
    )


def _node(schema: Mapping[str, Any], loc: Place) -> Mapping[str, Any]:
    return _resolved(schema, _raw(schema, loc))


def _raw(schema: Mapping[str, Any], loc: Place) -> Mapping[str, Any]:
    """The part of a JSON schema that a path leads to; nothing where it leads nowhere."""
    node: Mapping[str, Any] = schema
    for part in loc:
        node = _resolved(schema, node)
        choices = [_resolved(schema, choice) for choice in node.get("anyOf", ())]
        node = next((each for each in choices if "properties" in each or "items" in each), node)
        if "discriminator" in node:
            node = {"$ref": node["discriminator"]["mapping"].get(part, "")}
        elif isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part, node.get("additionalProperties") or {})
        if not isinstance(node, Mapping):
            return {}
    return node


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        node = {
            **schema.get("$defs", {}).get(name, {}),
            **{key: value for key, value in node.items() if key != "$ref"},
        }
    return node
