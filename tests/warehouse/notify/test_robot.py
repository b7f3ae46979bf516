"""The command that speaks in a chat group, to a real HTTP server on loopback."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from warehouse.notify import robot

MESSAGE = {"text": "统计站：没有待办。", "contact": {"telephone": "00000000000"}}


class _Robot:
    """What was posted, and what is answered."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
        self.address = ""


@pytest.fixture
def group() -> Iterator[_Robot]:
    told = _Robot()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told.answer).encode())

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        told.address = f"http://127.0.0.1:{server.server_address[1]}/send?key=secret"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield told
        server.shutdown()


def _spoken(kind: str, group: _Robot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    file = folder / "robot.url"
    file.write_text(group.address + "\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(MESSAGE)))
    return robot.main([kind, str(file)])


def test_wecom_is_given_the_text_and_whom_to_call(
    group: _Robot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _spoken("wecom", group, tmp_path, monkeypatch) == 0
    assert group.posted == [
        {
            "msgtype": "text",
            "text": {"content": "统计站：没有待办。", "mentioned_mobile_list": ["00000000000"]},
        }
    ]


def test_dingtalk_has_the_number_in_the_text_too(
    group: _Robot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _spoken("dingtalk", group, tmp_path, monkeypatch) == 0
    assert group.posted == [
        {
            "msgtype": "text",
            "text": {"content": "统计站：没有待办。\n@00000000000"},
            "at": {"atMobiles": ["00000000000"]},
        }
    ]


def test_a_robot_that_answers_no_has_not_taken_it_and_its_key_is_not_shown(
    group: _Robot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    group.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    assert _spoken("wecom", group, tmp_path, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "errcode 45009: api freq out of limit" in said
    assert "secret" not in said
