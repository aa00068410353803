"""A finding, and the rule that makes it: what must be so for it to speak, its sentence, and the figures it quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from data.indicators.figures import Figure

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Finding:
    """A title with its number, the line below it, the figures both are built from, and the rule that spoke; none: only a name."""

    title: str
    lede: str = ""
    built_from: tuple[Figure, ...] = ()
    rule: str = ""


@dataclass(frozen=True)
class Told:
    """What a rule has to say: the words for its sentence's blanks, and the figures they come from."""

    quotes: Sequence[Figure]
    words: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule(Generic[Subject]):
    """One rule. `tells` is given the subject and returns None where the rule does not fire."""

    name: str
    sentence: str
    tells: Callable[[Subject], Told | None]


def first(rules: Sequence[Rule[Subject]], subject: Subject, otherwise: str, lede: str = "") -> Finding:
    """The finding of the first rule that fires; `otherwise`, a name that says nothing, where none does."""
    for rule in rules:
        told = rule.tells(subject)
        if told is not None:
            return Finding(rule.sentence.format(**told.words), lede, tuple(told.quotes), rule.name)
    return Finding(otherwise, lede)
