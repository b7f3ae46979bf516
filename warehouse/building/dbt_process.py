"""What the process of dbt runs: the whole project, by dbt's own interface for programs. It knows nothing of ours.

python -I dbt_process.py RESULTS ARGUMENT…    the arguments are those of `dbt build`

Each model, seed and test that is done is a line of JSON on standard output: how many are, of how many, its name. What
became of each, and of what the project consists, is written to the file RESULTS. dbt's own files of results, its log
and its events as JSON take 2 s of processor time at 190 nodes, and nobody reads them.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

# Nothing is printed and no file written but what was compiled; what was parsed before is used again.
_FLAGS = (
    "--log-level", "none", "--log-level-file", "none", "--log-format", "text", "--no-use-colors", "--no-write-json",
    "--partial-parse",
)  # fmt: skip
_OF_A_BUILD_ALONE = ("--exclude-resource-type", "unit_test")
_DONE = frozenset({"LogModelResult", "LogSeedResult", "LogTestResult"})


def _tell(event: Any) -> None:
    if event.info.name in _DONE:
        said = event.data
        total = getattr(said, "total", 0) or said.num_models
        print(json.dumps([said.index, total, said.node_info.node_name]), flush=True)


def _node(node: Any) -> dict[str, Any]:
    """A node of the project: enough to run what was compiled of it again by hand."""
    return {
        "resource_type": str(node.resource_type),
        "enabled": node.config.enabled,
        "materialized": node.config.materialized,
        "words": bool(node.config.get("words")),
        "schema": node.schema,
        "alias": node.alias,
        "path": f"{node.package_name}/{node.original_file_path}",
        "depends_on": list(node.depends_on_nodes),
    }


def _result(result: Any) -> dict[str, Any]:
    return {
        "unique_id": result.node.unique_id,
        "status": str(result.status),
        "message": result.message,
        "execution_time": result.execution_time,
    }


def run(results: Path, arguments: Sequence[str]) -> int:
    """The exit status: 0 everything built and passed, 1 something did not, 2 dbt could not run."""
    parsed = dbtRunner().invoke([*_FLAGS, "parse", *arguments])
    if parsed.exception or parsed.result is None:
        print(parsed.exception or "dbt could not read the project")
        return 2
    done = dbtRunner(parsed.result, [_tell]).invoke([*_FLAGS, "build", *arguments, *_OF_A_BUILD_ALONE])
    if done.exception or done.result is None:
        print(done.exception or "dbt gave no results")
        return 2
    said = {
        "args": done.result.args,
        "nodes": {name: _node(node) for name, node in parsed.result.nodes.items()},
        "results": [_result(result) for result in done.result.results],
    }
    results.write_text(json.dumps(said, ensure_ascii=False, default=str), encoding="utf-8")
    return 0 if done.success else 1


if __name__ == "__main__":
    # dbt makes millions of objects and few of them are garbage; looking for it took a tenth of its time, and 0.7 s of
    # its end.
    gc.disable()
    status = run(Path(sys.argv[1]), sys.argv[2:])
    gc.freeze()
    sys.exit(status)
