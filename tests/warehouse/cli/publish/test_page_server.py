"""The pages over HTTP: on the loopback address, by its own names, nothing but the pages, the snapshot of the moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.warehouse.command import Run
from warehouse.cli.publish.page_server import server_of
from warehouse.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    for name in ("one", "two"):
        pages = tmp_path / "snapshots" / name / "pages"
        (pages / "i").mkdir(parents=True)
        (pages / "index.html").write_text(f"主要指标 {name}", encoding="utf-8")
        (pages / "i" / "a.csv").write_text("时期\n", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    returned = tmp_path / "outbox" / "统计站" / "2024-01-06_0950_ab12"
    returned.mkdir(parents=True)
    (returned / "回执.txt").write_text("已采用", encoding="utf-8")
    (returned / "link.txt").symlink_to(tmp_path / "secret")
    (tmp_path / "current").symlink_to("snapshots/one")
    return Home(tmp_path)


@pytest.fixture
def server(home: Home) -> Iterator[ThreadingHTTPServer]:
    with server_of(home, 0) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.02,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def asked(server: ThreadingHTTPServer, path: str, host: str = "") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path, headers={"Host": host} if host else {})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_it_listens_on_the_loopback_address_alone(server: ThreadingHTTPServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_page_comes_with_its_encoding_and_may_load_nothing_from_elsewhere(
    server: ThreadingHTTPServer,
) -> None:
    response, text = asked(server, "/")
    assert (response.status, text) == (200, "主要指标 one")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert asked(server, "/i/a.csv")[0].headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_page_elsewhere_cannot_read_it_under_a_name_of_its_own(server: ThreadingHTTPServer) -> None:
    assert asked(server, "/", "evil.example")[0].status == 403
    assert asked(server, "/", f"evil.example:{server.server_port}")[0].status == 403
    assert asked(server, "/", f"localhost:{server.server_port}")[0].status == 200


@pytest.mark.parametrize("path", ["/../../../secret", "/%2e%2e/%2e%2e/%2e%2e/secret", "/i/", "/none.html"])
def test_nothing_else_is_served(server: ThreadingHTTPServer, path: str) -> None:
    response, text = asked(server, path)
    assert response.status == 404
    assert "secret" not in text


def test_a_new_snapshot_is_there_at_once(server: ThreadingHTTPServer, home: Home) -> None:
    home.current.unlink()
    home.current.symlink_to("snapshots/two")
    assert asked(server, "/index.html")[1] == "主要指标 two"


def test_without_pages_the_command_says_so(run: Run, home: Home) -> None:
    (home.current / "pages" / "index.html").unlink()
    ran = run("serve", home=home.root)
    assert (ran.status, ran.code) == (2, "NO_PAGES")


def test_a_port_that_is_taken_is_an_error_and_not_a_traceback(
    run: Run, home: Home, server: ThreadingHTTPServer
) -> None:
    ran = run("serve", "--port", str(server.server_port), home=home.root)
    assert (ran.status, ran.code) == (2, "PORT_TAKEN")


def test_what_was_handed_back_is_listed_and_read(server: ThreadingHTTPServer) -> None:
    folder = f"/outbox/{quote('统计站')}/2024-01-06_0950_ab12/"
    response, text = asked(server, folder)
    assert response.status == 200
    assert quote("回执.txt") in text
    assert asked(server, folder + quote("回执.txt"))[1] == "已采用"


def test_no_other_folder_of_the_outbox_is_listed_and_a_link_leads_nowhere(
    server: ThreadingHTTPServer,
) -> None:
    folder = f"/outbox/{quote('统计站')}/"
    for path in (
        "/outbox/",
        folder,
        f"{folder}2024-01-06_0950_ab12/link.txt",
        "/outbox/../secret",
        "/outbox/..%2fsecret",
    ):
        response, text = asked(server, path)
        assert (response.status, "secret" in text.replace("no such", "")) == (404, False), path
