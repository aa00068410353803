"""Record lists: the records behind a figure, and those missing from it. `LISTS` is the registry; `lists_of` what a page links to."""

from __future__ import annotations

from access.scope import Scope
from data.lists import children, elderly, funeral, governance, relief, whole
from data.lists.record_list import RecordList

_DECLARED = tuple(one for programme in (relief, elderly, governance, funeral, children, whole) for one in programme.LISTS)
LISTS: dict[str, RecordList] = {one.id: one for one in _DECLARED}
if len(LISTS) < len(_DECLARED):
    raise ValueError("a list is declared twice")


def lists_of(indicator: str, scope: Scope, region: str) -> tuple[RecordList, ...]:
    """The lists behind an indicator that this person may open for `region`; the records that are missing come first.

    A page links to each as `/records/<id>?region=…&period=…`; nobody else is shown a link.
    """
    found = [one for one in LISTS.values() if one.indicator == indicator and scope.reads_records(one.section, region)]
    return tuple(sorted(found, key=lambda one: ("gap", "", "numerator", "denominator").index(one.part)))


def lists_in(scope: Scope, region: str) -> tuple[RecordList, ...]:
    """Every list that this person may open for `region`, in the bureau's order."""
    return tuple(one for one in LISTS.values() if scope.reads_records(one.section, region))


__all__ = ["LISTS", "RecordList", "lists_in", "lists_of"]
