"""名单: the records behind a figure, for those who may read them, row by row. Each look at them stands in the audit log first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import dash
from dash import ClientsideFunction, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate
from werkzeug.exceptions import Forbidden, HTTPException

from access import audit, doors, session
from access.audit.entry import shown
from access.scope import Scope
from access.session import database, scope
from components.attr import attr
from components.footer import footer
from components.plain import plain
from components.record_list import filter_form, found, list_header, list_lead, refusal, row, table
from components.states import failed, instead, skeleton
from data import clock
from data.indicators import DECLARED
from data.indicators.figures import Figure, NotAllowed, figures
from data.indicators.moment import Moment, moment
from data.lists import LISTS, RecordList, lists_in
from data.lists.asked import AskedWrong, read_filters, read_sort
from data.lists.reading import list_count, list_page
from data.lists.title import list_title
from data.lists.wanted import Wanted, given, place_words, read_wanted
from data.settings import settings
from geo.regions import CITY, DIGITS, LEVELS, level_of

PLACES = ("top", "lead", "found", "foot")
SEEN_FOR = timedelta(hours=1)  # rows further down belong to a look that is told already
MOST_ROWS = 200  # of one answer

dash.register_page(__name__, path_template="/records/<name>", title="名单 · 领导驾驶舱", name="名单", order=80)


def layout(name: str | None = None, **query: str) -> html.Div:
    """The empty page of one list; its filters stand as the address has them, callbacks fill the rest."""
    listed = LISTS.get(name or "")
    if listed is None:
        return instead("records", "没有这份名单。")
    seen = scope()
    if not seen.reads_records(listed.section, query.get("region") or seen.region or CITY):
        return instead("records", closed_to_you(listed))
    filters, sort = _as_asked(listed, query)
    return html.Div(
        [
            html.Div(skeleton("top"), id="records-top"),
            html.Div(skeleton("lead"), id="records-lead"),
            html.Div(id="records-trouble", role="alert"),
            html.Div(
                [
                    html.Div(id="records-found", className="told"),
                    html.Span(className="sp"),
                    filter_form(listed, filters),
                    *(
                        html.A(
                            f"导出 {kind}",
                            href=f"/records/{listed.id}.{kind}",
                            id=f"records-{kind}",
                            className="btn",
                            **attr(data_download=f"/records/{listed.id}.{kind}"),
                        )
                        for kind in ("xlsx", "csv")
                    ),
                ],
                className="found",
            ),
            table(listed, sort),
            html.Div(id="records-foot"),
            dcc.Store(id="records-address", data=f"?{urlencode(query)}"),
            dcc.Store(id="records-list", data=listed.id),
            dcc.Store(id="records-hidden"),
        ],
        id="page-records",
        className="page-root",
        **attr(data_address="records-address", data_trouble="records-trouble", data_list=listed.id, data_order=",".join(listed.order)),
    )


def _as_asked(listed: RecordList, query: dict[str, str]) -> tuple[Any, Any]:
    try:
        return read_filters(listed, query.get("filter", "")), read_sort(listed, query.get("sort", ""))
    except AskedWrong:
        return (), read_sort(listed, "")


def closed_to_you(listed: RecordList) -> str:
    """Whom the list is for."""
    return f"“{listed.title}”只有{listed.section}的科长和本县区可看。"


def _again_if_refused(error: Exception) -> tuple[Any, ...]:
    if isinstance(error, HTTPException):
        raise error
    return (*[dash.no_update] * (len(PLACES) + 1), plain(failed(error)))


@dash.callback(
    *(Output(f"records-{place}", "children") for place in PLACES),
    Output("records-hidden", "data"),
    Output("records-trouble", "children"),
    Input("records-address", "data"),
    State("records-list", "data"),
    running=[(Output("page-records", "className"), "page-root loading", "page-root")],
    on_error=_again_if_refused,
)
def show(search: Any, name: Any) -> tuple[Any, ...]:
    """Title, number and way: everything but the rows."""
    listed, seen = _listed(name), scope()
    with moment(database()) as now:
        try:
            wanted = read_wanted(now, listed, given(search), scope=seen)
        except AskedWrong as error:
            return (*(plain(part) for part in ([], refusal(listed, str(error)), [], [])), dash.no_update, None)
        except NotAllowed:
            raise Forbidden(closed_to_you(listed)) from None
        return _composed(now, seen, wanted)


def _composed(now: Moment, seen: Scope, wanted: Wanted) -> tuple[Any, ...]:
    listed, region, period = wanted.listed, wanted.region, wanted.period
    asked: dict[str, Any] = {"scope": seen, "region": region, "period": period}
    whole = list_count(now, listed, **asked)
    left = list_count(now, listed, **asked, filters=wanted.filters) if wanted.filters else whole
    figure = _figure(now, seen, wanted)
    title = list_title(listed, place_words(now.places, region), period, now.today, whole, figure)
    path = [(place.code, place.name, seen.reads_records(listed.section, place.code)) for place in now.places.path(region)]
    level = level_of(region)
    section = f"/{listed.programme}" if listed.programme else ""
    parts = {
        "top": list_header(
            listed,
            region,
            period,
            path=path,
            inner=[(one.code, one.name) for one in _inner(now, region)],
            others=[one for one in lists_in(seen, region) if one.section == listed.section],
            section_page=section if section and doors.door(section) else "",
            today=now.today,
            targets=now.targets.get(period.year, {}),
            demonstration=now.demonstration,
        ),
        "lead": list_lead(title),
        "found": found(listed, wanted.filters, left, whole),
        "foot": footer(
            data_to=period.day(now.today),
            refreshed_at=now.refreshed_at,
            batch=now.batch,
            late=(),
            approval=settings().map_approval_number,
            year=period.year,
        ),
    }
    hidden = [one for one in LEVELS[1:] if LEVELS.index(one) <= LEVELS.index(level) and one in listed.by_name]
    return (*(plain(parts[place]) for place in PLACES), hidden, None)


def _inner(now: Moment, region: str) -> Any:
    at = LEVELS.index(level_of(region)) + 1
    return now.places.under(region, LEVELS[at]) if at < len(LEVELS) else ()


def _figure(now: Moment, seen: Scope, wanted: Wanted) -> Figure | None:
    listed, region = wanted.listed, wanted.region
    if not listed.part or len(region) > DIGITS[DECLARED[listed.indicator].level]:
        return None
    return figures(now, [listed.indicator], scope=seen, periods=[wanted.period], region=region)[0]


@dash.callback(
    Output("records-grid", "getRowsResponse"),
    Input("records-grid", "getRowsRequest"),
    State("records-address", "data"),
    State("records-list", "data"),
    prevent_initial_call=True,
)
def rows(request: Any, search: Any, name: Any) -> dict[str, Any]:
    """One block of rows. The look is written down before it is answered; what can't be told is not shown."""
    listed, seen = _listed(name), scope()
    with moment(database()) as now:
        try:
            wanted = read_wanted(now, listed, {**given(search), "sort": _sort(request)}, scope=seen)
        except AskedWrong:
            return {"rowData": [], "rowCount": 0}  # `show` says why
        except NotAllowed:
            raise Forbidden(closed_to_you(listed)) from None
        start, count = _block(request)
        page = list_page(
            now,
            listed,
            scope=seen,
            region=wanted.region,
            period=wanted.period,
            start=start,
            count=count,
            sort=wanted.sort,
            filters=wanted.filters,
        )
        _note(wanted.told(now.places), page.total, first=start == 0)
    return {"rowData": [row(listed.fields, cells) for cells in page.rows], "rowCount": page.total}


