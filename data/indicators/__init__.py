"""What the bureau measures. `INDICATORS` is the registry, in the order of the document; a typo in a declaration fails at import.

`BESIDE` are counts that the document's 领导驾驶舱 asks for and that are no indicators of its own: declared, refreshed, withheld and read
like them, each with its page, but without card, target or place in the API. `DECLARED` are both: whatever `figures` can be asked for.
"""

from data.indicators import affairs, children, elderly, funeral, governance, relief
from data.indicators.indicator import PROGRAMMES, Indicator, Target

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for programme in (relief, elderly, governance, funeral, children, affairs) for indicator in programme.INDICATORS
}
BESIDE: dict[str, Indicator] = {indicator.id: indicator for programme in (governance, children) for indicator in programme.BESIDE}
DECLARED: dict[str, Indicator] = INDICATORS | BESIDE
# Id and name of each indicator that the counties report → its id.
REPORTED: dict[str, str] = {name: one.id for one in INDICATORS.values() if one.reported for name in (one.id, one.name)}

__all__ = ["BESIDE", "DECLARED", "INDICATORS", "PROGRAMMES", "REPORTED", "Indicator", "Target"]
