"""The rules, declared one by one; `RULES` is the registry."""

from __future__ import annotations

from data.warnings.rule import Rule

_DECLARED: tuple[Rule, ...] = ()
RULES: dict[str, Rule] = {one.id: one for one in _DECLARED}
if len(RULES) < len(_DECLARED):
    raise ValueError("a rule is declared twice")

__all__ = ["RULES"]
