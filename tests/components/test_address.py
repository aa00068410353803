"""The address: what it can say, what falls back with a sentence, and that it never breaks the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from components.address import Address, go, of_grain, read
from data.periods import Period

TODAY, BEGINS = date(2023, 9, 18), date(2022, 1, 1)
REGIONS = {"410200": "开封市", "410221": "杞县"}


def asked(search: str) -> Address:
    return read(search, today=TODAY, begins=BEGINS, regions=REGIONS, indicators={"deaths", "marriages"}, default="deaths")


def test_nothing_asked_is_this_month_of_the_whole_city() -> None:
    for search in ("", "?"):
        assert asked(search) == Address(Period("2023-09"), "410200", "deaths")


def test_everything_asked_is_followed() -> None:
    assert asked("?period=2023-06&region=410221&indicator=marriages") == Address(Period("2023-06"), "410221", "marriages")
    assert asked("?period=2023-06/ytd").period == asked("?period=2023-06%2Fytd").period == Period("2023-06/ytd")
    assert asked("?period=2023-W30").period == Period("2023-W30")


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?period=2023-13", "“2023-13”不是周期，显示本月。"),
        ("?period=2024-01", "所选周期还没有开始，显示本月。"),
        ("?period=2021-12", "数据从 2022年1月 开始，显示本月。"),
        ("?region=410299", "没有代码为“410299”的县区，显示全市。"),
        ("?region=410221001", "没有代码为“410221001”的县区，显示全市。"),
        ("?indicator=<script>", "没有名为“<script>”的指标。"),
        ("?period=x&region=y", "“x”不是周期，显示本月；没有代码为“y”的县区，显示全市。"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_sentence(search: str, words: str) -> None:
    found = asked(search)
    assert found.notice == words
    assert (found.period, found.region, found.indicator) == (Period("2023-09"), "410200", "deaths")


def test_a_flood_of_parameters_is_no_question() -> None:
    for flood in ("?" + "a=1&" * 5000, "?" + "&".join(f"p{n}=1" for n in range(25))):
        assert asked(flood) == replace(asked(""), notice="地址里的内容太多，没有采用。")
    assert len(asked("?period=" + "9" * 900).notice) < 60


def test_changing_the_grain_keeps_the_end_but_never_passes_today() -> None:
    assert of_grain(Period("2023-06"), "week", TODAY) == Period("2023-W26")
    assert of_grain(Period("2023-06"), "ytd", TODAY) == Period("2023-06/ytd")
    assert of_grain(Period("2023-09"), "week", TODAY) == Period("2023-W38")
    assert of_grain(Period("2023-W26"), "month", TODAY) == Period("2023-07")


def test_go_writes_what_changes() -> None:
    assert go(region=None) == {"data-go": "region="}
    assert go(period="2023-06/ytd") == {"data-go": "period=2023-06/ytd"}
