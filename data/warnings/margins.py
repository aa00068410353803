"""What is withheld of the counts of warnings about people from someone who may not see them one by one.

A margin is a row of counts whose sum is shown. A small count (1 to threshold − 1) is never shown, and whoever knows these rules, the sum
and all that is shown of the row can't tell what it is:

- Two or more small counts, neither all 1 nor all threshold − 1, beside a larger one: they are withheld as `small`. Other counts of that
  kind have the same sum.
- Else the small counts and the next larger one with its equals are withheld alike, as `paired`, so that nobody knows which of them is
  the small one: they could be changed for each other.
- Where no count is larger, the whole row is withheld, zeros too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Withheld = Literal["", "small", "paired"]


@dataclass(frozen=True)
class Count:
    """How many; None where that is withheld, `least` then what is known to be there at least."""

    value: int | None
    withheld: Withheld = ""
    least: int = 0


def withhold(counts: Sequence[int], below: int) -> list[Withheld]:
    """What of a row of counts is withheld. below: the threshold, 1 withholds nothing."""
    small = [one for one in counts if 0 < one < below]
    labels: list[Withheld] = [""] * len(counts)
    if not small or len(counts) == 1:  # the only one is the sum, and that is shown
        return labels
    larger = [one for one in counts if one >= below]
    if not larger:
        return ["paired"] * len(counts)
    if len(small) > 1 and set(small) not in ({1}, {below - 1}):
        return ["small" if 0 < one < below else "" for one in counts]
    return ["paired" if 0 < one <= min(larger) else "" for one in counts]


def together(counts: Sequence[Count]) -> Count:
    """The sum of counts as far as they are shown."""
    if len(counts) == 1:
        return counts[0]
    known = sum(one.least if one.value is None else one.value for one in counts)
    if all(one.value is not None for one in counts):
        return Count(known)
    return Count(None, "paired", known)


def plus(withheld: Withheld, people: int, others: int) -> Count:
    """A cell: the people's part as it is withheld or shown, with what everybody may count."""
    if not withheld:
        return Count(people + others)
    return Count(None, withheld, others)
