"""The head of a panel, and the period a panel of the year is of."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from components import format as form
from data.periods import Period, month_of


def head(title: str, *sub: Any) -> html.Div:
    """The title, and below it what is measured, for whom, when."""
    parts = [part for one in sub if one for part in (html.S(), one)][1:]
    return html.Div([html.H2(title, className="song"), html.P(parts, className="sub")], className="ph stacked")


def of_year(period: Period, today: date) -> Period:
    """The year so far to the period's end, whatever grain the page is at."""
    return Period(f"{month_of(period.day(today)).text}/ytd")


def words(period: Period, today: date) -> str:
    """A period in words, with the day it is counted to while it runs."""
    return form.period(period) + (f"，截至{form.day(today)}" if period.runs(today) else "")
