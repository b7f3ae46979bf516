"""Who is ranked: as many as are named, known areas, and one answer a month."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.declared.problem import unknown_id
from ingest.office.catalogue_files import CatalogueFiles

_OPEN = "9999-12"


def rank_problems(files: CatalogueFiles) -> Iterator[str]:
    """What cannot be true of who is ranked."""
    areas = {row.ref_area for row in files.catalogue.area}
    rows = files.catalogue.rank_universe
    for at, row in enumerate(rows):
        if row.areas and len(set(row.areas)) != row.n:
            what = f"{row.n}: areas 有 {len(set(row.areas))} 个 names so many"
            yield files.problem("rank_universe", at, "n", what)
        for area in row.areas:
            if area not in areas:
                what = unknown_id(area, areas, "catalogue/area.csv")
                yield files.problem("rank_universe", at, "areas", what)
        for earlier, other in enumerate(rows[:at]):
            if row.universe == other.universe and _meet(
                (row.valid_from, row.valid_to), (other.valid_from, other.valid_to)
            ):
                what = f"{row.universe}: 同一月份有两个答案 two answers for a month"
                here, there = (("rank_universe", one, "valid_from, valid_to") for one in (at, earlier))
                yield files.against(here, there, what)


def _meet(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] <= (other[1] or _OPEN) and other[0] <= (one[1] or _OPEN)
