"""A real browser, told what to do by the WebDriver protocol: Debian's chromium and chromium-driver, headless, on loopback."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Without these it asks its maker's servers for updates, which a closed network refuses many times over.
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_TYPED = """
const input = document.querySelector(arguments[0]);
Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, arguments[1]);
input.dispatchEvent(new Event('input', {bubbles: true}));
"""


@dataclass(frozen=True, slots=True)
class Browser:
    """A window. `address`: of its session with the driver."""

    address: str

    def open(self, url: str) -> None:
        self._do("url", {"url": url})

    def script(self, source: str, *arguments: Any) -> Any:
        """What a script returns, run in the page."""
        return self._do("execute/sync", {"script": source, "args": list(arguments)})

    def script_later(self, source: str, *arguments: Any) -> Any:
        """What a script gives to the function that is its last argument."""
        return self._do("execute/async", {"script": source, "args": list(arguments)})

    def set_width(self, width: int) -> None:
        """Of what a page is laid out in: a window itself is never narrower than 500."""
        self._do(
            "goog/cdp/execute",
            {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {"width": width, "height": 1600, "deviceScaleFactor": 1, "mobile": False},
            },
        )

    def at_each_page(self, source: str) -> None:
        """A script that is run before those of each page that is opened from now on."""
        self._do(
            "goog/cdp/execute",
            {"cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": source}},
        )

    def complaints(self) -> list[str]:
        """What the page has written to the console as an error since it was asked last."""
        found = self._do("se/log", {"type": "browser"})
        return [one["message"] for one in found if one["level"] == "SEVERE"]

    def type_into(self, selector: str, text: str) -> None:
        self.script(_TYPED, selector, text)

    def wait_for(self, source: str, *arguments: Any, seconds: float = 60) -> None:
        """Until a script returns something true. AssertionError where it never does."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.script(source, *arguments):
                return
            time.sleep(0.25)
        raise AssertionError(f"not within {seconds:.0f} s: {source}")

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(_called("GET", f"{self.address}/screenshot")))

    def _do(self, command: str, body: dict[str, Any]) -> Any:
        return _called("POST", f"{self.address}/{command}", body)


@contextmanager
def browser(width: int = 1280, height: int = 2400) -> Iterator[Browser]:
    """A new window of a new browser, with a profile of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = tempfile.mkdtemp(prefix="indicators-browser-")
    driver = subprocess.Popen(
        ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}/session"
    options = {
        "binary": shutil.which("chromium"),
        "args": [*_OPTIONS, f"--window-size={width},{height}", f"--user-data-dir={profile}"],
    }
    try:
        session = _started(base, {"capabilities": {"alwaysMatch": _asked_for(options)}})
        try:
            yield Browser(f"{base}/{session}")
        finally:
            _called("DELETE", f"{base}/{session}")
    finally:
        driver.terminate()
        driver.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _asked_for(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL"},
        "timeouts": {"script": 120_000},
    }


def _started(base: str, body: dict[str, Any]) -> str:
    deadline = time.monotonic() + 30
    while True:
        try:
            return str(_called("POST", base, body)["sessionId"])
        except ConnectionRefusedError:
            pass
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def _called(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(  # noqa: S310 - of the driver on loopback
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=120) as answer:
        return json.load(answer)["value"]
