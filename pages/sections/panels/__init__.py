"""The panels a section may list beside map, ranking and trend; each a frozen declaration that draws itself."""

from pages.sections.panels.facts import Facts
from pages.sections.panels.matrix import Matrix
from pages.sections.panels.places import Places
from pages.sections.panels.projects import Projects
from pages.sections.panels.split import Split
from pages.sections.panels.steps import Steps
from pages.sections.panels.years import Years

__all__ = ["Facts", "Matrix", "Places", "Projects", "Split", "Steps", "Years"]
