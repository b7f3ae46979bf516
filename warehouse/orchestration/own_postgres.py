"""The PostgreSQL that `make up` starts where none is set."""

from __future__ import annotations

import socket
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.cli.error import as_block
from warehouse.orchestration.environment import LOOPBACK
from warehouse.orchestration.prepare import NotStarted
from warehouse.serving.own_folder import own_folder
from warehouse.serving.server import running_own, start_own


def start_postgres(home: Path, port: int) -> None:
    """The server of our own, unless it runs. NotStarted says why it does not."""
    if running_own(home) is not None:
        return
    if not is_free(port):
        raise NotStarted(
            f"端口 {port} 已被占用，换一个：INDICATORS_POSTGRES_PORT=5434 make up，或设置 INDICATORS_POSTGRES"
            f" (port {port} is taken; choose another, or set INDICATORS_POSTGRES)"
        )
    try:
        start_own(own_folder(home), port)
    except Refusal as refusal:
        raise NotStarted(as_block(refusal.problem)) from refusal


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
