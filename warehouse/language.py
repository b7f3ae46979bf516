"""The languages that the screen speaks: Chinese and English, unless one of them is chosen."""

from __future__ import annotations

import os

_LANGUAGES = ("zh", "en")


def languages() -> tuple[str, ...]:
    """Those of the screen, the first one first. Asked of the environment itself: errors about settings need one too."""
    chosen = os.environ.get("INDICATORS_LANGUAGE", "").strip()
    return (chosen,) if chosen in _LANGUAGES else _LANGUAGES


def both(zh: str, en: str) -> str:
    """A text in two languages in one line, or in the one that is chosen; what it lacks in that is said in the other."""
    texts = {"zh": zh, "en": en}
    first, *rest = (texts[one] for one in languages())
    if not rest:
        return first or zh or en
    return f"{first} ({rest[0]})" if first and rest[0] else first or rest[0]


def mixed(zh: str, en: str, together: str) -> str:
    """A line in the language that is chosen; `together` where none is, for what is no sentence with its translation."""
    texts = {"zh": zh, "en": en}
    chosen = languages()
    return texts[chosen[0]] if len(chosen) == 1 else together
