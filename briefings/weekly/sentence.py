"""A sentence of the briefing with the numbers it quotes: each knows the readings it was worked out from, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.indicators import DECLARED
from data.indicators.figures import Figure
from data.indicators.words import expected, gap, percent, quantity, spaced

# How a number comes from its figures (or tasks of the ledger):
#   value, target, expected  of the one figure        counts  its numerator and denominator
#   short, over   how far its value is under, over the expected value (the target, where they are one)
#   share         its value as a percentage of its target
#   apart         the first one's value against the second one's
#   many, weeks   how many figures they are           tasks   how many tasks, milestones or returns of the ledger they are
#   points, path  a programme's percent and expected percent          days  between two days          batches  how many deliveries
How = Literal[
    "value",
    "counts",
    "target",
    "expected",
    "short",
    "over",
    "share",
    "apart",
    "many",
    "tasks",
    "points",
    "path",
    "days",
    "weeks",
    "batches",
]
FEW = 10  # a percentage of fewer than these says less than its two counts
TaskKey = tuple[str, str, str]  # programme, task (or milestone), region


@dataclass(frozen=True)
class Quote:
    """A number as it stands in a sentence. `tasks` are the ledger's, where it tells of them; `raw` the number before it was rounded."""

    text: str
    how: How
    raw: int | float
    of: tuple[Figure, ...] = ()
    tasks: tuple[TaskKey, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """Words, and the numbers in them in their order."""

    text: str = ""
    quotes: tuple[Quote, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


Said = str | Quote | Sentence
NOTHING = Sentence()


def tell(*parts: Said) -> Sentence:
    """The parts one after the other. A number stands off from a Chinese word before it by a blank, as the bureau's papers have it."""
    text = ""
    quotes: list[Quote] = []
    for part in parts:
        words = part if isinstance(part, str) else part.text
        number = isinstance(part, Quote) or (isinstance(part, Sentence) and part.quotes and words.startswith(part.quotes[0].text))
        text += spaced(words) if number and text[-1:].isalnum() else words
        quotes += [part] if isinstance(part, Quote) else part.quotes if isinstance(part, Sentence) else []
    return Sentence(text, tuple(quotes))


def joined(parts: Sequence[Said], sign: str = "、") -> Sentence:
    """`a、b、c`; what is empty is left out."""
    out: list[Said] = []
    for part in parts:
        if part if isinstance(part, str) else part.text:
            out += [sign, part] if out else [part]
    return tell(*out)


def counted(figure: Figure) -> Sentence:
    """A value; of a percentage of few things with the two numbers behind it: `55.6%（5/9）`."""
    parts = figure.numerator, figure.denominator
    if DECLARED[figure.indicator].unit != "%" or parts[0] is None or parts[1] is None or not 0 < parts[1] < FEW:
        return tell(value(figure))
    return tell(value(figure), "（", Quote(f"{parts[0]:.0f}/{parts[1]:.0f}", "counts", parts[0], (figure,)), "）")


def value(figure: Figure) -> Quote:
    """`1,286 户`."""
    return Quote(quantity(DECLARED[figure.indicator], figure.value), "value", _known(figure.value), (figure,))


def target(figure: Figure) -> Quote:
    """`2,000 户`."""
    return Quote(_goal(figure, figure.target), "target", _known(figure.target), (figure,))


def path(figure: Figure) -> Quote:
    """What is expected by now: `1,375 户`, on the way to a few things with one decimal."""
    indicator = DECLARED[figure.indicator]
    unit = "%" if indicator.unit == "%" else f" {indicator.unit}"
    return Quote(f"{expected(indicator, _known(figure.expected), figure.target)}{unit}", "expected", _known(figure.expected), (figure,))


def short_of(figure: Figure, *, goal: bool = False) -> Quote:
    """How far it is from the expected value, or from the target: `89 户`, `3.8 个百分点`."""
    aim = figure.target if goal else figure.expected
    away = _known(aim) - _known(figure.value)
    return Quote(gap(DECLARED[figure.indicator], away, figure.target), "short" if away >= 0 else "over", abs(away), (figure,))


def share_of_target(figure: Figure) -> Quote:
    """A count as a percentage of its target: `64.3%`."""
    share = 100 * _known(figure.value) / _known(figure.target)
    return Quote(f"{percent(share)}%", "share", share, (figure,))


def many(figures: Sequence[Figure], unit: str) -> Quote:
    """How many figures these are: `3 个县区`."""
    return Quote(f"{len(figures)} {unit}", "many", len(figures), tuple(figures))


def tasks(keys: Sequence[TaskKey], unit: str = "项") -> Quote:
    """How many tasks of the ledger these are: `4 项`."""
    return Quote(f"{len(keys)} {unit}", "tasks", len(keys), tasks=tuple(keys))


def apart(figure: Figure, other: Figure) -> Quote:
    """The size of the difference of two figures."""
    away = _known(figure.value) - _known(other.value)
    return Quote(gap(DECLARED[figure.indicator], away), "apart", abs(away), (figure, other))


def _goal(figure: Figure, aim: int | float | None) -> str:
    return quantity(DECLARED[figure.indicator], aim)


def _known(number: int | float | None) -> int | float:
    if number is None:
        raise ValueError("a figure without a value is not quoted")
    return number
