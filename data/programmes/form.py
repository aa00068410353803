"""The form of a year's plan, as a file has it and as the cockpit reads it back. Storing is in `plan`, judging in `progress`.

Source of the shape: 汴民文〔2023〕20号, its programmes, phases, ledgers (工作台账) and milestones.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from data.indicators import INDICATORS, Target
from data.indicators.indicator import MONTHLY
from data.periods import FIRST_YEAR, LAST_YEAR, Period, parse

BLANK = "空缺"  # a date the ledger leaves out

# How a plan may name the weights by which a city's number is split over the counties.
WEIGHTS = {
    "elderly_population": "elderly_population",
    "township_homes": "township_homes",
    "本县乡镇敬老院数": "township_homes",
    "villages": "villages",
    "村（社区）数": "villages",
}


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("应为文字；数字请加引号")
    value = value.strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value):
        raise ValueError("含有控制字符")
    return value


def _month(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value, re.ASCII):
        raise ValueError(f"应为月份，如 {_year(info)}-10")
    if int(value[:4]) != _year(info):
        raise ValueError(f"{value} 不在 {_year(info)} 年内")
    return value


def _due(value: Any, info: ValidationInfo) -> Any:
    return value if value == MONTHLY else _month(value, info)


def _other_due(value: Any, info: ValidationInfo) -> Any:
    return value if value in ("", BLANK) else _month(value, info)


def _year(info: ValidationInfo) -> int:
    year: int = (info.context or {})["year"]
    return year


def _number(value: Any) -> Any:
    """A ledger number: 1, "1.1"; a bare 1.10 could be 1.1."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError('应为整数或加引号的编号，如 7 或 "1.1"')
    return str(value).strip()


def _county(value: Any) -> Any:
    """A county's code, quoted or not."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"[0-9]{6}", text):
        raise ValueError("应为 6 位县区代码，如 410221")
    return text


def _known(value: str) -> str:
    if value not in INDICATORS:
        raise ValueError(f"没有编号为 {value[:40]} 的指标")
    return value


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise ValueError("同一项写了两次")
    return values


def _decimal(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("应为数值")
    return Decimal(str(value))


Text = Annotated[str, BeforeValidator(_text), Field(max_length=500)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Month = Annotated[str, BeforeValidator(_month)]
Due = Annotated[str, BeforeValidator(_due)]
County = Annotated[str, BeforeValidator(_county)]
Names = Annotated[tuple[Name, ...], AfterValidator(_distinct)]
IndicatorId = Annotated[Name, AfterValidator(_known)]


class Part(BaseModel):
    """One part of a plan. A key nobody knows is refused, so that a typing mistake can't lose anything."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, given: Any) -> Any:
        if isinstance(given, dict):
            allowed = [field.alias or name for name, field in cls.model_fields.items()]
            unknown = [str(key)[:40] for key in given if key not in allowed and key not in cls.model_fields]
            if unknown:
                raise ValueError(f"不认识的键 {'、'.join(unknown)}；可用：{'、'.join(allowed)}")
        return given


class Phase(Part):
    """A stretch of months, both ends included."""

    name: Name
    starts: Month = Field(alias="from")
    ends: Month = Field(alias="to")
    note: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Phase:
        if self.ends < self.starts:
            raise ValueError("起始月份晚于结束月份")
        return self


class Task(Part):
    """One row of a ledger. `note` keeps what the document leaves open or contradicts, and the reading taken.

    weight     its share in the programme's mean
    due_from   which part of the document the date `due` is from
    other_due  what the other part says: a month, 空缺, or empty where both agree
    """

    no: Annotated[str, BeforeValidator(_number), Field(pattern=r"^[0-9A-Za-z.\-]{1,12}$")]
    group: Text = ""
    title: Name
    due: Month
    units: Names = ()
    source: Text = ""
    indicators: Annotated[tuple[IndicatorId, ...], AfterValidator(_distinct)] = ()
    note: Text = ""
    weight: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    due_from: Literal["台账", "正文"] = "台账"
    other_due: Annotated[str, BeforeValidator(_other_due)] = ""

    @property
    def due_on(self) -> date:
        """The last day of the due month."""
        return parse(self.due).ends


class TaskDefaults(Part):
    """What holds for every task of a programme that does not say otherwise."""

    group: Text = ""
    due: Month | None = None
    units: Names = ()
    source: Text = ""
    note: Text = ""


