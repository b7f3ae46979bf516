"""How templates are filled: everything is text unless this module made it, and a figure always the same way."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from warehouse.pages import drawing
from warehouse.pages.figure import Figure, all_invented, grouped, marked_singly
from warehouse.pages.markup import joined, made
from warehouse.pages.sheet_picture import Picture, Shown
from warehouse.pages.typography import day_in_words, full_width, month_in_words, span

_TEMPLATES = Path(__file__).parent / "templates"
# Said behind a figure and behind a sentence about it.
_MARK, _SPOKEN_MARK = '<span class="x">示例</span>', '<span class="x">（示例）</span>'
# A period is read as one word: 1—6月.
_PERIOD = re.compile(r"\d{1,2}—\d{1,2}月")
# Signs that turn the direction of what follows them, and invisible ones: a department's text may hold them.
_ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in a sentence, with its unit. `signed`: no verb beside it says the direction."""

    figure: Figure
    unit: str = ""
    signed: bool = False

    @property
    def shown(self) -> Figure:
        """As the sentence prints it."""
        return self.figure if self.signed else self.figure.unsigned


Sentence = tuple[str | Said, ...]


@cache
def environment() -> jinja2.Environment:
    """The templates with the functions that they may use."""
    loader = jinja2.FileSystemLoader(_TEMPLATES)
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    made.globals.update(
        n=figure_shown,
        say=sentence_shown,
        head=column_head,
        picture=picture_shown,
        all_invented=all_invented,
        marked_singly=marked_singly,
        all_said_invented=all_said_invented,
        day=day_in_words,
        month=month_in_words,
        span=span,
        path=drawing.path,
        bar=drawing.bar,
        spark=drawing.spark,
    )
    made.filters.update(full=full_width, raw=raw_text)
    return made


@cache
def sources_digest() -> str:
    """The hash of every template and of the style: a page is drawn anew where one of them changed."""
    digest = hashlib.sha256()
    for path in sorted(_TEMPLATES.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def asset(name: str) -> str:
    """A file that is the same in every site: the style, a script."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def raw_text(text: Any, limit: int = 400) -> Markup:
    """What a department wrote, as text: on its own direction, without signs that act on what follows, and cut where it
    is longer than a page bears, with its whole length said."""
    said = str(text)
    cut = f"{said[:limit]}…（共{len(said)}字）" if len(said) > limit else said
    return made(f"<bdi>{_escaped(cut)}</bdi>")


def harmless(text: str) -> str:
    """A text with a sign in the place of each that acts on what follows it."""
    return _ACTING.sub("\ufffd", text)


@jinja2.pass_context
def figure_shown(context: jinja2.runtime.Context, figure: Figure, mark: bool = True, pad: int = 0) -> Markup:
    """A figure: its digits in groups of three, the way to its trace, and the mark of an invented one.

    `mark` False where the head of the column bears it; `pad`: the decimals of the column, so that points stand
    under each other.
    """
    return _figure(str(context["root"]), figure, mark, pad)


def _figure(root: str, figure: Figure, mark: bool = True, pad: int = 0) -> Markup:
    if figure.missing:
        return made(f'<span class="why">{_escaped(figure.text)}</span>')
    classes = "n" if figure.is_number else "n ql"
    if pad > figure.decimals and figure.is_number:
        classes += f" d{pad - figure.decimals}" + ("p" if not figure.decimals else "")
    parts = [_escaped(part) for part in grouped(figure.text)]
    text = parts[0] + "".join(f'<span class="k">{part}</span>' for part in parts[1:])
    behind = _MARK if figure.invented and mark else ""
    if figure.href:
        return made(f'<a class="{classes}" href="{_escaped(root + figure.href)}">{text}</a>{behind}')
    return made(f'<span class="{classes}">{text}</span>{behind}')


@jinja2.pass_context
def sentence_shown(
    context: jinja2.runtime.Context, sentence: Sequence[str | Said], mark: bool = True
) -> Markup:
    """A sentence with its figures; the verb says the direction, the mark of an invented one stands behind the unit.

    `mark` False where a heading says it of all the sentences below it.
    """
    root = str(context["root"])
    shown = Markup("")
    for part in sentence:
        if isinstance(part, Said):
            shown += _figure(root, part.shown, mark=False) + escape(part.unit)
            shown += made(_SPOKEN_MARK if part.figure.invented and mark else "")
        else:
            shown += made(_PERIOD.sub(r'<span class="nb">\g<0></span>', _escaped(part)))
    return shown


def all_said_invented(sentences: Iterable[Sequence[str | Said]]) -> bool:
    """Whether one mark in a heading tells of every figure in the sentences below it."""
    return all_invented(part.figure for sentence in sentences for part in sentence if isinstance(part, Said))


def picture_shown(picture: Picture) -> Markup:
    """A piece of a sheet as a table. Put together here: thousands of cells a night are dear to fill by template."""
    cells = "、".join(picture.cells)
    caption = Markup("《%s》“%s”表，%s%s") % (
        raw_text(picture.file),
        raw_text(picture.sheet),
        cells,
        "（在表中是隐藏的）" if picture.hidden else "",
    )
    if picture.why_not:
        return Markup('<p class="foot">%s：%s。</p>') % (caption, picture.why_not)
    head = "".join(f'<th scope="col"{_FAR if far else ""}>{letters}</th>' for letters, far in picture.columns)
    body = []
    for number, row in picture.rows:
        if not number:
            body.append(f'<tr class="gap"><td colspan="{len(picture.columns) + 1}">中间各行从略</td></tr>')
            continue
        shown = "".join(
            f"<td{_classes(cell, picture.hits, far)}>{_escaped(cell.text)}</td>"
            for cell, (_, far) in zip(row, picture.columns, strict=True)
        )
        body.append(f'<tr><th scope="row">{number}</th>{shown}</tr>')
    return Markup(
        '<div class="scroll" role="region" aria-label="单元格 %s 周围" tabindex="0"><table class="cells"><caption>%s</caption>'
        '<thead><tr><td><span class="sr">行号</span></td>%s</tr></thead><tbody>%s</tbody></table></div>'
    ) % (cells, caption, made(head), joined(body, "\n"))


_FAR = ' class="far"'


def _classes(cell: Shown, hits: frozenset[tuple[int, int]], far: bool) -> str:
    return _class_of((cell.row, cell.column) in hits, cell.is_number, cell.is_blank, far)


@cache
def _class_of(is_hit: bool, is_number: bool, is_blank: bool, far: bool) -> str:
    said = (("hit", is_hit), ("num", is_number), ("soft", is_blank), ("far", far and not is_hit))
    names = " ".join(name for name, is_so in said if is_so)
    return f' class="{names}"' if names else ""


@lru_cache(maxsize=1 << 14)
def _escaped(text: str) -> str:
    """The same few texts stand in most cells, and pieces of one sheet overlap."""
    return html.escape(harmless(text))


def column_head(words: str, *below: str, figures: Iterable[Figure] = ()) -> Markup:
    """The head of a column, its second line with the unit, and 示例 where it is true of all that stand below."""
    under = [word for word in below if word]
    if all_invented(figures):
        under.append("示例")
    return escape(words) + (Markup("<small>%s</small>") % "·".join(under) if under else Markup(""))
