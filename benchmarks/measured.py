"""Run as a program, once a reader and case: reads a folder's files again and again, prints what it took.

    python -m benchmarks.measured GROUP READER WARM_UP FOLDER ROUNDS

The answer is one JSON object: the least processor seconds of a round over all files, the bytes held before the
first round and at most, or `refused` and why. WARM_UP is a small file that is read before: it imports libraries.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from benchmarks import readers
from ingest.workbook.unreadable import Unreadable


def held_bytes(what: str) -> int:
    """Memory of this process: VmRSS now, VmHWM at most since `forget_peak`."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition(f"{what}:")[2].split()[0]) * 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def measure(read: readers.Reader, warm_up: Path, folder: Path, rounds: int) -> dict[str, float | str]:
    try:
        read(warm_up.name, warm_up.read_bytes())
    except Unreadable as refused:
        return {"refused": str(refused)}
    files = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    gc.collect()
    forget_peak()
    before, took = held_bytes("VmRSS"), []
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        for name, data in files:
            read(name, data)
        took.append(time.process_time() - began)
    return {"cpu_seconds": min(took), "before_bytes": before, "peak_bytes": held_bytes("VmHWM")}


if __name__ == "__main__":
    group, reader, warm_up, folder, rounds = sys.argv[1:]
    measured = measure(getattr(readers, group)[reader], Path(warm_up), Path(folder), int(rounds))
    print(json.dumps(measured))
