"""Excel's own charts over cells that are on the sheet: whoever has the file may change numbers and form."""

from __future__ import annotations

from typing import Any

from briefings.document import Chart
from briefings.drawing.palette import colour

SIZE = {"width": 560, "height": 320}
DASHES = ("solid", "dash", "square_dot", "dash_dot")


def native(book: Any, sheet: str, part: Chart, head: int) -> Any:
    """The chart of a table whose head is row `head` (from 0), categories in the first column, a series a column after it."""
    kinds: dict[str, dict[str, str]] = {
        "bars": {"type": "bar"},
        "line": {"type": "line"},
        "share": {"type": "bar", "subtype": "percent_stacked"},
    }
    chart = book.add_chart(kinds[part.kind])
    last = head + len(part.categories)
    if part.kind == "share":
        for place in range(len(part.categories)):
            row, fill = head + 1 + place, colour(f"cat-{min(place, 5) + 1}")
            name, values = [sheet, row, 0], [sheet, row, 1, row, 1]
            chart.add_series({"name": name, "values": values, "fill": {"color": fill}, "border": {"color": "#FFFFFF"}, "gap": 60})
    else:
        for column, one in enumerate(part.drawn, 1):
            ends = {"name": [sheet, head, column], "categories": [sheet, head + 1, 0, last, 0]}
            chart.add_series({**ends, "values": [sheet, head + 1, column, last, column], **_look(part, column - 1, one is part.target)})
    chart.set_title({"name": part.title, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom"} if part.kind == "share" or len(part.drawn) > 1 else {"none": True})
    grid = {"major_gridlines": {"visible": part.kind != "share", "line": {"color": colour("grid")}}}
    upright, lying = {"name": part.unit, "name_font": {"bold": False}, **grid}, {"line": {"color": colour("axis")}}
    if part.kind == "line":
        chart.set_y_axis(upright)
        chart.set_x_axis(lying)
        chart.show_blanks_as("gap")
    else:
        chart.set_x_axis(upright if part.kind == "bars" else {**upright, "name": ""})
        chart.set_y_axis({**lying, "reverse": True} if part.kind == "bars" else {**lying, "visible": False})
    chart.set_size(SIZE)
    return chart


def _look(part: Chart, place: int, target: bool) -> dict[str, Any]:
    expected = part.expected is not None and part.drawn[place] is part.expected
    of = "target" if target else "expected" if expected else "series" if place == 0 else "context"
    if part.kind == "bars":
        of = "accent-2" if of == "series" else of
        fill = {"none": True} if target else {"color": colour(of)}
        return {"fill": fill, "border": {"color": colour(of)}, "gap": 50, "data_labels": {"value": place == 0}}
    dash = "round_dot" if expected else "solid" if target else DASHES[place % len(DASHES)]
    line = {"color": colour(of), "width": 2.25 if place == 0 else 1.25, "dash_type": dash}
    return {
        "line": line,
        "marker": {"type": "circle", "size": 4, "fill": {"color": colour(of)}, "border": {"none": True}} if place == 0 else {},
    }
