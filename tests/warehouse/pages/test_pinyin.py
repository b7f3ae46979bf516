"""Names are read as people say them, and no name of the catalogues is left without a reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.office.table import read_csv
from warehouse.pages.kind.pinyin import syllables

CHECKOUT = Path(__file__).parents[3]
OFFICES = ("offices/jingyuan", "tests/offices/linjiang")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("固定资产投资(不含农户)", "gu ding zi chan tou zi bu han nong hu"),
        # 地 of land, and as nothing else; 量 and 数 of numbers.
        ("挂牌地块数", "gua pai di kuai shu"),
        ("旅游收入", "lv you shou ru"),
        ("海上旅游航线数", "hai shang lv you hang xian shu"),
        # Characters with two readings, by their words.
        ("行政工作", "xing zheng gong zuo"),
        ("工业行业", "gong ye hang ye"),
        ("情况调度表", "qing kuang diao du biao"),
        ("重点产业", "zhong dian chan ye"),
        ("示例镇街A", "shi li zhen jie a"),
        ("2023年5G", "2023 nian 5g"),
    ],
)
def test_a_name_is_read_in_syllables(name: str, read: str) -> None:
    assert " ".join(syllables(name) or ()) == read


def test_a_name_with_a_character_that_is_not_known_has_no_reading() -> None:
    assert syllables("固定彧资产") is None


@pytest.mark.parametrize("folder", OFFICES)
def test_every_name_that_the_search_lists_has_a_reading(folder: str) -> None:
    office = load_office(CHECKOUT / folder)
    named = {
        row[column]
        for file, column in (
            ("indicator", "indicator_zh"),
            ("breakdown", "breakdown_zh"),
            ("area", "area_zh"),
            ("department", "department_zh"),
        )
        for row in read_csv(office.folder / "catalogue" / f"{file}.csv")
    } | {form.title_zh for form in load_forms(office.folder, office)}
    assert len(named) > 20
    assert [name for name in sorted(named) if syllables(name) is None] == []
