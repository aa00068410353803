"""县区月报, the list: tasks of the month by programme, each with its state; what is filtered, and what can be done with all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dash import html

from components import format as form
from components.address import go
from components.attr import attr
from data.indicators.words import day
from data.periods import Period
from data.programmes.form import Programme
from data.programmes.returns.asked import Asked
from data.programmes.returns.form_sheet import state_words
from geo.regions import CITY

CLOSED: dict[str, str | None] = dict.fromkeys(("item", "task", "region"))  # no return is open then
STATES = {"none": "未填", "draft": "填写中", "returned": "退回", "submitted": "待审核", "accepted": "已审核"}
SHAPES = {"none": "missing", "draft": "on_track", "returned": "overdue", "submitted": "due_soon", "accepted": "met"}


def state_of(one: Asked) -> str:
    """The state a row shows and is filtered by: `none` for a return that nobody has begun."""
    return one.present.state if one.present.version else "none"


def state_light(one: Asked) -> html.Span:
    """Shape and word."""
    state = state_of(one)
    return html.Span([html.I(className=f"ic {SHAPES[state]}"), state_words(one)], className=f"lt {SHAPES[state]} state-{state}")


def return_title(listed: Sequence[Asked], month: Period, files: bool, reviews: bool) -> tuple[str, str]:
    """The page's title and the line below it, from the list itself."""
    counted = Counter(map(state_of, listed))
    name = form.period(month)
    if not listed:
        return f"{name}没有要报送的月报", "计划印发的月份起，至十二月止；任务报到 100% 并审核通过后不再要求。"
    whole = len(listed)
    if files:
        left = whole - counted["submitted"] - counted["accepted"]
        said = [f"{counted['returned']} 项被退回"] * bool(counted["returned"])
        title = f"{name} {whole} 项月报，" + (f"还有 {left} 项没有报送" if left else "都已报送") + "".join(f"，{words}" for words in said)
    elif reviews:
        title = f"{name} {whole} 项月报，{counted['submitted']} 项待审核，{counted['accepted']} 项已审核"
    else:
        title = f"{name} {whole} 项月报，{counted['accepted']} 项已审核"
    late = sum(one.late and state_of(one) not in ("submitted", "accepted") for one in listed)
    days = sorted({one.deadline for one in listed})
    due = "、".join(day(one, month.year) for one in days)
    words = f"报送截止 {due}" + (f"；已过期未报 {late} 项" if late else "") + "。逾期仍可报送，会标明迟报；审核通过后才计入进度。"
    return title, words


def return_acts(pick: bool, form_address: str) -> list[html.Div]:
    """What stands above the list: several to be accepted together, the month as a form out and in."""
    parts: list[Any] = []
    if pick:
        every = html.Button("全选", type="button", id="returns-tick-all", className="link", **attr(data_ticks=""))
        parts += [
            every,
            html.Button("审核通过所选", type="button", id="returns-accept-all", className="btn", **attr(data_act="accept-all")),
        ]
    if form_address:
        bring = html.Button("上传填好的表", type="button", id="returns-form-bring", className="link", **attr(data_bring=""))
        parts += [html.A("下载填报表", href=form_address, download="", id="returns-form-take"), bring]
    return [html.Div(parts, className="rt-acts")] if parts else []


def return_list(listed: Sequence[Asked], chosen: str, *, county: bool, pick: bool) -> list[Any]:
    """Rows by programme; `chosen` is the text of the open one. pick: submitted ones can be ticked, to be accepted together."""
    if not listed:
        return [html.P("没有符合条件的月报。", className="empty")]
    out: list[Any] = []
    for _, group in groupby(listed, key=lambda one: one.programme.id):
        rows = list(group)
        done = sum(state_of(one) in ("submitted", "accepted") for one in rows)
        head = [html.H3(rows[0].programme.name), html.Span(f"已报 {done} / {len(rows)}", className="of")]
        out.append(html.Div(head, className="rt-group"))
        out.append(html.Ul([_row(one, one.item.text == chosen, county, pick) for one in rows], className="rt-rows"))
    return out


