"""`indicators serve`: the pages of the current snapshot in a browser on this machine."""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.publish.page_server import LOOPBACK, server_of
from warehouse.cli.publish.pointer import home_with_snapshots
from warehouse.cli.screen import both, say
from warehouse.cli.usage import epilog
from warehouse.pages.site import PAGES
from warehouse.snapshots.snapshot import current
from warehouse.variables import settings_from_environment

EPILOG = epilog("indicators serve", "indicators serve --port 8099")
DEFAULT_PORT = 8088

PagesPort = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="端口,0 为任意空闲的 · port, 0 for any free one")
]


def serve(port: PagesPort = DEFAULT_PORT) -> int:
    """Serve the pages until Ctrl-C, on the loopback address alone. Refusal: no pages, or the port is taken."""
    home = home_with_snapshots(settings_from_environment())
    folder = current(home)
    if folder is None or not (folder / PAGES / "index.html").is_file():
        raise Refusal("NO_PAGES", found=folder.name if folder else both("没有快照", "no snapshot"))
    try:
        server = server_of(home, port)
    except OSError as error:
        raise Refusal("PORT_TAKEN", found=f"{LOOPBACK}:{port}", expected=str(error)) from error
    with server:
        say(f"√ http://{LOOPBACK}:{server.server_port}/")
        say("  " + both("只供本机，按 Ctrl-C 停止", "for this machine alone; Ctrl-C ends it"))
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0
