"""What the catalogue lists and no form says: indicators without a form, forms without a file, ranks without a universe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.form.contradiction.words_of import meanings
from ingest.form.form import Form
from ingest.office.facts import Office

EMBARGO = "E"  # of CL_CONF_STATUS
NOT_SAID = "_U"  # the form itself does not say among whom


def _said(form: Form, office: Office) -> set[str]:
    """The indicators that a form states, or that its register adds up to."""
    stated = {meaning["indicator_id"] for _, meaning in meanings(form) if "indicator_id" in meaning}
    return stated | {one.indicator_id for one in office.register_measures if one.form_id == form.form_id}


def indicators_without_form(forms: Iterable[Form], office: Office) -> Iterator[str]:
    """Indicators that no form states."""
    said = set().union(*(_said(form, office) for form in forms))
    return (name for name in office.indicators if name not in said)


def indicators_not_in_their_form(forms: Iterable[Form], office: Office) -> Iterator[tuple[str, str]]:
    """Indicators that some form states and their primary form does not, each with that form."""
    every = tuple(forms)
    said = set().union(*(_said(form, office) for form in every))
    for name, indicator in office.indicators.items():
        own = [form for form in every if form.form_id == indicator.primary_form]
        if name in said and not any(name in _said(form, office) for form in own):
            yield name, indicator.primary_form


def embargoes_without_end(office: Office) -> dict[str, list[str]]:
    """Indicators under embargo whose release release.csv does not tell, by the form that speaks for them: nothing ever frees
    their figures, and nobody may be told them by a guess."""
    told = {one.form_id for one in office.releases}
    kept: dict[str, list[str]] = {}
    for name, indicator in office.indicators.items():
        if indicator.conf_status == EMBARGO and indicator.primary_form not in told:
            kept.setdefault(indicator.primary_form, []).append(name)
    return kept


def forms_without_file(forms: Iterable[Form], office: Office) -> list[str]:
    """Forms that are due and of which there is no file: nothing that is handed in can be read as one."""
    known = {form.form_id for form in forms}
    return [form_id for form_id in office.calendar if form_id not in known]


def ranks_without_universe(forms: Iterable[Form], office: Office) -> list[tuple[str, str]]:
    """Forms that say among whom they rank in words that rank_universe.csv does not have, with the words."""
    known = {one.universe for one in office.rank_universes}
    named = ((form.form_id, form.rank.get("universe", NOT_SAID)) for form in forms)
    return [(form_id, words) for form_id, words in named if words != NOT_SAID and words not in known]
