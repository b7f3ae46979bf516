"""Python run as an account that the modes of files bind. Tests often run as root, whom they do not."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from warehouse.settings import CHECKOUT

# linux/capability.h: CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER and CAP_FSETID set aside what modes say.
_SET_ASIDE_MODES = (0, 1, 2, 3, 4)
_PR_CAPBSET_DROP = 24  # linux/prctl.h
_CAPABILITIES = 0x20080522  # _LINUX_CAPABILITY_VERSION_3
_INHERITABLE = 2  # effective, permitted, inheritable of the first 32; then of the others

_libc = ctypes.CDLL(None, use_errno=True)


def run_python(
    *arguments: str, environment: Mapping[str, str], groups: Sequence[int] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with arguments (`-c`, code; or `-m`, module, …) in the checkout.

    `environment`: INDICATORS_… variables; those of the test run do not count. `groups`: those that the account is in besides
    its own, and its umask is 0077 then, as that of the service; root alone may say so.
    """

    def become_ordinary() -> None:
        if groups is not None:
            os.setgroups(list(groups))
            os.umask(0o077)
        _become_ordinary()

    others = {name: value for name, value in os.environ.items() if not name.startswith("INDICATORS_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={**others, **environment},
        capture_output=True,
        text=True,
        preexec_fn=become_ordinary,
        timeout=300,
        check=False,
    )


def _become_ordinary() -> None:
    """Give the capabilities up, so that the program which is begun next cannot have them, root or not."""
    for capability in _SET_ASIDE_MODES:
        # EPERM: an ordinary account already.
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) and ctypes.get_errno() != errno.EPERM:
            raise OSError(ctypes.get_errno(), "PR_CAPBSET_DROP")
    # Some containers hand capabilities on to whatever root begins.
    header, sets = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    if _libc.capget(header, sets):
        raise OSError(ctypes.get_errno(), "capget")
    sets[_INHERITABLE] &= ~sum(1 << capability for capability in _SET_ASIDE_MODES)
    if _libc.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")
