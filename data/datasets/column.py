"""The column of a dataset, declared once: field, Chinese header, kind, bounds. Tables, checks, templates and docs derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.regions import Level

Kind = Literal[
    "key", "region", "enum", "text", "date", "month", "money", "int", "number", "yesno", "lon", "lat", "citizen", "reference", "indicator"
]

KIND_WORDS: dict[Kind, str] = {
    "key": "编号，至多 64 个字符",
    "region": "行政区划代码",
    "enum": "固定选项",
    "text": "文字，至多 500 个字符",
    "date": "日期，如 2023-03-05、2023/3/5、2023.3.5、20230305、2023年3月5日",
    "month": "月份，如 2023-03、2023.3、202303、2023年3月",
    "money": "金额（元），不为负，至多两位小数",
    "int": "整数",
    "number": "数值，不为负，至多四位小数",
    "yesno": "是 或 否",
    "lon": "经度，73 至 136",
    "lat": "纬度，3 至 54",
    "citizen": "18 位公民身份号码（核对后只保存不可逆的摘要）",
    "reference": "另一数据集的编号",
    "indicator": "上报指标的编号或名称",
}


@dataclass(frozen=True)
class Column:
    """One column. `values` for enum; `refers` names the dataset a reference points into; `coarsest` the coarsest region level taken."""

    name: str
    header: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    refers: str = ""
    coarsest: Level | None = None
    low: int | None = None
    high: int | None = None
    future: bool = False

    @property
    def words(self) -> str:
        """What is allowed, in Chinese."""
        if self.kind == "enum":
            return "、".join(self.values)
        if self.kind == "int" and self.high is not None and self.high < 2**31 - 1:
            return f"整数，{self.low} 至 {self.high}"
        return KIND_WORDS[self.kind]


def key(header: str, name: str = "key") -> Column:
    return Column(name, header, "key", True)


def reference(name: str, header: str, dataset: str) -> Column:
    return Column(name, header, "reference", True, refers=dataset)


def region(coarsest: Level) -> Column:
    return Column("region", "区划代码", "region", True, coarsest=coarsest)


def enum(name: str, header: str, *values: str, required: bool = True) -> Column:
    return Column(name, header, "enum", required, values=values)


def text(name: str, header: str, required: bool = False) -> Column:
    return Column(name, header, "text", required)


def day(name: str, header: str, required: bool = False, future: bool = False) -> Column:
    return Column(name, header, "date", required, future=future)


def month(name: str, header: str) -> Column:
    return Column(name, header, "month", True)


def money(name: str, header: str, required: bool = False) -> Column:
    return Column(name, header, "money", required)


def integer(name: str, header: str, required: bool = False, low: int = 0, high: int = 2**31 - 1) -> Column:
    return Column(name, header, "int", required, low=low, high=high)


def number(name: str, header: str, required: bool = False) -> Column:
    return Column(name, header, "number", required)


def yesno(name: str, header: str) -> Column:
    return Column(name, header, "yesno")


def place() -> tuple[Column, Column]:
    """Longitude and latitude."""
    return Column("lon", "经度", "lon"), Column("lat", "纬度", "lat")


def citizen() -> Column:
    return Column("citizen", "身份证号", "citizen")
