"""`python -m warehouse.notify.mail`: a command for INDICATORS_NOTIFY that sends a message by SMTP.

To the address of the department's contact in department.csv, or to `--to`. A login is taken from ~/.netrc, where it has one of
that server, and then only over TLS.
"""

from __future__ import annotations

import argparse
import json
import netrc
import smtplib
import ssl
import sys
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

_SECONDS = 20
_SUBJECTS = {"department": "指标报送待办", "alarm": "指标库没有更新"}


def mail_of(message: dict[str, Any], sender: str, to: str) -> EmailMessage:
    """The mail. ValueError without an address to send it to."""
    address = to or str(message.get("contact", {}).get("email", ""))
    if not address:
        raise ValueError(
            f"{message.get('department_zh', '')}: department.csv 没有 email，也没有写 --to (no address)"
        )
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, address
    mail["Subject"] = " ".join(
        filter(None, (_SUBJECTS[message["kind"]], message.get("department_zh", ""), message["day"]))
    )
    # A server that is asked again after a lost answer can tell that it is the same mail.
    mail["Message-ID"] = f"<{message['message_id'].replace(' ', '.')}@indicators>"
    mail.set_content(message["text"])
    return mail


def deliver(mail: EmailMessage, host: str, port: int, *, tls: bool) -> None:
    """Hand it to a server. OSError, smtplib.SMTPException."""
    with smtplib.SMTP(host, port, timeout=_SECONDS) as server:
        if tls:
            server.starttls(context=ssl.create_default_context())
            login = _login(host)
            if login:
                server.login(*login)
        server.send_message(mail)


def _login(host: str) -> tuple[str, str] | None:
    if not Path("~/.netrc").expanduser().exists():
        return None
    found = netrc.netrc().authenticators(host)
    return (found[0], found[2] or "") if found else None


def main(arguments: Sequence[str] | None = None) -> int:
    """0: the server has taken it. 1: it has not, with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.notify.mail", description=__doc__)
    parser.add_argument("server", help="host:port")
    parser.add_argument("--from", dest="sender", required=True, help="the sender's address")
    parser.add_argument("--to", default="", help="one address for all, in place of those of department.csv")
    parser.add_argument("--tls", action="store_true", help="STARTTLS, and the login of ~/.netrc")
    asked = parser.parse_args(arguments)
    host, _, port = asked.server.rpartition(":")
    try:
        mail = mail_of(json.load(sys.stdin), asked.sender, asked.to)
        deliver(mail, host, int(port), tls=asked.tls)
    except (OSError, smtplib.SMTPException, ValueError, netrc.NetrcParseError) as error:
        print(f"{asked.server}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
