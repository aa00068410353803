"""A list of records on the screen: its header, its title, the form of its filters, what is filtered, the grid with its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dash import dcc, html

from components import format as form
from components.address import go
from components.attr import attr
from components.grid import grid
from components.ruler import ruler
from data.indicators.indicator import PROGRAMMES, Target
from data.indicators.words import MISSING
from data.lists.asked import Filter, Sort
from data.lists.field import Cell, Field, text
from data.lists.record_list import RecordList
from data.lists.title import Title
from data.periods import Period
from geo.regions import CITY

BLOCK = 100  # rows asked for at a time
WIDTHS = {"place": 104, "id": 184, "text": 150, "enum": 110, "date": 112, "month": 96}


def columns(listed: RecordList, sort: Sequence[Sort]) -> list[dict[str, Any]]:
    """The grid's columns; `sort` is the order it begins with."""
    ordered = {one.field.name: (number, "desc" if one.down else "asc") for number, one in enumerate(sort)}
    found = []
    for field in listed.fields:
        one: dict[str, Any] = {"field": field.name, "headerName": field.header, "flex": 1, "minWidth": _width(field)}
        if field.numeric:
            one["type"] = "rightAligned"
        if field.kind == "text":
            one["flex"], one["tooltipField"] = 2, field.name
        if field.name in ordered:
            one["sortIndex"], one["sort"] = ordered[field.name]
        found.append(one)
    return found


def _width(field: Field) -> int:
    """Wide enough for its header and, of an enum, for its longest value."""
    longest = max([len(field.header) + 1, *map(len, field.values)])
    return min(max(WIDTHS.get(field.kind, 96), 14 * longest + 24), 220)


def table(listed: RecordList, sort: Sequence[Sort]) -> html.Div:
    """The empty grid: it asks for rows as it is scrolled."""
    return grid(
        "records-grid",
        columns(listed, sort),
        listed.title,
        key="",
        rowModelType="infinite",
        every={"sortable": True},
        options={"cacheBlockSize": BLOCK, "maxBlocksInCache": 20, "tooltipShowDelay": 400, "multiSortKey": "ctrl"},
    )


def row(fields: Sequence[Field], cells: Sequence[Cell]) -> dict[str, str]:
    """A row as the grid shows it: numbers with commas, what is not there as a dash."""
    return {field.name: _shown(field, cell) for field, cell in zip(fields, cells, strict=True)}


def _shown(field: Field, cell: Cell) -> str:
    if cell is None or cell == "":
        return MISSING
    if field.kind == "money" and isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    if field.kind in ("int", "age") and field.name != "year":
        return f"{cell:,}"
    return text(field, cell)


# --- the form of the filters ----------------------------------------------------------------------------------------------------------


def filter_form(listed: RecordList, filters: Sequence[Filter]) -> html.Details:
    """One control for each column, filled with what the address asks for; `assets/records.js` reads it and writes the address."""
    held = {one.field.name: one for one in filters}
    fields = [_control(field, held.get(field.name)) for field in listed.fields]
    return html.Details(
        [
            html.Summary("筛选", className="btn"),
            html.Form(
                [
                    html.Div(fields, className="fields"),
                    html.Div(
                        [
                            html.Button("筛选", type="submit", id="records-filter-go", className="btn main"),
                            html.Button("清除", type="button", id="records-filter-clear", className="btn", **go(filter=None)),
                        ],
                        className="acts",
                    ),
                ],
                id="records-filter",
                className="sheet",
                role="search",
                **attr(aria_label="筛选名单"),
            ),
        ],
        id="records-filters",
        className="menu pick filters",
    )


def _control(field: Field, held: Filter | None) -> html.Fieldset:
    name = f"records-where-{field.name}"
    marks = attr(data_field=field.name, data_kind=_grammar(field))
    title = html.Legend(field.header + ("（天）" if field.kind == "age" else ""))
    if field.kind in ("enum", "yesno"):
        values = field.values if field.kind == "enum" else ("是", "否")
        chosen = [str(one) for one in held.values] if held and held.operator == "in" else []
        parts: list[Any] = [title, html.Div([_choice(one, one, one in chosen) for one in values], className="choices")]
    elif _grammar(field) == "between":
        low, high = held.values if held and held.operator == "between" else (None, None)
        span = [*_input(f"{name}-from", "从", field, low), *_input(f"{name}-to", "至", field, high)]
        parts = [title, html.Div(span, className="span")]
    else:
        value = held.values[0] if held and held.operator == "contains" else None
        parts = [title, html.Div(_input(name, "含", field, value), className="span")]
    if field.optional and field.kind != "place":
        state = held.operator if held else ""
        there = [_choice(one, words, one == state) for one, words in (("empty", "为空"), ("filled", "不为空"))]
        parts.append(html.Div(there, className="choices there"))
    return html.Fieldset(parts, className=f"field {field.kind}", **marks)


def _choice(value: str, words: str, chosen: bool) -> html.Button:
    return html.Button(words, type="button", **attr(data_value=value, aria_pressed=chosen))


def _input(name: str, word: str, field: Field, value: object) -> list[Any]:
    """A field of text, a day or a number, after its word."""
    more: dict[str, Any] = {"type": "date"} if field.kind == "date" else {"type": "text"}
    if field.numeric:
        more["inputMode"] = "numeric"
    if field.kind == "month":
        more["placeholder"] = "2023-09"
    given = "" if value is None else str(value)
    control = dcc.Input(id=name, value=given, autoComplete="off", maxLength=60, className="text", **more)
    return [html.Label(word, htmlFor=name), control]


