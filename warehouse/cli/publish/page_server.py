"""The pages of the current snapshot over HTTP, for this machine alone."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from warehouse.home import Home
from warehouse.pages.site import PAGES

LOOPBACK = "127.0.0.1"
OUTBOX = "outbox"
# outbox/<department>/<hand-back>
_DEEP = 2
# Whom a browser may say that it is talking to. Another name that leads here is that of a page elsewhere, which would
# read what only this machine may (DNS rebinding).
_NAMES = {"127.0.0.1", "localhost", "[::1]"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class _Pages(SimpleHTTPRequestHandler):
    """Answers from the folder that the pointer names when it is asked: a new snapshot is there at once. `outbox`: what was
    handed back."""

    outbox: Path

    server_version = "indicators"
    sys_version = ""

    def guess_type(self, path: Any) -> str:
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind == "application/json" else kind

    def translate_path(self, path: str) -> str:
        """A page; or, below /outbox/, what was handed back, to which the pages of departments lead."""
        below = path.partition("?")[0].partition("#")[0].removeprefix(f"/{OUTBOX}/")
        if below == path:
            return super().translate_path(path)
        self.directory, pages = str(self.outbox), self.directory
        try:
            place = Path(super().translate_path(f"/{below}"))
        finally:
            self.directory = pages
        # Departments may write to their folders: a link there leads nowhere else.
        if not place.resolve().is_relative_to(self.outbox.resolve()):
            return str(self.outbox / ".none")
        return f"{place}/" if path.endswith("/") else str(place)

    def send_head(self) -> Any:
        name = re.sub(r":\d+$", "", self.headers.get("Host", ""))
        if name not in _NAMES:
            self.send_error(HTTPStatus.FORBIDDEN, "only for this machine")
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> Any:
        """The files of one hand-back; no other folder is listed."""
        if (
            len(Path(path).relative_to(self.outbox).parts if Path(path).is_relative_to(self.outbox) else ())
            == _DEEP
        ):
            return super().list_directory(path)
        self.send_error(HTTPStatus.NOT_FOUND, "no such page")
        return None

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *said: Any) -> None:
        """Nothing: what is asked for is nobody's concern."""


def server_of(home: Home, port: int) -> ThreadingHTTPServer:
    """A server on the loopback address that serves until it is shut down; port 0: any free one. OSError: taken."""
    of_home = type("_PagesOfHome", (_Pages,), {"outbox": home.outbox})
    handler = partial(of_home, directory=str(home.current / PAGES))
    return ThreadingHTTPServer((LOOPBACK, port), handler)
