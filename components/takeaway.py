"""What can be taken away of a page: itself as a report, in the forms there are."""

from __future__ import annotations

from dash import html

from components.attr import attr

KINDS = {"docx": "Word（docx）", "pdf": "PDF", "xlsx": "Excel（xlsx）"}


def page_files(address: str) -> html.Details:
    """A menu of the page's forms. address: of the files, `{kind}` for the form."""
    links = [
        html.A(words, href=address.replace("{kind}", kind), download="", className="link", **attr(data_file=kind))
        for kind, words in KINDS.items()
    ]
    return html.Details(
        [html.Summary("下载本页", className="btn"), html.Div(html.Div(links, className="group"), className="sheet")],
        className="menu pick takeaway",
    )
