"""Small cells: which counts of people are withheld from someone without record access, decided in one place.

Primary (`small`): a count of 1 to threshold-1 below county level, or in any breakdown by category; a rate whose denominator, or an
amount whose people, are that few. Complementary (`paired`): wherever a sum shows exactly one cell missing, one more is withheld.
A sum is a county over its townships, the city over its counties, or a region over its categories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Reason = Literal["small", "paired"]
Cell = tuple[str, str]  # region, category ('' is the total over categories)


def withheld(
    counts: Mapping[Cell, int], *, threshold: int, exempt: Callable[[str], bool], parent: Callable[[str], str | None]
) -> dict[Cell, Reason]:
    """The cells of one indicator and period that must not be shown, with the reason.

    counts   people by region × category, over the whole city: every county and township, every category, and the totals ''
    exempt   whether the reader has record access in that region
    parent   the region a region's figures add up to; None for the city
    Totals of the city and of counties are always shown.
    """
    shown_always = {cell for cell in counts if exempt(cell[0]) or (cell[1] == "" and len(cell[0]) <= 6)}
    out: dict[Cell, Reason] = {cell: "small" for cell, count in counts.items() if 0 < count < threshold and cell not in shown_always}
    lines = _lines(counts, parent)
    through: dict[Cell, list[int]] = {}
    for number, line in enumerate(lines):
        for cell in line:
            through.setdefault(cell, []).append(number)
    waiting = {number for cell in out for number in through.get(cell, ())}
    while waiting:
        number = min(waiting)  # in a fixed order: two processes must withhold the same cells, or their answers add up
        waiting.remove(number)
        line = lines[number]
        hidden = [cell for cell in line if cell in out]
        if len(hidden) != 1:
            continue
        free = [cell for cell in line if cell not in out and cell not in shown_always]
        # the smallest that is not zero gives least away; a zero only where nothing else of the sum is above zero
        partner = min(free, key=lambda cell: (counts[cell] == 0, counts[cell], cell), default=None)
        if partner is None:
            continue
        out[partner] = "paired"
        waiting.update(through[partner])
    return out


def _lines(counts: Mapping[Cell, int], parent: Callable[[str], str | None]) -> list[list[Cell]]:
    """The sums that a reader can form: each list holds the parts and their total. Over categories first, from the city down: what is
    withheld there pairs up by itself, and less is withheld further down.
    """
    regions = sorted({region for region, _ in counts}, key=lambda region: (len(region), region))
    categories = sorted({category for _, category in counts})
    lines = []
    if len(categories) > 1:
        for region in regions:
            lines.append(_present(counts, [(region, category) for category in categories]))
    under: dict[str, list[str]] = {}
    for region in regions:
        above = parent(region)
        if above in regions:
            under.setdefault(str(above), []).append(region)
    for whole, parts in under.items():
        for category in categories:
            lines.append(_present(counts, [(whole, category), *((part, category) for part in parts)]))
    return [line for line in lines if len(line) > 1]


def _present(counts: Mapping[Cell, int], cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell in counts]
