"""What the bureau measures. `INDICATORS` is the registry, in the order of the document; a typo in a declaration fails at import."""

from data.indicators import affairs, children, elderly, funeral, governance, relief
from data.indicators.indicator import PROGRAMMES, Indicator, Target

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for programme in (relief, elderly, governance, funeral, children, affairs) for indicator in programme.INDICATORS
}

__all__ = ["INDICATORS", "PROGRAMMES", "Indicator", "Target"]
