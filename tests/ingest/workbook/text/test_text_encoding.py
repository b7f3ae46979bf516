"""Bytes to text: the encodings of Chinese offices, and those that cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.workbook.text.encoding import decoded_head, decoded_text
from ingest.workbook.unreadable import Unreadable

FORM = "指标,本年累计,上年同期\r\n固定资产投资,205.7,190.2\r\n一般公共预算收入,88.2,80.1\r\n"
TAIWANESE = "指標,本年累計,上年同期\n社會消費品零售總額,1032.5,998.1\n固定資產投資,205.7,190.2\n單位：萬元\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_form_is_told_in_each_encoding_that_offices_write(encoding):
    assert decoded_text(FORM.encode(encoding)) == FORM


def test_utf_16_big_endian_with_a_mark_is_told():
    assert decoded_text(b"\xfe\xff" + FORM.encode("utf-16-be")) == FORM


def test_a_character_with_a_nul_of_its_own_does_not_turn_the_bytes_of_utf_16_round():
    text = "一一一一一一\n一月,一\n"  # 一 is U+4E00: eight NULs, against three of the line ends and the comma
    longer = text + "1032,998\n" * 3
    assert decoded_text(longer.encode("utf-16-le")) == longer


@pytest.mark.parametrize("label", ["合计", "镇街", "企业名称", "单位：万元", "№ ㎡ ① —— ％"])
def test_a_few_characters_are_enough_for_gb18030(label):
    assert decoded_text(f"{label},1032\n".encode("gb18030")) == f"{label},1032\n"


def test_rare_characters_of_names_are_read():
    text = "姓名,街道\n王喆,东湖街道\n李珺,西湖街道\n张㛃,南湖街道\n"
    assert decoded_text(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "text",
    [TAIWANESE, *TAIWANESE.splitlines(), "負責人,王大明\n", "常住人口,12.5\n"],
)
def test_big5_is_refused_and_not_read_as_other_characters(text):
    with pytest.raises(Unreadable, match=r"FORMAT_NOT_READ.*Big5"):
        decoded_text(text.encode("big5"))


@pytest.mark.parametrize(
    ("text", "encoding"), [("Année,Valeur\nété,5\n", "cp1252"), ("これは,数値です\n", "shift_jis")]
)
def test_other_encodings_are_refused(text, encoding):
    with pytest.raises(Unreadable, match="cannot be told"):
        decoded_text(text.encode(encoding))


def test_a_page_that_states_big5_is_read_as_that():
    assert decoded_text(TAIWANESE.encode("big5"), "Big5") == TAIWANESE


def test_what_the_bytes_are_comes_before_what_a_page_states():
    assert decoded_text(FORM.encode(), "gb2312") == FORM
    assert decoded_text(FORM.encode("gb18030"), "utf-8") == FORM


def test_gb2312_stands_for_all_of_gb18030():
    text = "<td>喆㛃镕</td>"
    assert decoded_text(text.encode("gb18030"), "gb2312") == text


def test_a_few_hanzi_that_are_also_sound_utf_8_are_not_guessed():
    hanzi = "拢模"  # C2A3 C4A3, in UTF-8 £ and ģ: Notepad once took such files for the other
    with pytest.raises(Unreadable, match="UTF-8 or GB18030"):
        decoded_text(f"{hanzi},1\n".encode("gb18030"))


def test_a_few_hanzi_that_are_also_sound_utf_8_are_what_the_page_states():
    assert decoded_text("<td>一</td>".encode("gb18030"), "gb2312") == "<td>一</td>"
    assert decoded_text("<td>m²</td>".encode(), "utf-8") == "<td>m²</td>"


def test_a_text_cut_within_a_character_is_damage():
    for encoding in ("utf-8", "gb18030"):
        with pytest.raises(Unreadable, match=f"DAMAGED_FILE.*{encoding}"):
            decoded_text("指标,数值\n合计".encode(encoding)[:-1])


def test_signs_of_western_writing_are_utf_8():
    assert decoded_text("area,m²\nwidth,3×4\n".encode()) == "area,m²\nwidth,3×4\n"


@pytest.mark.parametrize(("encoding", "bad"), [("utf-8", b"\xff"), ("gb18030", b"\xff\xff")])
def test_a_byte_that_is_no_text_is_damage_and_its_line_is_named(encoding, bad):
    lines = FORM.encode(encoding).split(b"\r\n")
    lines[1] += bad
    with pytest.raises(Unreadable, match=rf"DAMAGED_FILE.*{encoding}, line 2"):
        decoded_text(b"\r\n".join(lines))


def test_half_a_character_of_utf_16_is_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        decoded_text(FORM.encode("utf-16")[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("shift", range(4))
def test_a_head_may_end_within_a_character(encoding, shift):
    text = "x" * shift + FORM * 400
    head = decoded_head(text.encode(encoding))
    assert head
    assert text.startswith(head)


@pytest.mark.parametrize("data", [bytes(range(256)), b"a,b\0c\n1,2,3,4\n", b"\x01\x02abc", b"a\x1bb"])
def test_binary_content_has_no_head(data):
    assert decoded_head(data) is None


common = "".join(
    bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)
)


@given(st.text(st.sampled_from(common + ",\n0123456789"), min_size=8), st.sampled_from(["utf-8", "gb18030"]))
def test_common_characters_come_back_or_are_refused_never_others(text, encoding):
    data = text.encode(encoding)
    try:
        assert decoded_text(data) == text
    except Unreadable as refused:
        assert refused.code == "FORMAT_NOT_READ"  # noqa: PT017
