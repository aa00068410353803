"""No small count can be found from a margin: whoever knows the rules and the sum has another row that would look the same."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from data.warnings.margins import Count, plus, together, withhold
from data.warnings.rules import RULES


@pytest.mark.parametrize(("cells", "most", "below"), [(2, 14, 5), (3, 12, 5), (4, 9, 5), (4, 7, 3), (5, 6, 4)])
def test_every_small_count_could_be_another(cells: int, most: int, below: int) -> None:
    """Every row of so many counts: those that look alike, with their sum, differ in each small one."""
    looks: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for row in product(range(most + 1), repeat=cells):
        labels = withhold(row, below)
        seen = tuple(label or count for count, label in zip(row, labels, strict=True))
        looks[sum(row), seen].append(row)
        assert all(label for count, label in zip(row, labels, strict=True) if 0 < count < below)
    told = [
        (row, at)
        for (total, _), rows in looks.items()
        if total <= most  # rows of larger sums have fellows beyond what was tried
        for row in rows
        for at, count in enumerate(row)
        if 0 < count < below and len({other[at] for other in rows}) == 1
    ]
    assert told == []


def test_of_large_counts_nothing_is_withheld() -> None:
    assert withhold([5, 0, 17], 5) == ["", "", ""]
    assert withhold([1, 2, 3], 1) == ["", "", ""]
    assert withhold([3], 5) == [""]  # the sum itself


def test_small_ones_are_named_so_only_where_that_tells_nothing() -> None:
    assert withhold([2, 4, 9], 5) == ["small", "small", ""]
    assert withhold([1, 1, 9, 12], 5) == ["paired", "paired", "paired", ""]
    assert withhold([3, 0, 9, 9, 12], 5) == ["paired", "", "paired", "paired", ""]
    assert withhold([3, 0, 1], 5) == ["paired", "paired", "paired"]


def test_sums_tell_no_more_than_their_parts() -> None:
    assert together([Count(3), Count(9)]) == Count(12)
    assert together([Count(3), Count(None, "small", 2)]) == Count(None, "paired", 5)
    assert plus("small", 2, 7) == Count(None, "small", 7)
    assert plus("", 12, 7) == Count(19)


def test_the_margins_of_a_section_are_the_same_on_its_pages() -> None:
    """A section's rules about people are all on one page: else two pages' margins could be taken from each other."""
    pages: dict[str, set[str]] = defaultdict(set)
    for rule in RULES.values():
        if rule.people:
            pages[rule.section].add(rule.programme)
    assert pages and all(len(found) == 1 for found in pages.values())
