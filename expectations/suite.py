"""The seam to Great Expectations: checks as data in, results out.

Everything the library is asked stands in this module, because its interface has changed often. A check
that could not run (the library reports an exception instead of a verdict) has not passed: it blocks.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from importlib.util import LazyLoader, find_spec, module_from_spec
from operator import and_
from typing import Any

from expectations.check_result import CheckRow, State
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place

Where = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation about a frame. `expectation` is the library's name of it, in snake case.

    `where` limits it to rows for which every condition holds: (column, operator, value), with operator =,
    <, >=, is_null or is_not_null. `rule` says what a row that fails means.
    """

    name: str
    rule: str
    expectation: str
    arguments: Mapping[str, Any]
    where: Where = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the frame that it looks at."""
        one_each = (
            self.arguments[name] for name in ("column", "column_A", "column_B") if name in self.arguments
        )
        return (*one_each, *self.arguments.get("column_list", ()), *(name for name, *_ in self.where))


@dataclass(frozen=True, slots=True)
class Result:
    """A check's outcome. `unexpected` are the frame's row ids that failed, in order. `said`: the library's own result, as
    JSON, without the rows: those the findings name."""

    check: Check
    state: State
    rows_checked: int
    unexpected: tuple[int, ...] = field(default=())
    detail: str = ""
    said: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def row(self, gate: str) -> CheckRow:
        """It as a row of check_result, about the whole."""
        of = self.check
        found = len(self.unexpected)
        return CheckRow(
            gate, of.name, of.rule, of.expectation, "", self.rows_checked, found, self.state, self.detail
        )


ROW_ID = "row_id"


def run_checks(frame: Any, checks: Sequence[Check]) -> list[Result]:
    """Run checks on a pandas frame that has a `row_id` column; one result a check, in their order."""
    if not checks:
        return []
    results = _validate(frame, checks)
    return [_result(check, results.get(number), len(frame)) for number, check in enumerate(checks)]


def could_not_run(results: Sequence[Result]) -> list[Finding]:
    """A finding that blocks for each check that could not run."""
    return [
        finding(
            "CHECK_COULD_NOT_RUN",
            Place(""),
            found=result.detail,
            expected="",
            subject=result.check.name,
            check=result.check.name,
        )
        for result in results
        if result.state is State.COULD_NOT_RUN
    ]


def _load_statistics_when_used() -> None:
    """Let scipy.stats be loaded when something of it is used, and not before.

    Great Expectations loads it for expectations of distributions, which nobody has of figures: 0.7 s of the processor
    time of every night.
    """
    name = "scipy.stats"
    found = find_spec(name) if name not in sys.modules else None
    if found is None or found.loader is None:
        return
    found.loader = LazyLoader(found.loader)
    sys.modules[name] = module = module_from_spec(found)
    found.loader.exec_module(module)
    # `from scipy import stats` takes what is there; asked for by its whole name, it would be loaded.
    setattr(sys.modules["scipy"], "stats", module)  # noqa: B010 - a module has no such attribute for the type checker


def _load_library() -> None:
    """Import Great Expectations: 2 to 5 s, a fifth of it Python's search for garbage among what is there to stay."""
    # Telemetry off and progress bars off, before the import reads them.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ.setdefault("TQDM_DISABLE", "1")
    if "great_expectations" in sys.modules:
        return
    _load_statistics_when_used()
    searches = gc.isenabled()
    gc.disable()
    try:
        import great_expectations  # noqa: F401, PLC0415 - see above
    finally:
        gc.freeze()
        if searches:
            gc.enable()


def _validate(frame: Any, checks: Sequence[Check]) -> dict[int, Any]:
    _load_library()
    import great_expectations as gx  # noqa: PLC0415 - great_expectations, 5.0 s
    from great_expectations.expectations.registry import get_expectation_impl  # noqa: PLC0415 - of the same
    from great_expectations.validator.v1_validator import Validator  # noqa: PLC0415 - of the same

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = _context()
    source = context.data_sources.add_pandas("frames")
    whole = source.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("whole")
    suite = gx.ExpectationSuite(name="suite")
    for number, check in enumerate(checks):
        expectation = get_expectation_impl(check.expectation)
        condition = {"row_condition": _condition(check.where)} if check.where else {}
        suite.add_expectation(
            expectation(**check.arguments, **condition, meta={"number": number}, severity="critical")
        )
    # As a batch's own `validate` does, which hashes the whole frame a second time: most of the time of a large one.
    validated = Validator(
        whole,
        # The failing rows' ids, not their values: those we have.
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [ROW_ID]},
        batch_parameters={"dataframe": frame},
    ).validate_expectation_suite(suite)
    return {result.expectation_config.meta["number"]: result for result in validated.results}


def _context() -> Any:
    """A context in memory. Without sites for documents: each would leave a temporary folder behind."""
    import great_expectations as gx  # noqa: PLC0415 - great_expectations, 5.0 s
    from great_expectations.data_context.types.base import (  # noqa: PLC0415 - of the same
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(
        store_backend_defaults=stores,
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _condition(where: Where) -> Any:
    """The library's own condition: all of them hold."""
    from great_expectations.expectations.row_conditions import Column  # noqa: PLC0415 - great_expectations, 5.0 s

    conditions: list[Any] = []
    for name, operator, *value in where:
        column = Column(name)
        match operator:
            case "=":
                conditions.append(column == value[0])
            case "<":
                conditions.append(column < value[0])
            case ">=":
                conditions.append(column >= value[0])
            case "is_null":
                conditions.append(column.is_null())
            case "is_not_null":
                conditions.append(column.is_not_null())
            case _:
                raise ValueError(f"{name}: no operator {operator!r}")
    return reduce(and_, conditions)


def _result(check: Check, result: Any, rows: int) -> Result:
    if result is None:
        return Result(check, State.COULD_NOT_RUN, rows, detail="no result")
    kept = _without_rows(result.to_json_dict())
    if trouble := _exception(result.exception_info):
        return Result(check, State.COULD_NOT_RUN, rows, detail=trouble, said=kept)
    said = result.result
    failed = tuple(sorted({int(place[ROW_ID]) for place in said.get("unexpected_index_list") or ()}))
    if not result.success and not failed:
        detail = str({name: said[name] for name in ("observed_value", "details") if name in said})
        return Result(check, State.FAILED, rows, detail=detail, said=kept)
    state = State.FAILED if failed else State.PASSED
    return Result(check, state, int(said.get("element_count", rows)), failed, said=kept)


def _without_rows(said: dict[str, Any]) -> dict[str, Any]:
    counted = {
        name: value for name, value in said["result"].items() if not isinstance(value, list | dict | str)
    }
    return {**said, "result": counted}


def _exception(info: Mapping[str, Any] | None) -> str:
    """The message of an exception anywhere in the library's nested report; empty where none was raised."""
    if not info:
        return ""
    if info.get("raised_exception"):
        return str(info.get("exception_message"))
    return next(
        (found for nested in info.values() if isinstance(nested, Mapping) and (found := _exception(nested))),
        "",
    )
