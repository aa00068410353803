"""What slides are made of: words in Chinese fonts, three-line tables and charts that can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from briefings.book_form import FORMATS
from briefings.document import Chart, Series
from briefings.document_word import INKS, SHAPES
from briefings.drawing.palette import colour
from briefings.figures import Cell, Lit, text_of

SANS, SONG = "微软雅黑", "宋体"
HIGHEST = Pt(34)  # of a row
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without fills and lines
KINDS = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "line": XL_CHART_TYPE.LINE, "share": XL_CHART_TYPE.BAR_STACKED_100}
DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.SQUARE_DOT, MSO_LINE.DASH_DOT)


def rgb(token: str) -> RGBColor:
    return RGBColor.from_string(colour(token).removeprefix("#"))


def say(paragraph: Any, words: str, size: float, *, of: str = "ink", font: str = SANS, bold: bool = False) -> None:
    """One more run; the East Asian font is named beside the Latin one, else a machine takes its own."""
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
    run.font.color.rgb = rgb(of)
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN")
    asian = properties.makeelement(qn("a:ea"), {"typeface": font})
    properties.find(qn("a:latin")).addnext(asian)


def box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    """A text box without margins; gives its frame."""
    frame = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def put_table(
    slide: Any,
    place: tuple[int, int, int, int],
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[int],
    right: frozenset[int],
) -> Any:
    """A table that can be edited, at left, top, width, no higher than what is given."""
    left, top, width, most = place
    high = Emu(min(HIGHEST, most // (len(rows) + 1)))
    size = min(16.0 if len(head) < 7 else 14.0, max(10.0, high.pt / 2))
    frame = slide.shapes.add_table(len(rows) + 1, len(head), Emu(left), Emu(top), Emu(width), high * (len(rows) + 1))
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    table._tbl.tblPr.set("bandRow", "0")
    for column, share in enumerate(widths):
        table.columns[column].width = Emu(width * share // sum(widths))
    for number, row in enumerate((head, *rows)):
        table.rows[number].height = high
        for column, said in enumerate(row):
            cell = table.cell(number, column)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.margin_left = cell.margin_right = Pt(6)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if column in right else PP_ALIGN.LEFT
            if isinstance(said, Lit):
                say(paragraph, f"{SHAPES[said.light]} ", size, of=f"{INKS[said.light]}-text")
            say(paragraph, text_of(said), size, bold=number == 0)
            _rule(cell, "a:lnT", 1.5 if number == 0 else 0)
            _rule(cell, "a:lnB", 1.5 if number == len(rows) else 1.0 if number == 0 else 0.5, light=0 < number < len(rows))
    return frame


def _rule(cell: Any, edge: str, points: float, *, light: bool = False) -> None:
    if not points:
        return
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn(edge), {"w": str(int(points * 12700))})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": "BBBBBB" if light else "000000"}))
    line.append(fill)
    properties.append(line)


def put_chart(slide: Any, place: tuple[int, int, int, int], part: Chart) -> Any:
    """A chart that can be edited, its numbers with it."""
    data = CategoryChartData(number_format=FORMATS[part.form])
    if part.kind == "share":
        data.categories = [part.unit]
        for name, value in zip(part.categories, part.series[0].values, strict=True):
            data.add_series(name, [value])
    else:
        data.categories = part.categories
        for one in part.drawn:
            data.add_series(one.name, one.values)
    frame = slide.shapes.add_chart(KINDS[part.kind], *(Emu(length) for length in place), data)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(12), SANS
    chart.has_title = False
    chart.has_legend = part.kind == "share" or len(part.drawn) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(chart, part)
    for number, drawn in enumerate(chart.plots[0].series):
        if part.kind == "share":
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = rgb(f"cat-{min(number, 5) + 1}")
        else:
            _dress(drawn, part, part.drawn[number], number)
    if part.kind != "line":
        chart.plots[0].gap_width = 50
        labels = chart.plots[0] if part.kind == "share" else chart.plots[0].series[0]
        shown = labels.data_labels if part.kind == "bars" else chart.plots[0]
        if part.kind == "share":
            chart.plots[0].has_data_labels = True
            shown = chart.plots[0].data_labels
        shown.show_value, shown.font.size = True, Pt(12)
        shown.number_format, shown.number_format_is_linked = FORMATS[part.form], False
    return frame


def _axes(chart: Any, part: Chart) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = rgb("grid")
    values.format.line.fill.background()
    names.format.line.color.rgb = rgb("axis")
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if part.kind == "bars":
        names.reverse_order = True
        values.visible = False
        values.has_major_gridlines = False
        values.minimum_scale = 0 if all((value or 0) >= 0 for one in part.drawn for value in one.values) else None
    elif part.kind == "share":
        values.has_major_gridlines = False
        names.visible = False
    else:
        values.has_title = True
        values.axis_title.text_frame.text = part.unit


def _dress(drawn: Any, part: Chart, one: Series, number: int) -> None:
    of = "target" if one is part.target else "expected" if one is part.expected else "series" if number == 0 else "context"
    if part.kind == "bars":
        if one is part.target:
            drawn.format.fill.background()
            drawn.format.line.color.rgb = rgb(of)
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = rgb("accent-2" if of == "series" else of)
        return
    drawn.smooth = False
    drawn.format.line.color.rgb = rgb(of)
    drawn.format.line.width = Pt(2.5 if number == 0 else 1.5)
    dash = MSO_LINE.ROUND_DOT if one is part.expected else MSO_LINE.SOLID if one is part.target else DASHES[number % len(DASHES)]
    drawn.format.line.dash_style = dash
