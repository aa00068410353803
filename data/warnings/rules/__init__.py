"""Every rule, declared in the module of the section that owns what it finds. `RULES` is the registry, in the bureau's order."""

from __future__ import annotations

from data.lists import LISTS
from data.warnings.rule import Rule
from data.warnings.rules import affairs, children, elderly, funeral, governance, office, relief

_DECLARED = tuple(one for section in (relief, elderly, governance, funeral, children, affairs, office) for one in section.RULES)
RULES: dict[str, Rule] = {one.id: one for one in _DECLARED}
if len(RULES) < len(_DECLARED):
    raise ValueError("a rule is declared twice")
if {one.records for one in _DECLARED if one.records} - LISTS.keys():
    raise ValueError("a rule names no record list")

__all__ = ["RULES", "Rule"]
