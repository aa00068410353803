"""The sheet of one indicator: its value against the target, its definition, its target and shares, and its kin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import format as form
from components.about import named
from components.bullet import bullet
from components.comparison import EARLIER, change
from components.light import light
from data.indicators import PROGRAMMES, Indicator
from data.indicators.absence import absence
from data.indicators.aim import own_target
from data.indicators.definition import (
    definition,
    expected_words,
    formula,
    owner,
    related,
    reported_by,
    share_words,
    target_words,
)
from data.indicators.indicator import MONTHLY, Target
from data.indicators.passages import PASSAGES
from data.indicators.study import Study
from data.indicators.words import MISSING

DOCUMENT = "汴民文〔2023〕20号"


def value_panel(one: Study, today: date, lists: Sequence[tuple[str, str]] = ()) -> list[Any]:
    """The figure in headline form, its light and bullet, what it is held against, and `lists`: title and address of the records behind."""
    indicator, figure = one.indicator, one.figure
    shown = form.headline(indicator, figure)
    reason = absence(figure)
    facts: list[tuple[str, Any]] = []
    if indicator.rate:
        halves = (figure.numerator, figure.denominator)
        facts.append(
            ("分子 / 分母", form.withheld(figure.reason) if figure.suppressed else " / ".join(form.whole(half) for half in halves))
        )
    if figure.target is not None:
        own, monthly = own_target(figure), one.target is not None and one.target.by == MONTHLY
        facts.append(("目标" if own else "每个县区的目标", form.with_unit(indicator, figure.target)))
        if own and not monthly:
            facts.append(("应达", form.expected_with_unit(indicator, figure)))
        if own:
            words = form.from_path(indicator, figure)
            facts.append((f"与{'目标' if monthly or figure.expected == figure.target else '应达'}相比", words))
    for name, other in ((EARLIER[one.period.grain], one.before), ("较去年同期", one.year_before)):
        facts.append((name, change(figure, other, today)))
    facts.append(("数据截至", form.day(figure.as_of, one.period.year) if figure.as_of else MISSING))
    return [
        html.Div(
            [html.H2([figure.region_name, html.S(), form.period(one.period)], className="song"), light(figure.status)], className="ph"
        ),
        html.P([shown.text, html.Small(shown.unit)], className="fig"),
        html.P(reason, className="sub") if reason else None,
        _bullet(one),
        _list(facts, "held"),
        html.Div([html.B("看名单"), *(dcc.Link(title, href=to) for title, to in lists)], className="lists") if lists else None,
    ]


def _bullet(one: Study) -> Component | None:
    if not one.figure.target or one.target is None or not own_target(one.figure):
        return None
    return bullet(one.figure.value, None if one.target.by == MONTHLY else one.figure.expected, one.figure.target)


def definition_panel(indicator: Indicator, period: str, region: str) -> list[Any]:
    """Name and formula on top, the rest as a list of terms; what the document says at its source; who counts the same people."""
    terms = [(term, words) for term, words in definition(indicator) if term != "公式"]
    return [
        html.H2("口径", className="song"),
        html.P(formula(indicator), className="formula"),
        _list(
            [
                *terms,
                ("数据来源", reported_by(indicator)),
                ("主管科室", owner(indicator)),
                ("出处", _source(indicator)),
                *_kin(indicator, period, region),
            ],
            "terms",
        ),
    ]


def _source(indicator: Indicator) -> list[Any]:
    if not indicator.source:
        return ["文件没有列出，由驾驶舱按业务需要设置"]
    return [
        f"{DOCUMENT}，{PROGRAMMES[indicator.programme]}，{indicator.source}",
        html.Q(PASSAGES[indicator.id], className="passage"),
    ]


def _kin(indicator: Indicator, period: str, region: str) -> Iterable[tuple[str, list[Any]]]:
    kin = related(indicator)
    if kin:
        links = [named(one, period, region, one.name) for one in kin]
        yield "同一批人", [part for link in links for part in (link, "、")][:-1]


def target_panel(one: Study, shares: Mapping[str, int], names: Mapping[str, str]) -> list[Any]:
    """The year's target in words, how the expected value runs, and where a city's number is split the counties' shares of it."""
    target = one.target
    year = one.period.year
    rows: list[tuple[str, Any]] = [("目标", target_words(one.indicator, target))]
    if target is not None:
        rows.append(("应达", expected_words(one.indicator, target)))
        rows.append(("状态", _judged(one.indicator, target)))
    if share_words(target):
        rows.append(("分配", share_words(target)))
    made: list[Any] = [html.H2(f"{year}年目标", className="song"), _list(rows, "terms")]
    if shares:
        made.append(_shares(one, shares, names, year))
    return made


def _judged(indicator: Indicator, target: Target) -> str:
    if target.each_county:
        whole = "全市在所有有值的县区都达到时才算完成"
        return f"{whole}；乡镇街道按同一目标" if indicator.unit == "%" and indicator.level == "township" else whole
    if target.share_by:
        return "全市按总数评，县区按分到的数评，乡镇不评"
    return "只评全市，县区没有目标"


def _shares(one: Study, shares: Mapping[str, int], names: Mapping[str, str], year: int) -> html.Table:
    done = {figure.region: figure for figure in one.counties}
    body = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                html.Td(form.whole(shares[code]) if code in shares else MISSING),
                html.Td(form.cell(one.indicator, done[code]) if code in done else MISSING),
            ],
            className="on" if code == one.region else "",
        )
        for code, name in names.items()
    ]
    total = html.Tr(
        [html.Th("合计", scope="row"), html.Td(form.whole(sum(shares.values()))), html.Td(form.cell(one.indicator, one.city))],
        className="tot",
    )
    head = html.Thead(html.Tr([html.Th(word, scope="col") for word in ("县区", f"目标（{one.indicator.unit}）", "现在")]))
    return html.Table([html.Caption(f"{year}年目标分到各县区"), head, html.Tbody([*body, total])], className="t shares")


def _list(rows: Iterable[tuple[str, Any]], kind: str) -> html.Dl:
    return html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in rows], className=kind)


def subtitle(indicator: Indicator) -> str:
    """What the page is about, below its finding."""
    return f"{indicator.name}，{PROGRAMMES[indicator.programme]}，{owner(indicator)}。编号 {indicator.id}。"
