"""Pages of families as files: read strictly, and each against itself and against the office's catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.declared.problem import OfficeError, Place, against, office_error, problems_in, unknown_id
from ingest.declared.yaml_file import load_yaml, place_in
from ingest.family.columns import NAMES, OF_ROW, columns_of
from ingest.family.page import Figure, Groups, Page

FOLDER = "families"
_ALWAYS = ("time_period", "ref_area")


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page and the file that it was read from."""

    path: Path
    page: Page

    def problem(self, loc: Place, what: str) -> str:
        """Something wrong at a place of it."""
        return f"{place_in(self.path, loc)} {what}"


def load_pages(folder: Path) -> tuple[PageFile, ...]:
    """The pages of a folder, by name. OfficeError with everything that is wrong in any of them."""
    files, problems = read_pages(folder)
    if problems:
        raise office_error(*problems)
    return files


def read_pages(folder: Path) -> tuple[tuple[PageFile, ...], list[str]]:
    """The pages of a folder that could be read, and everything that is wrong in them or in the others."""
    files: list[PageFile] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            file = PageFile(path, load_yaml(path, Page))
        except OfficeError as error:
            problems.extend(problems_in(error))
            continue
        files.append(file)
        problems.extend(page_problems(file))
    problems.extend(name_problems(files))
    return tuple(files), problems


def name_problems(files: Sequence[PageFile]) -> Iterator[str]:
    """Two pages of one name would be one mart."""
    first: dict[str, PageFile] = {}
    for file in files:
        there = first.setdefault(file.page.name, file)
        if there is not file:
            here = file.problem(("name",), f"{file.page.name!r}: 两页同名 two pages of one name")
            yield against(here, place_in(there.path, ("name",)))


def page_problems(file: PageFile) -> Iterator[str]:
    """What a page says against itself."""
    page = file.page
    if sum(map(bool, (page.figures, page.lines, page.groups))) != 1:
        yield file.problem((), "figures、lines、groups 写一种 expected one of figures, lines, groups")
        return
    if page.groups:
        yield from _group_problems(file, page.groups)
    if page.figures:
        yield from _grain_problems(file)
        yield from _reference_problems(file)
    if not page.lines:
        yield from _twice(file)


def _group_problems(file: PageFile, groups: Groups) -> Iterator[str]:
    """Statistics that a page of groups has not."""
    used: list[tuple[Place, str]] = [(("groups", "units"), groups.units)]
    used += [(("groups", "shares", name, "of"), share.of) for name, share in groups.shares.items()]
    used += [(("groups", "wholes", at, "of"), whole.of) for at, whole in enumerate(groups.wholes)]
    for place, name in used:
        if name not in groups.counts:
            yield file.problem(place, unknown_id(name, groups.counts, "counts"))


def _grain_problems(file: PageFile) -> Iterator[str]:
    page = file.page
    for word in (word for word in _ALWAYS if word not in page.grain):
        yield file.problem(("grain",), f"缺少 lacks {word}")
    by_indicator = "indicator_id" in page.grain
    if by_indicator != bool(page.families):
        yield file.problem(
            ("families",) if page.families else ("grain",),
            "families 与粒度里的 indicator_id 同写同不写 families go with indicator_id in the grain",
        )
    for name, figure in page.figures.items():
        if bool(figure.indicator) == by_indicator:
            yield file.problem(
                ("figures", name, "indicator"),
                "粒度里有 indicator_id 时不写,没有时必写 is written where indicator_id is not of the grain",
            )
        for word in (word for word in figure.row if word not in page.grain):
            yield file.problem(("figures", name, "row", word), f"不在粒度里 is not of the grain: {word}")
        if figure.recomputed and figure.measure != "RANK":
            yield file.problem(("figures", name, "recomputed"), "只有位次可重算 only a rank is recomputed")


