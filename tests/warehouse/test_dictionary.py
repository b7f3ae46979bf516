"""The dictionary: what the room bi must say of its columns, beside what every room says."""

from __future__ import annotations

from typing import Any

import pytest

from warehouse import dictionary
from warehouse.dictionary import ADDITIVE, BI, models

ROOM_OF_BI = [model for model in models() if model.room == BI]


@pytest.mark.parametrize("model", ROOM_OF_BI, ids=lambda model: model.name)
def test_a_model_of_bi_is_narrow_has_one_key_and_a_chinese_name_for_everything(
    model: dictionary.Model,
) -> None:
    assert model.grain == ("row_key",)
    assert len(model.columns) <= 20
    assert model.label_zh
    assert all(column.label_zh for column in model.columns)
    assert model.relation == f"bi.{model.name}"


@pytest.mark.parametrize("model", ROOM_OF_BI, ids=lambda model: model.name)
def test_every_number_of_bi_says_over_what_it_adds_up(model: dictionary.Model) -> None:
    for column in model.columns:
        is_number = column.data_type.startswith(("decimal", "double", "integer", "bigint"))
        assert (column.additive in ADDITIVE) is is_number


def test_no_two_relations_with_chinese_names_have_the_same() -> None:
    labels = [model.label_zh for model in models() if model.label_zh]
    assert len(set(labels)) == len(labels)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads a dictionary in which the room bi holds one model of the columns that are given."""
    read = dictionary._words

    def models_with(columns: dict[str, list[str]]) -> Any:
        room = {
            "columns": columns,
            "models": {
                "probe": {
                    "label_zh": "样表",
                    "zh": "样",
                    "en": "probe",
                    "grain": [],
                    "columns": list(columns),
                }
            },
        }
        monkeypatch.setattr(dictionary, "_words", lambda name: room if name == BI else read(name))
        return dictionary.written_models.__wrapped__()

    return models_with


def test_a_number_that_does_not_say_over_what_it_adds_up_stops_the_build(written: Any) -> None:
    with pytest.raises(ValueError, match=r"adds up.*amount"):
        written({"amount": ["integer", "金额", "", "金额", "amount"]})


def test_two_columns_with_one_chinese_name_stop_the_build(written: Any) -> None:
    with pytest.raises(ValueError, match=r"a label for each column.*probe"):
        written({"one": ["varchar", "名", "", "一", "one"], "two": ["varchar", "名", "", "二", "two"]})
