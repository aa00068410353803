"""What a sheet's people could do is kept up to date while cells are withheld: at every step as if it were worked out anew."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.indicators.moves import Moves
from data.indicators.sheet import SHOWN, SMALL, Part, Sheet
from data.indicators.swap import find


@st.composite
def sheets(draw: Any) -> Sheet:
    """A few regions beside each other, or a city and its counties; what happened or who stands on a register; mostly small counts, with a
    rate and, of what happened, with one of few people.
    """
    running, steady, counties, kinds = (
        *draw(st.sampled_from([(True, False), (False, True), (False, False)])),
        draw(st.booleans()),
        draw(st.integers(0, 3)),
    )
    months = draw(st.integers(1, 4)) if running or steady else 1
    leaves = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).poisson(
        draw(st.sampled_from([0.5, 2.0, 6.0])), (draw(st.integers(2, 5)), kinds or 1, months)
    )

    def whole(numbers: np.ndarray) -> np.ndarray:
        if kinds:
            numbers = np.concatenate([numbers.sum(axis=1, keepdims=True), numbers], axis=1)
        if counties:
            numbers = np.concatenate([numbers.sum(axis=0, keepdims=True), numbers])
        return np.concatenate([numbers, numbers.cumsum(axis=2)], axis=2) if running else numbers

    counts = whole(leaves)
    many = len(counts)
    fixed = np.zeros(counts.shape, dtype=bool)
    fixed[:, 0] = counties
    everyone = list(range(counties, many))
    return Sheet(
        counts=counts,
        months=months,
        running=running,
        steady=steady,
        fixed=fixed,
        unseen=np.zeros(counts.shape, dtype=bool),
        small_below=np.full(counts.shape[1], 5),
        siblings=[[], *[everyone] * (many - 1)] if counties else [everyone] * many,
        whole=[None, *[0] * (many - 1)] if counties else [None] * many,
        parts=[Part(whole(leaves // 2)), *([] if steady else [Part(whole(leaves - leaves // 4), whole(leaves // 3))])],
    )


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_what_is_kept_is_what_would_be_worked_out_anew(sheet: Sheet) -> None:
    moves = Moves(sheet)
    for target, part in sheet.wanting():
        if sheet.is_certain(target, part):
            continue
        found = find(moves, target, part) or find(moves.relabelled, target, part)
        if not found:
            break
        moves.apply(found)
        for kept, anew in ((moves, Moves(sheet)), (moves.relabelled, Moves(sheet, relabelling=True))):
            for name in ("cost", "up", "down"):
                assert (getattr(kept, name) == getattr(anew, name)).all(), name


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_a_swap_keeps_what_is_shown_what_adds_up_and_what_the_labels_tell(sheet: Sheet) -> None:
    moves = Moves(sheet)
    for target, part in sheet.wanting():
        if sheet.is_certain(target, part):
            continue
        found = find(moves, target, part) or find(moves.relabelled, target, part)
        if not found:
            break
        moves.apply(found)
        change = np.zeros(sheet.counts.shape, dtype=np.int64)
        for swap in found:
            for region, sign in swap.regions:
                for category, of in swap.categories:
                    change[region, category] += sign * of * np.array(swap.times)
        assert change[target]
        assert not change[sheet.labels == SHOWN].any()
        if sheet.steady:
            assert ((sheet.labels == SHOWN).all(axis=2) | (sheet.labels != SHOWN).all(axis=2)).all()
        changed = sheet.counts + change
        assert (changed >= 0).all()
        assert ((changed >= 1) & (changed < 5))[sheet.labels == SMALL].all()
        parts = change if sheet.siblings[0] else change[1:]
        assert not (parts.sum(axis=0) - (0 if sheet.siblings[0] else change[0])).any()
        if change.shape[1] > 1:
            assert (change[:, 0] == change[:, 1:].sum(axis=1)).all()
        if sheet.running:
            assert (change[..., : sheet.months].cumsum(axis=2) == change[..., sheet.months :]).all()
