"""The button that takes the ledger away, as the address has it."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import html

from components.programmes.asked import Asked
from geo.regions import CITY


def download(page: str, asked: Asked, programme: str = "") -> html.A:
    """`导出台账`: of one programme, or of all."""
    query = (
        {"period": asked.month.text}
        | ({} if asked.region == CITY else {"region": asked.region})
        | ({"section": asked.section} if asked.section else {})
    )
    path = f"/programmes/{programme}/ledger.xlsx" if programme else "/programmes/ledger.xlsx"
    return html.A("导出台账", href=f"{path}?{urlencode(query)}", id=f"{page}-xlsx", className="btn", download="")