def _listed(name: Any) -> RecordList:
    listed = LISTS.get(name) if isinstance(name, str) else None
    if listed is None:
        raise PreventUpdate
    return listed


def _block(request: Any) -> tuple[int, int]:
    asked = request if isinstance(request, dict) else {}
    start, end = asked.get("startRow"), asked.get("endRow")
    first = min(max(start, 0), 2**31) if isinstance(start, int) else 0
    last = end if isinstance(end, int) else first + 100
    return first, min(max(last - first, 1), MOST_ROWS)


def _sort(request: Any) -> str:
    model = request.get("sortModel") if isinstance(request, dict) else None
    chosen = [one for one in model if isinstance(one, dict)] if isinstance(model, list) else []
    return ",".join(f"{'-' if one.get('sort') == 'desc' else ''}{one.get('colId')}" for one in chosen)


def _note(what: str, total: int, *, first: bool) -> None:
    """Tell of a look: with its first rows always, with later ones where nothing of the last hour tells of it."""
    who = session.person()
    if not first and who is not None:
        with database().glancing() as connection:
            told = audit.search(connection, act="records", who=who.username, since=clock.now() - SEEN_FOR, limit=50)
        if any(entry.what == shown("what", what) for entry in told):
            return
    session.note("records", what, total)


dash.clientside_callback(
    ClientsideFunction("records", "look"),
    Output("records-grid", "className"),
    Input("records-address", "data"),
    Input("records-hidden", "data"),
)
dash.clientside_callback(
    ClientsideFunction("records", "sorted"),
    Output("records-xlsx", "className"),
    Input("records-grid", "getRowsRequest"),
    prevent_initial_call=True,
)
