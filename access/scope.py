"""Scope: what one person may see, as a plain value. It is decided here and nowhere else; an empty scope reads nothing.

The roles are those of the bureau: 局领导, 科长 (of a section), 县区 (of a county), 大屏 and 管理员.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.regions import CITY, level_of, prefix

Role = Literal["leader", "chief", "county", "screen", "admin"]
ROLES: dict[Role, str] = {
    "leader": "局领导",
    "chief": "科长",
    "county": "县区",
    "screen": "大屏",
    "admin": "管理员",
}


@dataclass(frozen=True)
class Scope:
    """What one person may see. `Scope()` may see nothing."""

    role: Role | None = None
    region: str = ""  # a county user's county
    section: str = ""  # a chief's section

    def sees_level_in(self, region: str) -> bool:
        """Whether figures below county level inside `region` (or of it, if it is that small) may be shown."""
        if self.role in ("leader", "chief"):
            return True
        return self.role == "county" and bool(self.region) and region.startswith(self.region)

    def sees(self, region: str) -> bool:
        """Whether the figure of this region may be shown at all: city and counties to every role."""
        if self.role is None:
            return False
        return level_of(region) in ("city", "county") or self.sees_level_in(region)

    @property
    def below_county(self) -> str | None:
        """The prefix of the codes whose township figures may be read; None where none may."""
        if self.role in ("leader", "chief"):
            return prefix(CITY)
        return self.region or None if self.role == "county" else None

    def reads_records(self, section: str, region: str) -> bool:
        """Record access to a dataset owned by `section` inside `region`: then small cells are not withheld."""
        if self.role == "chief":
            return bool(self.section) and self.section == section
        return self.role == "county" and bool(self.region) and region.startswith(self.region)

    @property
    def key(self) -> str:
        """A text that is equal exactly for people who may see the same; part of every cache key."""
        return f"{self.role}|{self.region}|{self.section}"
