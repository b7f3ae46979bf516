"""`indicators doctor`: how the installation stands: settings, versions, and what can be looked at."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from warehouse.answers.doctor.doctor import examine
from warehouse.cli.options import Json
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators doctor",
    "INDICATORS_HOME=/srv/indicators indicators doctor",
    "indicators doctor --alarm",
    "indicators doctor --json",
)


def doctor(
    json: Json = False,
    alarm: Annotated[
        bool,
        typer.Option(
            "--alarm",
            help="只看 26 小时内有没有更新成功，没有就用通知命令报警 · raise the alarm where no refresh ended well for 26 hours",
        ),
    ] = False,
) -> int:
    """Print what was looked at. 0 if all of it is right, else 1; with `alarm`: 0 unless it is due."""
    if alarm:
        return _alarm(json)
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


def _alarm(json: bool) -> int:
    from warehouse.notify.alarm import alarm as raise_alarm  # noqa: PLC0415 - this alone, every hour

    found = raise_alarm(settings_from_environment())
    if json:
        print_json(found.as_dict())
        return int(found.overdue)
    say(f"{'×' if found.overdue else '√'} {both(found.text_zh, found.text_en)}")
    if found.sent:
        say(f"  {both('已报警', 'the alarm was sent')}")
    if found.problem:
        say(f"  {both('没有报成', 'it could not be sent')}: {found.problem}")
    return int(found.overdue)
