"""The buttons that take the ledger and the reports away, as the address has it."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import html

from briefings.spans import SUMMARIES
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


def reports(page: str, asked: Asked) -> html.Details:
    """`通报`: the reports on the month that is on, and on the stretch it belongs to, as Word and PDF."""
    rows = []
    for kind, name in SUMMARIES.items():
        query = urlencode({"kind": kind, "month": asked.month.text})
        links = [
            html.A(f"{name} {form}" if form == "docx" else form, href=f"/programmes/summary.{form}?{query}", download="")
            for form in ("docx", "pdf")
        ]
        rows.append(html.Div(links, className="report"))
    sheet = html.Div(html.Div(rows, className="group"), className="sheet")
    return html.Details([html.Summary("通报", className="btn"), sheet], id=f"{page}-reports", className="menu pick")
