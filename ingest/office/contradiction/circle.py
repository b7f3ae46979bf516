"""Circles: what is, over some steps, a part, a parent or another name of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def closing(steps: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Each step that closes a circle, and an earlier step of that circle; the same one twice where it leads to itself.

    A step from or to nothing ('') leads nowhere.
    """
    onward: dict[str, list[int]] = {}
    for at, (start, end) in enumerate(steps):
        if not start or not end:
            continue
        if start == end:
            yield at, at
        elif (earlier := _leads(steps, onward, end, start)) is not None:
            yield at, earlier
        else:
            # A step that closes a circle is no part of the way: one finding a circle, whatever follows.
            onward.setdefault(start, []).append(at)


def _leads(
    steps: Sequence[tuple[str, str]], onward: dict[str, list[int]], start: str, end: str
) -> int | None:
    """The last step of a way from one to another; None where there is none."""
    waiting, seen = [start], {start}
    while waiting:
        for at in onward.get(waiting.pop(), ()):
            reached = steps[at][1]
            if reached == end:
                return at
            if reached not in seen:
                seen.add(reached)
                waiting.append(reached)
    return None
