"""A count by township: every township the person may see, inside the region that is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from access.scope import Scope
from components import format as form
from components.address import Address, go
from components.attr import attr
from components.table import NOTE_PAIRED
from data.indicators import DECLARED
from data.indicators.figures import figures
from data.indicators.moment import Moment
from pages.sections.declaration import Width
from pages.sections.panels.head import head, of_year, words


@dataclass(frozen=True)
class Places:
    """`indicator` over the year so far, one row a township, with its county."""

    name: str
    title: str
    indicator: str
    width: Width = "third"

    @property
    def indicators(self) -> tuple[str, ...]:
        return (self.indicator,)

    def draw(self, now: Moment, seen: Scope, address: Address) -> list[Any]:
        period, indicator = of_year(address.period, now.today), DECLARED[self.indicator]
        found = figures(now, [self.indicator], scope=seen, periods=[period], region=address.region[:6], level="township")
        title = head(self.title, f"{indicator.title}（{indicator.unit}）", words(period, now.today))
        if not found:
            return [title, html.P("本账号可看县区数字，看不到乡镇。", className="empty")]
        rows = [
            html.Tr(
                [
                    html.Th(html.Button(one.region_name, type="button", className="link", **go(region=one.region)), scope="row"),
                    html.Td(now.places.name(one.region[:6])),
                    html.Td(form.cell(indicator, one)),
                ],
                className="on" if one.region == address.region else "",
                **attr(data_region=one.region),
            )
            for one in found
        ]
        heads = html.Tr([html.Th(word, scope="col") for word in ("乡镇街道", "县区", "人数")])
        table = html.Table([html.Caption(self.title), html.Thead(heads), html.Tbody(rows)], className="t")
        box = html.Div(table, className="scroll", tabIndex=0, role="region", **attr(aria_label=f"{self.title}，可上下滚动"))
        notes = [f"{form.withheld('small')}：人数 1–4 不显示具体数。"] if any(one.reason == "small" for one in found) else []
        notes += [NOTE_PAIRED] if any(one.reason == "paired" for one in found) else []
        return [title, box, *([html.P(notes, className="note")] if notes else [])]
