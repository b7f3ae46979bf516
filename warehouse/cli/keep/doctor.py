"""`indicators doctor`: how the installation stands: settings, versions, and what can be looked at."""

from __future__ import annotations

import os

from warehouse.answers.doctor import examine
from warehouse.cli.options import Json
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog

EPILOG = epilog(
    "indicators doctor", "INDICATORS_HOME=/srv/indicators indicators doctor", "indicators doctor --json"
)


def doctor(json: Json = False) -> int:
    """Print what was looked at. 0 if all of it is right, else 1."""
    diagnosis = examine(os.environ)
    if json:
        print_json(diagnosis.as_dict())
        return 0 if diagnosis.healthy else 1
    columns = [both("设置", "setting"), both("值", "value"), both("来自", "origin"), both("意思", "meaning")]
    origins = {"default": both("默认", "default"), "environment": both("环境变量", "environment")}
    print_table(
        columns,
        [
            [each.name, each.value, origins[each.origin], both(each.meaning_zh, each.meaning_en)]
            for each in diagnosis.settings
        ],
    )
    say()
    say("  ".join(f"{name} {version}" for name, version in diagnosis.versions.items()))
    say()
    for look in diagnosis.looks:
        sign = "×" if not look.right else "▲" if look.hint else "√"
        say(f"{sign} {both(look.name_zh, look.name_en)}  {look.found}")
        if not look.right or look.hint:
            say(f"  {both('改法', 'remedy')}: {both(look.remedy_zh, look.remedy_en)}")
    for setting in diagnosis.settings:
        if setting.problem:
            say(f"× {setting.problem}")
    return 0 if diagnosis.healthy else 1