def _grammar(field: Field) -> str:
    if field.kind in ("enum", "yesno"):
        return "in"
    return "contains" if field.kind in ("id", "text", "place") else "between"


# --- what is shown of the list ----------------------------------------------------------------------------------------------------------


def list_header(
    listed: RecordList,
    region: str,
    period: Period,
    *,
    path: Sequence[tuple[str, str, bool]],
    inner: Sequence[tuple[str, str]],
    others: Sequence[RecordList],
    section_page: str,
    today: date,
    targets: Mapping[str, Target],
    demonstration: bool,
) -> list[html.Div]:
    """Breadcrumb, the places inside, the section's other lists, the month; the ruler of the year.

    path          the regions from the city down: code, name, whether the list may be read there
    inner         the regions one level down: code, name
    section_page  the address of the programme's page; empty where there is none
    """
    bar = [
        _breadcrumb(listed, path, section_page, period),
        html.Span(className="sp"),
        html.Span("演示数据", className="demo") if demonstration else None,
        _menu("地区", [html.Button(name, type="button", **go(region=code)) for code, name in inner]) if inner else None,
        _menu("换名单", [_other(one, region, period, one.id == listed.id) for one in others]),
        None if listed.timeless else _stepper(period, path[-1][1], today),
    ]
    return [html.Div([part for part in bar if part is not None], className="top"), ruler(period, today, targets)]


def _breadcrumb(listed: RecordList, path: Sequence[tuple[str, str, bool]], section_page: str, period: Period) -> html.Nav:
    divider = html.Span("›", **attr(aria_hidden="true"))
    parts: list[Any] = []
    for number, (code, name, may) in enumerate(path):
        here = code == path[-1][0]
        if here or not may:
            parts.append(html.B(name) if here else html.Span(name))
        else:
            parts.append(html.A(name, href=f"?region={code}", **go(region=code)))
        parts.append(divider)
        if number == 0 and listed.programme:
            name = PROGRAMMES[listed.programme]
            address = f"{section_page}?period={period.text}" + (f"&region={path[-1][0]}" if path[-1][0] != CITY else "")
            parts += [dcc.Link(name, href=address, id="records-section") if section_page else html.Span(name), divider]
    parts.append(html.B(listed.title, **attr(aria_current="page")))
    return html.Nav(parts, className="crumb", **attr(aria_label="面包屑"))


def _menu(name: str, entries: Sequence[Any]) -> html.Details:
    return html.Details(
        [html.Summary(name, className="btn"), html.Div(html.Div(list(entries), className="group"), className="sheet")],
        className="menu pick",
    )


def list_address(listed: RecordList, region: str, period: Period) -> str:
    """Where a list of a region and period stands."""
    return f"/records/{listed.id}?region={region}" + ("" if listed.timeless else f"&period={period.text}")


def _other(listed: RecordList, region: str, period: Period, here: bool) -> html.A:
    current = attr(aria_current="page") if here else {}
    return html.A(listed.title, href=list_address(listed, region, period), className="on" if here else "", **current)


def _stepper(period: Period, here: str, today: date) -> html.Div:
    earlier, later = period.shift(-1), period.shift(1)
    return html.Div(
        [
            _step("‹", "上一期", earlier, True),
            html.B([html.Span(f"{here}，", className="phone"), form.period(period)], id="records-period"),
            _step("›", "下一期", later, later.begun(today)),
        ],
        className="per",
        role="group",
        **attr(aria_label="周期"),
    )


def _step(sign: str, name: str, period: Period, there: bool) -> html.Button:
    return html.Button(
        sign,
        type="button",
        disabled=not there,
        **attr(aria_label=f"{name} {form.period(period)}"),
        **(go(period=period.text) if there else {}),
    )


def list_lead(title: Title) -> list[Any]:
    """The sentence, what stands on the list, and where list and figure differ."""
    parts: list[Any] = [html.H1(title.words, className="lead"), html.P(title.lede, className="lede")]
    if title.notice:
        parts.append(html.P(title.notice, className="notice", role="status"))
    return parts


def refusal(listed: RecordList, words: str) -> list[Any]:
    """The list's name, and why what the address asks for can't be shown."""
    again = html.Button("看全部", type="button", className="link", **go(filter=None, sort=None, period=None, region=None))
    return [html.H1(listed.title, className="lead"), html.P([words, " ", again], className="notice", role="alert")]


def found(listed: RecordList, filters: Sequence[Filter], left: int, whole: int) -> list[Any]:
    """How many rows, of how many, and each filter with a button that takes it away."""
    if filters:
        said = f"共 {left:,} 条，筛选自 {whole:,} 条。" if left else f"共 0 条，{whole:,} 条中没有一条符合筛选。"
    else:
        said = f"共 {whole:,} 条。"
    chips = [
        html.Button(
            [one.words, html.Span("×", **attr(aria_hidden="true"))],
            type="button",
            className="chip",
            **attr(aria_label=f"去掉筛选：{one.words}"),
            **go(filter="~".join(other.text for other in filters if other is not one) or None),
        )
        for one in filters
    ]
    return [html.Span(said, role="status"), *chips]
