"""社会救助 · the relief indicators mean what the definitions say, on hand-made records at their edge days."""

from __future__ import annotations

import pytest

from .city import (
    COUNTIES,
    DAYS,
    GULOU,
    INSIDE,
    LANKAO,
    QI,
    STANDING,
    STREET,
    TODAY,
    TOWN,
    VILLAGE,
    City,
    on_each_day,
    stays,
)


@pytest.mark.definition("relief_recipients")
def test_a_recipient_counts_from_the_first_day_up_to_the_day_before_the_last(city: City) -> None:
    city.today(TODAY)
    city.scatter("relief_recipients", stays("started_on", "ended_on", category="低保边缘"))
    for period, names in STANDING.items():
        assert city.counted("relief_recipients", period) == names, period
        assert city.value("relief_recipients", period) == len(names)


@pytest.mark.definition("relief_recipients")
def test_recipients_break_down_by_category(city: City) -> None:
    city.today(TODAY)
    for category, many in (("城市低保", 2), ("农村低保", 1), ("支出型困难", 3)):
        for _ in range(many):
            city.add("relief_recipients", region=VILLAGE, category=category, started_on="2023-01-10")
    found = city.by_category("relief_recipients", "2023-02", TOWN)
    assert found == {"城市低保": 2, "农村低保": 1, "集中供养特困": 0, "分散供养特困": 0, "低保边缘": 0, "支出型困难": 3}
    assert city.value("relief_recipients", "2023-02", TOWN) == 6


@pytest.mark.definition("relief_per_10k")
def test_recipients_per_ten_thousand_residents_use_the_latest_year_not_after_the_day(city: City) -> None:
    city.today(TODAY)
    for code in COUNTIES:
        city.add("population", region=code, year=2021, residents=200_000)
    city.add("population", region=QI, year=2022, residents=100_000)
    city.add("population", region=QI, year=2023, residents=50_000)
    city.add("population", region=QI, year=2024, residents=1)
    city.add("relief_recipients", region=TOWN, started_on="2022-12-31")
    city.add("relief_recipients", region=STREET, started_on="2022-12-31")
    city.add("relief_recipients", region=VILLAGE, started_on="2023-02-01")
    assert city.halves("relief_per_10k", "2022-12", QI) == (20_000, 100_000)
    assert city.value("relief_per_10k", "2022-12", QI) == 0.2
    assert city.halves("relief_per_10k", "2023-01", QI) == (20_000, 50_000)
    assert city.halves("relief_per_10k", "2023-02", QI) == (30_000, 50_000)
    assert city.value("relief_per_10k", "2023-02/ytd", QI) == 0.6, "a stock's year-to-date is its last state"
    assert city.halves("relief_per_10k", "2022-W52", QI) == (20_000, 50_000), "the week ends on 1 January 2023"
    assert city.halves("relief_per_10k", "2023-02") == (30_000, 8 * 200_000 + 50_000)
    assert city.value("relief_per_10k", "2023-02", LANKAO) == 0
    assert city.value("relief_per_10k", "2023-02", TOWN) is None, "population is known by county"


@pytest.mark.definition("relief_per_10k")
def test_a_county_without_population_leaves_itself_and_the_city_without_a_value(city: City) -> None:
    city.today(TODAY)
    for code in COUNTIES:
        if code != GULOU:
            city.add("population", region=code, year=2022, residents=100_000)
    city.add("population", region=GULOU, year=2024, residents=100_000)
    city.add("population", region=f"{GULOU}001", year=2022, residents=100_000)
    city.add("population", region="410200", year=2022, residents=4_800_000)
    city.add("relief_recipients", region=TOWN, started_on="2023-01-01")
    assert city.value("relief_per_10k", "2023-01", QI) == 0.1
    assert city.halves("relief_per_10k", "2023-01", GULOU) == (0, None)
    assert city.value("relief_per_10k", "2023-01", GULOU) is None
    assert city.halves("relief_per_10k", "2023-01") == (10_000, None)
    assert city.value("relief_per_10k", "2023-01") is None


