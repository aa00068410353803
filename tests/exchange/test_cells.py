"""Every value form that is taken becomes the one stored value, and every form that isn't is refused with words that say what is allowed."""

from __future__ import annotations

import hmac
from datetime import date, datetime, time
from typing import Any

import pytest

from data.citizens import check_character
from data.datasets import DATASETS, Column
from data.exchange.cells import Refused, Terms, blank, key
from data.exchange.columns import ColumnCheck, parser
from data.regions import Places
from geo.regions import read_regions

from .desk import CITIZEN, REPORTED, TODAY

KEY = b"test-key"
TERMS = Terms(TODAY, Places({region.code: region for region in read_regions()}), REPORTED, KEY)


def named(value: Any) -> str:
    return value.name if isinstance(value, Column) else repr(value)[:30]


def column(dataset: str, name: str) -> Column:
    return DATASETS[dataset].column(name)


DAY, FUTURE, MONTH = column("deaths", "died_on"), column("funeral_homes", "planned_on"), column("relief_payments", "month")
MONEY, COUNT, AGE = column("relief_payments", "amount"), column("relief_payments", "persons"), column("deaths", "age")
RATING, YEAR, NUMBER = column("work_orders", "rating"), column("population", "year"), column("reported_values", "numerator")
YES_NO, LON, LAT = column("communities", "standard"), column("cemeteries", "lon"), column("cemeteries", "lat")
COUNTY, TOWNSHIP, VILLAGE = (column(name, "region") for name in ("marriages", "deaths", "communities"))
KEYED, REFERENCE, TEXT = column("deaths", "key"), column("elder_visits", "subject"), column("cemeteries", "name")
OPTION, PERSON, INDICATOR = column("deaths", "disposal"), column("deaths", "citizen"), column("reported_values", "indicator")


