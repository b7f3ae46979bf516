"""The text of an office's file, in the encodings in which Chinese editors and Excel save one."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.declared.problem import office_error
from ingest.workbook.text.encoding import decoded_text
from ingest.workbook.unreadable import Unreadable

_SAVE_ANEW_ZH = "请另存为“CSV UTF-8(逗号分隔)”,表式另存为 UTF-8"
_SAVE_ANEW_EN = 'save it as "CSV UTF-8 (comma delimited)", a form as UTF-8'


def text_of(path: Path) -> str:
    """UTF-8 with or without a mark, or GBK, which is Excel's CSV in China. OfficeError says what to do instead."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise office_error(f"{path}: {error.strerror}") from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise office_error(
            f"{path}: 是 UTF-16(Excel 的“Unicode 文本”),{_SAVE_ANEW_ZH}"
            f' is UTF-16 (Excel\'s "Unicode text"): {_SAVE_ANEW_EN}'
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            return decoded_text(data)
        except Unreadable:
            if (text := _signs_of_gbk(data)) is not None:
                return text
            raise office_error(
                f"{path}: 第 {line} 行 line {line}: 既不是 UTF-8 也不是 GBK,{_SAVE_ANEW_ZH}"
                f" is neither UTF-8 nor GBK: {_SAVE_ANEW_EN}"
            ) from error


def _signs_of_gbk(data: bytes) -> str | None:
    """A text that is ASCII but for signs, as a dash or two in a remark: too few to tell an encoding by, and no harm."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return None if any(sign > "\x7f" and sign.isalpha() for sign in text) else text
