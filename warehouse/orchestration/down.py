"""`make down`: ends every process that `make up` started for this home, also after a crash of any of them."""

from __future__ import annotations

import sys

from warehouse.orchestration.process import end_processes
from warehouse.settings import SettingError
from warehouse.variables import settings_from_environment


def main() -> int:
    """0: none is left. 1: some cannot be ended. 2: a setting cannot be used."""
    try:
        ended = end_processes(settings_from_environment().home)
    except SettingError as error:
        print(error.found, file=sys.stderr)
        return 2
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    if ended:
        print(f"√ 已停止,结束了 {ended} 个进程,没有剩余 ({ended} processes ended, none is left)")
    else:
        print("没有在运行 (nothing was running)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
