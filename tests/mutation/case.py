"""One case: its seed decides what is changed or damaged, and the outcome tells what came of it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from random import Random

from ingest.finding import Unreadable
from tests.mutation.changed import CHANGES
from tests.mutation.damage_case import DAMAGES, damaged_workbook, judged
from tests.mutation.model_case import changed_model, told_otherwise
from tests.mutation.outcome import Outcome, Verdict

MODEL, DAMAGE = "model", "damage"
_OF_MODELS = 0.5  # share of the cases
_SHOWN = 4  # differences that are told of one case

KINDS = {**{f"{MODEL}: {kind}": kind for kind in CHANGES}, **{f"{DAMAGE}: {kind}": kind for kind in DAMAGES}}


def kind_of(seed: int, only: str = "") -> str:
    """The kind that a seed stands for, among those whose name holds `only`."""
    chance = Random(f"kind {seed}")  # noqa: S311 - a fixed sequence, no secret
    family = MODEL if chance.random() < _OF_MODELS else DAMAGE
    of_family = [kind for kind in KINDS if kind.startswith(family) and only in kind]
    return chance.choice(of_family or [kind for kind in KINDS if only in kind])


def outcome_of(seed: int, kind: str, stage: Callable[[str], None], without: frozenset[str]) -> Outcome:
    """Run a case. `stage` is told what is being done; `without`: readers that are not asked."""
    begun = time.monotonic()
    what = ""
    try:
        if kind.startswith(MODEL):
            stage("making")
            model, made = changed_model(seed, KINDS[kind])
            what = ", ".join(made)
            stage("reading")
            verdict, said = _told(told_otherwise(model))
        else:
            stage("making")
            sound, damaged = damaged_workbook(seed, KINDS[kind])
            what = damaged.what
            verdict, said = judged(sound, damaged, stage, without)
    except Unreadable as refused:
        verdict, said = Verdict.DIFFERS, (f"a sound workbook refused: {refused}",)
    except Exception:  # noqa: BLE001 - whatever it is, it is what this case has found
        verdict, said = Verdict.CRASHED, tuple(traceback.format_exc().splitlines()[-6:])
    return Outcome(seed, kind, verdict, what, said, time.monotonic() - begun)


def _told(differences: list[str]) -> tuple[Verdict, tuple[str, ...]]:
    return (Verdict.DIFFERS, tuple(differences[:_SHOWN])) if differences else (Verdict.READ, ("as changed",))
