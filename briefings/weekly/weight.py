"""How much a case matters: distance to the target × closeness of the due date × change since the week before."""

from __future__ import annotations

from briefings.weekly.case import OPEN, Case

DUE_SOON = 60  # days at which what is due weighs half of what is due today
LATE = 1.5  # what is past its day
PART = 0.5  # of the distance of its parts, where the region itself keeps its path
WORSE, FELL, STOOD, CLOSER, AS_BEFORE = 2.0, 1.5, 1.25, 0.8, 1.0


def importance(case: Case) -> float:
    """0 for what keeps its path; grows with each of the three."""
    if not case.known or case.figure.status not in OPEN:
        return 0.0
    return distance(case) * closeness(case) * change(case)


def distance(case: Case) -> float:
    """The share of the target that is missing against the expected value; of a region that keeps it, half the mean of its late parts."""
    figure, own = case.figure, 0.0
    if case.own and figure.value is not None and figure.expected is not None and figure.target:
        own = (figure.expected - figure.value) / figure.target
    if own > 0:
        return own
    late = case.judged(*OPEN)
    missing = [((one.expected or 0) - (one.value or 0)) / one.target for one in late if one.target]
    return PART * sum(missing) / len(case.shown) if missing else 0.0


def closeness(case: Case) -> float:
    """1 for what is due at the day or judged every month, less the further off it is, more once it is past."""
    left = case.days_left
    if left is None:
        return 1.0
    return LATE if left < 0 else 1 / (1 + left / DUE_SOON)


def change(case: Case) -> float:
    """More where the state has turned worse, the value fell or stood still; less where it has come closer to its path."""
    before, moved = case.before, case.change
    if before is None or moved is None:
        return AS_BEFORE
    if before.status not in OPEN:
        return WORSE
    if moved < 0:
        return FELL
    if moved == 0:
        return STOOD
    gap, gap_before = ((one.expected or 0) - (one.value or 0) for one in (case.figure, before))
    return CLOSER if gap < gap_before else AS_BEFORE
