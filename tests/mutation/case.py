"""One case: its seed decides what is changed or damaged, and the outcome tells what came of it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from random import Random

from ingest.workbook.unreadable import Unreadable
from tests.mutation.changed import CHANGES
from tests.mutation.damage_case import DAMAGES, damaged_workbook, judged
from tests.mutation.damaged_bytes import BYTES
from tests.mutation.format_case import DAMAGES_OF, WRITERS, damaged_in, told_otherwise_in
from tests.mutation.model_case import changed_model, told_otherwise
from tests.mutation.outcome import Outcome, Verdict
from tests.mutation.text_case import FORMS, damaged_text, judged_text, told_otherwise_as

# Families of kinds, with their share of the cases.
MODEL, FORM, DAMAGE, TEXT, XLS, XLSB, ODS = "model", "form", "damage", "text", "xls", "xlsb", "ods"
_SHARES = {MODEL: 41, FORM: 8, DAMAGE: 37, TEXT: 3, XLS: 3, XLSB: 4, ODS: 4}
_KINDS = {
    MODEL: CHANGES,
    FORM: (*FORMS, *WRITERS),
    DAMAGE: DAMAGES,
    TEXT: BYTES,
    XLS: DAMAGES_OF[XLS],
    XLSB: DAMAGES_OF[XLSB],
    ODS: DAMAGES_OF[ODS],
}
KINDS = tuple((family, kind) for family, kinds in _KINDS.items() for kind in kinds)
_SHOWN = 4  # differences that are told of one case

Kind = tuple[str, str]  # a family and a kind of it


def name_of(kind: Kind) -> str:
    return f"{kind[0]}: {kind[1]}"


def kind_of(seed: int, only: str = "") -> Kind:
    """The kind that a seed stands for, among those whose name holds `only`. ValueError where there is none."""
    allowed = [kind for kind in KINDS if only in name_of(kind)]
    if not allowed:
        raise ValueError(f"no kind has {only!r} in its name")
    chance = Random(f"kind {seed}")  # noqa: S311 - a fixed sequence, no secret
    families = list(dict.fromkeys(family for family, _ in allowed))
    (family,) = chance.choices(families, [_SHARES[each] for each in families])
    return chance.choice([kind for kind in allowed if kind[0] == family])


def outcome_of(seed: int, kind: Kind, stage: Callable[[str], None], without: frozenset[str]) -> Outcome:
    """Run a case. `stage` is told what is being done; `without`: readers that are not asked."""
    begun = time.monotonic()
    what = ""
    try:
        stage("making")
        match kind:
            case (family, change) if family == MODEL:
                model, made = changed_model(seed, change)
                what = ", ".join(made)
                stage("reading")
                verdict, said = _told(told_otherwise(model))
            case (family, form) if family == FORM:
                stage("reading")
                verdict, said = _told((told_otherwise_as if form in FORMS else told_otherwise_in)(form, seed))
            case (family, damage) if family == TEXT:
                data, what = damaged_text(seed, damage)
                stage("reading")
                verdict, said = judged_text(data)
            case (family, damage):
                other = family in DAMAGES_OF
                sound, damaged = damaged_in(family, seed, damage) if other else damaged_workbook(seed, damage)
                what = damaged.what
                verdict, said = judged(sound, damaged, stage, without)
    except Unreadable as refused:
        verdict, said = Verdict.DIFFERS, (f"a sound workbook refused: {refused}",)
    except Exception:  # noqa: BLE001 - whatever it is, it is what this case has found
        verdict, said = Verdict.CRASHED, tuple(traceback.format_exc().splitlines()[-6:])
    return Outcome(seed, name_of(kind), verdict, what, said, time.monotonic() - begun)


def _told(differences: list[str]) -> tuple[Verdict, tuple[str, ...]]:
    return (Verdict.DIFFERS, tuple(differences[:_SHOWN])) if differences else (Verdict.READ, ("as changed",))