@pytest.mark.parametrize(
    ("kind", "cell", "stored"),
    [
        (DAY, "2023-03-05", "2023-03-05"),
        (DAY, "2023-3-5", "2023-03-05"),
        (DAY, "2023/3/5", "2023-03-05"),
        (DAY, "2023/03/05", "2023-03-05"),
        (DAY, "2023.3.5", "2023-03-05"),
        (DAY, "20230305", "2023-03-05"),
        (DAY, 20230305, "2023-03-05"),
        (DAY, 20230305.0, "2023-03-05"),
        (DAY, "2023年3月5日", "2023-03-05"),
        (DAY, "\u3000２０２３－０３－０５\xa0", "2023-03-05"),
        (DAY, "２０２３年３月５日", "2023-03-05"),
        (DAY, date(2023, 3, 5), "2023-03-05"),
        (DAY, datetime(2023, 3, 5, 14, 30), "2023-03-05"),
        (DAY, "2020-02-29", "2020-02-29"),
        (DAY, "1900-01-01", "1900-01-01"),
        (DAY, TODAY.isoformat(), TODAY.isoformat()),
        (FUTURE, "2025-12-31", "2025-12-31"),
        (MONTH, "2023-03", "2023-03"),
        (MONTH, "2023-3", "2023-03"),
        (MONTH, "2023.3", "2023-03"),
        (MONTH, "2023.01", "2023-01"),
        (MONTH, "2022.10", "2022-10"),
        (MONTH, "2022.12", "2022-12"),
        (MONTH, "202303", "2023-03"),
        (MONTH, 202303, "2023-03"),
        (MONTH, "2023年3月", "2023-03"),
        (MONTH, " ２０２３年０３月 ", "2023-03"),
        (MONTH, datetime(2023, 3, 31), "2023-03"),
        (MONTH, "2023-09", "2023-09"),
        (MONEY, "0", 0),
        (MONEY, "100", 10000),
        (MONEY, "1,234,567.8", 123456780),
        (MONEY, "１，２３４．５６", 123456),
        (MONEY, "999999999999.99", 99999999999999),
        (MONEY, 0.1 + 0.2, 30),
        (MONEY, 100.0, 10000),
        (MONEY, 1234.56, 123456),
        (COUNT, "0", 0),
        (COUNT, " 12 ", 12),
        (COUNT, "1,234", 1234),
        (COUNT, "007", 7),
        (COUNT, "12.0", 12),
        (COUNT, 12.0, 12),
        (COUNT, "2147483647", 2147483647),
        (AGE, "130", 130),
        (RATING, "1", 1),
        (RATING, "５", 5),
        (YEAR, "2020", 2020),
        (NUMBER, "12.3456", 123456),
        (NUMBER, "1,000", 10000000),
        (NUMBER, 0.1, 1000),
        (YES_NO, "是", 1),
        (YES_NO, "否", 0),
        (YES_NO, "YES", 1),
        (YES_NO, "no", 0),
        (YES_NO, "1", 1),
        (YES_NO, "０", 0),
        (YES_NO, 1, 1),
        (YES_NO, 0.0, 0),
        (YES_NO, True, 1),
        (YES_NO, False, 0),
        (LON, "114.3", 114.3),
        (LON, 73, 73.0),
        (LON, "136", 136.0),
        (LAT, "3", 3.0),
        (LAT, "34.797049", 34.797049),
        (LAT, 54.0, 54.0),
        (COUNTY, "410221", "410221"),
        (COUNTY, "410221101", "410221101"),
        (TOWNSHIP, "４１０２２１１０１", "410221101"),
        (TOWNSHIP, 410221101.0, "410221101"),
        (TOWNSHIP, 410221101200, "410221101200"),
        (VILLAGE, "410221101200", "410221101200"),
        (KEYED, " A-1 ", "A-1"),
        (KEYED, "编号（一）", "编号(一)"),
        (KEYED, "Ａ１", "A1"),
        (KEYED, 1001, "1001"),
        (KEYED, 1001.0, "1001"),
        (KEYED, "x" * 64, "x" * 64),
        (KEYED, "1E5", "1E5"),
        (KEYED, "20230305000012345678", "20230305000012345678"),
        (REFERENCE, "Ｅ１", "E1"),
        (TEXT, "\u3000开封市　福利院\t", "开封市　福利院"),
        (TEXT, "Ａ区（东）１号", "Ａ区（东）１号"),
        (TEXT, "𠮷\ue000村", "𠮷\ue000村"),
        (TEXT, "字" * 500, "字" * 500),
        (TEXT, 3, "3"),
        (TEXT, 2.5, "2.5"),
        (TEXT, "-1 + 2", "-1 + 2"),
        (OPTION, " 火化\u3000", "火化"),
        (INDICATOR, "农村低保月标准", "rural_dibao_standard"),
        (INDICATOR, "rural_dibao_standard", "rural_dibao_standard"),
        (PERSON, CITIZEN, hmac.digest(KEY, CITIZEN.encode(), "sha256").hex()),
    ],
    ids=named,
)
def test_a_form_is_taken(kind: Column, cell: Any, stored: Any) -> None:
    found = parser(kind, TERMS)(cell)
    assert found == stored and type(found) is type(stored)


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (DAY, "2023-02-29", "没有这一天"),
        (DAY, "2023-13-01", "没有这一天"),
        (DAY, "2023-3/5", "不是日期"),
        (DAY, "3/5/2023", "不是日期"),
        (DAY, "2023-03", "不是日期"),
        (DAY, "2023-03-05 08:00", "不是日期"),
        (DAY, "明天", "不是日期"),
        (DAY, 44990, "数字而不是日期"),
        (DAY, time(8, 30), "日期或时间"),
        (DAY, "1899-12-31", "1900"),
        (DAY, "2023-09-19", "晚于今天（2023-09-18）"),
        (DAY, datetime(2024, 1, 1), "晚于今天"),
        (FUTURE, "2203-05-01", "2099"),
        (DAY, True, "逻辑值"),
        (MONTH, 2023.1, "1 月和 10 月"),
        (MONTH, "2023.1", "1 月和 10 月"),
        (MONTH, 2023.3, "1 月和 10 月"),
        (MONTH, "2023-13", "没有这个月"),
        (MONTH, "2023-00", "没有这个月"),
        (MONTH, "2023-10", "晚于本月（2023-09）"),
        (MONTH, "2023", "不是月份"),
        (MONTH, "3月", "不是月份"),
        (MONTH, "1899-12", "1900"),
        (MONEY, "-1", "不小于 0"),
        (MONEY, -1, "不小于 0"),
        (MONEY, "1.234", "3 位小数"),
        (MONEY, 33.333, "3 位小数"),
        (MONEY, "1000000000000", "一万亿"),
        (MONEY, "100元", "不带单位"),
        (MONEY, "1e3", "科学计数"),
        (MONEY, 1e30, "科学计数"),
        (MONEY, "12,34", "不是金额"),
        (MONEY, "nan", "不是金额"),
        (MONEY, float("nan"), "有限"),
        (MONEY, float("inf"), "有限"),
        (MONEY, "9" * 100, "不是金额"),
        (COUNT, "1.5", "不是整数"),
        (COUNT, 1.5, "不是整数"),
        (COUNT, "-1", "不是整数"),
        (COUNT, "+1", "不是整数"),
        (COUNT, "1e3", "不是整数"),
        (COUNT, "十", "不是整数"),
        (COUNT, "٣", "不是整数"),
        (COUNT, "5²", "不是整数"),
        (COUNT, "2147483648", "0 至 2147483647"),
        (COUNT, True, "逻辑值"),
        (AGE, "131", "0 至 130"),
        (RATING, "0", "1 至 5"),
        (RATING, "6", "1 至 5"),
        (NUMBER, "1.23456", "5 位小数"),
        (NUMBER, "-0.5", "不小于 0"),
        (YES_NO, "对", "是 或 否"),
        (YES_NO, "2", "是 或 否"),
        (LON, "72.9", "73 至 136"),
        (LON, "34.8", "73 至 136"),
        (LAT, "54.01", "3 至 54"),
        (LON, "114°18′", "不是经度"),
        (COUNTY, "4102", "6 位"),
        (COUNTY, "4102xx", "6 位"),
        (COUNTY, "410200", "太粗"),
        (COUNTY, "410299", "没有这个行政区划代码"),
        (COUNTY, "410221000000", "没有这个行政区划代码"),
        (TOWNSHIP, "410221", "太粗"),
        (VILLAGE, "410221101", "太粗"),
        (VILLAGE, "٤١٠٢٢١", "不是行政区划代码"),
        (COUNTY, 410221.5, "不是行政区划代码"),
        (KEYED, "x" * 65, "65 个字符"),
        (KEYED, "x" * 100_000, "100000 个字符"),
        (KEYED, "a\nb", "控制字符"),
        (KEYED, "a\x7fb", "控制字符"),
        (KEYED, "a\u200bb", "控制字符"),
        (KEYED, "a\ud800", "控制字符"),
        (KEYED, "4.10221E+17", "科学计数"),
        (KEYED, 410221197001010016, "文本"),
        (KEYED, 1.5, "文本"),
        (KEYED, -1, "文本"),
        (KEYED, datetime(2023, 3, 5), "日期"),
        (KEYED, CITIZEN, "身份证号"),
        (REFERENCE, CITIZEN, "身份证号"),
        (TEXT, "字" * 501, "501 个字符"),
        (TEXT, "x" * 100_000, "至多 500"),
        (TEXT, "a\x00b", "控制字符"),
        (TEXT, "第一行\n第二行", "控制字符"),
        (TEXT, f"王某{CITIZEN}", "身份证号"),
        (TEXT, "=1+1", "公式"),
        (TEXT, " =cmd|' /C calc'!A0", "公式"),
        (KEYED, "=A1", "公式"),
        (MONEY, "=SUM(A1:A2)", "公式"),
        (TEXT, "#REF!", "错误值"),
        (MONEY, "#DIV/0!", "错误值"),
        (KEYED, "#N/A", "错误值"),
        (TEXT, [1], "单个值"),
        (TEXT, {"a": 1}, "单个值"),
        (TEXT, float("nan"), "有限"),
        (COUNT, 10**70, "有限"),
        (OPTION, "水葬", "火化、土葬、其他"),
        (OPTION, "火 化", "火化、土葬、其他"),
        (INDICATOR, "elder_visit_rate", "农村低保月标准"),
        (PERSON, "410221194910010012", "校验码"),
        (PERSON, "410221194902300010", "出生日期"),
        (PERSON, "41022119491001001", "17 位数字加 1 位校验码"),
        (PERSON, "410221491001001", "17 位数字加 1 位校验码"),
        (PERSON, 410221194910010011, "数字单元格"),
    ],
    ids=named,
)
def test_a_form_is_refused_in_words(kind: Column, cell: Any, said: str) -> None:
    with pytest.raises(Refused, match=said.replace("（", ".").replace("）", ".")) as refusal:
        parser(kind, TERMS)(cell)
    assert not isinstance(cell, str) or len(cell) < 10 or cell not in str(refusal.value), "the sentence repeats the value"


