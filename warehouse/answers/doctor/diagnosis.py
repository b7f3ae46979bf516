"""What the doctor says: the settings as they are, and each thing that was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class SettingState:
    """One setting as it is now. `origin`: default or environment. `problem` empty: it can be used."""

    name: str
    value: str
    default: str
    origin: str
    meaning_zh: str
    meaning_en: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One thing that was looked at: whether it is right, what was found, and what to do if not.

    `hint`: nothing is wrong, but it is worth knowing.
    """

    name_zh: str
    name_en: str
    right: bool
    found: str
    remedy_zh: str = ""
    remedy_en: str = ""
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was looked at. `versions`: of Python and of each package."""

    settings: tuple[SettingState, ...]
    versions: Mapping[str, str]
    looks: tuple[Inspection, ...]

    @property
    def healthy(self) -> bool:
        """Whether every look is right and every setting can be used."""
        return all(one.right for one in self.looks) and not any(one.problem for one in self.settings)

    def as_dict(self) -> dict[str, Any]:
        """What `doctor --json` prints."""
        return {"schema_version": SCHEMA_VERSION, "ok": self.healthy, **asdict(self)}
