"""`python -m samples DEST`: make the sample inbox and the faulty samples under DEST."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from samples.folders import make


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    parser.add_argument("dest", metavar="DEST", type=Path, help="目标文件夹 / the folder to write to")
    destination: Path = parser.parse_args(arguments).dest
    try:
        made = make(destination)
    except OSError as error:
        print(
            f"写不了 {destination}:{error.strerror} / cannot write there: {error.strerror}", file=sys.stderr
        )
        return 1
    print(f"示例报表 {made.submissions} 份 → {made.inbox} ({made.submissions} sample workbooks)")
    print(f"带错样本 {made.faults} 份 → {made.faulty} ({made.faults} faulty workbooks)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
