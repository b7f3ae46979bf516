"""The command that sends by SMTP, to a real server on loopback."""

from __future__ import annotations

import email
import io
import json
import socketserver
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.policy import default

import pytest

from tests.warehouse.notify.conftest import OFFICE
from warehouse.notify import mail
from warehouse.notify.departments import notify_departments
from warehouse.settings import Settings
from warehouse.steps.report import NotifyReport


@dataclass
class Server:
    """A small SMTP server: `taken` is what it has accepted, as (envelope's recipients, bytes)."""

    address: str = ""
    refusing: bool = False
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Speaking(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 loopback")
            people: list[str] = []
            while line := self.rfile.readline():
                word = line.strip().decode().upper()
                if word.startswith("RCPT"):
                    people.append(line.decode().strip().partition(":")[2].strip("<>").split(">")[0])
                    self.say("550 nobody here" if told.refusing else "250 ok")
                elif word == "DATA":
                    self.say("354 go on")
                    body = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        body += part.removeprefix(b".") if part.startswith(b"..") else part
                    told.taken.append((people, body))
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speaking) as listening:
        told.address = f"127.0.0.1:{listening.server_address[1]}"
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield told
        listening.shutdown()


def test_one_mail_a_department_arrives_with_its_text_and_the_second_run_sends_none(
    settings: Settings, server: Server
) -> None:
    sending = replace(
        settings,
        notify=f"{sys.executable} -m warehouse.notify.mail {server.address} --from a@example.org --to b@example.org",
    )
    now = datetime.now(UTC)
    assert notify_departments(sending, now) == NotifyReport(4)
    assert notify_departments(sending, now) == NotifyReport(0)
    mails = [email.message_from_bytes(body, policy=default) for _, body in server.taken]
    assert len(mails) == 4
    assert {people[0] for people, _ in server.taken} == {"b@example.org"}
    (one,) = [each for each in mails if OFFICE in each["Subject"]]
    assert one["Subject"].startswith(f"指标报送待办 {OFFICE} ")
    body = one.get_body()
    assert body is not None
    assert f"标好错处的工作簿在 outbox/{OFFICE}/。" in body.get_content().splitlines()
    assert len({each["Message-ID"] for each in mails}) == 4


def _mailed(message: dict[str, object], server: Server, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(message)))
    return mail.main([server.address, "--from", "a@example.org"])


MESSAGE = {
    "kind": "department",
    "message_id": "d 2026-03-10",
    "day": "2026-03-10",
    "department_zh": "统计站",
    "contact": {"email": "clerk@example.org"},
    "text": "统计站：没有待办。\n.一行以点开头",
}


def test_it_goes_to_the_address_of_the_catalogue(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _mailed(MESSAGE, server, monkeypatch) == 0
    ((people, body),) = server.taken
    assert people == ["clerk@example.org"]
    text = email.message_from_bytes(body, policy=default).get_body()
    assert text is not None
    assert text.get_content().splitlines()[1] == ".一行以点开头"


def test_a_server_that_refuses_and_a_department_without_an_address_are_failures(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.refusing = True
    assert _mailed(MESSAGE, server, monkeypatch) == 1
    assert "nobody here" in capsys.readouterr().err
    assert _mailed({**MESSAGE, "contact": {"email": ""}}, server, monkeypatch) == 1
    assert "统计站: department.csv 没有 email" in capsys.readouterr().err
    assert server.taken == []