class Milestone(Part):
    """A deadline of a programme: in one month or in every one, at its end or on a day; scope `county`: each county has to meet it.

    task        the task it belongs to; percent  how far that task has to be then, else its equal share among the task's milestones
    indicators  those whose reached targets say that it is done
    """

    due: Due
    day: Annotated[int, Field(ge=1, le=31, strict=True)] | None = None
    title: Name
    scope: Literal["", "county"] = ""
    note: Text = ""
    task: Annotated[str, BeforeValidator(_number)] = ""
    percent: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None
    indicators: Annotated[tuple[IndicatorId, ...], AfterValidator(_distinct)] = ()

    @model_validator(mode="after")
    def _day_exists(self) -> Milestone:
        if self.day and self.due != MONTHLY and self.day > parse(self.due).ends.day:
            raise ValueError(f"{self.due} 没有 {self.day} 日")
        return self

    def days(self, year: int) -> tuple[date, ...]:
        """The day or days it falls due in the plan's year; a monthly day past a month's end is the month's last."""
        months = [Period(f"{year}-{month:02d}") for month in range(1, 13)] if self.due == MONTHLY else [parse(self.due)]
        return tuple(month.ends.replace(day=min(self.day or 31, month.ends.day)) for month in months)


class Programme(Part):
    """One programme (工程) with its phases, ledger and milestones, each in the document's order."""

    id: Annotated[Name, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    name: Name
    owner: Name
    approach: Text = ""
    cadence: Names = ()
    note: Text = ""
    return_day: Annotated[int, Field(ge=1, le=31, strict=True)] = 20  # by which day of the month the counties return; 殡葬 in the document
    phases: tuple[Phase, ...] = ()
    task_defaults: TaskDefaults = TaskDefaults()
    tasks: tuple[Task, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _defaults_into_tasks(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        defaults, tasks = given.get("task_defaults"), given.get("tasks")
        if not isinstance(defaults, dict) or not isinstance(tasks, list):
            return given
        return {**given, "tasks": [{**defaults, **task} if isinstance(task, dict) else task for task in tasks]}

    @model_validator(mode="after")
    def _once_each(self) -> Programme:
        _refuse_twice("任务序号", [task.no for task in self.tasks])
        _refuse_twice("阶段", [phase.name for phase in self.phases])
        _refuse_twice("节点", [f"{milestone.due} {milestone.title}" for milestone in self.milestones])
        unknown = {one.task for one in self.milestones if one.task} - {task.no for task in self.tasks}
        if unknown:
            raise ValueError(f"节点所属任务不在台账中：{'、'.join(sorted(unknown))}")
        return self

    @property
    def indicators(self) -> tuple[str, ...]:
        """All that its tasks and milestones link to, each once."""
        of_tasks = (name for task in self.tasks for name in task.indicators)
        of_milestones = (name for milestone in self.milestones for name in milestone.indicators)
        return tuple(dict.fromkeys((*of_tasks, *of_milestones)))


class PlanTarget(Part):
    """A target of this year in place of the declared one. `each: county`: every county must hold it."""

    indicator: IndicatorId
    value: Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, lt=10**12, decimal_places=4)] | None = None
    by: Due
    each: Literal["county"] | None = None
    share_by: str = ""
    above: Annotated[Text, Field(max_length=100)] = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> PlanTarget:
        if INDICATORS[self.indicator].better == "none":
            raise ValueError(f"指标 {self.indicator} 不设目标")
        if self.value is None and not self.above:
            raise ValueError("缺少 value；由管理员录入的目标请写 above")
        if self.share_by and self.share_by not in WEIGHTS:
            raise ValueError(f"share_by 可用：{'、'.join(WEIGHTS)}")
        if self.share_by and (self.each or self.value is None or self.value != self.value.to_integral_value()):
            raise ValueError("按 share_by 分解的目标须为整数，且不能同时写 each")
        return self

    @property
    def target(self) -> Target:
        """As the indicators keep it."""
        return Target(self.value, self.by, self.each == "county", WEIGHTS.get(self.share_by, ""), self.above)


class Head(Part):
    """The document behind the plan."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, strict=True)]
    document: Name
    issued_on: Annotated[date, Field(strict=True)]
    bureau: Name
    county_weights: dict[
        County, Annotated[int, Field(ge=1, le=100, strict=True)]
    ] = {}  # a county's share in the city's mean; 1 where not named

    @model_validator(mode="after")
    def _issued_in_time(self) -> Head:
        if self.issued_on.year not in (self.year - 1, self.year):
            raise ValueError(f"印发日期 {self.issued_on} 应在 {self.year - 1} 年或 {self.year} 年内")
        return self


class Plan(Part):
    """A year's plan. Months are checked against the year in the validation context (`{"year": …}`)."""

    plan: Head
    programmes: Annotated[tuple[Programme, ...], Field(min_length=1)]
    targets: tuple[PlanTarget, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> Plan:
        _refuse_twice("工程编号", [programme.id for programme in self.programmes])
        _refuse_twice("目标的指标", [target.indicator for target in self.targets])
        return self


def _refuse_twice(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{what}重复：{'、'.join(twice)}")
