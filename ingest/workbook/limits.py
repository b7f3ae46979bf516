"""How much of a handed-in file is read before it is refused. Each field is a setting."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one workbook. What a file says of its sizes is not believed but held against it.

    The largest of the real workbooks that the reader is tested on has 46,375 cells. A million cells take
    some 3.5 s of CPU and 160 MiB, so that a sheet at its limit stays within the 60 s and 2 GiB of a reader.
    """

    file_bytes: int = 50 * MIB  # the file as handed in
    entries: int = 2_000  # parts of the zip package
    entry_bytes: int = 300 * MIB  # one part, inflated
    total_bytes: int = 600 * MIB  # all parts that are read, inflated
    ratio: int = 200  # inflated to compressed; XML of real sheets reaches 5 to 40
    ratio_from_bytes: int = 10 * MIB  # asked of larger parts only: a small blank sheet packs well
    cells: int = 5_000_000  # of all sheets, those with only a format too; rows and texts alike
    merges: int = 50_000  # merged ranges of all sheets
    text_characters: int = 4 * MIB  # one text; Excel itself holds 32,767 characters in a cell
