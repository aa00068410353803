"""The rules of a programme's plan: milestones and tasks past their day, returns not made, returns and records that disagree.

All four read the ledger as a leader does: what is withheld from him takes no part. One rule for each programme, so that each section
handles its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from access.scope import Scope
from data.datasets import DATASETS
from data.indicators.moment import Moment
from data.indicators.words import period
from data.periods import Period
from data.programmes.deadline import deadlines
from data.programmes.ledger import Book, read_ledger
from data.warnings.rule import Asked, Found, Parameter, Rule
from geo.regions import CITY

READER = Scope("leader")
NAMES = {
    "relief": "社会救助",
    "elderly": "养老服务",
    "governance": "基层治理",
    "funeral": "殡葬服务",
    "children": "未成年人保护",
    "smart": "智慧民政",
}
_DAYS_PAST = Parameter("past", "过时限以后的宽限", "天", 0, 0, 60)
_READS = tuple(DATASETS)  # by way of the indicators a task is linked to


def planned(programme: str, section: str, shown: str | None = None) -> tuple[Rule, ...]:
    """The four rules of a programme; `shown`: the section page they are on, where it is not the programme's own."""
    page, name = programme if shown is None else shown, NAMES[programme]
    ledger = f"{name}提升工程实施方案及工作台账的完成时限"
    return (
        Rule(
            f"{programme}_milestone_overdue",
            f"{name}节点逾期",
            section,
            page,
            "serious",
            "place",
            "{region}“{detail}”未完成，自{since}起逾期",
            f"{ledger}：进度安排（时间安排）规定的节点",
            "补办并由科室确认完成日期；确不能完成的说明原因和新的日期",
            _READS,
            gather=_milestones(programme),
            parameters=(_DAYS_PAST,),
            days=14,
        ),
        Rule(
            f"{programme}_task_overdue",
            f"{name}任务逾期",
            section,
            page,
            "serious",
            "place",
            "{region}任务“{detail}”未完成，自{since}起逾期",
            ledger,
            "说明未完成的原因，明确完成日期，按月报进度",
            _READS,
            gather=_tasks(programme),
            parameters=(_DAYS_PAST,),
            days=14,
        ),
        Rule(
            f"{programme}_returns_missing",
            f"{name}月报缺报",
            section,
            page,
            "notice",
            "place",
            "{region}{detail}月报有 {many} 项过了截止日仍未报或未审核通过，自{since}起逾期",
            "方案要求各县区按月报送任务推进情况（殡葬服务提升工程实施方案 四（三）：每月20日前报送）",
            "县区补报，科室及时审核",
            _READS,
            gather=_missing(programme),
            parameters=(Parameter("past", "过截止日以后的宽限", "天", 3, 0, 31),),
            days=7,
        ),
        Rule(
            f"{programme}_returns_disagree",
            f"{name}月报与记录不符",
            section,
            page,
            "notice",
            "place",
            "{region}任务{detail}",
            "同一任务月报进度与系统记录算出的进度应当一致；“智慧民政”提升工程实施方案 一（三）：建立数据质量评估和快速校核机制",
            "核对月报和业务数据，更正有误的一方",
            _READS,
            gather=_disagreeing(programme),
            parameters=(Parameter("points", "相差超过", "个百分点", 20, 5, 100),),
            days=14,
        ),
    )


def _book(now: Moment, programme: str, region: str = CITY) -> tuple[Book | None, int]:
    """The programme as the ledger has it today, and the plan's year."""
    ledger = read_ledger(now, scope=READER, region=region)
    return (ledger.book(programme), ledger.plan.plan.year) if ledger else (None, 0)


def _milestones(programme: str) -> Callable[[Moment, Asked], Iterable[Found]]:
    def gather(now: Moment, asked: Asked) -> Iterable[Found]:
        """The city's milestones in the city, the counties' in each county."""
        for region in (CITY, *(place.code for place in now.places.counties)):
            book, year = _book(now, programme, region)
            for stone in book.stones if book else ():
                own = (stone.milestone.scope == "county") == (region != CITY)
                if own and stone.state == "overdue" and asked.today > stone.due_on + timedelta(days=asked.set["past"]):
                    key = f"{year}:{stone.milestone.due}:{stone.milestone.title[:60]}:{region}"
                    yield Found(key, region, stone.due_on + timedelta(days=1), detail=stone.milestone.title)

    return gather


def _tasks(programme: str) -> Callable[[Moment, Asked], Iterable[Found]]:
    def gather(now: Moment, asked: Asked) -> Iterable[Found]:
        book, year = _book(now, programme)
        for line in book.lines if book else ():
            if asked.today > line.due_on + timedelta(days=asked.set["past"]):
                for cell in line.cells:
                    if cell.light == "overdue":
                        yield Found(
                            f"{year}:{line.task.no}:{cell.region}", cell.region, line.due_on + timedelta(days=1), detail=line.task.title
                        )

    return gather


def _missing(programme: str) -> Callable[[Moment, Asked], Iterable[Found]]:
    def gather(now: Moment, asked: Asked) -> Iterable[Found]:
        """A county's missing returns of one month together."""
        book, _ = _book(now, programme)
        counted: dict[tuple[str, str], int] = {}
        for line in book.lines if book else ():
            for cell in line.cells:
                if cell.missing:
                    counted[cell.region, cell.asked] = counted.get((cell.region, cell.asked), 0) + 1
        for (region, month), many in counted.items():
            due = _due(now, month, book.programme.return_day) if book else None
            if due and asked.today > due + timedelta(days=asked.set["past"]):
                yield Found(f"{month}:{region}", region, due + timedelta(days=1), many, detail=period(Period(month)))

    return gather


def _due(now: Moment, month: str, day: int) -> date:
    return deadlines(now.connection, [Period(month)], day)[Period(month)]


def _disagreeing(programme: str) -> Callable[[Moment, Asked], Iterable[Found]]:
    def gather(now: Moment, asked: Asked) -> Iterable[Found]:
        book, year = _book(now, programme)
        for line in book.lines if book else ():
            for cell in line.cells:
                if cell.reported is None or cell.linked is None or abs(cell.reported - cell.linked) <= asked.set["points"]:
                    continue
                words = f"“{line.task.title}”{period(Period(cell.reported_of))}月报 {cell.reported}%，记录算得 {cell.linked:.0f}%"
                yield Found(f"{year}:{line.task.no}:{cell.region}", cell.region, Period(cell.reported_of).starts, detail=words)

    return gather
