"""Bytes to text, in the encodings that Chinese offices write; a text whose encoding cannot be told is refused.

What the bytes are comes before what a page says of itself: UTF-8 and UTF-16 leave marks that no other
encoding makes by chance, while "gb2312" stands in many a page that was converted since.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from ingest.workbook import unreadable
from ingest.workbook.unreadable import Unreadable

# What a page may state, to the superset that its authors' programs really write.
_STATED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "windows-936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")  # what a text has none of
# Less than half common characters is no modern Chinese. Sheets of offices reach 98 to 100 percent, Big5
# read as GB18030 some 30, Western and Japanese text and broken UTF-8 next to none.
_COMMON_SHARE = 0.5


def decoded_text(data: bytes, stated: str = "") -> str:
    """The text of a whole file, without its byte order mark. `stated`: the encoding that it says it is in.

    Raises Unreadable: DAMAGED_FILE for bytes that are no text in the file's own encoding, FORMAT_NOT_READ
    where the encoding cannot be told.
    """
    encoding = _marked(data) or _wide(data)
    if encoding:
        return _decoded(data, encoding).removeprefix("\ufeff")
    national = _STATED.get(stated.lower(), "")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _in_national_encoding(data, national, error)
    return text if _surely_utf_8(text) else _utf_8_or_national(data, text, national)


def decoded_head(data: bytes) -> str | None:
    """The beginning of a file that is text; None for one that is not."""
    head = data[:_HEAD]
    encoding = _marked(head) or _wide(head)
    if not encoding and b"\0" in head:
        return None
    # Latin-1 stands for text that is none of these: what is wrong with it is said when it is read whole.
    for each in (encoding,) if encoding else ("utf-8", "gb18030", "latin-1"):
        # The head may end within a character; a decoder that is told of more to come keeps that back.
        decoder = codecs.getincrementaldecoder(each)()
        try:
            text = decoder.decode(head)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text.removeprefix("\ufeff")
    return None


def _marked(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF32_LE):
        return ""  # begins like UTF-16; no office writes it, and its NULs make it binary
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: digits, commas and line ends have a NUL at one side, always the same.

    Chinese text alone has NULs at the other side, one in 256 characters (一 is U+4E00): the side with more
    of them decides, and what decodes to a NUL is no text.
    """
    head = data[: _HEAD // 2 * 2]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if low == high or not head:
        return ""
    encoding = "utf-16-le" if high > low else "utf-16-be"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(head)
    except UnicodeDecodeError:
        return ""
    # One NUL in a file of bytes is not enough: what divides a text into lines and fields must be there.
    return encoding if "\0" not in text and any(mark in text for mark in "\r\n\t,;<") else ""


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(data, error) from error


def _damaged(data: bytes, error: UnicodeDecodeError) -> Unreadable:
    line = data.count(b"\n", 0, error.start) + 1
    return unreadable.damaged(
        f"第 {line} 行有不成立的 {error.encoding} 字节", f"bytes that are no {error.encoding}, line {line}"
    )


def _in_national_encoding(data: bytes, stated: str, no_utf_8: UnicodeDecodeError) -> str:
    """What is no UTF-8: in the encoding it states, else GB18030, if it makes sense as that."""
    encoding = stated or "gb18030"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        sound = data[: error.start]
        if error.start > no_utf_8.start and (stated or _sensible_gb(sound, sound.decode(encoding))):
            raise _damaged(data, error) from error
    else:
        if stated or _sensible_gb(data, text):
            return text
    # One bad byte does not make another encoding of a text that was UTF-8 up to there.
    if not data[: no_utf_8.start].isascii() or no_utf_8.reason == "unexpected end of data":
        raise _damaged(data, no_utf_8) from no_utf_8
    raise _cannot_be_told("疑为 Big5 等编码", "Big5 or other") from no_utf_8


def _sensible_gb(data: bytes, text: str) -> bool:
    """GB18030 decodes nearly anything, Big5 above all. Real text in it is made of common characters.

    A text of a few characters may be common in both. Then it is GB18030, unless Big5 explains it better.
    """
    share = _share(text, _common_in_gb)
    if share < _COMMON_SHARE:
        return False
    try:
        return share >= _share(data.decode("big5"), _common_in_big5)
    except UnicodeDecodeError:
        return True


def _surely_utf_8(text: str) -> bool:
    """Characters of three bytes, all Chinese ones among them, are no chance; those of two may be."""
    return text.isascii() or max(text) > "\u07ff"


def _utf_8_or_national(data: bytes, text: str, stated: str) -> str:
    """A text that is UTF-8 and has not one Chinese character may be a few GB18030 characters by chance.

    Notepad's famous mistake: 一 is also һ, a letter of Cyrillic. What the page states decides; where nothing
    is stated, signs such as ², ×, é are likelier than a file of hanzi that all lie in two rows of GB2312,
    and Greek to Arabic without any hanzi are as unlikely as such hanzi, and not guessed.
    """
    try:
        other = data.decode(stated or "gb18030")
    except UnicodeDecodeError:
        return text
    if stated:
        return other
    if max(text) > "\u00ff" and _share(other, _common_in_gb) == 1:
        raise _cannot_be_told("UTF-8 或 GB18030", "UTF-8 or GB18030")
    return text


def _cannot_be_told(perhaps_zh: str, perhaps_en: str) -> Unreadable:
    found = f"无法判断编码的文本,{perhaps_zh} (text whose encoding cannot be told, {perhaps_en})"
    return unreadable.format_not_read(found, "csv")


def _share(text: str, common: Callable[[str], bool]) -> float:
    """The share of common characters among those that are neither ASCII nor blanks; 1 where there are none."""
    counted = Counter(text)
    telling = {each: count for each, count in counted.items() if each > "\x7f" and not each.isspace()}
    if not telling:
        return 1.0
    return sum(count for each, count in telling.items() if common(each)) / sum(telling.values())


@cache
def _common_in_gb(character: str) -> bool:
    """Punctuation, full-width forms, units and lines, and the 3,755 hanzi of the first level of GB2312."""
    code = character.encode("gb18030", "ignore")
    if len(code) != 2:
        return False
    return 0xA1 <= code[0] <= 0xA3 or code[0] == 0xA9 or (0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1)


@cache
def _common_in_big5(character: str) -> bool:
    """Punctuation and the 5,401 hanzi of the first level of Big5."""
    code = character.encode("big5", "ignore")
    return len(code) == 2 and 0xA1 <= code[0] <= 0xC6
