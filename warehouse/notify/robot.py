"""`python -m warehouse.notify.robot`: a command for INDICATORS_NOTIFY that speaks in a group of 企业微信 or 钉钉.

The address of the group's robot holds its key, so it is read from a file that this account alone may read. Both take the same
text and call the people of a list of telephones; they say in their answer, not in its status, whether they took it.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SECONDS = 20


class NotTakenError(Exception):
    """The robot has not taken it: what it says."""


def body_of(message: dict[str, Any], kind: str) -> dict[str, Any]:
    """What a robot is sent. `kind`: wecom or dingtalk."""
    telephone = str(message.get("contact", {}).get("telephone", ""))
    people = [telephone] if telephone else []
    if kind == "wecom":
        return {"msgtype": "text", "text": {"content": message["text"], "mentioned_mobile_list": people}}
    # 钉钉 calls a person only where the text has the number, too.
    called = "".join(f"\n@{each}" for each in people)
    return {"msgtype": "text", "text": {"content": message["text"] + called}, "at": {"atMobiles": people}}


def speak(address: str, body: dict[str, Any]) -> None:
    """Post it. OSError where there is no answer, NotTakenError where it is no."""
    request = urllib.request.Request(  # noqa: S310 - main has looked at the scheme
        address,
        json.dumps(body, ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8"},
    )
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - see above
        said = json.loads(answer.read(65536))
    if said.get("errcode") != 0:
        raise NotTakenError(f"errcode {said.get('errcode')}: {said.get('errmsg')}")


def main(arguments: Sequence[str] | None = None) -> int:
    """0: the robot has taken it. 1: it has not, with the reason and without the address on standard error."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.notify.robot", description=__doc__)
    parser.add_argument("kind", choices=("wecom", "dingtalk"))
    parser.add_argument("address_file", type=Path, help="a file with the robot's address and nothing else")
    asked = parser.parse_args(arguments)
    try:
        address = asked.address_file.read_text(encoding="utf-8").strip()
        if not address.startswith(("https://", "http://127.0.0.1:")):
            raise ValueError(
                f"{asked.address_file}: 应为 https:// 开头的地址 (an address that begins with https://)"
            )
        speak(address, body_of(json.load(sys.stdin), asked.kind))
    except (OSError, ValueError, NotTakenError) as error:
        print(f"{asked.kind}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
