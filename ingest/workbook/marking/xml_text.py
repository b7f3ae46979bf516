"""A text as a part of a workbook holds it: what XML cannot say is spelt as Office spells it, _xHHHH_."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# Excel's own: more than this it takes for damage.
LONGEST = 32_767
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPELT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def xml_text(text: str) -> str:
    """A text between tags. A carriage return would be lost on reading, and a line needs none."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(whole) > LONGEST:
        whole = whole[: LONGEST - 1] + "…"
    spelt = _SPELT.sub("_x005F_", whole)
    return escape(_UNSAYABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", spelt))
