"""民政工作周报: one ISO week of the city or one county as a document. The same week of the same records has the same words."""

from __future__ import annotations

from access.scope import Scope
from briefings.document import Document, Heading, Paragraph, Part, Ruler
from briefings.spans import NotBegun
from briefings.summary import NoPlan
from briefings.weekly.choice import dated_once, matters
from briefings.weekly.coming import next_week, to_do
from briefings.weekly.counties import blocks, county_table, townships
from briefings.weekly.ground import Ground, ground
from briefings.weekly.notes import notes
from briefings.weekly.printing import paragraph, reading
from briefings.weekly.sentence import Sentence, tell
from briefings.weekly.tables import handled_said, key_indicators, trend
from briefings.weekly.title import title
from briefings.weekly.works import overdue, programmes, returns
from data.exchange.export import Origin
from data.indicators.moment import Moment
from data.indicators.words import day, numeral
from data.periods import Period

__all__ = ["MASTHEAD", "RULES_VERSION", "NoPlan", "NotBegun", "headlines", "weekly"]
MASTHEAD = "民政工作周报"
RULES_VERSION = 1  # of the rules that choose and word what is said: kept with an issued paper


def weekly(now: Moment, week: Period, *, region: str, scope: Scope, origin: Origin, number: str | None = None, lead: str = "") -> Document:
    """The paper of a week, as its last day (today while it runs) shows it.

    scope   its audience's: a printed paper tells nobody more than this scope sees
    number  `2023年第30期`; None: a draft
    lead    words of the office that stand before the findings, a paragraph a line
    Raises NotBegun, NoPlan, and as `figures` does.
    """
    if week.grain != "week" or not week.begun(now.today):
        raise NotBegun(f"{week} 还没有开始。")
    of = ground(now, week, region=region, scope=scope)
    if of is None:
        raise NoPlan(f"{week.year} 年没有年度计划。")
    found = title(of)
    parts: list[Part] = [Ruler(of.day), *(Paragraph(line.strip()) for line in lead.splitlines() if line.strip())]
    parts += [
        paragraph(body, tell(f"{numeral(place)}、", head), week=week, region=region) for place, (head, body) in enumerate(headlines(of), 1)
    ]
    parts += county_table(of) if of.city else []
    for name, section in _sections(of):
        if section:
            parts += [Heading(name), *section]
    bureau = of.ledger.plan.plan.bureau
    to = "各科室、各县区民政局" if of.city else f"各科室、{of.name}民政局"
    return Document(
        title=found.text,
        subtitle=f"（{'' if of.city else of.name + '，'}第{int(week.text[6:])}周，{_days(of)}）",
        office=f"{bureau}办公室",
        date=f"{of.day.year}年{of.day.month}月{of.day.day}日",
        parts=tuple(parts),
        mark=origin.words,
        draft=number is None,
        masthead=MASTHEAD,
        issue=number or "",
        sent=f"报：局领导　送：{to}",
        as_of=f"数据截至{day(of.day)}",
        filters="全市" if of.city else of.name,
        readings=tuple(reading(quote, week, region) for quote in found.quotes),
    )


def _days(of: Ground) -> str:
    """`7月24日至7月30日`; of a week's first day the day alone."""
    return day(of.day) if of.week.starts == of.day else f"{day(of.week.starts, of.day.year)}至{day(of.day)}"


def headlines(of: Ground) -> list[tuple[Sentence, Sentence]]:
    """The paragraphs of the first page: what lags, what goes well, what was handled, what has to be done."""
    out = [(one.lead, one.body) for one in dated_once(matters(of))]
    handled = handled_said(of)
    if handled:
        out.append(handled)
    return [*out, (tell("近期要办"), to_do(of))]


def _sections(of: Ground) -> list[tuple[str, list[Part]]]:
    if not of.issued:
        return [("重点指标", key_indicators(of)), ("数据说明", notes(of))]
    return [
        ("重点指标", [*key_indicators(of), *trend(of)]),
        (f"{'六大工程' if len(of.books) == 6 else '各项工程'}进展", programmes(of)),
        ("逾期事项", overdue(of)),
        ("月报报送", returns(of)),
        ("各县区情况" if of.city else "各乡镇街道情况", blocks(of) if of.city else townships(of)),
        ("下周到期", next_week(of)),
        ("数据说明", notes(of)),
    ]
