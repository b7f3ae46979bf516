"""`make down`: ends every process that `make up` started for this home, also after a crash of any of them."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.cli.error import as_block
from warehouse.orchestration.process import end_processes
from warehouse.serving.server import running_own, stop_own
from warehouse.settings import SettingError
from warehouse.variables import settings_from_environment


def stop(home: Path) -> int:
    """Ends every process of a home, its PostgreSQL last. How many; RuntimeError or Refusal where one does not end."""
    ended = end_processes(home)
    own = running_own(home)
    if own is None:
        return ended
    stop_own(own)
    return ended + 1


def main() -> int:
    """0: none is left. 1: some cannot be ended. 2: a setting cannot be used."""
    try:
        ended = stop(settings_from_environment().home)
    except SettingError as error:
        print(error.found, file=sys.stderr)
        return 2
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    except Refusal as refusal:
        print(as_block(refusal.problem), file=sys.stderr)
        return 1
    if ended:
        print(f"√ 已停止,结束了 {ended} 个进程,没有剩余 ({ended} processes ended, none is left)")
    else:
        print("没有在运行 (nothing was running)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
