"""Numbers in prose, as the bureau writes them: `1,286 户`, `99.7%`, `5.6 个百分点`. Screens have their own short forms in components."""

from __future__ import annotations

from data.indicators.indicator import Indicator

MISSING = "—"


def quantity(indicator: Indicator, value: int | float | None) -> str:
    """A value with its unit: percents with one decimal, whole numbers with commas, money whole, other rates with one decimal."""
    if value is None:
        return MISSING
    if indicator.unit == "%":
        return f"{percent(value)}%"
    return f"{number(indicator, value)} {indicator.unit}"


def number(indicator: Indicator, value: int | float) -> str:
    """A value without its unit."""
    if indicator.unit == "%":
        return percent(value)
    decimals = 1 if indicator.rate and value != int(value) else 0
    return f"{value:,.{decimals}f}"


def percent(value: int | float) -> str:
    """One decimal, always; what is not yet 100 is never written 100.0."""
    text = f"{value:.1f}"
    return "99.9" if text == "100.0" and value < 100 else text


def gap(indicator: Indicator, value: int | float) -> str:
    """A difference of two values: percents differ by 个百分点."""
    return f"{abs(value):.1f} 个百分点" if indicator.unit == "%" else quantity(indicator, abs(value))


def listed(names: list[str], most: int = 3) -> str:
    """`杞县、兰考县等 5 个县区`: at most `most` names."""
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} 个县区"
