"""What the bureau measures. `INDICATORS` is the registry, in the order of the document; a typo in a declaration fails at import."""

from data.indicators import affairs, children, elderly, funeral, governance, relief
from data.indicators.indicator import PROGRAMMES, Indicator, Target

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for programme in (relief, elderly, governance, funeral, children, affairs) for indicator in programme.INDICATORS
}
# Id and name of each indicator that the counties report → its id.
REPORTED: dict[str, str] = {name: one.id for one in INDICATORS.values() if one.reported for name in (one.id, one.name)}

__all__ = ["INDICATORS", "PROGRAMMES", "REPORTED", "Indicator", "Target"]