def test_every_option_of_every_enumeration_is_taken() -> None:
    for dataset in DATASETS.values():
        for declared in dataset.columns:
            if declared.kind == "enum":
                assert [parser(declared, TERMS)(f" {value} ") for value in declared.values] == list(declared.values)


def test_a_citizen_born_tomorrow_or_before_1900_is_refused() -> None:
    for born in ("20230919", "18991231"):
        digits = f"410221{born}001"
        with pytest.raises(Refused, match="出生日期"):
            parser(PERSON, TERMS)(digits + check_character(digits))


def test_one_person_has_one_hash_however_the_number_is_written() -> None:
    digits = next(text for n in range(1000) if check_character(text := f"41022119491001{n:03d}") == "X")
    written = [f"{digits}X", f"{digits}x", f" {digits}X\u3000", "".join(chr(ord(c) + 0xFEE0) for c in f"{digits}x")]
    found = {parser(PERSON, TERMS)(cell) for cell in written}
    assert len(found) == 1 and len(found.pop()) == 64


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000\xa0\t", "\ufeff", "\u200b"])
def test_a_cell_of_spaces_is_blank(cell: object) -> None:
    assert blank(cell)


def test_a_column_keeps_places_of_what_is_wrong() -> None:
    check = ColumnCheck(DAY, TERMS)
    stored, wrong = check(["2023-03-05", "x", "", "2023-03-05", "x"])
    assert list(stored) == ["2023-03-05", None, None, "2023-03-05", None]
    assert set(wrong) == {1, 2, 4} and wrong[1] == wrong[4] and "必填" in wrong[2]
    assert check(["x", "2023-03-06"])[1].keys() == {0}, "a later block forgets nothing it needs"


