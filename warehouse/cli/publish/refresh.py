"""`indicators refresh`: the whole way once, with its steps on standard error as they go."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from warehouse.building.blocked import Blocked
from warehouse.cli.options import Json
from warehouse.cli.progress import Progress, progress_shown
from warehouse.cli.screen import print_json, say
from warehouse.cli.usage import epilog
from warehouse.notice import tell_failure
from warehouse.settings import Settings
from warehouse.steps import refresh as refreshing
from warehouse.steps.report import NotifyReport
from warehouse.steps.up_to_hand_back import between_in_words
from warehouse.store.lock import LockHeld
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators refresh",
    "indicators refresh --quiet || indicators status",
    "indicators refresh --hand-back --quiet",
    "indicators refresh --json > report.json",
    statuses=(0, 1, 2, 3, 4, 5),
)


def refresh(
    json: Json = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="没有问题就不出声 · silent unless something is held")
    ] = False,
    hand_back: Annotated[
        bool,
        typer.Option(
            "--hand-back",
            help="只收文、读表、过关口一、发还，不建库、不发布 · up to the hand-back: nothing is built or published",
        ),
    ] = False,
) -> int:
    """Run the whole way once, or up to the hand-back. The exit status says what came of it, see RefreshReport. LockHeld while another runs."""
    settings = settings_from_environment()
    try:
        with progress_shown(quiet) as progress:
            if hand_back:
                return _up_to_hand_back(settings, progress, json=json, quiet=quiet)
            report = refreshing.refresh(settings, progress)
    except LockHeld:
        raise  # nothing has failed: the other refresh is at work
    except Exception as error:
        tell_failure(settings, error)
        raise
    report = replace(report, notified=_notified(settings))
    if report.blocked:
        tell_failure(settings, Blocked("BLOCKED", found=report.blocked))
    if json:
        print_json(report.as_dict())
    elif report.exit_status or not quiet:
        say(refreshing.summary(settings, report))
    return report.exit_status


def _up_to_hand_back(settings: Settings, progress: Progress, *, json: bool, quiet: bool) -> int:
    report = refreshing.between_nights(settings, progress)
    if json:
        print_json(report.as_dict())
    elif report.exit_status or not (quiet or report.is_quiet):
        say(between_in_words(settings, report))
    return report.exit_status


def _notified(settings: Settings) -> NotifyReport | None:
    """What became of the messages to departments; None where no command is set, which then loads nothing."""
    if not settings.notify:
        return None
    from warehouse.notify.departments import notify_departments  # noqa: PLC0415 - the forms, 0.2 s

    try:
        return notify_departments(settings)
    except LockHeld as held:
        return NotifyReport(0, (held.found,))
