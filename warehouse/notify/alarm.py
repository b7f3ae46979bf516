"""The alarm: no refresh has ended well for 26 hours. `indicators doctor --alarm` looks once; under `make up` this module
looks every ten minutes, in a process of its own: a scheduler that is dead or stuck cannot tell of itself.

At least once, unlike what departments are told: an alarm that is lost is worse than one that comes twice. So it is sent
first and kept after that, in a file of the logs and not in the ledger, whose damage may be what is wrong. Once a day of the
office, as long as it lasts.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from warehouse.home import Home
from warehouse.notify.command import NotSentError, send
from warehouse.settings import BUSINESS_ZONE, Settings, business_day
from warehouse.standing_notice import append_notice
from warehouse.store.durable import write_file
from warehouse.store.last_refresh import last_refreshed
from warehouse.variables import settings_from_environment

# A night and two hours: the nightly run is tried again within the hour, and twice as long as the longest one is waited.
AFTER = timedelta(hours=26)
EVERY = 600.0  # seconds
_RAISED = "alarm_raised"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a look has found. `last`: when a refresh last ended well; `sent`: whether this look has sent a message."""

    overdue: bool
    last: datetime | None
    text_zh: str
    text_en: str
    sent: bool = False
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """What `doctor --alarm --json` prints."""
        return {"schema_version": 1, **asdict(self)}


def alarm(settings: Settings, now: datetime | None = None) -> Alarm:
    """Look, and raise the alarm where it is due and was not raised today. OSError is told, not raised."""
    now = now or datetime.now(UTC)
    home = Home(settings.home)
    found = _look(home, now)
    day = business_day(now).isoformat()
    if not found.overdue or _raised(home) == day:
        return found
    message = {
        "kind": "alarm",
        "message_id": f"alarm {day}",
        "day": day,
        "last_refresh": found.last.isoformat() if found.last else None,
        "text": found.text_zh,
    }
    problems, sent = [], False
    if settings.notify:
        try:
            send(settings.notify, message, settings.notify_seconds)
            sent = True
        except NotSentError as error:
            problems.append(str(error))
    else:
        problems.append("没有设置 INDICATORS_NOTIFY (not set)")
    try:
        append_notice(
            home,
            {"at": now.isoformat(), "task": "alarm", "kind": "alarm", "message_zh": found.text_zh,
             "message_en": found.text_en, "sent": sent},
        )  # fmt: skip
        if sent or not settings.notify:
            write_file(home.logs / _RAISED, day.encode())
    except OSError as error:
        # A full disk, perhaps what the alarm is about: it was sent all the same, and will be again.
        problems.append(str(error))
    return Alarm(found.overdue, found.last, found.text_zh, found.text_en, sent, "; ".join(problems))


def _look(home: Home, now: datetime) -> Alarm:
    last = last_refreshed(home)
    if last is None:
        return Alarm(
            True, None, "指标库还没有更新成功过。请在服务器上运行 indicators doctor 和 indicators refresh。",
            "no refresh has ended well yet: run indicators doctor and indicators refresh",
        )  # fmt: skip
    hours = int((now - last) / timedelta(hours=1))
    at = f"{last.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"
    if now - last < AFTER:
        return Alarm(
            False,
            last,
            f"上次更新成功：{at}（北京时间），{hours} 小时前。",
            f"the last refresh ended well {hours} h ago",
        )
    return Alarm(
        True,
        last,
        f"指标库已 {hours} 小时没有更新成功，上次是 {at}（北京时间）；读者看到的仍是上一个快照。"
        "请在服务器上运行 indicators doctor 和 indicators refresh。",
        f"no refresh has ended well for {hours} h, the last at {at} (Beijing); readers have the snapshot of before:"
        " run indicators doctor and indicators refresh",
    )


def _raised(home: Home) -> str:
    try:
        return (home.logs / _RAISED).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def watch(settings: Settings, stopped: threading.Event, every: float = EVERY) -> None:
    """Look again and again until it is stopped, first after one wait: what has just been started may refresh first."""
    while not stopped.wait(every):
        found = alarm(settings)
        if found.overdue:
            print(f"{datetime.now(UTC).isoformat()} {found.text_zh} {found.problem}".rstrip(), flush=True)


def main() -> int:
    """0: told to end."""
    settings = settings_from_environment()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    watch(settings, stopped)
    return 0


if __name__ == "__main__":
    sys.exit(main())
