"""What a damage is: the bytes of a workbook after it, what was done, and what must come of it."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Damaged:
    """`what`: what was done, and where. `harmless`: another spelling of the same workbook, to be read alike."""

    data: bytes
    what: str
    harmless: bool = False


# None where the workbook has nothing that this damage could hit.
Damage = Callable[[Random, bytes], Damaged | None]
Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of parts in their order; a name may come twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the second part of a name
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, method)
    return target.getvalue()