@pytest.mark.definition("relief_spend")
def test_spending_goes_by_the_month_it_belongs_to(city: City) -> None:
    city.today(TODAY)
    city.add("relief_payments", region=QI, month="2023-01", category="农村低保", amount="100.10", persons=1, paid_on="2022-12-30")
    city.add("relief_payments", region=TOWN, month="2023-01", category="城市低保", amount="0.20", persons=7, paid_on="2023-02-11")
    city.add("relief_payments", region=VILLAGE, month="2023-02", category="农村低保", amount="5", persons=2)
    city.add("relief_payments", region=LANKAO, month="2023-01", category="农村低保", amount="1000", persons=9)
    city.add("relief_payments", region=QI, month="2022-12", category="农村低保", amount="7", persons=9)
    assert city.value("relief_spend", "2023-01", QI) == 100.3
    assert city.value("relief_spend", "2023-02", QI) == 5, "a running month shows what has been booked for it"
    assert city.value("relief_spend", "2023-01") == 1100.3
    assert city.value("relief_spend", "2023-01/ytd", QI) == 100.3
    assert city.value("relief_spend", "2023-02/ytd", QI) == 105.3
    assert city.value("relief_spend", "2023-02/ytd", GULOU) == 0
    assert city.by_category("relief_spend", "2023-01", QI) == {"城市低保": 0.2, "农村低保": 100.1, "集中供养特困": 0, "分散供养特困": 0}
    assert city.value("relief_spend", "2023-W02") is None, "no weekly reading"
    assert city.value("relief_spend", "2023-01", TOWN) is None, "batches may be a county's"


@pytest.mark.definition("relief_paid_on_time")
def test_paid_on_time_is_paid_by_the_tenth_of_its_month(city: City) -> None:
    city.today(TODAY)
    batches = {
        "on the tenth": {"paid_on": "2023-01-10"},
        "on the eleventh": {"paid_on": "2023-01-11"},
        "before the month": {"paid_on": "2022-12-28"},
        "never": {},
    }
    city.scatter("relief_payments", {name: {"month": "2023-01", **fields} for name, fields in batches.items()}, COUNTIES)
    assert city.judged("relief_paid_on_time", "2023-01") == set(batches)
    assert city.counted("relief_paid_on_time", "2023-01") == {"on the tenth", "before the month"}
    assert city.value("relief_paid_on_time", "2023-01") == 50
    assert city.value("relief_paid_on_time", "2023-W02") is None
    assert city.halves("relief_paid_on_time", "2023-01", LANKAO) == (0, 0)
    assert city.value("relief_paid_on_time", "2023-01", LANKAO) is None


@pytest.mark.definition("relief_paid_on_time")
def test_a_month_is_judged_once_its_tenth_is_over(city: City) -> None:
    city.add("relief_payments", region=QI, month="2023-01", paid_on="2023-01-11")
    city.add("relief_payments", region=QI, month="2023-02", paid_on="2023-02-01")
    city.add("relief_payments", region=QI, month="2023-02")
    city.add("relief_payments", region=QI, month="2023-02", paid_on="2023-02-10")
    city.today("2023-02-10")
    assert city.halves("relief_paid_on_time", "2023-02", QI) == (0, 0), "there is time until midnight"
    assert city.value("relief_paid_on_time", "2023-02", QI) is None
    assert city.halves("relief_paid_on_time", "2023-02/ytd", QI) == (0, 1)
    city.today("2023-02-11")
    assert city.halves("relief_paid_on_time", "2023-02", QI) == (2, 3)
    assert city.halves("relief_paid_on_time", "2023-02/ytd", QI) == (2, 4), "Σ of the months / Σ of the months"


