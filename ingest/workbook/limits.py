"""How much of a handed-in file is read before it is refused. Each field is a setting."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one workbook. What a file says of its sizes is not believed but held against it.

    The largest departmental workbooks met have some hundred thousand cells; the defaults leave a factor of
    ten, and one file at every limit still fits the 2 GiB and 60 s of CPU that a reading process is given.
    """

    file_bytes: int = 50 * MIB  # the file as handed in
    entries: int = 2_000  # parts of the zip package
    entry_bytes: int = 300 * MIB  # one part, inflated
    total_bytes: int = 600 * MIB  # all parts that are read, inflated
    ratio: int = 200  # inflated to compressed; XML of real sheets reaches 5 to 40
    ratio_from_bytes: int = 10 * MIB  # asked of larger parts only: a small blank sheet packs well
    cells: int = 5_000_000  # cell elements of all sheets, those that carry only a format too
    merges: int = 50_000  # merged ranges of all sheets
    text_characters: int = 4 * MIB  # one text; Excel itself holds 32,767 characters in a cell
