"""Every regular expression of a package: those that its modules hold, and those they hand to re as they go."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import yaml

_METHODS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})


@dataclass(frozen=True)
class Named:
    """A regular expression, where it stands, and by which of re's methods its module applies it."""

    name: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    methods: frozenset[str]


def modules(package: str) -> list[ModuleType]:
    """A package and every module below it, imported."""
    root = importlib.import_module(package)
    below = pkgutil.walk_packages(root.__path__, f"{package}.") if hasattr(root, "__path__") else ()
    return [root, *(importlib.import_module(each.name) for each in below if "__main__" not in each.name)]


def collected(modules: list[ModuleType]) -> list[Named]:
    """The patterns of some modules, each once: under the name of the first module that holds it."""
    found: dict[tuple[str | bytes, int], Named] = {}
    trees = {module: ast.parse(inspect.getsource(module)) for module in modules}
    used = _used(trees.values())
    for module, tree in trees.items():
        held = (
            Named(f"{module.__name__}.{name}", pattern, frozenset(used.get(name, _METHODS)))
            for name, value in vars(module).items()
            for pattern in patterns_in(value)
        )
        for each in (*held, *_written(module, tree)):
            key = (each.pattern.pattern, each.pattern.flags)
            before = found.setdefault(key, each)
            found[key] = Named(before.name, before.pattern, before.methods | each.methods)
    return list(found.values())


def patterns_in(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """A pattern itself, and those in a tuple, list, set or mapping, however deep."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from patterns_in(tuple(value.items()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from patterns_in(each)


def _used(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """By which methods each name is applied: _YEAR.fullmatch(…). _BARE.match(text, at) goes over a text as finditer does."""
    used: dict[str, set[str]] = defaultdict(set)
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and node.attr in _METHODS and isinstance(node.value, ast.Name):
            used[node.value.id].add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) > 1:
            match node.func:
                case ast.Attribute(ast.Name(name), "match" | "fullmatch") if name != "re":
                    used[name].add("finditer")
    return used


def _written(module: ModuleType, tree: ast.Module) -> Iterator[Named]:
    """re.sub("…", …) and its like: the pattern stands in the call."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _METHODS
        ):
            words = (*node.args, *(word.value for word in node.keywords))
            flags = re.RegexFlag(0)
            for word in words:
                if isinstance(word, ast.Attribute) and word.attr in re.RegexFlag.__members__:
                    flags |= re.RegexFlag[word.attr]
            pattern = re.compile(ast.literal_eval(node.args[0]), flags)
            yield Named(f"{module.__name__}:{node.lineno}", pattern, frozenset({node.func.attr}))


def made_later(modules: list[ModuleType]) -> set[str]:
    """The functions that compile a pattern when they are called, where nothing can collect it."""
    return {
        f"{module.__name__}.{function.name}"
        for module in modules
        for function in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "re.compile"
    }


def stated(file: Path) -> list[Named]:
    """The patterns that a file of rules states under `regex`."""
    return [
        Named(
            f"{file.name}: {rule['name']}",
            re.compile(rule["arguments"]["regex"]),
            frozenset({"match", "search"}),
        )
        for rules in yaml.safe_load(file.read_text("utf-8")).values()
        for rule in rules
        if "regex" in rule.get("arguments", {})
    ]
