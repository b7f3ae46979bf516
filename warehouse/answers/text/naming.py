"""Which subjects a number's words name: how much of a name stands near the number, rare signs counting more.

A name is the catalogue's or the label that a form has for the subject. Order and distance of its words do not
matter (入库固定资产投资项目 for 固定资产投资入库项目数), only pairs of signs that stand together in the text.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.form.form import Form, Meaning
from warehouse.answers.text.held import Subject
from warehouse.answers.text.stated.context import Context

# What reports write short. Both ways of writing become the longer one.
_SHORT = (("固投", "固定资产投资"), ("平米", "平方米"))
# Says which units are surveyed and nothing of what is measured.
_SURVEYED = re.compile("规模以上|限额以上|规上|限上")
# Said of any number: what a subject's name has of these tells nothing.
_NO_NAME = re.compile(
    "[负]?增长率?|增加|提高|提升|上升|下降|降低|减少|回落|下滑|同比|环比|增速|增幅|[比较][上去]年(?:同期)?|累计|实现|完成|达到?|开展|组织|举办|全年"
)
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_QUOTES = re.compile(r"[“”\"‘’「」《》()（）]")
# What stands in brackets need not be said: 固定资产投资(不含农户), 主动外出招商(服务)次数.
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# So much of a name says little by itself where the name has two or three signs.
_FULL_EVIDENCE = 14.0
_PART_NEEDED = 0.45
_PART_BONUS = 0.3
# What the number's own words name beside it must be of the subject: 住宿业同比增长23% is no growth of hotels renovated.
_OWN_WORDS, _OWN_EVIDENCE = 0.35, 6.0
# A pair of signs in more than a tenth of the indicators' names tells none of them.
_TELLING = 2.3

Weights = Mapping[str, float]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """`named`: how much of a subject's best name stands around a number, 0 to 1. `besides`: what the number's own words
    and the part that they name add to it, or take from it."""

    named: float
    besides: float

    @property
    def whole(self) -> float:
        """Both together, by which subjects are put in order."""
        return self.named + self.besides


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all subjects, and how rare each sign is among them."""

    of: Mapping[tuple[str, ...], tuple[str, ...]]
    rarity: Mapping[str, float]
    pairs: Mapping[str, float]
    parts: Mapping[str, str]
    _kept: dict[object, dict[Key, Score]] = field(default_factory=dict, repr=False)

    def scores(self, words: Context) -> Mapping[Key, Score]:
        """How well each subject is named by the words around a number, by its key."""
        key = (words.weighed, words.near)
        if key not in self._kept:
            if len(self._kept) > 20_000:
                self._kept.clear()
            self._kept[key] = self._scores(words)
        return self._kept[key]

    def names_any(self, words: Context) -> bool:
        """Whether the number's own words are of any name, not only 项目 and 投资, which are of many."""
        own = _weights(((_NO_NAME.sub(" ", words.before), 1.0),))
        return any(self.pairs.get(pair, 0.0) > _TELLING for pair in own)

    def _scores(self, words: Context) -> dict[Key, Score]:
        near, all_words = _weights(words.near), _weights(words.weighed)
        own = _weights((_NO_NAME.sub(" ", text), weight) for text, weight in words.own)
        known = {pair: self.pairs[pair] for pair in own if pair in self.pairs}
        by_names: dict[tuple[str, ...], tuple[float, float]] = {}
        found = {}
        for key, names in self.of.items():
            if names not in by_names:
                named = max(self._named(name, all_words) for name in names)
                by_names[names] = named, self._in_own_words(names, known)
            named, besides = by_names[names]
            found[key] = Score(named, besides + self._part(key, near))
        return found

    def _in_own_words(self, names: Sequence[str], known: Weights) -> float:
        """How much of what the number's own words name is of one of these names."""
        its = sum(weight for pair, weight in known.items() if any(pair in name for name in names))
        return _OWN_WORDS * its / sum(known.values()) * min(1.0, its / _OWN_EVIDENCE) if its else 0.0

    def _named(self, name: str, words: Weights) -> float:
        evidence = sum(self._found(name, words))
        whole = sum(self.rarity[sign] for sign in name)
        return 0.7 * evidence / whole + 0.3 * min(1.0, evidence / _FULL_EVIDENCE) if whole else 0.0

    def _found(self, name: str, words: Weights) -> Iterable[float]:
        """The weight of each sign of a name that stands in the text together with one beside it."""
        pairs = [words.get(name[at : at + 2], 0.0) for at in range(len(name) - 1)]
        for at, sign in enumerate(name):
            yield self.rarity[sign] * max(pairs[max(0, at - 1) : at + 1], default=0.0)

    def _part(self, key: tuple[str, ...], near: Weights) -> float:
        """What the words say of the part that a subject is: nothing of a part means the total."""
        name = self.parts.get(key[3], "")
        if not name:
            return 0.0
        covered = sum(self._found(name, near)) / sum(self.rarity[sign] for sign in name)
        return _PART_BONUS * covered if covered >= _PART_NEEDED else -1.0


