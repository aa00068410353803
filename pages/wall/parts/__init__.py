"""The parts a scene may list; each a frozen declaration that draws itself from what `Seen` gives."""

from pages.wall.parts.cells import Cells, Progress
from pages.wall.parts.countymap import CountyMap
from pages.wall.parts.courses import Courses, Shares, Steps, Years
from pages.wall.parts.tables import Measures, Programmes
from pages.wall.parts.warnings import Pressing, Sections, Weeks
from pages.wall.parts.words import Homes, Owed, Stones, Title

__all__ = [
    "Cells",
    "CountyMap",
    "Courses",
    "Homes",
    "Measures",
    "Owed",
    "Pressing",
    "Programmes",
    "Progress",
    "Sections",
    "Shares",
    "Steps",
    "Stones",
    "Title",
    "Weeks",
    "Years",
]
