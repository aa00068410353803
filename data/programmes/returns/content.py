"""What a return says: percent, 完成情况, 主要措施, values of reported indicators. A draft may be unfinished; what is submitted may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.citizens import holds_citizen_number
from data.exchange.amounts import number
from data.exchange.cells import Refused, blank
from data.indicators import INDICATORS, Indicator
from data.programmes.form import Task
from geo.regions import level_of

LONGEST = 2000  # characters of a text
_VALUE_LENGTH = 40
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_WHOLE = re.compile(r"[0-9]{1,3}")
_FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
Values = Mapping[str, tuple[str, str]]


class ContentRefused(ValueError):
    """What was written can't be kept; the message says in Chinese what and why."""


@dataclass(frozen=True)
class Content:
    """percent 0–100, None: not said; values: indicator → numerator and denominator as written, empty texts where nothing is."""

    percent: int | None = None
    done: str = ""
    measures: str = ""
    values: Values = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Any]:
        """As the tables keep it."""
        values = {name: list(pair) for name, pair in self.values.items()}
        return {"percent": self.percent, "done": self.done, "measures": self.measures, "values": values}

    @property
    def empty(self) -> bool:
        """Whether nothing has been said at all."""
        return self == Content()


@dataclass(frozen=True)
class Flaw:
    """What keeps a return from being submitted: the field (percent, done, measures or an indicator) and why, in words."""

    field: str
    words: str


def content_of(row: Any) -> Content:
    """The content of a row of `returns` or `return_changes`."""
    return Content(row.percent, row.done, row.measures, {name: (pair[0] or "", pair[1] or "") for name, pair in row.values.items()})


def indicators_of(task: Task, region: str) -> tuple[Indicator, ...]:
    """The reported indicators whose values come with the task's return: of a county; the city's are the counties' together."""
    if level_of(region) != "county":
        return ()
    return tuple(INDICATORS[name] for name in task.indicators if INDICATORS[name].reported)


def draft(given: Mapping[str, Any], task: Task, region: str) -> Content:
    """A content as it may be kept while it is being written.

    percent: a number or its text, anything else counts as not said. Values of other indicators than the task's are left out.
    Raises ContentRefused for a text that is too long or holds a citizen number.
    """
    values = given.get("values")
    pairs = values if isinstance(values, Mapping) else {}
    kept: dict[str, tuple[str, str]] = {}
    for indicator in indicators_of(task, region):
        pair = pairs.get(indicator.id)
        numerator, denominator = (number_kept(part) for part in (pair if isinstance(pair, list | tuple) and len(pair) == 2 else ("", "")))
        if numerator or denominator:
            kept[indicator.id] = (numerator, denominator)
    return Content(percent_of(given.get("percent")), _text("完成情况", given.get("done")), _text("主要措施", given.get("measures")), kept)


def percent_of(given: Any) -> int | None:
    """A whole percent, 0–100; None for anything else."""
    if isinstance(given, bool):
        return None
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    text = str(given).translate(_FULL_WIDTH).strip().removesuffix("%").strip() if isinstance(given, int | str) else ""
    return int(text) if _WHOLE.fullmatch(text) and int(text) <= 100 else None


def flaws(content: Content, task: Task, region: str) -> tuple[Flaw, ...]:
    """What is missing or wrong for a submission; values are held to what an import of reported values asks."""
    found = []
    if content.percent is None:
        found.append(Flaw("percent", "请填进度，0–100 的整数"))
    if not content.done.strip():
        found.append(Flaw("done", "请填完成情况"))
    for indicator in indicators_of(task, region):
        words = _wrong(indicator, *content.values.get(indicator.id, ("", "")))
        if words:
            found.append(Flaw(indicator.id, f"{indicator.name}：{words}"))
    return tuple(found)


def reported_rows(content: Content, month: str, region: str) -> list[dict[str, Any]]:
    """The rows of 县区上报指标 that an accepted return brings."""
    return [
        {"indicator": name, "region": region, "month": month, "numerator": numerator, "denominator": denominator or None}
        for name, (numerator, denominator) in content.values.items()
    ]


def _wrong(indicator: Indicator, numerator: str, denominator: str) -> str:
    if not numerator and not denominator:
        return ""
    if not numerator:
        return f"缺少{indicator.numerator if indicator.rate else '数值'}"
    try:
        over = number(numerator)
        under = number(denominator) if denominator else None
    except Refused as problem:
        return str(problem)
    if not indicator.rate:
        return "" if under is None else "这项指标没有分母"
    if under is None:
        return f"缺少{indicator.denominator}"
    if indicator.unit == "%" and over > under:
        return f"{indicator.numerator}不能大于{indicator.denominator}"
    if under == 0 and over:
        return f"{indicator.denominator}为 0 时，{indicator.numerator}也应为 0"
    return ""


def number_kept(given: Any) -> str:
    """A number as it is kept: as written but half-width, at most so long; spaces round it and unprintable letters go."""
    if isinstance(given, bool) or not isinstance(given, int | float | str) or blank(given):
        return ""
    text = format(given, ".15g") if isinstance(given, float) else str(given)
    return _CONTROL.sub("", text).translate(_FULL_WIDTH).strip()[:_VALUE_LENGTH].rstrip()


def text_kept(given: Any) -> str:
    """A text as it is kept, from the page and from a form alike: what stands at its beginning stays, spaces and lines at its end go."""
    text = given.replace("\r\n", "\n").replace("\r", "\n") if isinstance(given, str) else ""
    return _CONTROL.sub("", text).rstrip()


def refuse_citizen_number(name: str, text: str) -> None:
    """Raises ContentRefused where a citizen number stands in a text; `name` says which text it is."""
    if holds_citizen_number(text.translate(_FULL_WIDTH)):
        raise ContentRefused(f"{name}中有公民身份证号，不能保存；请删去")


def _text(name: str, given: Any) -> str:
    text = text_kept(given)
    if len(text) > LONGEST:
        raise ContentRefused(f"{name}有 {len(text)} 个字，至多 {LONGEST} 个；请精简，详细材料可作附件")
    refuse_citizen_number(name, text)
    return text