@pytest.mark.definition("rural_dibao_standard", "tekun_standard")
@pytest.mark.parametrize("indicator", ["rural_dibao_standard", "tekun_standard"])
def test_a_standard_is_the_latest_return_of_the_year_and_the_citys_is_its_lowest_county(city: City, indicator: str) -> None:
    city.today("2023-04-15")

    def report(region: str, month: str, numerator: str) -> None:
        city.add("reported_values", indicator=indicator, region=region, month=month, numerator=numerator)

    report(QI, "2022-12", "400")
    report(QI, "2023-02", "440.5")
    report(QI, "2023-04", "450")
    report(LANKAO, "2023-03", "430.1234")
    assert city.value(indicator, "2022-12", QI) == 400
    assert city.value(indicator, "2023-01", QI) is None, "last year's return does not count for this year"
    assert city.value(indicator, "2023-02", QI) == 440.5
    assert city.value(indicator, "2023-03", QI) == 440.5
    assert city.value(indicator, "2023-04", QI) == 450
    assert city.value(indicator, "2023-03/ytd", QI) == 440.5
    assert city.value(indicator, "2023-01") is None
    assert city.value(indicator, "2023-02") == 440.5
    assert city.value(indicator, "2023-03") == 430.1234
    assert city.value(indicator, "2023-04") == 430.1234
    assert city.value(indicator, "2023-W10", QI) is None, "no weekly reading"
    assert city.value(indicator, "2023-04", TOWN) is None
    assert city.value(indicator, "2023-05", QI) is None, "not begun"


@pytest.mark.definition("rural_dibao_subsidy")
def test_the_mean_rural_subsidy_is_money_over_persons_of_rural_dibao_alone(city: City) -> None:
    city.today("2023-03-15")
    city.add("relief_payments", region=QI, month="2023-01", category="农村低保", amount="1000.50", persons=5)
    city.add("relief_payments", region=QI, month="2023-01", category="城市低保", amount="99999", persons=1)
    city.add("relief_payments", region=LANKAO, month="2023-01", category="农村低保", amount="300", persons=1)
    city.add("relief_payments", region=QI, month="2023-02", category="农村低保", amount="2000", persons=5)
    city.add("relief_payments", region=GULOU, month="2023-01", category="集中供养特困", amount="2000", persons=5)
    assert city.halves("rural_dibao_subsidy", "2023-01", QI) == (1000.5, 5)
    assert city.value("rural_dibao_subsidy", "2023-01", QI) == 200.1
    assert city.value("rural_dibao_subsidy", "2023-01") == 1300.5 / 6, "Σ/Σ, not the mean of 200.1 and 300"
    assert city.value("rural_dibao_subsidy", "2023-02/ytd", QI) == 3000.5 / 10
    assert city.value("rural_dibao_subsidy", "2023-01", GULOU) is None
    assert city.value("rural_dibao_subsidy", "2023-W02", QI) is None


@pytest.mark.definition("relief_applications")
def test_applications_count_by_the_day_of_acceptance(city: City) -> None:
    city.today(TODAY)
    city.scatter("relief_applications", on_each_day("accepted_on", channel="网上申请"))
    for period, names in INSIDE.items():
        assert city.counted("relief_applications", period) == names, period
    assert city.by_category("relief_applications", "2023-02/ytd") == {
        "窗口受理": 0,
        "网上申请": 5,
        "热线电话": 0,
        "主动发现": 0,
        "村社区代办": 0,
        "部门转办": 0,
    }


@pytest.mark.definition("relief_proactive_share")
def test_the_proactive_share_is_of_all_applications_accepted(city: City) -> None:
    city.today(TODAY)
    city.scatter("relief_applications", on_each_day("accepted_on", channel="主动发现"))
    for code in city.slots.values():
        city.add("relief_applications", region=code, accepted_on="2023-01-15", channel="村社区代办")
    for period, names in INSIDE.items():
        assert city.counted("relief_proactive_share", period) == names, period
    assert city.halves("relief_proactive_share", "2023-01") == (3, 3 + len(DAYS))
    assert city.value("relief_proactive_share", "2023-01") == 30
    assert city.halves("relief_proactive_share", "2023-02/ytd") == (5, 5 + len(DAYS))


# The third working day after acceptance, by the State Council's arrangements:
#   春节 2023: rest 21–27 January, work on Saturday 28 and Sunday 29;  国庆 2023: rest 29 September – 6 October, work on 7 and 8 October
THIRD_WORKING_DAY = {
    "2023-01-09": "2023-01-12",  # an ordinary Monday
    "2023-01-14": "2023-01-18",  # a Saturday: Monday is the first day
    "2023-01-18": "2023-01-28",  # 19, 20, 28
    "2023-01-20": "2023-01-30",  # 28, 29, 30
    "2023-01-24": "2023-01-30",  # inside the holiday
    "2023-01-28": "2023-01-31",  # 29, 30, 31
    "2023-09-26": "2023-10-07",  # 27, 28, 7 October
    "2023-09-28": "2023-10-09",  # 7, 8, 9 October
    "2023-10-06": "2023-10-09",
    "2023-10-07": "2023-10-10",
}


