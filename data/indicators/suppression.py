"""Small cells: which counts of people are withheld from someone without record access, decided in one place.

Primary (`small`): a count of 1 to threshold-1 below county level, or in any breakdown by category; a rate whose denominator, or an
amount whose people, are that few. Complementary (`paired`): as many other cells as it takes for every withheld small count to have
another value that fits everything shown: sums over regions and categories, the year to date against its months, numerators that can't
exceed their denominators, and the bounds that the labels tell. Contracts, “small cells”; decision 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from data.indicators.moves import Moves
from data.indicators.sheet import Sheet, Swap
from data.indicators.swap import carry, find

Reason = Literal["small", "paired"]
Cell = tuple[str, str]  # region, category ('' is the total over categories)


def withhold(sheet: Sheet) -> list[Swap]:
    """Withhold in a sheet, until every small count has a swap; returns the swaps found."""
    swaps: list[Swap] = []
    moves = Moves(sheet)
    for target, part in sheet.wanting():
        if sheet.is_certain(target, part):
            continue
        found = find(moves, target, part) or find(moves.relabelled, target, part)
        if not found:
            sheet.withhold_all()
            return swaps
        moves.apply(found)
        swaps.extend(found)
    return swaps


def follow(sheet: Sheet, swaps: Sequence[Swap], parts: Mapping[int, Sequence[int]]) -> None:
    """Let the parts move as their wholes do in the swaps of the sheet above: whoever sees both must find neither of them fixed.

    parts  the whole's place in the sheet above → the places of its parts in this one
    """
    moves = Moves(sheet)
    for swap in swaps:
        for region, sign in swap.regions:
            if region not in parts:
                continue
            found = carry(moves, swap, parts[region], sign) or carry(moves.relabelled, swap, parts[region], sign)
            if not found:
                sheet.withhold_all()
                return
            moves.apply(found)
