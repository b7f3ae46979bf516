"""`indicators precheck`: looks once at what departments have put into their folders 预检, and loads nothing."""

from __future__ import annotations

from warehouse.cli.options import Json
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.usage import epilog
from warehouse.hand_back.review import STATES, State
from warehouse.precheck.precheck import Looked
from warehouse.precheck.precheck import precheck as look
from warehouse.variables import settings_from_environment

EPILOG = epilog("indicators precheck", "indicators precheck --json", statuses=(0, 1, 2))
_GOOD = (State.ACCEPTED,)


def precheck(json: Json = False) -> int:
    """Look at everything that waits in the folders 预检, and put copy and receipt beside it. 1 where that could not be put."""
    looked = look(settings_from_environment())
    if json:
        print_json({"schema_version": 1, "looked_at": [one.as_dict() for one in looked]})
    else:
        _show(looked)
    return int(any(one.problem for one in looked))


def _show(looked: tuple[Looked, ...]) -> None:
    if not looked:
        say(both("预检文件夹里没有新的工作簿", "nothing new lies in the folders 预检"))
        return
    for one in looked:
        mark = "×" if one.problem else "√" if one.would_be in _GOOD else "▲"
        words = STATES[one.would_be]
        form = f"{one.form_id} {one.period}".strip() or both("不认识的表", "no known form")
        say(f"{mark} {one.department_zh}  {one.file}  {form}  {both(words.state_zh, words.state_en)}")
        found = both(f"审核意见 {one.findings} 处", f"{one.findings} findings")
        said = both(f"结果没有写成：{one.problem}", f"could not be written: {one.problem}")
        say(f"  {said if one.problem else found}")
