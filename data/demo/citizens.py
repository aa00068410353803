"""Invented citizen numbers with true check digits, unique across the city. They never reach the database: only their hash does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from data.citizens import check_character
from data.demo.dice import Dice, Odds

# The three digits after the birthday, shared out so that two datasets never invent the same person by accident.
SEQUENCES = {"relief": (0, 399), "deaths": (400, 599), "elders": (600, 699), "children": (700, 799), "subsidies": (800, 999)}
NUMBER_MISSING = 0.03  # ledgers are never complete


class Citizens:
    """Numbers for one dataset's people."""

    def __init__(self, register: str, ages: Mapping[tuple[int, int], float], today: date) -> None:
        self.low, self.high = SEQUENCES[register]
        self.ages, self.today = Odds(ages), today
        self.used: Counter[str] = Counter()

    def born(self, dice: Dice) -> date:
        """A birthday by the ages the register has today; bounds of an age band are included."""
        youngest, oldest = dice.draw(self.ages)
        return date.fromordinal(self.today.toordinal() - int((youngest + dice.roll() * (oldest + 1 - youngest)) * 365.25))

    def number(self, area: str, born: date, male: bool) -> str:
        """A number nobody else of the city has. The 17th digit is odd for men.

        Raises OverflowError when a day has more births than the digits can tell apart.
        """
        day = f"{area}{born:%Y%m%d}"
        place = f"{day}{male:d}"
        sequence = self.low + 2 * self.used[place] + male
        if sequence > self.high:
            raise OverflowError(f"more people born on {born} in {area} than {self.high - self.low + 1} numbers")
        self.used[place] += 1
        digits = f"{day}{sequence:03d}"
        return digits + check_character(digits)

    def maybe(self, dice: Dice, area: str) -> str | None:
        """The number of a person about whom nothing else is said; empty for the few whose number the ledger lacks."""
        if dice.chance(NUMBER_MISSING):
            return None
        return self.number(area, self.born(dice), dice.chance(0.5))