def names_of(subjects: Sequence[Subject], forms: Iterable[Form]) -> Names:
    """The names of subjects: the catalogue's, and the labels that forms have for them."""
    labels: dict[str, list[tuple[Meaning, str]]] = defaultdict(list)
    for form in forms:
        for row in form.rows:
            if indicator := row.value.get("indicator_id"):
                labels[indicator] += [(row.value, "".join(path)) for path in (row.label, *row.also)]
        if indicator := form.defaults.get("indicator_id"):
            # A form about one indicator: its groups of columns are the parts, 其中:民间投资增速.
            labels[indicator] += [
                ({**form.defaults, **column.value}, _NO_NAME.sub("", column.path[0].removeprefix("其中")))
                for column in form.columns
                if column.value and len(column.path) > 1
            ]
    of = {
        subject.key: tuple(
            dict.fromkeys(
                bare(name)
                for name in [
                    subject.indicator_zh,
                    _BRACKETS.sub("", subject.indicator_zh),
                    *_labels(subject, labels[subject.indicator_id]),
                ]
                if bare(name)
            )
        )
        for subject in subjects
    }
    parts = {
        subject.breakdown: bare(subject.breakdown_zh) for subject in subjects if subject.breakdown != "_T"
    }
    of_indicator: dict[str, set[str]] = defaultdict(set)
    for key, names in of.items():
        of_indicator[key[0]] |= set("".join(names))
    often = Counter(sign for signs in of_indicator.values() for sign in signs)
    rare = math.log(len(of_indicator) + 1)
    rarity = defaultdict(
        lambda: rare, {sign: math.log((len(of_indicator) + 1) / n) for sign, n in often.items()}
    )
    pairs = Counter(
        pair
        for indicator in of_indicator
        for pair in {
            name[at : at + 2]
            for key, names in of.items()
            if key[0] == indicator
            for name in names
            for at in range(len(name) - 1)
        }
    )
    return Names(
        of, rarity, {pair: math.log((len(of_indicator) + 1) / n) for pair, n in pairs.items()}, parts
    )


def _labels(subject: Subject, labels: Iterable[tuple[Meaning, str]]) -> Iterable[str]:
    own = {
        "breakdown": subject.breakdown, "method_id": subject.method_id, "time_transform": subject.transform,
        "measure": subject.measure, "component_area": subject.component,
    }  # fmt: skip
    for meaning, label in labels:
        if all(meaning.get(name, value) == value for name, value in own.items()):
            yield label


def bare(text: str) -> str:
    """A text as names are compared: Chinese signs alone, short forms written out."""
    plain = _SURVEYED.sub("", _NOT_HAN.sub("", _QUOTES.sub("", text)))
    for short, full in _SHORT:
        plain = plain.replace(short, full)
    return plain


def _weights(pieces: Iterable[tuple[str, float]]) -> Weights:
    """The greatest weight of each pair of signs that stand together."""
    found: dict[str, float] = {}
    for text, weight in pieces:
        for run in _NOT_HAN.split(_QUOTES.sub("", text)):
            plain = bare(run)
            for at in range(len(plain) - 1):
                pair = plain[at : at + 2]
                if found.get(pair, 0.0) < weight:
                    found[pair] = weight
    return found
