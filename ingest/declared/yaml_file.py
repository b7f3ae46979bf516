"""A YAML file of an office, read into its model; what is wrong in it is said with its line, all of it at once."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ingest.declared.declared import Model, adapter
from ingest.declared.problem import Place, at_line, office_error, problems_of, yaml_path
from ingest.declared.text_file import text_of

# libyaml reads the forms of an office in a fifth of the time that PyYAML's own parser takes.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_PARSER):  # type: ignore[misc]
    """Refuses a word that stands twice in a block, of which YAML would drop the first in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        words = [key.value for key, _ in node.value]
        if len(set(map(str, words))) < len(words):
            word = next(word for word in words if words.count(word) > 1)
            raise yaml.MarkedYAMLError(
                problem=f"{word!r} 写了两次 stands there twice", problem_mark=node.start_mark
            )
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def load_yaml(path: Path, model: type[Model]) -> Model:
    """The file as its model. OfficeError names file, line, path, what was found and what was expected."""
    text = text_of(path)
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, which makes data alone
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行 line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or error
        raise office_error(f"{path}: {line}不是 YAML is no YAML: {problem}") from error
    try:
        return adapter(model).validate_python(document)
    except ValidationError as error:
        raise office_error(*problems_of(error, model, lambda loc: _place(path, text, loc))) from error


def place_in(path: Path, loc: Place) -> str:
    """File, line and path of a word of a file that has been read."""
    return _place(path, text_of(path), loc)


def _place(path: Path, text: str, loc: Place) -> str:
    return at_line(path, _line_of(_tree(text), loc), yaml_path(loc)).rstrip()


@lru_cache(maxsize=4)
def _tree(text: str) -> yaml.Node | None:
    """A file with its lines, which is asked of one place after the other as soon as anything is wrong."""
    tree: yaml.Node | None = yaml.compose(text, Loader=_PARSER)
    return tree


def _line_of(node: yaml.Node | None, loc: Place) -> int:
    """The line of what stands at a path, or of the innermost block of it that is there."""
    line = node.start_mark.line if node else 0
    for part in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
            if not found:
                continue  # a word that is missing, or no word of the file's: the kind of a check
            line, node = found[0][0].start_mark.line, found[0][1]
            continue
        else:
            break
        line = node.start_mark.line
    return int(line) + 1
