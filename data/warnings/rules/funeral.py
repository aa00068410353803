"""殡葬 · cemeteries on no map, figures that jump, and the plan's days. The dead on other registers are warnings of those registers."""

from __future__ import annotations

from data.warnings.rules.jump import jumping
from data.warnings.rules.placed import unplaced
from data.warnings.rules.planned import planned

SECTION = "社会事务科"

RULES = (
    unplaced("funeral", SECTION, ("cemeteries",)),
    jumping("funeral", SECTION, ("deaths", "cremation_rate", "funeral_subsidy_paid"), ("deaths",)),
    *planned("funeral", SECTION),
)
