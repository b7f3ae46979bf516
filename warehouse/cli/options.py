"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="输出 JSON · print JSON only")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="按那天结束时所知 · as known at the end of that day",
        show_default=False,
    ),
]
Snapshot = Annotated[
    str | None,
    typer.Option(metavar="ID", help="某个快照 · a snapshot, as it was published", show_default=False),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="理由 · why", show_default=False)]
By = Annotated[str, typer.Option(metavar="NAME", help="谁作的决定 · who decides", show_default=False)]
SubmissionId = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="报表编号或其开头 · its id, or the beginning of it")
]
ReceivedAt = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT", help="补录：收到的时间 · back-load: when it was received", show_default=False
    ),
]
Sample = Annotated[bool, typer.Option("--sample", help="虚构的示例数据 · invented figures, marked 示例")]
