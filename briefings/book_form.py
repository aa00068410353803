"""How numbers are shown by a spreadsheet or a chart that can be edited: the same text as on paper."""

from __future__ import annotations

from briefings.figures import Form, Number

FORMATS: dict[Form, str] = {
    "whole": "#,##0",
    "tenth": "#,##0.0",
    "percent": '0.0"%"',
    "change": "+#,##0;-#,##0;0",
    "change_tenth": "+#,##0.0;-#,##0.0;0.0",
}
NOT_YET = '"99.9%"'  # what is not yet 100 is never written 100.0, though it would round to it


def cell_value(number: Number) -> tuple[float, str]:
    """What is written in a cell, and the format that shows it as `number.text`: as read, but what rounds to no change is none."""
    value, form = float(number.value or 0), FORMATS[number.form]
    if number.form == "percent" and value < 100 and round(value, 1) == 100:
        return value, NOT_YET
    if number.form.startswith("change") and round(value, 1 if number.form == "change_tenth" else 0) == 0:
        return 0.0, form
    return value, form
