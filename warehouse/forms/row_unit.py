"""The unit that a row states for itself, where the form leaves it to the row."""

from __future__ import annotations

from ingest.form.form import Form, Meaning, Row
from ingest.office.facts import Office
from ingest.reading.units import of_other_kind


def unit_word(form: Form, row: Row, office: Office, allowed: tuple[str, ...], last: str) -> str:
    """The word for a row: as it was last handed in (`last`), else as its indicator is shown, else the first that it can be
    stated in; '' for none.

    `allowed`: the words that the form allows; none where it leaves that open.
    """
    if last:
        return last
    meaning: Meaning = {**form.defaults, **row.value}
    if "indicator_id" not in meaning:
        return ""
    indicator = office.indicators[meaning["indicator_id"]]
    usual = (indicator.display_unit_zh,) if not allowed or indicator.display_unit_zh in allowed else ()
    words = (*usual, *(allowed or office.unit_words(indicator.unit_measure)))
    known = ((word, office.unit(word)) for word in words)
    return next(
        (word for word, unit in known if unit and not of_other_kind(indicator, meaning, unit, office)), ""
    )
