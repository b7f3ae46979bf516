"""XML parts of a package, parsed as they inflate. No document type, no entities, nothing fetched."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat

from ingest.workbook import unreadable
from ingest.workbook.ooxml.package import Package
from ingest.workbook.unreadable import Unreadable

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]
# The pieces in which a chunk of a part is handed to expat. What is called between them tells whether expat is
# through with all of them so far; from 2.6 on it may wait for more before it goes on with an unfinished one.
Pieces = Callable[[bytes, Callable[[], bool]], Iterable[bytes]]

# expat hands texts over in pieces of at most this many bytes; nearly every cell comes in one.
_TEXT_BUFFER = 64 * 1024
_ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII")  # what a package may use; expat would ask Python for others
_XML_SPACE = " \t\r\n"
# One tag with its attributes, or one comment, may reach over so many bytes. expat 2.5 scans an unfinished
# one again from its start with each chunk, so that a tag of 50 MiB would take it minutes.
_LONGEST_TAG = 1024 * 1024


# What describes a workbook (styles, relationships, the list of sheets) has fewer elements than this; a
# sheet and the shared strings have limits of their own.
_MOST_ELEMENTS = 1_000_000
# Elements within elements. expat keeps memory for each open one; workbooks nest some ten deep.
DEEPEST = 256


def parse(
    package: Package,
    part: str,
    start: StartHandler,
    end: EndHandler,
    text: TextHandler,
    root_name: str | None = None,
    pieces: Pieces | None = None,
) -> None:
    """Call the handlers for a part's elements, by local name: prefixes are whatever the writer liked.

    A part whose root has another name than `root_name` is another part under a wrong name: read on, a
    style sheet would be a worksheet without cells. Raises Unreadable.

    A name keeps a prefix, or gets a colon, only where it is not in the root element's namespace, so that
    foreign elements (extensions) are told from the part's own. The handlers see to how many elements
    there are and how deep they nest. `pieces` hands a chunk over in pieces of the same length altogether.
    """
    parser = expat.ParserCreate()

    def root(tag: str, attributes: dict[str, str]) -> None:
        prefix, colon, name = tag.rpartition(":")
        mark = prefix + colon
        own = len(mark)
        if root_name and name != root_name:
            raise unreadable.damaged(f"部件内容不是 {root_name}", f"a part that is no {root_name}", part)

        def start_prefixed(tag: str, attributes: dict[str, str]) -> None:
            start(tag[own:] if tag.startswith(mark) else f":{tag}", attributes)

        def end_prefixed(tag: str) -> None:
            end(tag[own:] if tag.startswith(mark) else f":{tag}")

        parser.StartElementHandler = start_prefixed if colon else start
        parser.EndElementHandler = end_prefixed if colon else end
        parser.CharacterDataHandler = text
        start(name, attributes)

    parser.StartElementHandler = root
    parser.XmlDeclHandler = encoding_guard(part)
    feed(parser, package.chunks(part), part, pieces)


def encoding_guard(part: str) -> Callable[[str, str | None, int], None]:
    """A handler of XML declarations that refuses encodings for which expat would ask Python."""

    def refuse_other_encodings(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.upper() not in _ENCODINGS:
            raise unreadable.damaged(
                f"XML 编码 {encoding[:20]} 不合规范", "encoding that workbooks do not use", part
            )

    return refuse_other_encodings


def feed(
    parser: expat.XMLParserType, chunks: Iterable[bytes], part: str = "", pieces: Pieces | None = None
) -> None:
    """Parse a document, chunk by chunk, with the handlers that its parser has.

    Raises Unreadable for a document type, one tag of more than 1 MiB, and what is not well-formed.
    """

    def refuse_document_type(*_: object) -> None:
        raise unreadable.damaged("含有 DTD 声明,不予解析", "document type declaration, not parsed", part)

    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.buffer_text = True
    parser.buffer_size = _TEXT_BUFFER
    fed = 0

    def all_parsed() -> bool:
        return parser.CurrentByteIndex == fed

    try:
        for chunk in chunks:
            for piece in pieces(chunk, all_parsed) if pieces else (chunk,):
                parser.Parse(piece, False)
                fed += len(piece)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG + len(chunk):
                raise unreadable.damaged("单个标记过长", "a single tag of more than 1 MiB", part)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        line, column = error.lineno, error.offset
        words = (
            f"XML 在第 {line} 行第 {column} 列不完整",
            f"XML not well-formed, line {line}, column {column}",
        )
        raise unreadable.damaged(*words, part) from error


def parse_elements(
    package: Package,
    part: str,
    start: StartHandler,
    end: EndHandler | None = None,
    root_name: str | None = None,
) -> None:
    """`parse` for the parts that describe a workbook: elements and attributes, no texts."""
    elements = depth = 0

    def start_counted(tag: str, attributes: dict[str, str]) -> None:
        nonlocal elements, depth
        elements += 1
        depth += 1
        if elements > _MOST_ELEMENTS or depth > DEEPEST:
            raise too_deep(part)
        start(tag, attributes)

    def end_counted(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(tag)

    parse(package, part, start_counted, end_counted, _no_text, root_name)


def _no_text(_: str) -> None:
    """Texts between the elements say nothing."""


def too_deep(part: str) -> Unreadable:
    """DAMAGED_FILE, to be raised: a document of more or deeper elements than a workbook has."""
    return unreadable.damaged("XML 元素过多或嵌套过深", "too many elements, or nested too deep", part)


def trimmed(text: str) -> str:
    """A text that does not ask for its outer blanks. No-break and ideographic spaces are no XML blanks."""
    return text.strip(_XML_SPACE)


@dataclass(frozen=True, slots=True)
class Relationship:
    """`kind`: the last word of its type, the same in Transitional and Strict files. `target`: a part."""

    kind: str
    target: str
    external: bool


def _relationships_part(part: str) -> str:
    """'xl/workbook.xml' → 'xl/_rels/workbook.xml.rels'; '' is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(package: Package, part: str) -> dict[str, Relationship]:
    """What a part points to, by id; none where it has no relationships. '' is the package itself."""
    stated: dict[str, Relationship] = {}
    folder = posixpath.dirname(part)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        external = attributes.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        stated[attributes.get("Id", "")] = Relationship(kind, target, external)

    if package.has(_relationships_part(part)):
        parse_elements(package, _relationships_part(part), start)
    return stated
