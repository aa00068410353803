"""A number on paper with where it comes from: one text for every form, the raw value for spreadsheets, charts and whoever checks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.indicators.words import MISSING, percent, rounded

Form = Literal["whole", "tenth", "percent", "change", "change_tenth"]
Of = Literal["value", "numerator", "denominator", "target", "expected", "difference"]
Light = Literal["met", "on_track", "due_soon", "behind", "overdue", "missing"]


@dataclass(frozen=True)
class Reading:
    """What a printed number was read from.

    indicator   its id; of a count that no indicator has, a name of its own such as `tasks/overdue`
    value       as it was read, not rounded; None where there is none or it is withheld
    of          which part of the reading it is; a difference is told from two readings, of which this is the later one
    text        how it stands in the sentence, where it stands in one: `64.3%`
    """

    indicator: str
    region: str
    period: str
    category: str = ""
    value: int | float | None = None
    of: Of = "value"
    text: str = ""


@dataclass(frozen=True)
class Number:
    """A number in a cell, on a map or in a chart.

    value    None where there is none: then `instead` is printed (`—`, `<5`, `隐`, `未报`)
    form     whole `1,286` · tenth `1.2` · percent `64.3%` · change `+12` · change_tenth `-0.4`
    """

    value: int | float | None
    form: Form = "whole"
    reading: Reading | None = None
    instead: str = MISSING

    @property
    def text(self) -> str:
        """As it is printed everywhere."""
        return self.instead if self.value is None else written(self.value, self.form)


@dataclass(frozen=True)
class Lit:
    """A light in a cell: its shape and its word, so that it lives through black and white."""

    light: Light
    text: str


Cell = str | Number | Lit


def written(value: int | float, form: Form) -> str:
    """A value in one form. What is not yet 100 % is never written as 100.0."""
    if form == "percent":
        return f"{percent(value)}%"
    places = 1 if form in ("tenth", "change_tenth") else 0
    shown = rounded(value, places)
    if not form.startswith("change"):
        return f"{shown:,.{places}f}"
    return f"{shown:+,.{places}f}" if shown else f"{0:.{places}f}"


def text_of(cell: Cell) -> str:
    """What a cell says."""
    return cell if isinstance(cell, str) else cell.text