def _reference_problems(file: PageFile) -> Iterator[str]:
    """Names that no figure has."""
    page = file.page
    figures = page.figures
    figures_and_counts = {**figures, **page.counts}
    used: list[tuple[Place, str, Collection[str]]] = []
    if page.main:
        used.append((("main",), page.main, figures))
    used += [(("growth_of", name), name, figures) for name in page.growth_of]
    used += [
        (("growth_of", name, "difference_reported"), growth.difference_reported, figures)
        for name, growth in page.growth_of.items()
        if growth.difference_reported
    ]
    used += [(("summed", at), name, figures) for at, name in enumerate(page.summed)]
    for name, parts in page.parts.items():
        used.append((("parts", name, "whole"), parts.whole, figures))
        used += [(("parts", name, "parts", at), part, figures) for at, part in enumerate(parts.parts)]
    used += [(("counts", name, "of"), count.of, figures) for name, count in page.counts.items()]
    for name, ratio in page.ratios.items():
        used += [(("ratios", name, end), getattr(ratio, end), figures_and_counts) for end in ("of", "over")]
    if page.contribution_of:
        used.append((("contribution_of",), page.contribution_of, figures))
    for place, name, known in used:
        if name not in known:
            yield file.problem(place, unknown_id(name, known, "figures"))
    for name in page.growth_of:
        if name in figures and (figures[name].transform, figures[name].measure) != (("N",), "VALUE"):
            yield file.problem(("growth_of", name), "只有水平有同比 only a level has a growth")


def _twice(file: PageFile) -> Iterator[str]:
    """Columns of one name, and one series under two names."""
    page = file.page
    taken: dict[str, Place] = dict.fromkeys((*page.grain, *NAMES.values(), *OF_ROW), ("grain",))
    try:
        columns = list(columns_of(page))
    except KeyError:
        return  # a figure that is not there, which is said elsewhere
    said: set[tuple[Place, Place]] = set()
    for column in columns:
        if (there := taken.get(column.name)) is None:
            taken[column.name] = column.place
        elif (column.place, there) not in said:
            said.add((column.place, there))
            here = file.problem(column.place, f"列 {column.name} 有两个 is the column of two")
            yield against(here, place_in(file.path, there))
    first: dict[object, str] = {}
    for name, figure in page.figures.items():
        earlier = first.setdefault(_series(figure), name)
        if earlier != name:
            here = file.problem(("figures", name), "同一序列 the same series")
            yield against(here, place_in(file.path, ("figures", earlier)))


def _series(figure: Figure) -> tuple[object, ...]:
    return (
        figure.indicator, figure.measure, figure.accumulation, figure.transform, figure.freq, figure.breakdown,
        figure.place, figure.method, figure.status, figure.target_kind,
    )  # fmt: skip


def catalogue_problems(
    files: Sequence[PageFile], names: Mapping[str, Mapping[str, str]], families: Collection[str]
) -> Iterator[str]:
    """Ids of a page that the catalogue does not have. `names`: its ids by kind; `families`: those of its indicators."""
    for file in files:
        page = file.page
        of_page: list[tuple[Place, str]] = [
            (("families", at), family) for at, family in enumerate(page.families)
        ]
        if page.lines:
            of_page += [(("lines", "families", at), family) for at, family in enumerate(page.lines.families)]
            for at, indicator in enumerate(page.lines.but):
                if indicator not in names["indicator"]:
                    what = unknown_id(indicator, names["indicator"], "catalogue/indicator.csv")
                    yield file.problem(("lines", "but", at), what)
        for place, family in of_page:
            if family not in families:
                yield file.problem(place, unknown_id(family, families, "catalogue/indicator.csv: family"))
        for name, figure in page.figures.items():
            yield from _figure_problems(file, name, figure, names)
        for at, whole in enumerate(page.groups.wholes if page.groups else ()):
            if whole.indicator not in names["indicator"]:
                what = unknown_id(whole.indicator, names["indicator"], "catalogue/indicator.csv")
                yield file.problem(("groups", "wholes", at, "indicator"), what)


def _figure_problems(
    file: PageFile, name: str, figure: Figure, names: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    used = [("indicator", "indicator", figure.indicator), ("method", "method", figure.method)]
    used += [("breakdown", "breakdown", breakdown) for breakdown in figure.breakdown]
    used += [("place", "place", place) for place in figure.place]
    for word, kind, found in used:
        if found and found not in names[kind]:
            what = unknown_id(found, names[kind], f"catalogue/{kind}.csv")
            yield file.problem(("figures", name, word), what)
