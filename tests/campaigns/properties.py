"""Every property on as many examples as a campaign gives it: those of hypothesis, and the macros' of ten thousand rows."""

import os
import subprocess
import sys
from pathlib import Path

from tests.examples import CAMPAIGN

_PYTEST = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal")
_STEPS = Path(__file__).parents[1] / "warehouse" / "steps"
_MACROS = Path(__file__).parents[1] / "dbt_project"


def main(arguments: list[str]) -> int:
    """Run both, whatever becomes of the first; `arguments` go to pytest."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": CAMPAIGN}
    runs = [
        ("-m", "hypothesis"),
        (str(_STEPS / "test_night_and_read.py"),),
        (str(_MACROS), "-k", "growth or contribution or rounding or month or selection or rates"),
    ]
    return max(
        subprocess.run([*_PYTEST, *chosen, *arguments], env=environment, check=False).returncode
        for chosen in runs
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
