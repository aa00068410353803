"""The way from a number to what it means: an indicator's name, or an ⓘ beside it, as a link to its page at the same period and region.

The same for a region and for a programme: the address of the page that holds everything about it.
"""

from __future__ import annotations

from urllib.parse import urlencode

from dash import dcc, html

from data.indicators import Indicator
from geo.regions import CITY


def address(indicator: Indicator, period: str, region: str = CITY) -> str:
    """`/indicator/deaths?period=2023-07&region=410221`; the city is not written."""
    query = {"period": period} | ({} if region == CITY else {"region": region})
    return f"/indicator/{indicator.id}?{urlencode(query, safe='/')}"


def about_region(code: str, period: str) -> str:
    """`/region/410221?period=2023-07`: everything about one region."""
    return f"/region/{code}?{urlencode({'period': period}, safe='/')}"


def about_programme(programme: str, period: str, region: str = CITY) -> str:
    """`/programmes/elderly?period=2023-07&region=410221`: the ledger of one programme; the city is not written."""
    query = {"period": period} | ({} if region == CITY else {"region": region})
    return f"/programmes/{programme}?{urlencode(query, safe='/')}"


def named(indicator: Indicator, period: str, region: str = CITY, words: str = "") -> dcc.Link:
    """The indicator's short name (or other words) as a link."""
    return dcc.Link(
        words or indicator.title,
        href=address(indicator, period, region),
        className="about",
        title=f"{indicator.name}：口径、数据来源和历年走势",
    )


def mark(indicator: Indicator, period: str, region: str = CITY) -> dcc.Link:
    """The ⓘ, for where the name itself is no link. A reader hears the indicator's name."""
    return dcc.Link(
        [html.I(), html.Span(f"{indicator.name}的指标说明", className="heard")],
        href=address(indicator, period, region),
        className="about-mark",
        title="指标说明",
    )
