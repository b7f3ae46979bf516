"""Ten thousand mutated workbooks against their oracle; other options than these are those of `tests.mutation`."""

import sys

from tests.mutation.__main__ import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["--count", "10000", "--workers", "2"]))
