"""Only what changed is written anew; the rest are files of the snapshot before, as long as they are what was sealed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.warehouse.pages.conftest import Site, SiteAfter, text_of
from warehouse.pages.site import LIST, site_before

CHANGED = (
    "update snapshot set snapshot_id = '20261201T000000Z-bbbbbbbb'",
    "update fct_observation set raw_text = '1,032' where indicator_id = 'fdi_actual_utilized' and raw_text = '1032'",
)


FIRST = "update snapshot set snapshot_id = '20261130T000000Z-aaaaaaaa'"


@pytest.fixture(scope="module")
def first(site_after: SiteAfter) -> Site:
    """Not to be changed."""
    return site_after(FIRST)


@pytest.fixture(scope="module")
def second(site_after: SiteAfter, first: Site) -> Site:
    """The one after it, in which one cell says something else."""
    return site_after(*CHANGED, before=first)


def anew(site: Site, before: Site) -> set[str]:
    """The pages that are not the very file of the site before."""

    def is_new(path: Path) -> bool:
        other = before.folder / path.relative_to(site.folder)
        return not other.exists() or not path.samefile(other)

    return {
        str(path.relative_to(site.folder))
        for path in site.folder.rglob("*")
        if path.is_file() and is_new(path)
    } - {LIST}


def test_a_page_that_shows_the_same_is_the_same_file(first: Site, second: Site) -> None:
    # The overview tells what is new since the snapshot before, of which the first had none.
    assert anew(second, first) == {"index.html", "t/fdi_actual_utilized-2023-h2.html"}


def test_a_page_says_in_which_snapshot_it_was_written(second: Site) -> None:
    assert "本页写于数据版本 20261130T000000Z-aaaaaaaa，此后未变" in second.page("i/fdi_actual_utilized.html")
    assert "本页写于数据版本 20261201T000000Z-bbbbbbbb" in second.page("t/fdi_actual_utilized-2023-h2.html")
    listed = json.loads(second.page(LIST))["pages"]
    assert listed["i/fdi_actual_utilized.html"]["since"] == "20261130T000000Z-aaaaaaaa"


def test_a_file_that_is_not_what_was_sealed_is_written_anew(site_after: SiteAfter) -> None:
    first = site_after(FIRST)
    damaged = first.folder / "marks.html"
    damaged.write_text(damaged.read_text(encoding="utf-8").replace("不留空", "留空"), encoding="utf-8")
    after = site_after(FIRST, before=first)
    assert anew(after, first) == {"index.html", "marks.html"}
    assert "不留空，不写0" in after.page("marks.html")


def test_a_snapshot_whose_manifest_was_changed_is_no_site_before(second: Site) -> None:
    folder = second.folder.parent
    assert site_before(folder) is not None
    (folder / "MANIFEST.json").write_text("{}", encoding="utf-8")
    assert site_before(folder) is None


def test_what_is_new_since_the_snapshot_before_is_said_by_name(site_after: SiteAfter, first: Site) -> None:
    after = site_after(
        "update bi.headline set value = 1040 where line_zh = '实际到账外资' and is_latest",
        "update mart_indicator set display_value = '1040' where indicator_id = 'fdi_actual_utilized' and display_value = '1032'",
        before=first,
    )
    said = text_of(after.page("index.html")).partition("上一数据版本以来")[2]
    assert "同期修订" in said
    assert "上一版为1032万美元，63.55%" in said
    # A line that has never said a figure says none for the first time either.
    assert "首次有数" not in said


def test_a_figure_of_last_year_is_told_with_its_year_under_the_title_of_this_one(
    site_after: SiteAfter,
) -> None:
    # Of January 2024 one line alone has come.
    of_line = "where line_zh = '限额以上住宿业营业额'"
    of_series = f"where series_id in (select split_part(row_key, '|', 1) from bi.headline {of_line}) and time_period = '2023-12'"
    site = site_after(
        f"insert into mart_indicator by name select * replace ('2024-01' as time_period) from mart_indicator {of_series}",
        "insert into bi.headline by name select * replace (replace(row_key, '2023-12', '2024-01') as row_key,"
        f" make_date(2024, 1, 1) as month, '1月' as period_zh) from bi.headline {of_line} and is_latest",
        f"update bi.headline set is_latest = false {of_line} and month < make_date(2024, 1, 1)",
    )
    overview, sheet = (text_of(site.page(name)) for name in ("index.html", "meeting.html"))
    assert "2024年1月" in overview.partition("项主要指标中")[0]
    assert "2023年1—12月，实际到账外资1032" in overview
    assert "2023年1—12月实际到账外资1032" in sheet
    assert "本单用2023年1—12月数" in sheet


def test_a_figure_in_a_narrow_window_has_its_unit_beside_its_name(first: Site) -> None:
    row = first.page("index.html").partition(">实际到账外资</a>")[2].partition("</tr>")[0]
    assert 'data-l="本期数 万美元"' in row
    assert 'data-l="同比 %"' in row
    assert 'data-l="比上期 百分点' in row
