import pytest

from ingest.workbook.cells.number_format import BUILT_IN, number_format


@pytest.mark.parametrize(
    "code",
    [
        "yyyy/m/d",
        'yyyy"年"m"月"',
        "yyyy年m月",
        "[$-804]yyyy年m月d日;@",
        "[DBNum1][$-804]yyyy年m月",
        "d-mmm-yy",
        "mmm-yy",
        "m/d/yy",
        "e年m月",
        "aaaa",
    ],
)
def test_a_calendar_format_shows_a_date(code):
    shown = number_format(code)
    assert (shown.calendar, shown.clock) == (True, False)


@pytest.mark.parametrize("code", ["h:mm", "h:mm:ss", "mm:ss", "mm:ss.0", "h AM/PM", '上午/下午h"时"mm"分"'])
def test_a_clock_format_shows_a_time_and_its_m_is_minutes(code):
    shown = number_format(code)
    assert (shown.calendar, shown.clock) == (False, True)


@pytest.mark.parametrize("code", ["yyyy/m/d h:mm", "m-d-yy hh:mm:ss"])
def test_a_format_may_show_both(code):
    shown = number_format(code)
    assert (shown.calendar, shown.clock) == (True, True)


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "GENERAL",
        "G/通用格式",
        "@",
        "0",
        "0.00",
        "#,##0.00_);[Red](#,##0.00)",
        '#,##0"年"',
        '0"月"',
        '0.0"d"',
        r"0\d",
        "0.00E+00",
        "[Red]0",
        "[$¥-804]#,##0.00",
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        '[>=10000]0!.0,"万元";0',
        "# ?/?",
        "",
    ],
)
def test_letters_that_are_shown_or_colour_a_number_make_no_date(code):
    assert not number_format(code).moment


@pytest.mark.parametrize("code", ["[h]:mm", "[mm]:ss", "[h]:mm:ss"])
def test_elapsed_time_is_a_quantity_and_no_time_of_day(code):
    assert not number_format(code).moment


@pytest.mark.parametrize("number", [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
def test_built_in_dates_are_dates_those_of_the_chinese_edition_too(number):
    assert number_format(BUILT_IN[number]).calendar


@pytest.mark.parametrize("number", [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56])
def test_built_in_times_are_times(number):
    shown = number_format(BUILT_IN[number])
    assert (shown.calendar, shown.clock) == (False, True)


@pytest.mark.parametrize(
    "number", [0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 37, 38, 39, 40, 41, 42, 43, 44, 46, 48, 49]
)
def test_built_in_numbers_are_numbers(number):
    assert not number_format(BUILT_IN[number]).moment


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ("0", 0),
        ("0.00", 2),
        ("#,##0", 0),
        ("#,##0.0", 1),
        ("0.0_ ;[Red]-0.0 ", 1),
        ('0.0"%"', 1),
        ('#,##0.00"万元"', 2),
        ("[$¥-804]#,##0.00", 2),
        ("0.0%", 1),
        ("0%", 0),
        ("General", None),
        ("@", None),
        ("0.00E+00", None),
        ("# ?/?", None),
        ("#,##0,", None),
        ("0.0,", None),
        ('0!.0,"万元"', None),
        ("yyyy/m/d", None),
    ],
)
def test_decimals_are_those_that_are_shown_of_the_value_itself(code, decimals):
    assert number_format(code).decimals == decimals


@pytest.mark.parametrize(
    ("code", "percent"), [("0.0%", True), ("0.00%;[Red]-0.00%", True), ('0.0"%"', False), (r"0\%", False)]
)
def test_only_a_percent_sign_that_is_not_quoted_multiplies(code, percent):
    assert number_format(code).percent is percent


def test_a_code_longer_than_any_program_takes_shows_a_number():
    assert not number_format("m" * 100_000).moment
