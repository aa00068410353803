"""From sentences and figures to the document's parts: every number keeps the reading it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.document import Bullets, Paragraph
from briefings.figures import Form, Lit, Number, Of, Reading
from briefings.weekly.sentence import How, Quote, Sentence
from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.words import MISSING
from data.periods import Period
from data.programmes.light import WORDS
from data.settings import settings

PARTS: dict[How, Of] = {"value": "value", "counts": "numerator", "target": "target", "expected": "expected"}


def paragraph(body: Sentence, lead: Sentence | None = None, *, week: Period, region: str) -> Paragraph:
    """One paragraph; the lead ends in a full stop."""
    quotes = [*(lead.quotes if lead else ()), *body.quotes]
    readings = tuple(reading(quote, week, region) for quote in quotes)
    return Paragraph(body.text, f"{lead.text}。" if lead else "", readings)


def bullets(entries: Sequence[Sentence], *, week: Period, region: str) -> Bullets:
    readings = tuple(reading(quote, week, region) for entry in entries for quote in entry.quotes)
    return Bullets(tuple(entry.text for entry in entries), readings)


def reading(quote: Quote, week: Period, region: str) -> Reading:
    """Where a quoted number comes from. What no indicator has is named by how it was counted: `tasks/…`, `many/home_adaptations`."""
    if not quote.of:
        return Reading(f"tasks/{quote.how}", region, week.text, value=quote.raw, text=quote.text)
    one = quote.of[0]
    if quote.how in PARTS:
        return Reading(one.indicator, one.region, one.period, one.category or "", quote.raw, PARTS[quote.how], quote.text)
    if quote.how in ("short", "over", "apart"):
        return Reading(one.indicator, one.region, one.period, one.category or "", quote.raw, "difference", quote.text)
    return Reading(f"{quote.how}/{one.indicator}", region, one.period, value=quote.raw, text=quote.text)


def number(figure: Figure | None, of: Of = "value") -> Number:
    """A figure in a cell; withheld `<5` or `隐`, none `—`."""
    if figure is None:
        return Number(None)
    value = {"value": figure.value, "target": figure.target, "expected": figure.expected}[of]
    source = Reading(figure.indicator, figure.region, figure.period, figure.category or "", value, of)
    return Number(
        value, form_of(figure.indicator, figure if of == "expected" else None), source, withheld(figure) if of == "value" else MISSING
    )


def count(value: int | float | None, name: str, region: str, week: Period, form: Form = "whole") -> Number:
    """A number that no indicator has: of tasks, returns, programmes."""
    return Number(value, form, Reading(f"tasks/{name}", region, week.text, value=value))


def form_of(indicator: str, expected: Figure | None = None) -> Form:
    """How an indicator's numbers are printed; expected: of the path to a few things, one decimal."""
    one = DECLARED[indicator]
    if one.unit == "%":
        return "percent"
    few = expected is not None and expected.expected is not None and 0 < (expected.target or 0) < 10 and expected.expected % 1 != 0
    return "tenth" if one.rate or few else "whole"


def withheld(figure: Figure) -> str:
    """What stands in place of a value: `<5` for a small cell, `隐` for one hidden against subtraction, `—` where there is none."""
    if not figure.suppressed:
        return MISSING
    return f"<{settings().suppress_below}" if figure.reason == "small" else "隐"


def lit(light: str) -> Lit | str:
    """A light with its word; `—` where nothing is judged."""
    return Lit(light, WORDS[light]) if light in WORDS else MISSING  # type: ignore[arg-type]