def test_an_optional_column_may_be_empty() -> None:
    stored, wrong = ColumnCheck(AGE, TERMS)(["", None, "\u3000"])
    assert list(stored) == [None, None, None] and not wrong


def test_equal_numbers_of_different_types_are_told_apart() -> None:
    stored, wrong = ColumnCheck(COUNT, TERMS)([1, True, 1.0, "1"])
    assert list(stored) == [1, None, 1, 1] and set(wrong) == {1}


@pytest.mark.parametrize("odd", ["a b", "Ａ1", "编号", CITIZEN, " x", "x" * 65, "", "a\nb", 5, "=x"])
def test_the_short_way_for_plain_keys_gives_what_the_long_way_gives(odd: Any) -> None:
    cells = ["A-1", "b_2", odd, "7"]
    stored, wrong = ColumnCheck(KEYED, TERMS)(cells)
    alone = [ColumnCheck(KEYED, TERMS)([cell]) for cell in cells]
    assert list(stored) == [found[0][0] for found in alone]
    assert wrong == {at: found[1][0] for at, found in enumerate(alone) if found[1]}


@pytest.mark.parametrize(
    "text",
    [
        "KF-41022119300101001X",
        "41022119300101001X-1",
        "410221 19300101 001X",
        "号41022119300101001X的",
        "４１０２２１１９３００１０１００１Ｘ",
    ],
)
def test_a_key_with_a_citizen_number_inside_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="身份证号"):
        key(text)
    assert key("410221-20230615-0012") == "410221-20230615-0012"