@pytest.mark.definition("relief_started_in_3_days")
@pytest.mark.parametrize("year_part", ["2023-01", "2023-1"])
def test_the_third_working_day_is_counted_by_the_state_councils_calendar(city: City, year_part: str) -> None:
    """Of two applications a day, one is started on the third working day, one on the day after; judged from the third day on."""
    cases = {a: t for a, t in THIRD_WORKING_DAY.items() if (a < "2023-02") == (year_part == "2023-01")}
    city.today("2023-02-28" if year_part == "2023-01" else "2023-11-30")
    late = {a: f"{t[:8]}{int(t[8:]) + 1:02d}" for a, t in cases.items()}
    late = {a: "2023-02-01" if day == "2023-01-32" else day for a, day in late.items()}
    in_time = {f"{a} in time": {"accepted_on": a, "started_on": t} for a, t in cases.items()}
    too_late = {f"{a} late": {"accepted_on": a, "started_on": late[a]} for a in cases}
    city.scatter("relief_applications", {**in_time, **too_late})
    months = ["2023-01", "2023-02"] if year_part == "2023-01" else ["2023-09", "2023-10", "2023-11"]
    whole_year = f"{months[-1]}/ytd"
    assert city.judged("relief_started_in_3_days", whole_year) == {*in_time, *too_late}
    assert city.counted("relief_started_in_3_days", whole_year) == {*in_time}
    for month in months:  # those whose third day lies in another month are judged in the year-to-date alone
        own = {f"{a} {how}" for a, t in cases.items() if a[:7] == month and t[:7] == month for how in ("in time", "late")}
        assert city.judged("relief_started_in_3_days", month) == own, month


@pytest.mark.definition("relief_started_in_3_days")
def test_an_application_is_judged_when_its_third_working_day_has_come(city: City) -> None:
    started = {
        "same day": {"accepted_on": "2023-02-10", "started_on": "2023-02-10"},
        "third day": {"accepted_on": "2023-02-10", "started_on": "2023-02-15"},
        "never": {"accepted_on": "2023-02-10"},
        "a day later": {"accepted_on": "2023-02-13", "started_on": "2023-02-13"},
        "last of January": {"accepted_on": "2023-01-30", "started_on": "2023-01-31"},
        "judged on the 31st": {"accepted_on": "2023-01-28", "started_on": "2023-01-31"},
        "last of December": {"accepted_on": "2022-12-30", "started_on": "2022-12-30"},
    }
    city.scatter("relief_applications", started)
    city.today("2023-02-14")
    assert city.judged("relief_started_in_3_days", "2023-02") == set()
    assert city.value("relief_started_in_3_days", "2023-02") is None
    city.today("2023-02-15")
    assert city.judged("relief_started_in_3_days", "2023-02") == {"same day", "third day", "never"}
    assert city.counted("relief_started_in_3_days", "2023-02") == {"same day", "third day"}
    assert city.judged("relief_started_in_3_days", "2023-01") == {"judged on the 31st"}
    both = {"judged on the 31st", "last of January"}
    assert city.judged("relief_started_in_3_days", "2023-01/ytd") == both - {"last of January"}
    assert city.judged("relief_started_in_3_days", "2023-02/ytd") == {*both, "same day", "third day", "never"}
    assert city.judged("relief_started_in_3_days", "2022-12") == set()
    assert city.judged("relief_started_in_3_days", "2022-12/ytd") == set(), "the year was over first"
    assert city.judged("relief_started_in_3_days", "2023-W04") == set(), "28 January is a Saturday of that week"
    assert city.judged("relief_started_in_3_days", "2023-W05") == {"last of January"}
    assert city.judged("relief_started_in_3_days", "2023-W07") == set()
