"""办公室 · population figures and the values that counties report by month."""

from data.datasets.column import Column, integer, month, number, region
from data.datasets.dataset import Dataset

SECTION = "办公室"

population = Dataset(
    "population",
    "人口",
    SECTION,
    (
        region("county"),
        integer("year", "年份", True, low=1900, high=2100),
        integer("residents", "常住人口", True),
        integer("urban_residents", "城镇常住人口"),
        integer("aged_60", "60岁及以上人口"),
        integer("aged_65", "65岁及以上人口"),
        integer("minors", "0-17岁人口"),
    ),
    key=("region", "year"),
    rhythm=366,
)

reported_values = Dataset(
    "reported_values",
    "县区上报指标",
    SECTION,
    (
        Column("indicator", "指标", "indicator", True),
        region("county"),
        month("month", "所属月份"),
        number("numerator", "分子或数值", True),
        number("denominator", "分母"),
    ),
    key=("indicator", "region", "month"),
)
