"""What is said of a document that is read by rules: a doubt where a reading was taken, a refusal where none could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class WordError(Exception):
    """The document can't be read; the message says in Chinese why and what to do."""


@dataclass(frozen=True)
class Doubt:
    """One place where the document leaves something open. says: its words; taken: the reading; why."""

    place: str
    says: str
    taken: str
    why: str


@dataclass
class Findings:
    """What reading has met so far: doubts to be shown, problems that keep the document from being taken."""

    doubts: list[Doubt]
    problems: list[str]

    def doubt(self, place: str, says: str, taken: str, why: str) -> None:
        """Note a reading that was taken."""
        self.doubts.append(Doubt(place, shortened(says), taken, why))

    def problem(self, place: str, words: str) -> None:
        """Note what could not be read."""
        self.problems.append(f"{place}：{words}")


def shortened(text: str, most: int = 60) -> str:
    """A text in one line, cut for showing."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def gathered(doubts: Sequence[Doubt]) -> list[tuple[list[str], Doubt]]:
    """Doubts with the same words, reading and reason as one, with every place, in the order of the first."""
    out: dict[tuple[str, str, str], tuple[list[str], Doubt]] = {}
    for one in doubts:
        out.setdefault((one.says, one.taken, one.why), ([], one))[0].append(one.place)
    return list(out.values())