def _row(one: Asked, on: bool, county: bool, pick: bool) -> html.Li:
    percent = one.present.content.percent
    said = "" if percent is None else f"{percent}%"
    notes = [html.Span("迟报", className="late")] if one.late else []
    if one.fell:
        notes.append(html.Span("比上次低", className="late"))
    name = [html.Span(one.task.no, className="no"), html.Span(one.task.title, className="what")]
    if not county:
        name.append(html.Span(one.region_name, className="where"))
    row = html.Button(
        [*name, *([html.Span(notes, className="marks")] if notes else []), html.Span(said, className="v num"), state_light(one)],
        type="button",
        className="rt-row",
        **go(item=f"{one.item.programme}/{one.item.task}/{one.item.region}", task=None, region=None),
        **attr(aria_current="true" if on else "false", data_item=one.item.text, data_state=state_of(one)),
    )
    if not pick:
        return html.Li(row)
    tick = (
        html.Button(
            "",
            type="button",
            className="rt-tick",
            role="checkbox",
            **attr(aria_checked="false", aria_label=f"选中 {one.region_name} {one.task.no}", data_item=one.item.text),
            **attr(data_version=str(one.present.version)),
        )
        if one.reviews and one.present.state == "submitted"
        else html.Span(className="rt-tick none")
    )
    return html.Li([tick, row], className="picked")


def return_filters(
    everything: Sequence[Asked],
    programmes: Sequence[Programme],
    counties: Mapping[str, str],
    *,
    programme: str,
    state: str,
    region: str,
) -> list[Any]:
    """Programmes, states and (for the bureau) counties to choose from, each with how many there are. `everything` is unfiltered."""
    per = Counter(one.programme.id for one in everything)
    parts: list[Any] = [
        _choices(
            "工程",
            [("all", "全部", len(everything)), *((one.id, _short(one.name), per[one.id]) for one in programmes if per[one.id])],
            programme or "all",
            "programme",
        )
    ]
    inside = [one for one in everything if programme in ("", "all", one.programme.id)]
    if counties:
        parts.append(_counties(inside, counties, region))
        inside = [one for one in inside if region in ("", one.item.region)]
    states = Counter(map(state_of, inside))
    listed = [("all", "全部", len(inside)), *((key, word, states[key]) for key, word in STATES.items() if states[key] or key == state)]
    return [*parts, _choices("状态", listed, state or "all", "state")]


def _short(name: str) -> str:
    for end in ("提升工程", "工作提升工程"):
        name = name.removesuffix(end)
    return name.strip("“”").removeprefix("城乡").removesuffix("能力").removesuffix("工作").removesuffix("关爱保护")


def _choices(label: str, choices: Sequence[tuple[str, str, int]], chosen: str, name: str) -> html.Div:
    buttons = [
        html.Button(
            [word, html.B(str(count))],
            type="button",
            className="on" if key == chosen else "",
            **go(**{name: key, **CLOSED}),
            **attr(aria_pressed=key == chosen, data_choice=key),
        )
        for key, word, count in choices
    ]
    return html.Div(buttons, className="rt-choices", role="group", **attr(aria_label=label))


def _counties(listed: Sequence[Asked], counties: Mapping[str, str], chosen: str) -> html.Details:
    per = Counter(one.item.region for one in listed)
    rows = [("", "全部县区", len(listed)), *((code, name, per[code]) for code, name in counties.items() if per[code])]
    if per[CITY]:
        rows.append((CITY, "市局科室", per[CITY]))
    buttons = [
        html.Button(
            [name, html.Small(str(count))], type="button", className="on" if code == chosen else "", **go(county=code or None, **CLOSED)
        )
        for code, name, count in rows
    ]
    shown = "市局科室" if chosen == CITY else counties.get(chosen, "全部县区")
    return html.Details([html.Summary(shown), html.Div(html.Div(buttons, className="group"), className="sheet")], className="menu")
