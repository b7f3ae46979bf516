"""dbt's own pages of the models in one file: what each is, its columns, its SQL, and the picture of what is made of what.

Of a project of its own, complete with descriptions, and without a database: nothing is built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from warehouse.building.dbt_project import write_project

NAME = "dbt.html"


def write_dbt_docs(folder: Path) -> Path:
    """Write the file into a folder. CalledProcessError where dbt cannot make it; what it said is on standard error."""
    with tempfile.TemporaryDirectory(prefix="indicators-docs-") as place:
        work = Path(place)
        write_project(work / "project")
        command = [
            sys.executable, "-I", "-m", "dbt.cli.main", "--quiet", "--log-level-file", "none", "--no-use-colors",
            "docs", "generate", "--static", "--empty-catalog",
            "--project-dir", "project", "--profiles-dir", "project", "--target-path", str(work / "target"),
        ]  # fmt: skip
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": place,
            "INDICATORS_BUILD_FILE": "docs.duckdb",
            # The page itself asks its maker's computers for nothing where the project says so.
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }
        subprocess.run(command, cwd=work, env=environment, stdout=sys.stderr, check=True)
        return Path(shutil.copy(work / "target" / "static_index.html", folder / NAME))
