"""`indicators held`: what waits at the gate, and why."""

from __future__ import annotations

from warehouse.answers.status import held_submissions
from warehouse.cli.findings import show_held
from warehouse.cli.options import Json
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.usage import epilog
from warehouse.variables import settings_from_environment

EPILOG = epilog("indicators held", "indicators held --json")


def held(json: Json = False) -> int:
    """Print each held submission with its reasons. 0, whether there is one or not."""
    waiting = held_submissions(settings_from_environment())
    if json:
        print_json({"schema_version": 1, "held": [submission.as_dict() for submission in waiting]})
    elif waiting:
        show_held(waiting)
    else:
        say(both("没有待核的报表", "nothing is held"))
    return 0
