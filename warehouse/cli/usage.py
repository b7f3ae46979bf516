"""What stands below the help of each command: real examples, and what its exit status means."""

from __future__ import annotations

_STATUSES = {
    0: "0 成功 done",
    1: "1 故障 fault",
    2: "2 用法 usage",
    3: "3 有待核 some held",
    4: "4 未过关、不发布 blocked",
    5: "5 另一次更新在进行 another refresh is running",
}


def epilog(*examples: str, statuses: tuple[int, ...] = (0, 1, 2)) -> str:
    """The text below a command's options. '\b' keeps lines as they are."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"\b\n例 Examples:\n{lines}\n\n\b\n退出码 Exit status: " + " · ".join(
        _STATUSES[each] for each in statuses
    )
